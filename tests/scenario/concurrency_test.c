/* Two people do the same thing at the same moment, each with a process of their own: exactly one
   does it, the other is told, and nothing is done twice. */
#include <stdlib.h>
#include <string.h>

#include "scenario/bank.h"
#include "scenario/people.h"

struct pair {
    int exit[2];
    char *said[2]; /* what went to stderr and stdout of each */
    int done;      /* how many ended with 0 */
};

static char *said(const struct process *p)
{
    char *out = process_text(p->out_path), *err = process_text(p->err_path);
    char *both = malloc(strlen(out) + strlen(err) + 1);
    assert_non_null(both);
    memcpy(both, out, strlen(out));
    memcpy(both + strlen(out), err, strlen(err) + 1);
    free(out);
    free(err);
    return both;
}

static struct pair at_once(struct story *s, const char *first, const char *second)
{
    struct process p[2];
    struct pair pair = {.done = 0};
    story_start(s, first, "first", &p[0]);
    story_start(s, second, "second", &p[1]);
    for (int i = 0; i < 2; i++) {
        pair.exit[i] = process_wait(&p[i]);
        pair.said[i] = said(&p[i]);
        pair.done += pair.exit[i] == 0;
    }
    return pair;
}

static void pair_free(struct pair *pair)
{
    free(pair->said[0]);
    free(pair->said[1]);
}

static const char *loser(const struct pair *pair)
{
    return pair->said[pair->exit[0] == 0 ? 1 : 0];
}

/* Exactly one; the other exits with 1, a refusal in words, not with 3. */
static void one_only(struct story *s, const char *label, const char *first, const char *second)
{
    struct pair pair = at_once(s, first, second);
    if (pair.done != 1 || pair.exit[0] + pair.exit[1] != 1 || !strstr(loser(&pair), "minsheng: "))
        fail_msg("%s: exit %d and %d\n%s\n%s", label, pair.exit[0], pair.exit[1], pair.said[0],
                 pair.said[1]);
    pair_free(&pair);
    STORY_TELL(s, {label, "audit"});
}

/* Both may end well when the second finds nothing left to do and says so, one way or the other. */
static void one_only_or_no_change(struct story *s, const char *label, const char *command,
                                  const char *no_change, const char *or_else)
{
    struct pair pair = at_once(s, command, command);
    int idle = 0;
    for (int i = 0; i < 2; i++)
        idle += pair.exit[i] == 1 || strstr(pair.said[i], no_change) != NULL ||
                strstr(pair.said[i], or_else) != NULL;
    if (pair.done < 1 || idle != 1)
        fail_msg("%s: exit %d and %d\n%s\n%s", label, pair.exit[0], pair.exit[1], pair.said[0],
                 pair.said[1]);
    pair_free(&pair);
    STORY_TELL(s, {label, "audit"});
}

static void the_bank_answers(struct story *s)
{
    bank_answer_pipe(s, "first.txt", "back", "h1", BANK_RIGHT);
}

static void of_two_at_once_exactly_one_decides(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    /* A draft is computed anew by whoever comes second: one run either way. */
    struct pair pair = at_once(&s, "pay prepare --programme dibao --month 2013-06 --as dibao1",
                               "pay prepare --programme dibao --month 2013-06 --as wubao1");
    assert_true(pair.done >= 1 && pair.exit[0] <= 1 && pair.exit[1] <= 1);
    pair_free(&pair);
    STORY_TELL(&s,
               {"one run", "pay list --format csv", .expect = "1,dibao,2013-06,DRAFT,8,194919"});
    assert_int_equal(story_rows(&s), 1);
    one_only(&s, "checked once", "pay check 1 --as dibao2", "pay check 1 --as wubao2");
    one_only(&s, "reviewed once", "pay review 1 --as supervisor", "pay review 1 --as accountant");
    one_only(&s, "approved once", "pay approve 1 --as finance1", "pay approve 1 --as finance2");
    one_only(&s, "funded once", "pay fund 1 --as finance1", "pay fund 1 --as finance2");
    STORY_TELL(&s, {"the books hold it once", "ledger balance --fund dibao_rural --format csv"});
    assert_int_equal(story_number(&s, "account", "12001", "balance_fen"), -LITTLE_DIBAO_FEN);
    assert_int_equal(story_number(&s, "account", "11001", "balance_fen"), LITTLE_DIBAO_FEN);
    story_close(&s);
}

static void of_two_at_once_exactly_one_pays(enum db_engine engine)
{
    struct story s;
    little_county_copy(&s, engine, "2013-06");
    STORY_TELL(&s, {"the draft", "pay prepare --programme dibao --month 2013-06 --as dibao1"});
    little_decide(&s, "1");
    STORY_TELL(&s, {"funded", "pay fund 1 --as finance2"});
    /* The second is handed the file that is kept, and told so. */
    struct pair pair = at_once(&s, "pay send 1 -o {dir}/first.txt --as finance1",
                               "pay send 1 -o {dir}/second.txt --as finance2");
    assert_true(pair.done >= 1);
    assert_true(pair.done == 1 || (strstr(pair.said[0], "不会重复付款") != NULL) !=
                                      (strstr(pair.said[1], "不会重复付款") != NULL));
    pair_free(&pair);
    STORY_TELL(&s, {"one file", "pay show 1 --format csv", .expect = "#1 nsh-pipe"});
    assert_null(strstr(s.out, "#2 nsh-pipe"));
    STORY_TELL(&s, {"written once more", "pay send 1 -o {dir}/first.txt --as finance1"});
    the_bank_answers(&s);
    one_only_or_no_change(&s, "one return", "pay return 1 {dir}/back --as accountant", "没有改动",
                          "没有改动");
    STORY_TELL(&s, {"one task", "pay returns 1 --all --format csv"});
    assert_int_equal(story_rows(&s), 1);
    one_only(&s, "one correction", "pay correct 1 --household {h1}",
             "pay correct 1 --household {h1}");
    one_only_or_no_change(&s, "one re-issue", "pay reissue 1 --as finance2", "没有可送银行的项目",
                          "没有可送银行的项目");
    STORY_TELL(&s, {"two files in all", "pay show 1 --format csv", .expect = "#2 nsh-pipe"});
    assert_null(strstr(s.out, "#3 nsh-pipe"));
    story_tie(&s, "1");
    story_close(&s);
}

static void of_two_imports_at_once_one_takes_the_roster_in(enum db_engine engine)
{
    struct story s;
    story_open(&s, engine);
    little_numbers(&s);
    little_rosters(&s);
    STORY_TELL(&s, {"the county begins", "init --plan {plan}"});
    one_only_or_no_change(
        &s, "one import",
        "roster import {dir}/dibao.csv {dir}/dibao-members.csv --programme dibao --from 2013-06",
        "没有变化", "新增 0 户 0 人，变动 0 户");
    STORY_TELL(&s, {"everybody once", "pay prepare --programme dibao --month 2013-06 --format csv",
                    .expect = "DRAFT,8,194919"});
    story_close(&s);
}

STORY_CLAIM(of_two_at_once_exactly_one_decides)
STORY_CLAIM(of_two_at_once_exactly_one_pays)
STORY_CLAIM(of_two_imports_at_once_one_takes_the_roster_in)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY_TESTS(of_two_at_once_exactly_one_decides),
        STORY_TESTS(of_two_at_once_exactly_one_pays),
        STORY_TESTS(of_two_imports_at_once_one_takes_the_roster_in),
    };
    return cmocka_run_group_tests_name("concurrency", tests, NULL, NULL);
}

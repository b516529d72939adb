/* Targets, letters, meetings, problems and bulletins (P2, P4.1, P4.2): sums book by book, nothing
   dropped between two meetings, ranks that follow the figures beside them. Own SQL. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_motion_sql.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 96
#define INDICATOR_BYTES 64
#define POINTS "assessment.points"
#define GROUP_MAX 400 /* townships of a county, with those that have gone */

RULE_STATEMENT(target_sum, motion_breach_row)
RULE_STATEMENT(target_rate, motion_breach_row)
RULE_STATEMENT(target_plan, motion_breach_row)
RULE_STATEMENT(target_duty, motion_breach_row)
RULE_STATEMENT(letter_lines, motion_breach_row)
RULE_STATEMENT(letter_duty, motion_breach_row)
RULE_STATEMENT(meeting_duty, motion_breach_row)
RULE_STATEMENT(problem_dropped, motion_breach_row)
RULE_STATEMENT(problem_duty, motion_breach_row)
RULE_STATEMENT(problem_deadline, motion_breach_row)
RULE_STATEMENT(practice_duty, motion_breach_row)
RULE_STATEMENT(bulletin_duty, motion_breach_row)
RULE_STATEMENT(bulletin_beds, motion_breach_row)
RULE_STATEMENT(bulletin_edited, motion_breach_row)
RULE_STATEMENT(bulletin_points, motion_breach_row)

static const struct audit_rule RULES[] = {
    {"TARGET_SUM", RULE_ROWS(target_sum), RULE_COUNTS, N_("目标与各乡镇分解数之和不符")},
    {"TARGET_RATE", RULE_ROWS(target_rate), RULE_COUNTS, N_("乡镇的比率目标与全县要求不符")},
    {"TARGET_PLAN", RULE_ROWS(target_plan), RULE_COUNTS, N_("按方案分解的目标与方案不符")},
    {"TARGET_DUTY", RULE_ROWS(target_duty), RULE_NONE_SHOWN,
     N_("目标由同一人分解并下达，或没有变动记录")},
    {"LETTER_LINES", RULE_ROWS(letter_lines), RULE_COUNTS, N_("责任书与下达的目标不符")},
    {"LETTER_DUTY", RULE_ROWS(letter_duty), RULE_NONE_SHOWN,
     N_("责任书由同一人下达并签订，或没有变动记录")},
    {"MEETING_DUTY", RULE_ROWS(meeting_duty), RULE_NONE_SHOWN,
     N_("会议纪要由同一人整理并签发，或没有变动记录")},
    {"PROBLEM_DROPPED", RULE_ROWS(problem_dropped), RULE_NONE_SHOWN,
     N_("未销号的问题没有列入会议")},
    {"PROBLEM_DUTY", RULE_ROWS(problem_duty), RULE_NONE_SHOWN,
     N_("问题由报告办结的人自己销号，或没有变动记录")},
    {"PROBLEM_DEADLINE", RULE_ROWS(problem_deadline), RULE_COUNTS,
     N_("问题的期限与登记的调整不符")},
    {"PRACTICE_DUTY", RULE_ROWS(practice_duty), RULE_NONE_SHOWN,
     N_("做法由同一人推荐并推广，或没有变动记录")},
    {"BULLETIN_DUTY", RULE_ROWS(bulletin_duty), RULE_NONE_SHOWN,
     N_("通报由同一人起草并签发，或没有变动记录")},
    {"BULLETIN_BEDS", RULE_ROWS(bulletin_beds), RULE_COUNTS,
     N_("通报的床位与当时已签发月报之和不符")},
    {"BULLETIN_POINTS", RULE_ROWS(bulletin_points), RULE_COUNTS,
     N_("通报的考核得分或名次与公布的不符")},
    {"BULLETIN_EDITED", RULE_ROWS(bulletin_edited), RULE_NONE_SHOWN, N_("通报签发后又有改动")},
};

/* ---- ranks ---- */

struct figure {
    int64_t number, township, numerator, denominator, rank_no;
};
struct group {
    int64_t bulletin;
    char indicator[INDICATOR_BYTES];
    struct figure ranked[GROUP_MAX];
    size_t count;
};

static bool is_higher(const struct figure *x, const struct figure *than)
{
    return (__int128)x->numerator * than->denominator > (__int128)than->numerator * x->denominator;
}

/* One more than those strictly before: before is more, or less, whichever way is up. */
static size_t misplaced(const struct group *g, bool is_more_better, int64_t *ret_number)
{
    size_t wrong = 0;
    for (size_t i = 0; i < g->count; i++) {
        int64_t before = 0;
        for (size_t j = 0; j < g->count; j++)
            if (is_more_better ? is_higher(&g->ranked[j], &g->ranked[i])
                               : is_higher(&g->ranked[i], &g->ranked[j]))
                before++;
        if (g->ranked[i].rank_no == before + 1)
            continue;
        if (wrong++ == 0)
            *ret_number = g->ranked[i].number;
    }
    return wrong;
}

static enum status group_end(struct audit *a, struct group *g, struct error *e)
{
    char subject[SUBJECT_BYTES];
    int64_t up = 0, down = 0;
    size_t count = g->count;
    g->count = 0;
    if (count == 0)
        return STATUS_OK;
    g->count = count;
    bool is_right = misplaced(g, true, &up) == 0 || misplaced(g, false, &down) == 0;
    g->count = 0;
    if (is_right)
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "bulletin %" PRId64 " figure %" PRId64, g->bulletin,
             misplaced(g, true, &up) == 0 ? down : up);
    return audit_find(a, "BULLETIN_RANK", e, subject, _("名次与旁边的数字不符（%s）"),
                      g->indicator);
}

static enum status check_ranks(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bulletin_figure_audit_row row;
    enum status s;
    audit_check_begin(a);
    struct group *g = arena_alloc(a->arena, sizeof(*g));
    if (!g)
        return arena_exhausted(e);
    *g = (struct group){0};
    TRY(audit_bulletin_figures_open(
        a->db, (struct audit_bulletin_figures_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_bulletin_figures_next(cursor, &row, e)) == STATUS_OK) {
        if (row.bulletin != g->bulletin || strcmp(row.indicator, g->indicator) != 0) {
            s = group_end(a, g, e);
            if (s != STATUS_OK)
                return s == STATUS_NONE ? STATUS_OK : s;
            g->bulletin = row.bulletin;
            snprintf(g->indicator, sizeof(g->indicator), "%s", row.indicator);
        }
        if (row.rank_no == 0 || g->count == GROUP_MAX || strcmp(row.indicator, POINTS) == 0)
            continue; /* an item of the tree may decide between equal points: BULLETIN_POINTS */
        if (row.township == 0 || row.denominator <= 0) {
            char subject[SUBJECT_BYTES];
            snprintf(subject, sizeof(subject), "bulletin %" PRId64 " figure %" PRId64, row.bulletin,
                     row.number);
            TRY(audit_find(a, "BULLETIN_RANK", e, subject, _("没有可比的数却有名次")));
            continue;
        }
        g->ranked[g->count++] =
            (struct figure){row.number, row.township, row.numerator, row.denominator, row.rank_no};
    }
    if (s != STATUS_NONE)
        return s;
    s = group_end(a, g, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- texts ---- */

/* A mark is [[digits]], or a part of that figure; anything else that is a number with a percent
   sign was typed. */
static const char *const MARK_PARTS[] = {".n", ".d", ".t", ".gap"};
static bool is_percent(const char *at)
{
    return *at == '%' || strncmp(at, "％", strlen("％")) == 0;
}

static bool mark_fits(const char **at, int64_t figures)
{
    int64_t number = 0;
    const char *p = *at + 2;
    while (*p >= '0' && *p <= '9' && number < INT32_MAX)
        number = number * 10 + (*p++ - '0');
    if (p == *at + 2)
        return false;
    for (size_t i = 0; i < sizeof MARK_PARTS / sizeof MARK_PARTS[0]; i++) {
        const size_t n = strlen(MARK_PARTS[i]);
        if (strncmp(p, MARK_PARTS[i], n) == 0 && p[n] == ']') {
            p += n;
            break;
        }
    }
    if (p[0] != ']' || p[1] != ']')
        return false;
    *at = p + 2;
    return number >= 1 && number <= figures;
}

static enum { TEXT_FITS, TEXT_MARK, TEXT_TYPED } judge_text(const char *body, int64_t figures)
{
    for (const char *p = body; *p != '\0';) {
        if (p[0] == '[' && p[1] == '[') {
            if (!mark_fits(&p, figures))
                return TEXT_MARK;
        } else if (*p >= '0' && *p <= '9') {
            while ((*p >= '0' && *p <= '9') || *p == '.')
                p++;
            if (is_percent(p))
                return TEXT_TYPED;
        } else {
            p++;
        }
    }
    return TEXT_FITS;
}

static enum status check_texts(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct bulletin_section_audit_row row;
    enum status s;
    audit_check_begin(a);
    TRY(audit_bulletin_sections_open(
        a->db, (struct audit_bulletin_sections_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_bulletin_sections_next(cursor, &row, e)) == STATUS_OK) {
        char subject[SUBJECT_BYTES];
        int fault = (int)judge_text(row.body, row.figures);
        if (fault == TEXT_FITS)
            continue;
        snprintf(subject, sizeof(subject), "bulletin %" PRId64 " section %" PRId64, row.bulletin,
                 row.number);
        s = audit_find(a, fault == TEXT_MARK ? "BULLETIN_MARK" : "BULLETIN_TYPED", e, subject,
                       fault == TEXT_MARK ? _("文字引用了没有的数字") : _("文字里有手填的百分比"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_motion(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    TRY(check_ranks(a, e));
    return check_texts(a, e);
}

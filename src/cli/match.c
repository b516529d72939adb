/* match …: outside lists in, hits explained, candidates visited. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "domain/access/access.h"
#include "domain/match/match.h"
#include "office/match/match_file.h"

#define PAGE_ARENA_BYTES ((size_t)64 << 20)
#define REASONS_BYTES_MAX ((size_t)2048)

/* Whose scope holds: the system's is the county. */
static enum status actor_read(struct cli *cli, struct db *db, int64_t county,
                              struct match_actor *ret, struct error *e)
{
    struct access_user user;
    *ret = (struct match_actor){.user = cli_actor(cli), .scope = county, .today = date_today()};
    if (strcmp(ret->user, ACTOR_SYSTEM) == 0)
        return STATUS_OK;
    TRY(access_user_by_name(db, county, ret->user, cli_arena(cli), &user, e));
    ret->scope = user.scope;
    return STATUS_OK;
}

static enum status number_argument(struct cli *cli, const char *what, int64_t *ret, struct error *e)
{
    struct error why;
    if (i64_parse(cli_argument(cli, 0), ret, &why) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("%s应是编号，不是 %s"), what, cli_argument(cli, 0));
}

static enum status day_option(struct cli *cli, const char *name, struct date *ret, struct error *e)
{
    const char *text = cli_option(cli, name);
    return text ? date_parse(text, ret, e) : STATUS_OK;
}

static void cli_date(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : "");
}

/* ---- import ---- */

static void show_result(struct cli *cli, const struct match_file_request *request,
                        const struct match_file_result *r)
{
    const struct match_list *l = &r->list;
    char due[DATE_TEXT_BYTES];
    cli_say(cli,
            _("名单 %lld（%s）：读入 %lld 行，命中 %lld 人次（其中姓名不符 %lld），新列入走访 %lld "
              "人，退回 %lld 行"),
            (long long)l->id, _(MATCH_KINDS[l->kind].label), (long long)l->row_count,
            (long long)l->hit_count, (long long)l->doubtful_count, (long long)l->candidate_count,
            (long long)l->returned_count);
    if (l->hit_count || l->candidate_count)
        cli_say(cli, _("请在 %s 前核实；名单本身不改变任何人的待遇"), date_format(l->due_on, due));
    for (size_t i = 0; i < r->mark_count; i++)
        cli_say(cli, _("退回：%s第 %lld 行：%s"), r->marks[i].sheet, (long long)r->marks[i].row,
                r->marks[i].reason);
    if (r->has_errors_file)
        cli_say(cli, _("错误工作簿：%s（改正后再导入这个文件）"), request->errors_path);
}

static enum status import_list(struct cli *cli, struct error *e)
{
    struct match_file_request request = {.path = cli_argument(cli, 0),
                                         .actor = cli_actor(cli),
                                         .errors_path = cli_option(cli, "--errors"),
                                         .progress = cli_progress,
                                         .progress_context = cli};
    struct match_file_result r = {0};
    const struct keyring *keys;
    struct db *db;
    int64_t county;
    TRY(match_kind_parse(cli_option(cli, "--kind"), &request.kind, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(match_file_import(db, county, keys, &request, cli_arena(cli), &r, e));
    if (r.is_known) {
        cli_say(cli, _("这份名单已经比对过，没有变化"));
        return STATUS_OK;
    }
    show_result(cli, &request, &r);
    if (!r.list.returned_count)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "MATCH_RETURNED",
                     _("退回 %lld 行，请改正后再导入；其余已比对。%s"),
                     (long long)r.list.returned_count,
                     request.errors_path ? "" : _("用 --errors 文件.xlsx 取回标明错误的工作簿。"));
}

static enum status list_kinds(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"kind", "name", "meaning"};
    (void)e;
    cli_rows_begin(cli, columns, 3);
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++) {
        if (MATCH_KINDS[k].sense == MATCH_OF_REGISTRY)
            continue;
        cli_text(cli, MATCH_KINDS[k].code);
        cli_text(cli, _(MATCH_KINDS[k].label));
        cli_text(cli, _(MATCH_KINDS[k].meaning));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status list_lists(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"list",     "kind",           "file", "opened_on",
                                          "due_on",   "rows",           "hits", "doubtful",
                                          "returned", "new_candidates", "open", "overdue"};
    struct match_actor actor;
    struct match_list *lists;
    struct db *db;
    int64_t county;
    size_t count;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(actor_read(cli, db, county, &actor, e));
    TRY(match_list(db, county, actor.scope, actor.today, cli_arena(cli), &lists, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        const struct match_list *l = &lists[i];
        cli_i64(cli, l->id);
        cli_text(cli, MATCH_KINDS[l->kind].code);
        cli_text(cli, l->name);
        cli_date(cli, l->opened_on);
        cli_date(cli, l->due_on);
        cli_i64(cli, l->row_count);
        cli_i64(cli, l->hit_count);
        cli_i64(cli, l->doubtful_count);
        cli_i64(cli, l->returned_count);
        cli_i64(cli, l->candidate_count);
        cli_i64(cli, l->open_count);
        cli_i64(cli, l->overdue_count);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- hits ---- */

static void hit_row(struct cli *cli, const struct match_hit *h)
{
    cli_i64(cli, h->id);
    cli_i64(cli, h->list);
    cli_text(cli, MATCH_KINDS[h->kind].code);
    cli_i64(cli, h->row_no);
    cli_text(cli, h->name);
    cli_text(cli, h->id_tail);
    cli_text(cli, h->listed_name);
    cli_i64(cli, h->household);
    cli_text(cli, programme_code(h->programme));
    cli_i64(cli, h->division);
    cli_date(cli, h->day);
    cli_text(cli, h->facts);
    cli_text(cli, h->is_open ? "OPEN" : "EXPLAINED");
    cli_date(cli, h->due_on);
    cli_text(cli, match_conclusion_code(h->conclusion));
    cli_text(cli, h->note);
    cli_text(cli, h->explained_by);
    cli_row_end(cli);
}

static enum status hit_pages(struct cli *cli, struct db *db, int64_t county,
                             struct match_hit_filter *f, struct error *e)
{
    static const char *const columns[] = {
        "hit",         "list",      "kind",       "row",      "name",        "id_tail",
        "listed_name", "household", "programme",  "division", "day",         "facts",
        "state",       "due_on",    "conclusion", "note",     "explained_by"};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAGE_ARENA_BYTES);
    bool has_more = true;
    if (!arena)
        return arena_exhausted(e);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    while (has_more) {
        struct match_hit *hits;
        size_t count;
        arena_reset(arena);
        TRY(match_hit_list(db, county, f, arena, &hits, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            hit_row(cli, &hits[i]);
        f->after = count ? hits[count - 1].id : f->after;
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status division_option(struct cli *cli, int64_t *ret, struct error *e)
{
    const char *text = cli_option(cli, "--township");
    struct error why;
    *ret = 0;
    if (!text || (i64_parse(text, ret, &why) == STATUS_OK && *ret > 0))
        return STATUS_OK;
    return cli_usage(e, _("--township 应是区划代码，不是 %s"), text);
}

static enum status list_hits(struct cli *cli, struct error *e)
{
    struct match_hit_filter f = {.is_open_only = cli_has(cli, "--open"),
                                 .is_overdue_only = cli_has(cli, "--overdue"),
                                 .row_count = MATCH_PAGE_ROWS_MAX};
    struct match_actor actor;
    struct match_list list;
    struct db *db;
    int64_t county;
    if (cli_argument_count(cli))
        TRY(number_argument(cli, _("名单"), &f.list, e));
    TRY(division_option(cli, &f.division, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(actor_read(cli, db, county, &actor, e));
    f.scope = actor.scope;
    f.today = actor.today;
    enum status s =
        f.list ? match_list_read(db, county, f.list, f.scope, f.today, cli_arena(cli), &list, e)
               : STATUS_OK;
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MATCH_UNKNOWN", _("没有名单 %lld：用 match list 查看"),
                         (long long)f.list);
    return s == STATUS_OK ? hit_pages(cli, db, county, &f, e) : s;
}

static enum status explain_hit(struct cli *cli, struct error *e)
{
    struct match_explanation x = {.note = cli_option(cli, "--text"),
                                  .reports_death = cli_has(cli, "--report-death")};
    const struct keyring *keys;
    struct match_actor actor;
    struct db *db;
    int64_t county;
    TRY(number_argument(cli, _("比对结果"), &x.hit, e));
    TRY(match_conclusion_parse(cli_option(cli, "--conclusion"), &x.conclusion, e));
    TRY(day_option(cli, "--died-on", &x.died_on, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(actor_read(cli, db, county, &actor, e));
    TRY(match_hit_explain(db, county, keys, &actor, &x, e));
    cli_say(cli, _("比对结果 %lld：%s"), (long long)x.hit, _(match_conclusion_label(x.conclusion)));
    if (x.conclusion == MATCH_CHANGE_PROPOSED || x.conclusion == MATCH_STOP_PROPOSED)
        cli_say(cli, _("待遇还没有变：请另行提出变动或停发的办件"));
    return STATUS_OK;
}

/* ---- candidates ---- */

static const char *reasons_text(struct arena *arena, uint32_t reasons)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(REASONS_BYTES_MAX);
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++)
        if (reasons & 1u << k)
            buf_addf(&text, "%s%s", text.n ? " " : "", MATCH_KINDS[k].code);
    return arena_strdup(arena, buf_text(&text));
}

static void candidate_row(struct cli *cli, struct arena *arena, const struct match_candidate *c)
{
    cli_i64(cli, c->id);
    cli_i64(cli, c->division);
    cli_text(cli, c->name);
    cli_text(cli, c->id_tail);
    cli_text(cli, c->place);
    cli_text(cli, programme_code(c->programme));
    cli_text(cli, reasons_text(arena, c->reasons));
    cli_text(cli, c->is_open ? "OPEN" : "CLOSED");
    cli_date(cli, c->due_on);
    cli_text(cli, match_result_code(c->result));
    cli_text(cli, c->case_number);
    cli_text(cli, c->note);
    cli_row_end(cli);
}

static enum status list_candidates(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"candidate", "division",  "name",    "id_tail",
                                          "place",     "programme", "reasons", "state",
                                          "due_on",    "result",    "case",    "note"};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAGE_ARENA_BYTES);
    struct match_candidate_filter f = {.is_open_only = !cli_has(cli, "--all"),
                                       .is_overdue_only = cli_has(cli, "--overdue"),
                                       .row_count = MATCH_PAGE_ROWS_MAX};
    struct match_actor actor;
    struct db *db;
    int64_t county;
    bool has_more = true;
    if (!arena)
        return arena_exhausted(e);
    TRY(division_option(cli, &f.division, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(actor_read(cli, db, county, &actor, e));
    f.scope = actor.scope;
    f.today = actor.today;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    while (has_more) {
        struct match_candidate *list;
        size_t count;
        arena_reset(arena);
        TRY(match_candidate_list(db, county, &f, arena, &list, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            candidate_row(cli, arena, &list[i]);
        if (count) {
            f.after_division = list[count - 1].division;
            f.after = list[count - 1].id;
        }
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status visit_candidate(struct cli *cli, struct error *e)
{
    struct match_closing c = {.note = cli_option(cli, "--text"),
                              .case_number = cli_option(cli, "--case"),
                              .visited_on = date_today()};
    struct match_actor actor;
    struct db *db;
    int64_t county;
    TRY(number_argument(cli, _("走访对象"), &c.candidate, e));
    TRY(match_result_parse(cli_option(cli, "--result"), &c.result, e));
    TRY(day_option(cli, "--on", &c.visited_on, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(actor_read(cli, db, county, &actor, e));
    TRY(match_candidate_close(db, county, &actor, &c, e));
    cli_say(cli, _("走访对象 %lld：%s"), (long long)c.candidate, _(match_result_label(c.result)));
    return STATUS_OK;
}

static enum status sweep(struct cli *cli, struct error *e)
{
    struct match_actor actor;
    struct match_sweep r;
    struct db *db;
    int64_t county;
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(actor_read(cli, db, county, &actor, e));
    TRY(match_sweep(db, county, &actor, &r, e));
    cli_say(cli, _("名册中找到 %lld 户（人），新列入走访 %lld"), (long long)r.found,
            (long long)r.opened);
    return STATUS_OK;
}

const struct cli_command CLI_MATCH[] = {
    {"match import",
     "FILE",
     1,
     1,
     N_("把外部名单（火化、户籍、车辆、工商、养老金……）与名册比对"),
     "match.import",
     import_list,
     {{"--kind", "KIND", N_("名单种类：用 match kinds 查看"), true},
      {"--errors", "OUT.xlsx", N_("标明错误的工作簿写到哪里"), false},
      {NULL, NULL, NULL, false}}},
    {"match kinds", "", 0, 0, N_("名单的种类"), NULL, list_kinds, {{NULL, NULL, NULL, false}}},
    {"match list",
     "",
     0,
     0,
     N_("比对过的名单，各有多少待核实"),
     "case.read",
     list_lists,
     {{NULL, NULL, NULL, false}}},
    {"match hits",
     "[LIST]",
     0,
     1,
     N_("比对结果"),
     "case.read",
     list_hits,
     {{"--open", NULL, N_("只看待核实的"), false},
      {"--overdue", NULL, N_("只看超期的"), false},
      {"--township", "CODE", N_("哪个乡镇或村"), false},
      {NULL, NULL, NULL, false}}},
    {"match explain",
     "HIT",
     1,
     1,
     N_("记下一条比对结果核实的情况"),
     "match.explain",
     explain_hit,
     {{"--conclusion", "C",
       "no-effect|not-same|list-wrong|death-reported|change-proposed|stop-proposed", true},
      {"--text", "T", N_("核实的情况"), true},
      {"--report-death", NULL, N_("一并报告死亡（日期取自名单）"), false},
      {"--died-on", "DATE", N_("查实的死亡日期"), false},
      {NULL, NULL, NULL, false}}},
    {"match candidates",
     "",
     0,
     0,
     N_("看来符合条件而没有享受待遇的人（不漏一户）"),
     "case.read",
     list_candidates,
     {{"--township", "CODE", N_("哪个乡镇或村"), false},
      {"--overdue", NULL, N_("只看超期的"), false},
      {"--all", NULL, N_("走访过的也列出"), false},
      {NULL, NULL, NULL, false}}},
    {"match visit",
     "CANDIDATE",
     1,
     1,
     N_("记下走访的结果"),
     "match.explain",
     visit_candidate,
     {{"--result", "R", "applies|not-eligible|moved|declined|dead|has-benefit", true},
      {"--text", "T", N_("走访的情况"), true},
      {"--case", "NUMBER", N_("申请的办件编号"), false},
      {"--on", "DATE", N_("哪天走访，默认今天"), false},
      {NULL, NULL, NULL, false}}},
    {"match sweep",
     "",
     0,
     0,
     N_("从名册和未获批准的申请中找应当走访的人"),
     "match.import",
     sweep,
     {{NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

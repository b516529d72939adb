/* case …: opening, every step, lists, the forms, the public look-up by receipt code. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/casework/claim.h"
#include "domain/casework/forms.h"
#include "domain/plan/plan.h"

#define LIST_PAGES_MAX 100000

/* ---- what is written on the form ---- */

static enum status file_read(struct cli *cli, const char *path, struct entry_data **ret,
                             struct error *e)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(ENTRY_JSON_BYTES_MAX + 1);
    char chunk[4096];
    size_t n;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file)
        return error_set(e, STATUS_REFUSED, "CASE_FILE", _("打不开 %s：%s"), path, strerror(errno));
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0 && !text.overflow)
        buf_add(&text, chunk, n);
    bool has_failed = ferror(file) != 0;
    if (file != stdin)
        (void)fclose(file);
    if (has_failed)
        return error_set(e, STATUS_FAILED, "CASE_FILE", _("读不了 %s"), path);
    if (entry_json_read(buf_text(&text), text.n, cli_arena(cli), ret, e) != STATUS_OK)
        return error_place(e, "%s", path);
    return STATUS_OK;
}

/* --file, and over it what --set says. */
static enum status content_read(struct cli *cli, struct entry_data **ret, struct error *e)
{
    struct entry_data *set;
    TRY(cli_entry_options(cli, "--set", &set, e));
    *ret = set;
    if (!cli_has(cli, "--file"))
        return STATUS_OK;
    TRY(file_read(cli, cli_option(cli, "--file"), ret, e));
    return entry_merge(*ret, set, e);
}

/* All the faults of a form, a line each, on standard error; the first is the error itself. */
static enum status with_faults(struct cli *cli, enum status s, const struct entry_faults *faults)
{
    (void)cli;
    for (size_t i = 1; s == STATUS_REFUSED && i < faults->count; i++)
        fprintf(stderr, "  %s（%s）：%s\n", faults->fault[i].label, faults->fault[i].field,
                faults->fault[i].message);
    return s;
}

/* ---- showing ---- */

static const char *const COLUMNS[] = {
    "case",      "number",    "receipt",         "kind",
    "change",    "state",     "division",        "household",
    "applicant", "id_tail",   "opened_on",       "due_on",
    "days_left", "closed_on", "people",          "protected",
    "class",     "relative",  "income_year_fen", "amount_month_fen",
    "effective", "version"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static void date_cell(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v == 0 ? "" : date_format(d, text));
}

static void case_row(struct cli *cli, const struct case_record *c)
{
    char month[MONTH_TEXT_BYTES];
    cli_i64(cli, c->id);
    cli_text(cli, c->number);
    cli_text(cli, c->receipt);
    cli_text(cli, case_kind_code(c->kind));
    cli_text(cli, c->change_kind == CHANGE_NONE ? "" : case_change_code(c->change_kind));
    cli_text(cli, case_state_code(c->state));
    cli_i64(cli, c->division);
    cli_i64(cli, c->household);
    cli_text(cli, c->applicant);
    cli_text(cli, c->id_tail);
    date_cell(cli, c->opened_on);
    date_cell(cli, c->due_on);
    cli_i64(cli, c->days_left);
    date_cell(cli, c->closed_on);
    cli_i64(cli, c->people_count);
    cli_i64(cli, c->protected_count);
    cli_text(cli, case_record_class(c));
    cli_i64(cli, c->is_relative);
    cli_fen(cli, c->income_year);
    cli_fen(cli, c->amount_month);
    cli_text(cli, c->effective.v == 0 ? "" : month_format(c->effective, month));
    cli_i64(cli, c->version);
    cli_row_end(cli);
}

static enum status show_one(struct cli *cli, const struct case_command *c, int64_t id,
                            struct error *e)
{
    struct case_record r;
    TRY(case_read(c->db, c->county, id, c->actor.today, cli_arena(cli), &r, e));
    if (cli_format(cli) == CLI_TEXT) {
        char due[DATE_TEXT_BYTES];
        cli_say(cli, _("%s  %s  %s  %s  回执码 %s  期限 %s"), r.number, _(case_kind_label(r.kind)),
                r.applicant, _(case_record_state_label(r.kind, r.state)), r.receipt,
                r.due_on.v ? date_format(r.due_on, due) : "-");
        return STATUS_OK;
    }
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    case_row(cli, &r);
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- opening ---- */

static enum status open_one(struct cli *cli, struct case_command *c, struct case_opening *o,
                            struct error *e)
{
    struct entry_data *content;
    struct entry_faults *faults = ARENA_NEW(cli_arena(cli), struct entry_faults);
    int64_t id;
    if (!faults)
        return arena_exhausted(e);
    faults->arena = cli_arena(cli);
    TRY(content_read(cli, &content, e));
    o->content = content;
    o->on = c->on;
    TRY(with_faults(cli, case_open(c->db, c->county, c->keys, &c->actor, o, faults, &id, e),
                    faults));
    return show_one(cli, c, id, e);
}

static enum status case_apply(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_opening o = {0};
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(case_kind_parse(cli_option(cli, "--kind"), &o.kind, e));
    if (!case_kind_is_application(o.kind))
        return cli_usage(e, _("--kind 应为 dibao、wubao、medical 或 advance。"));
    if (i64_parse(cli_option(cli, "--division"), &o.division, e) != STATUS_OK)
        return error_place(e, "--division");
    return open_one(cli, &c, &o, e);
}

static enum case_kind kind_of_change(enum case_change change)
{
    if (change >= CHANGE_STOP && change <= CHANGE_GRACE)
        return CASE_STOP;
    if (change == CHANGE_FORM)
        return CASE_FORM;
    return change == CHANGE_DEATH || change == CHANGE_CEASE ? CASE_CANCEL : CASE_CHANGE;
}

static enum status linked_option(struct cli *cli, const struct case_command *c, int64_t *ret,
                                 struct error *e)
{
    if (!cli_has(cli, "--linked"))
        return STATUS_OK;
    return cli_case_number(cli, c->db, c->county, cli_option(cli, "--linked"), ret, e);
}

static enum status case_propose(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_opening o = {0};
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(case_change_parse(cli_option(cli, "--change"), &o.change, e));
    o.kind = kind_of_change(o.change);
    if (i64_parse(cli_option(cli, "--household"), &o.household, e) != STATUS_OK)
        return error_place(e, "--household");
    TRY(linked_option(cli, &c, &o.linked_case, e));
    return open_one(cli, &c, &o, e);
}

static enum status case_recheck(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_opening o = {.kind = CASE_RECHECK};
    TRY(cli_case_begin(cli, true, &c, e));
    if (i64_parse(cli_option(cli, "--household"), &o.household, e) != STATUS_OK)
        return error_place(e, "--household");
    return open_one(cli, &c, &o, e);
}

/* ---- a step ---- */

static enum status case_act_command(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_act act = {0};
    struct entry_data *content;
    struct entry_faults *faults = ARENA_NEW(cli_arena(cli), struct entry_faults);
    if (!faults)
        return arena_exhausted(e);
    faults->arena = cli_arena(cli);
    TRY(cli_case_begin(cli, true, &c, e));
    TRY(cli_case_number(cli, c.db, c.county, cli_argument(cli, 0), &act.case_id, e));
    TRY(case_action_parse(cli_argument(cli, 1), &act.action, e));
    if (cli_has(cli, "--version") &&
        i64_parse(cli_option(cli, "--version"), &act.version, e) != STATUS_OK)
        return error_place(e, "--version");
    TRY(content_read(cli, &content, e));
    act.on = c.on;
    act.content = content;
    TRY(with_faults(cli, case_act(c.db, c.county, c.keys, &c.actor, &act, faults, e), faults));
    return show_one(cli, &c, act.case_id, e);
}

/* ---- lists ---- */

static enum status filter_read(struct cli *cli, const struct case_command *c,
                               struct case_filter *ret, struct error *e)
{
    *ret = (struct case_filter){.scope = c->actor.scope,
                                .today = c->actor.today,
                                .is_open_only = cli_has(cli, "--open"),
                                .is_overdue_only = cli_has(cli, "--overdue"),
                                .search = cli_option(cli, "--search"),
                                .row_count = CASE_PAGE_ROWS_MAX};
    if (cli_has(cli, "--kind"))
        TRY(case_kind_parse(cli_option(cli, "--kind"), &ret->kind, e));
    if (cli_has(cli, "--programme"))
        TRY(programme_parse(cli_option(cli, "--programme"), &ret->programme, e));
    if (cli_has(cli, "--state"))
        TRY(case_state_parse(cli_option(cli, "--state"), &ret->state, e));
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &ret->month, e));
    if (cli_has(cli, "--division") &&
        i64_parse(cli_option(cli, "--division"), &ret->division, e) != STATUS_OK)
        return error_place(e, "--division");
    return STATUS_OK;
}

static enum status list_pages(struct cli *cli, const struct case_command *c,
                              struct case_filter *filter, struct error *e)
{
    bool has_more = true;
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (int page = 0; has_more && page < LIST_PAGES_MAX; page++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)16 << 20);
        struct case_record *list;
        size_t count;
        if (!arena)
            return arena_exhausted(e);
        TRY(case_list(c->db, c->county, filter, arena, &list, &count, &has_more, e));
        for (size_t i = 0; i < count; i++)
            case_row(cli, &list[i]);
        if (count > 0)
            filter->after = list[count - 1].id;
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status case_list_command(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_filter filter;
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(filter_read(cli, &c, &filter, e));
    if (cli_has(cli, "--mine"))
        filter.mine_role = (int)c.actor.role;
    return list_pages(cli, &c, &filter, e);
}

static enum status case_mine(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"kind",     "state",   "label", "count",
                                          "due_soon", "overdue", "risen"};
    struct case_command c;
    struct case_waiting *list;
    size_t count;
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(case_waiting_list(c.db, c.county, c.actor.role, c.actor.scope, c.actor.today,
                          cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, case_kind_code(list[i].kind));
        cli_text(cli, case_state_code(list[i].state));
        cli_text(cli, _(case_record_state_label(list[i].kind, list[i].state)));
        cli_i64(cli, list[i].count);
        cli_i64(cli, list[i].due_soon);
        cli_i64(cli, list[i].overdue);
        cli_i64(cli, list[i].risen);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- one case ---- */

static void print_steps(struct cli *cli, const struct case_step *steps, size_t count)
{
    static const char *const columns[] = {"seq", "action", "from",     "to",   "actor",
                                          "on",  "due_on", "document", "facts"};
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, steps[i].seq);
        cli_text(cli, case_action_code(steps[i].action));
        cli_text(cli, case_state_code(steps[i].from));
        cli_text(cli, case_state_code(steps[i].to));
        cli_text(cli, steps[i].actor);
        date_cell(cli, steps[i].on);
        date_cell(cli, steps[i].due_on);
        cli_text(cli, case_document_code(steps[i].document));
        cli_text(cli, steps[i].facts);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
}

static enum status print_choices(struct cli *cli, const struct case_command *c,
                                 const struct case_record *r, struct error *e)
{
    struct case_choice *list;
    size_t count;
    TRY(case_choices(c->db, c->county, &c->actor, r, cli_arena(cli), &list, &count, e));
    for (size_t i = 0; i < count; i++)
        cli_say(cli, "%s %s%s%s", case_action_code(list[i].transition->action),
                _(case_action_label(list[i].transition->action)), list[i].reason ? "  ✗ " : "",
                list[i].reason ? list[i].reason : "");
    return STATUS_OK;
}

/* The aid of a claim, and whether it has reached the household. */
static enum status print_payment(struct cli *cli, const struct case_command *c,
                                 const struct case_record *r, struct error *e)
{
    enum claim_payment payment;
    struct fen amount;
    char yuan[FEN_TEXT_BYTES];
    if (!case_kind_is_medical(r->kind) || r->amount_month.v == 0)
        return STATUS_OK;
    cli_say(cli, _("%s：%s 元"), _(case_amount_label(r->kind)), fen_format(r->amount_month, yuan));
    enum status s = claim_payment_read(c->db, c->county, r->id, &payment, &amount, e);
    if (s == STATUS_OK)
        cli_say(cli, _("发放：%s %s 元（%s）"), _(claim_payment_label(payment)),
                fen_format(amount, yuan), claim_payment_code(payment));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status case_show(struct cli *cli, struct error *e)
{
    struct case_command c;
    struct case_record r;
    struct case_step *steps;
    size_t count;
    TRY(cli_case_begin(cli, false, &c, e));
    TRY(cli_case_argument(cli, &c, &r, e));
    TRY(case_steps(c.db, c.county, NULL, r.id, cli_arena(cli), &steps, &count, e));
    if (cli_format(cli) == CLI_TEXT) {
        TRY(show_one(cli, &c, r.id, e));
        TRY(print_payment(cli, &c, &r, e));
    }
    print_steps(cli, steps, count);
    return cli_format(cli) == CLI_TEXT ? print_choices(cli, &c, &r, e) : STATUS_OK;
}

/* ---- forms, receipts ---- */

static const char *field_kind_name(enum field_kind kind)
{
    static const char *const names[] = {[FIELD_TEXT] = "text",
                                        [FIELD_LONG_TEXT] = "long_text",
                                        [FIELD_DATE] = "date",
                                        [FIELD_MONTH] = "month",
                                        [FIELD_YUAN] = "yuan",
                                        [FIELD_COUNT] = "count",
                                        [FIELD_BOOL] = "bool",
                                        [FIELD_CHOICE] = "choice",
                                        [FIELD_ID_NUMBER] = "id_number",
                                        [FIELD_ACCOUNT] = "account",
                                        [FIELD_PHONE] = "phone",
                                        [FIELD_DIVISION] = "division",
                                        [FIELD_NAME] = "name"};
    return names[kind];
}

static void field_row(struct cli *cli, const struct entry_section *section,
                      const struct entry_field *field)
{
    char name[2 * ENTRY_NAME_BYTES_MAX], choices[1024] = "";
    size_t used = 0;
    (void)snprintf(name, sizeof name, "%s%s%s", section->repeat_max > 0 ? section->name : "",
                   section->repeat_max > 0 ? ".N." : "", field->name);
    for (const struct field_choice *o = field->choices; o && o->value && used < sizeof choices; o++)
        used += (size_t)snprintf(choices + used, sizeof choices - used, "%s%s=%s", used ? " " : "",
                                 o->value, _(o->label));
    cli_text(cli, name);
    cli_text(cli, _(field->label));
    cli_text(cli, field_kind_name(field->kind));
    cli_i64(cli, field->is_required);
    cli_text(cli, choices);
    cli_row_end(cli);
}

static enum status case_form_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"name", "label", "kind", "required", "choices"};
    enum case_kind kind;
    enum case_action action;
    enum case_change change = CHANGE_NONE;
    TRY(case_kind_parse(cli_argument(cli, 0), &kind, e));
    TRY(case_action_parse(cli_argument(cli, 1), &action, e));
    if (cli_has(cli, "--change"))
        TRY(case_change_parse(cli_option(cli, "--change"), &change, e));
    const struct entry_form *form = case_form_of(kind, change, action);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t s = 0; s < form->section_count; s++)
        for (size_t f = 0; f < form->sections[s].field_count; f++)
            field_row(cli, &form->sections[s], &form->sections[s].fields[f]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status case_status(struct cli *cli, struct error *e)
{
    struct db *db;
    int64_t county;
    struct case_public_state state;
    char opened[DATE_TEXT_BYTES], due[DATE_TEXT_BYTES];
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    enum status s =
        case_public(db, county, cli_argument(cli, 0), date_today(), cli_arena(cli), &state, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN",
                         _("没有这个回执码。请核对，或向乡镇民政办询问。"));
    if (s != STATUS_OK)
        return s;
    cli_say(cli, _("%s  %s 收到  %s  期限 %s"), state.kind_label,
            date_format(state.opened_on, opened), state.state_text,
            state.due_on.v ? date_format(state.due_on, due) : "-");
    return STATUS_OK;
}

#define OPTION_SET                                                                                 \
    {                                                                                              \
        "--set", "FIELD=VALUE", N_("表上的一栏，可以写多次"), false                                \
    }
#define OPTION_FILE                                                                                \
    {                                                                                              \
        "--file", "FORM.json", N_("填好的表；“-”为标准输入"), false                                \
    }
#define OPTION_ON                                                                                  \
    {                                                                                              \
        "--on", "DATE", N_("办理日期，缺省今天"), false                                            \
    }
#define OPTION_DIVISION(required)                                                                  \
    {                                                                                              \
        "--division", "CODE", N_("村（社区）的 12 位代码"), required                               \
    }

const struct cli_command CLI_CASE[] = {
    {"case apply",
     "",
     0,
     0,
     N_("录入一件申请"),
     "case.apply",
     case_apply,
     {{"--kind", "dibao|wubao|medical|advance", N_("申请类别"), true},
      OPTION_DIVISION(true),
      OPTION_FILE,
      OPTION_SET,
      OPTION_ON,
      {0}}},
    {"case propose",
     "",
     0,
     0,
     N_("提出变动、停发、供养形式变更，或报告核销"),
     NULL,
     case_propose,
     {{"--change", "CHANGE", N_("income、member_join、stop、form、death …"), true},
      {"--household", "ID", N_("家庭编号"), true},
      {"--linked", "CASE", N_("由哪一件引出"), false},
      OPTION_FILE,
      OPTION_SET,
      OPTION_ON,
      {0}}},
    {"case recheck",
     "",
     0,
     0,
     N_("开始一户的定期复核"),
     "case.survey",
     case_recheck,
     {{"--household", "ID", N_("家庭编号"), true}, OPTION_FILE, OPTION_SET, OPTION_ON, {0}}},
    {"case act",
     "CASE ACTION",
     2,
     2,
     N_("办理一步；CASE 为案号或编号"),
     NULL,
     case_act_command,
     {{"--version", "N", N_("看到的版本；别人已办过就不办"), false},
      OPTION_FILE,
      OPTION_SET,
      OPTION_ON,
      {0}}},
    {"case list",
     "",
     0,
     0,
     N_("列出办件"),
     "case.read",
     case_list_command,
     {{"--kind", "KIND", N_("类别"), false},
      {"--programme", "dibao|wubao|medical", N_("项目"), false},
      {"--state", "STATE", N_("状态"), false},
      {"--division", "CODE", N_("乡镇或村代码"), false},
      {"--month", "YYYY-MM", N_("哪个月收到的"), false},
      {"--search", "TEXT", N_("姓名、拼音首字母、证号后四位或案号"), false},
      {"--open", NULL, N_("只列未办结的"), false},
      {"--overdue", NULL, N_("只列逾期的"), false},
      {"--mine", NULL, N_("只列等我办的"), false},
      {0}}},
    {"case mine", "", 0, 0, N_("我的待办：各类各状态几件"), "case.read", case_mine, {{0}}},
    {"case show", "CASE", 1, 1, N_("一件的经过、期限和下一步"), "case.read", case_show, {{0}}},
    {"case form",
     "KIND ACTION",
     2,
     2,
     N_("某一步的表有哪些栏目"),
     NULL,
     case_form_command,
     {{"--change", "CHANGE", N_("变动类别"), false}, {0}}},
    {"case status", "RECEIPT", 1, 1, N_("凭回执码查询进度"), NULL, case_status, {{0}}},
    {0},
};

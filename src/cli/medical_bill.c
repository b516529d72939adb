/* medical bills | bill | person | correct | reassess: what was settled and claimed, why so much,
   and what is put right. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/medical_bill.h"
#include "cli/money.h"
#include "cli/township.h"
#include "domain/medical/advance.h"

#define ROWS_DEFAULT 50

void medical_explanation_rows(struct cli *cli, const struct explanation *x)
{
    static const char *const columns[] = {"label", "formula", "amount_fen", "clause", "document"};
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < x->count; i++) {
        cli_text(cli, x->line[i].label);
        cli_text(cli, x->line[i].formula);
        cli_fen(cli, x->line[i].amount);
        cli_text(cli, x->line[i].clause);
        cli_text(cli, x->line[i].document);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
}

static void cli_day(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : NULL);
}

/* ---- bills ---- */

static const char *const BILL_COLUMNS[] = {
    "bill",          "source",       "hospital",  "admission_no", "name",        "id_tail",
    "visit",         "year",         "admitted",  "discharged",   "class",       "total_fen",
    "insurance_fen", "critical_fen", "other_fen", "relief_fen",   "veteran_fen", "aid_fen",
    "personal_fen",  "advance_fen",  "state",     "paid",         "replaces"};
#define BILL_COLUMN_COUNT (sizeof BILL_COLUMNS / sizeof BILL_COLUMNS[0])

static void bill_row(struct cli *cli, const struct bill_record *b)
{
    cli_i64(cli, b->id);
    cli_text(cli, b->source == BILL_HOSPITAL ? "hospital" : "claim");
    cli_text(cli, b->hospital_name);
    cli_text(cli, b->admission_no);
    cli_text(cli, b->person_name);
    cli_text(cli, b->id_tail);
    cli_text(cli, medical_visit_code(b->visit));
    cli_i64(cli, b->year);
    cli_day(cli, b->admitted_on);
    cli_day(cli, b->discharged_on);
    cli_text(cli, medical_class_code(b->class));
    cli_fen(cli, b->amounts.total);
    cli_fen(cli, b->amounts.insurance);
    cli_fen(cli, b->amounts.critical);
    cli_fen(cli, b->amounts.other);
    cli_fen(cli, b->amounts.relief);
    cli_fen(cli, b->amounts.veteran);
    cli_fen(cli, b->aid);
    cli_fen(cli, b->personal);
    cli_fen(cli, b->advance);
    cli_text(cli, b->state == BILL_SETTLED ? "SETTLED" : "STRUCK");
    cli_i64(cli, b->is_paid);
    cli_i64(cli, b->replaces);
    cli_row_end(cli);
}

static enum status person_option(struct cli *cli, struct db *db, int64_t county,
                                 const char *id_number, struct person_row *ret, struct error *e)
{
    const struct keyring *keys;
    TRY(cli_keys(cli, &keys, e));
    enum status s = person_by_id_number(db, county, keys, id_number, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN", _("没有这个身份证号的人。"));
    return s;
}

static enum status bill_filter_of(struct cli *cli, const struct money *m, struct bill_filter *f,
                                  struct error *e)
{
    struct case_actor actor;
    struct payee hospital;
    struct person_row person;
    int64_t rows = ROWS_DEFAULT;
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &f->scope, e));
    f->is_struck_too = cli_has(cli, "--struck");
    f->search = cli_option(cli, "--search");
    if (cli_has(cli, "--year"))
        TRY(money_year(cli, &f->year, e));
    if (cli_has(cli, "--class"))
        TRY(medical_class_parse(cli_option(cli, "--class"), &f->class, e));
    if (cli_has(cli, "--hospital")) {
        TRY(money_payee(cli, m, "--hospital", PAYEE_HOSPITAL, &hospital, e));
        f->hospital = hospital.id;
    }
    if (cli_has(cli, "--person")) {
        TRY(person_option(cli, m->db, m->county, cli_option(cli, "--person"), &person, e));
        f->person = person.id;
    }
    if (cli_has(cli, "--rows") && i64_parse(cli_option(cli, "--rows"), &rows, NULL) != STATUS_OK)
        return cli_usage(e, _("--rows 应为数字"));
    if (rows < 1 || rows > BILL_PAGE_ROWS_MAX)
        return cli_usage(e, _("--rows 应为 1 至 %d"), BILL_PAGE_ROWS_MAX);
    if (cli_has(cli, "--before") &&
        i64_parse(cli_option(cli, "--before"), &f->before, NULL) != STATUS_OK)
        return cli_usage(e, _("--before 应为账单号"));
    f->row_count = (int)rows;
    return STATUS_OK;
}

static enum status bills(struct cli *cli, struct error *e)
{
    struct money m;
    struct bill_filter filter = {0};
    struct bill_record *list;
    size_t count;
    bool has_more;
    TRY(money_reader(cli, &m, e));
    TRY(bill_filter_of(cli, &m, &filter, e));
    TRY(bill_list(m.db, m.county, &filter, cli_arena(cli), &list, &count, &has_more, e));
    cli_rows_begin(cli, BILL_COLUMNS, BILL_COLUMN_COUNT);
    for (size_t i = 0; i < count; i++)
        bill_row(cli, &list[i]);
    cli_rows_end(cli);
    if (has_more && cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("还有更早的账单：加 --before %" PRId64 " 继续看"), list[count - 1].id);
    return STATUS_OK;
}

static enum status bill_of_argument(struct cli *cli, const struct money *m, int64_t *ret,
                                    struct error *e)
{
    struct case_actor actor;
    struct bill_record record;
    TRY(cli_case_actor(cli, &actor, e));
    TRY(money_number(cli, ret, e));
    enum status s = bill_read(m->db, m->county, *ret, cli_arena(cli), &record, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BILL_UNKNOWN", _("没有第 %" PRId64 " 号账单"), *ret);
    return s == STATUS_OK ? cli_case_scope(&actor, record.division, e) : s;
}

static enum status bill(struct cli *cli, struct error *e)
{
    struct money m;
    struct explanation x;
    int64_t id;
    bool differs;
    TRY(money_reader(cli, &m, e));
    TRY(bill_of_argument(cli, &m, &id, e));
    TRY(bill_explain(m.db, m.county, id, cli_arena(cli), &x, &differs, e));
    medical_explanation_rows(cli, &x);
    if (differs)
        return error_set(
            e, STATUS_REFUSED, "BILL_DIFFERS",
            _("第 %" PRId64 " 号账单保存的结果与按当时规则重算的不同：请用 audit 核对"), id);
    return STATUS_OK;
}

/* ---- a person ---- */

static void person_line(struct cli *cli, const char *kind, int64_t number, int year,
                        const char *what, const char *state, struct date from, struct fen amount,
                        struct fen left)
{
    cli_text(cli, kind);
    cli_i64(cli, number);
    cli_i64(cli, year);
    cli_text(cli, what);
    cli_text(cli, state);
    cli_day(cli, from);
    cli_fen(cli, amount);
    cli_fen(cli, left);
    cli_row_end(cli);
}

static enum status person_years(struct cli *cli, const struct money *m, int64_t person,
                                struct error *e)
{
    struct person_year *list;
    size_t count;
    TRY(medical_person_years(m->db, m->county, person, date_today(), cli_arena(cli), &list, &count,
                             e));
    for (size_t i = 0; i < count; i++)
        person_line(cli, "year", 0, list[i].year, medical_visit_code(list[i].visit), NULL,
                    (struct date){0}, list[i].used, list[i].left);
    return STATUS_OK;
}

static enum status person_bills(struct cli *cli, const struct money *m, int64_t scope,
                                int64_t person, struct error *e)
{
    struct bill_record *list;
    size_t count;
    bool has_more;
    TRY(bill_list(m->db, m->county,
                  &(struct bill_filter){.scope = scope,
                                        .person = person,
                                        .is_struck_too = true,
                                        .row_count = BILL_PAGE_ROWS_MAX},
                  cli_arena(cli), &list, &count, &has_more, e));
    for (size_t i = 0; i < count; i++)
        person_line(cli, "bill", list[i].id, list[i].year, list[i].hospital_name,
                    list[i].state == BILL_SETTLED ? "SETTLED" : "STRUCK", list[i].admitted_on,
                    list[i].aid, list[i].personal);
    return STATUS_OK;
}

static enum status person_advances(struct cli *cli, const struct money *m, int64_t scope,
                                   int64_t person, struct error *e)
{
    struct advance_record *list;
    size_t count;
    bool has_more;
    TRY(advance_list(
        m->db, m->county,
        &(struct advance_filter){.scope = scope, .person = person, .row_count = BILL_PAGE_ROWS_MAX},
        cli_arena(cli), &list, &count, &has_more, e));
    for (size_t i = 0; i < count; i++)
        person_line(cli, "advance", list[i].id, month_year(date_month(list[i].approved_on)),
                    list[i].disease_name, advance_state_code(list[i].state), list[i].approved_on,
                    list[i].amount, FEN(0));
    return STATUS_OK;
}

static enum status person(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"kind",  "number", "year",       "what",
                                          "state", "from",   "amount_fen", "left_fen"};
    struct money m;
    struct case_actor actor;
    struct person_row who;
    struct medical_person place;
    TRY(money_reader(cli, &m, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(person_option(cli, m.db, m.county, cli_argument(cli, 0), &who, e));
    TRY(medical_class_of(m.db, m.county, who.id, date_month(date_today()), KNOWN_NOW, &place, e));
    if (place.division)
        TRY(cli_case_scope(&actor, place.division, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    TRY(person_years(cli, &m, who.id, e));
    TRY(person_bills(cli, &m, actor.scope, who.id, e));
    TRY(person_advances(cli, &m, actor.scope, who.id, e));
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- put right ---- */

static void desk_end(struct medical_desk **desk)
{
    medical_desk_free(*desk);
}

static enum status correct(struct cli *cli, struct error *e)
{
    struct money m;
    const struct keyring *keys;
    struct medical_amounts amounts;
    int64_t id;
    bool is_struck = cli_has(cli, "--strike");
    if (is_struck == cli_has(cli, "--total"))
        return cli_usage(e, _("请写更正后的各项金额(--total --in-scope …)，或写 --strike 只冲账"));
    if (!is_struck && !cli_has(cli, "--in-scope"))
        return cli_usage(e, _("请写保内(合规)费用 --in-scope"));
    TRY(medical_amount_options(cli, &amounts, e));
    TRY(money_writer(cli, &m, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(bill_of_argument(cli, &m, &id, e));
    CLEANUP(desk_end) struct medical_desk *desk = medical_desk_new(m.county, keys);
    if (!desk)
        return arena_exhausted(e);
    TRY(medical_claim_correct(m.db, desk, id, is_struck ? NULL : &amounts,
                              cli_option(cli, "--reason"), m.actor, date_today(), e));
    cli_say(cli, is_struck ? _("第 %" PRId64 " 号账单已冲账") : _("第 %" PRId64 " 号账单已更正"),
            id);
    return STATUS_OK;
}

static enum status reassess(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"people", "bills", "more_fen", "less_fen"};
    struct money m;
    const struct keyring *keys;
    struct reassess_result r;
    int year;
    TRY(money_year(cli, &year, e));
    TRY(money_writer(cli, &m, e));
    TRY(cli_keys(cli, &keys, e));
    CLEANUP(desk_end) struct medical_desk *desk = medical_desk_new(m.county, keys);
    if (!desk)
        return arena_exhausted(e);
    TRY(medical_reassess(m.db, desk, year, m.actor, date_today(), &r, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    cli_i64(cli, r.people);
    cli_i64(cli, r.bills);
    cli_fen(cli, r.more);
    cli_fen(cli, r.less);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_MEDICAL_BILL[] = {
    {"medical bills",
     "",
     0,
     0,
     N_("账单：医院即时结算的和医后申请的，从新到旧"),
     "medical.read",
     bills,
     {{"--hospital", "CODE", N_("医院"), false},
      {"--person", "IDNUMBER", N_("患者的身份证号"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {"--class", "CLASS", N_("救助类别"), false},
      {"--year", "YYYY", N_("年度"), false},
      {"--search", "TEXT", N_("姓名、身份证后四位或住院号"), false},
      {"--struck", NULL, N_("也列已冲账的"), false},
      {"--rows", "N", N_("行数，缺省 50"), false},
      {"--before", "BILL", N_("从这个账单号往前"), false},
      {0}}},
    {"medical bill", "BILL", 1, 1, N_("一张账单的救助金额，逐行说明"), "medical.read", bill, {{0}}},
    {"medical person",
     "IDNUMBER",
     1,
     1,
     N_("一个人各年的封顶线使用、账单和医前救助"),
     "medical.read",
     person,
     {{0}}},
    {"medical correct",
     "BILL",
     1,
     1,
     N_("更正或冲销医后申请的一张账单"),
     "medical.manage",
     correct,
     {MEDICAL_AMOUNT_OPTIONS(false),
      {"--strike", NULL, N_("只冲账"), false},
      {"--reason", "TEXT", N_("原因"), true},
      {0}}},
    {"medical reassess",
     "",
     0,
     0,
     N_("按今天所知重算一年的账单，有变化的写差额"),
     "medical.manage",
     reassess,
     {{"--year", "YYYY", N_("年度"), true}, {0}}},
    {0},
};

/* simulate and explain: the rule with other numbers, and the rule in words. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/pay.h"
#include "domain/benefit/benefit.h"
#include "domain/medical/rule.h"
#include "domain/payment/explain.h"

#define ASSIGNMENTS_MAX 32
#define SIMULATE_YEAR_MIN 1990
#define SIMULATE_YEAR_MAX 2100

/* --programme, or what the assigned parameter belongs to ("wubao.…"), or dibao. */
static enum status programme_option(struct cli *cli, const char *assignment, enum programme *ret,
                                    struct error *e)
{
    if (cli_has(cli, "--programme"))
        return programme_parse(cli_option(cli, "--programme"), ret, e);
    *ret = assignment && text_starts(assignment, "wubao.") ? PROGRAMME_WUBAO : PROGRAMME_DIBAO;
    return STATUS_OK;
}

static void township_row(struct cli *cli, const struct simulation_township *t)
{
    if (t->township)
        cli_i64(cli, t->township);
    else
        cli_text(cli, "total");
    cli_text(cli, t->name);
    cli_i64(cli, t->households_before);
    cli_i64(cli, t->households_after);
    cli_i64(cli, t->gaining);
    cli_i64(cli, t->losing);
    cli_i64(cli, t->entering);
    cli_i64(cli, t->leaving);
    cli_fen(cli, t->before);
    cli_fen(cli, t->after);
    cli_fen(cli, FEN(t->after.v - t->before.v));
    cli_row_end(cli);
}

/* ---- medical assistance: a year's bills under other numbers ---- */

static void medical_row(struct cli *cli, const char *by, const char *key,
                        const struct medical_simulation_row *row)
{
    cli_text(cli, by);
    cli_text(cli, key);
    cli_text(cli, row->name);
    cli_i64(cli, row->bills);
    cli_i64(cli, row->people);
    cli_i64(cli, row->gaining);
    cli_i64(cli, row->losing);
    cli_fen(cli, row->before);
    cli_fen(cli, row->after);
    cli_fen(cli, FEN(row->after.v - row->before.v));
    cli_row_end(cli);
}

static enum status simulate_medical(struct cli *cli, const char *const *assignments, size_t count,
                                    struct error *e)
{
    static const char *const columns[] = {"by",        "key",           "name",   "bills",
                                          "people",    "gaining",       "losing", "before_fen",
                                          "after_fen", "difference_fen"};
    struct db *db;
    struct medical_simulation s;
    int64_t county, year;
    if (!cli_has(cli, "--year"))
        return cli_usage(e, _("测算医疗救助要写 --year，如 --year 2013"));
    TRY(i64_parse(cli_option(cli, "--year"), &year, e));
    if (year < SIMULATE_YEAR_MIN || year > SIMULATE_YEAR_MAX)
        return cli_usage(e, _("--year 应在 %d 到 %d 之间"), SIMULATE_YEAR_MIN, SIMULATE_YEAR_MAX);
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(medical_simulate(db, county, (int)year, assignments, count, cli_arena(cli), &s, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < s.township_count; i++)
        medical_row(cli, "township", arena_printf(cli_arena(cli), "%" PRId64, s.township[i].key),
                    &s.township[i]);
    for (size_t i = 0; i < s.class_count; i++)
        medical_row(cli, "class", medical_class_code((enum medical_class)s.class[i].key),
                    &s.class[i]);
    medical_row(cli, "total", "", &s.total);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status simulate(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {
        "township", "name",    "households_before", "households_after", "gaining",       "losing",
        "entering", "leaving", "before_fen",        "after_fen",        "difference_fen"};
    const char *assignments[ASSIGNMENTS_MAX];
    size_t count = 0;
    for (const char *a; (a = cli_option_nth(cli, "--set", count)) != NULL; count++) {
        if (count == ASSIGNMENTS_MAX)
            return cli_usage(e, _("--set 最多 %d 个"), ASSIGNMENTS_MAX);
        assignments[count] = a;
    }
    if (count > 0 && text_starts(assignments[0], "medical."))
        return simulate_medical(cli, assignments, count, e);
    struct pay p = {0};
    enum programme programme;
    struct month month;
    struct simulation s;
    if (!cli_has(cli, "--month"))
        return cli_usage(e, _("缺少 --month，如 --month 2013-06"));
    TRY(programme_option(cli, count ? assignments[0] : NULL, &programme, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(pay_reader(cli, &p, e));
    TRY(payment_simulate(p.db, p.c.county, programme, month, assignments, count, cli_arena(cli), &s,
                         e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < s.count; i++)
        township_row(cli, &s.township[i]);
    township_row(cli, &s.total);
    cli_rows_end(cli);
    return STATUS_OK;
}

void pay_print_explanation(struct cli *cli, const struct explanation *x,
                           const struct benefit_amount *a)
{
    static const char *const columns[] = {"label",  "formula",  "amount_fen",
                                          "clause", "document", "person"};
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < x->count; i++) {
        const struct explanation_line *l = &x->line[i];
        cli_text(cli, l->label);
        cli_text(cli, l->formula);
        cli_fen(cli, l->amount);
        cli_text(cli, l->clause);
        cli_text(cli, l->document);
        cli_i64(cli, l->person);
        cli_row_end(cli);
    }
    cli_text(cli, _("合计"));
    cli_text(cli, "");
    cli_fen(cli, FEN(a->basic.v + a->topup.v));
    cli_text(cli, "");
    cli_text(cli, "");
    cli_i64(cli, 0);
    cli_row_end(cli);
    cli_rows_end(cli);
}

/* Claims: bill by bill, of the item or of what waits. */
static enum status explain_claims(struct cli *cli, const struct pay *p, int64_t household,
                                  struct month m, int64_t known, struct error *e)
{
    struct explained_month *x;
    char month[MONTH_TEXT_BYTES];
    enum status s = payment_explain(p->db, p->c.county, PROGRAMME_MEDICAL, household, m, known,
                                    cli_arena(cli), &x, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("家庭 %" PRId64 " %s 没有医疗救助的发放项，也没有待付的申请。"),
                         household, month_format(m, month));
    if (s == STATUS_OK)
        pay_print_explanation(cli, &x->explanation, &x->amount);
    return s;
}

static enum status explain(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    enum programme programme;
    struct month m;
    int64_t known, household;
    TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    TRY(cli_month_option(cli, "--month", &m, e));
    TRY(pay_reader(cli, &p, e));
    TRY(cli_known(cli, &known, e));
    TRY(pay_household(cli, &p, &household, e));
    if (programme == PROGRAMME_MEDICAL)
        return explain_claims(cli, &p, household, m, known, e);
    struct policy_table *table;
    struct policy policy;
    struct dossier dossier;
    TRY(policy_table_read(p.db, p.c.county, known, cli_arena(cli), &table, e));
    TRY(policy_at(table, programme, m, &policy, e));
    enum status s = dossier_read(p.db, p.c.county, programme, household, m, m, known,
                                 cli_arena(cli), &dossier, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN", _("家庭 %" PRId64 " 不在%s中。"),
                         household, programme_name(programme));
    if (s != STATUS_OK)
        return s;
    struct explanation *x = ARENA_NEW(cli_arena(cli), struct explanation);
    struct benefit_amount amount;
    if (!x)
        return arena_exhausted(e);
    x->arena = cli_arena(cli);
    TRY(benefit_assess(&policy, programme, &dossier, m, &amount, x, e));
    pay_print_explanation(cli, x, &amount);
    return STATUS_OK;
}

const struct cli_command CLI_SIMULATE[] = {
    {"simulate",
     "",
     0,
     0,
     N_("改变政策会怎样：按乡镇的花费、增减户数；不改动任何数据"),
     "simulate",
     simulate,
     {{"--set", "KEY=VALUE",
       N_("如 dibao.standard_year=2400.00、medical.dibao.inpatient.rate=80%，可多次"), true},
      {"--month", "YYYY-MM", N_("月份（低保、五保）"), false},
      {"--year", "YYYY", N_("年份（医疗救助：那一年的账单）"), false},
      {"--programme", "dibao|wubao", N_("项目，缺省看 --set 的名称"), false},
      {0}}},
    {"explain",
     "",
     0,
     0,
     N_("一户一个月的金额怎样算出，逐行带条款"),
     "payment.read",
     explain,
     {{"--household", "ID", N_("家庭编号"), false},
      {"--person", "IDNUMBER", N_("户内任一人的身份证号"), false},
      {"--programme", "dibao|wubao|medical", N_("项目"), true},
      {"--month", "YYYY-MM", N_("月份"), true},
      {0}},
     true},
    {0},
};

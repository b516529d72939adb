/* medical rules | disease | class: by which numbers, for which illnesses, and whom medical
   assistance helps. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/cli.h"
#include "domain/medical/bill.h"

#define SUBJECT_BYTES 160
#define CODE_BYTES 16
#define COUNTY_UNIT 1000000 /* a county's division code in twelve digits */

/* ---- rules ---- */

static void terms_row(struct cli *cli, const struct policy_table *t, enum medical_class class,
                      enum medical_visit visit, struct month m)
{
    struct medical_terms terms;
    char text[FEN_TEXT_BYTES];
    bool has = medical_terms_at(t, class, visit, m, &terms, NULL) == STATUS_OK;
    struct policy_value premium =
        policy_value_of(t, policy_medical_key((int)class, 0, POLICY_MEDICAL_PREMIUM), m);
    enum policy_key rate = policy_medical_key((int)class, (int)visit, POLICY_MEDICAL_RATE);
    cli_text(cli, medical_class_code(class));
    cli_text(cli, medical_visit_code(visit));
    cli_text(cli, _(medical_class_label(class)));
    if (has) {
        cli_fen(cli, terms.deductible);
        cli_text(cli, policy_value_format(rate, terms.rate_bp, text));
        cli_fen(cli, terms.cap);
        cli_i64(cli, terms.is_listed_only);
    } else {
        for (int i = 0; i < 4; i++)
            cli_text(cli, NULL);
    }
    cli_text(cli, premium.is_set ? policy_value_format(rate, premium.v, text) : NULL);
    cli_i64(cli, medical_is_publicised(t, class, m));
    cli_text(cli, has ? terms.document : _("没有数值：不予救助"));
    cli_text(cli, has ? terms.clause : NULL);
    cli_i64(cli, has && terms.is_example);
    cli_row_end(cli);
}

static enum status month_or_now(struct cli *cli, struct month *ret, struct error *e)
{
    *ret = date_month(date_today());
    return cli_has(cli, "--month") ? cli_month_option(cli, "--month", ret, e) : STATUS_OK;
}

static enum status rules(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"class",      "visit",    "label",       "deductible_fen",
                                          "rate",       "cap_fen",  "listed_only", "premium",
                                          "publicised", "document", "clause",      "example"};
    struct db *db;
    struct policy_table *t;
    int64_t county, known;
    struct month m;
    TRY(month_or_now(cli, &m, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_known(cli, &known, e));
    TRY(policy_table_read(db, county, known, cli_arena(cli), &t, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (int c = MEDICAL_WUBAO; c <= MEDICAL_CLASS_COUNT; c++) {
        for (int v = VISIT_INPATIENT; v <= VISIT_OUTPATIENT; v++)
            terms_row(cli, t, (enum medical_class)c, (enum medical_visit)v, m);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- a change of the list or of a class: one transaction ---- */

struct rule_change {
    int64_t county, person;
    const char *actor, *action, *subject;
    struct medical_disease disease;
    enum medical_class class;
    bool is_disease, is_listed;
};

static enum status rule_change_work(struct db *db, void *context, struct error *e)
{
    const struct rule_change *w = context;
    int64_t change;
    TRY(medical_writable(db, w->county, e));
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = w->action, .subject = w->subject, .detail = ""},
        &change, e));
    if (w->is_disease)
        return medical_disease_set(db, w->county, &w->disease, w->is_listed, change, e);
    return medical_class_write(db, w->county, w->person, w->class, w->disease.from, w->disease.to,
                               w->disease.document, 0, change, e);
}

/* from, to and document of the options. */
static enum status period_options(struct cli *cli, struct medical_disease *d, struct error *e)
{
    d->to = MONTH_OPEN;
    d->document = cli_option(cli, "--document");
    TRY(cli_month_option(cli, "--from", &d->from, e));
    if (cli_has(cli, "--to"))
        TRY(cli_month_option(cli, "--to", &d->to, e));
    if (!d->document[0])
        return cli_usage(e, _("--document 应写明文号"));
    return STATUS_OK;
}

static enum status rule_change_do(struct cli *cli, struct rule_change *w, struct error *e)
{
    struct db *db;
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &w->county, e));
    w->actor = cli_actor(cli);
    return db_transaction(db, rule_change_work, w, e);
}

/* ---- diseases ---- */

static enum status disease_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"code_from", "code_to", "name",     "age_below",
                                          "from",      "to",      "document", "example"};
    struct db *db;
    struct medical_disease_table *t;
    int64_t county, known;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_known(cli, &known, e));
    TRY(medical_disease_table_read(db, county, known, cli_arena(cli), &t, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    const struct medical_disease *d;
    for (size_t i = 0; (d = medical_disease_at(t, i)) != NULL; i++) {
        cli_text(cli, d->code_from);
        cli_text(cli, d->code_to);
        cli_text(cli, d->name);
        cli_i64(cli, d->age_below);
        cli_month(cli, d->from);
        if (d->to.v == MONTH_OPEN.v)
            cli_text(cli, NULL);
        else
            cli_month(cli, d->to);
        cli_text(cli, d->document);
        cli_i64(cli, d->is_example);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status disease_add(struct cli *cli, struct error *e)
{
    char from[CODE_BYTES], subject[SUBJECT_BYTES];
    const char *span = cli_argument(cli, 0), *dash = strchr(span, '-');
    int64_t age = 0;
    (void)snprintf(from, sizeof from, "%.*s",
                   dash && dash - span < CODE_BYTES ? (int)(dash - span) : CODE_BYTES - 1, span);
    struct rule_change w = {.action = "medical.disease_add",
                            .subject = subject,
                            .is_disease = true,
                            .is_listed = true,
                            .disease = {.code_from = from,
                                        .code_to = dash ? dash + 1 : from,
                                        .name = cli_argument(cli, 1)}};
    TRY(period_options(cli, &w.disease, e));
    if (cli_has(cli, "--age-below"))
        TRY(i64_parse(cli_option(cli, "--age-below"), &age, e));
    if (age < 0 || age > 150)
        return cli_usage(e, _("--age-below 应为 0 到 150"));
    w.disease.age_below = (int)age;
    (void)snprintf(subject, sizeof subject, "disease %.40s", span);
    TRY(rule_change_do(cli, &w, e));
    cli_say(cli, _("病种 %s %s 已列入目录"), span, w.disease.name);
    return STATUS_OK;
}

static enum status disease_end(struct cli *cli, struct error *e)
{
    char subject[SUBJECT_BYTES];
    struct rule_change w = {.action = "medical.disease_end",
                            .subject = subject,
                            .is_disease = true,
                            .disease = {.code_from = cli_argument(cli, 0)}};
    TRY(period_options(cli, &w.disease, e));
    (void)snprintf(subject, sizeof subject, "disease %.40s", w.disease.code_from);
    TRY(rule_change_do(cli, &w, e));
    cli_say(cli, _("病种 %s 不再列入目录"), w.disease.code_from);
    return STATUS_OK;
}

/* ---- classes ---- */

static enum status person_argument(struct cli *cli, struct db *db, int64_t county,
                                   struct person_row *ret, struct error *e)
{
    const struct keyring *keys;
    TRY(cli_keys(cli, &keys, e));
    enum status s =
        person_by_id_number(db, county, keys, cli_argument(cli, 0), cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("没有这个身份证号的人：请核对号码，或先登记家庭"));
    return s;
}

static enum status class_show(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"name",  "id_tail",   "month",     "class",
                                          "label", "suspended", "household", "division"};
    struct db *db;
    struct person_row person;
    struct medical_person who;
    struct case_actor actor;
    int64_t county, known;
    struct month m;
    TRY(month_or_now(cli, &m, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_known(cli, &known, e));
    TRY(person_argument(cli, db, county, &person, e));
    TRY(medical_class_of(db, county, person.id, m, known, &who, e));
    TRY(cli_case_scope(&actor, who.division ? who.division : county * COUNTY_UNIT, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    cli_text(cli, person.name);
    cli_text(cli, person.id_tail);
    cli_month(cli, m);
    cli_text(cli, medical_class_code(who.class));
    cli_text(cli, _(medical_class_label(who.class)));
    cli_i64(cli, who.is_suspended);
    cli_i64(cli, who.household);
    cli_i64(cli, who.division);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status class_write(struct cli *cli, enum medical_class class, struct error *e)
{
    char subject[SUBJECT_BYTES];
    struct db *db;
    struct person_row person;
    struct rule_change w = {.action = "medical.class", .subject = subject, .class = class};
    TRY(period_options(cli, &w.disease, e));
    TRY(cli_writer(cli, &db, e));
    TRY(cli_county(cli, &w.county, e));
    TRY(person_argument(cli, db, w.county, &person, e));
    w.person = person.id;
    (void)snprintf(subject, sizeof subject, "person %" PRId64 " %s", person.id,
                   medical_class_code(class));
    TRY(rule_change_do(cli, &w, e));
    if (class == MEDICAL_NONE)
        cli_say(cli, _("%s不再属于另行确定的救助类别"), person.name);
    else
        cli_say(cli, _("%s的救助类别定为%s"), person.name, _(medical_class_label(class)));
    return STATUS_OK;
}

static enum status class_set(struct cli *cli, struct error *e)
{
    enum medical_class class;
    TRY(medical_class_parse(cli_argument(cli, 1), &class, e));
    return class_write(cli, class, e);
}

static enum status class_end(struct cli *cli, struct error *e)
{
    return class_write(cli, MEDICAL_NONE, e);
}

#define MONTH_OPTION                                                                               \
    {                                                                                              \
        "--month", "YYYY-MM", N_("月份，缺省本月"), false                                          \
    }
#define FROM_OPTION                                                                                \
    {                                                                                              \
        "--from", "YYYY-MM", N_("从哪个月起"), true                                                \
    }
#define TO_OPTION                                                                                  \
    {                                                                                              \
        "--to", "YYYY-MM", N_("到哪个月止，缺省不限"), false                                       \
    }
#define DOCUMENT_OPTION                                                                            \
    {                                                                                              \
        "--document", "TEXT", N_("文号或依据"), true                                               \
    }

const struct cli_command CLI_MEDICAL_RULE[] = {
    {"medical rules",
     "",
     0,
     0,
     N_("各类对象的起付线、比例、封顶线和资助参合比例，带文号"),
     "medical.read",
     rules,
     {MONTH_OPTION, {0}},
     true},
    {"medical disease list",
     "",
     0,
     0,
     N_("重大疾病目录"),
     "medical.read",
     disease_list,
     {{0}},
     true},
    {"medical disease add",
     "CODE[-CODE] NAME",
     2,
     2,
     N_("把一段病种编码列入目录，如 C00-C97 恶性肿瘤"),
     "medical.manage",
     disease_add,
     {FROM_OPTION,
      TO_OPTION,
      {"--age-below", "YEARS", N_("只限不满这一周岁的人"), false},
      DOCUMENT_OPTION,
      {0}}},
    {"medical disease end",
     "CODE",
     1,
     1,
     N_("从某月起不再列入目录"),
     "medical.manage",
     disease_end,
     {FROM_OPTION, DOCUMENT_OPTION, {0}}},
    {"medical class show",
     "IDNUMBER",
     1,
     1,
     N_("一个人某月的救助类别"),
     "medical.read",
     class_show,
     {MONTH_OPTION, {0}},
     true},
    {"medical class set",
     "IDNUMBER CLASS",
     2,
     2,
     N_("确定一个人的救助类别（低保、五保按名册，不在此列）"),
     "medical.manage",
     class_set,
     {FROM_OPTION, TO_OPTION, DOCUMENT_OPTION, {0}}},
    {"medical class end",
     "IDNUMBER",
     1,
     1,
     N_("从某月起不再属于另行确定的类别"),
     "medical.manage",
     class_end,
     {FROM_OPTION, TO_OPTION, DOCUMENT_OPTION, {0}}},
    {0},
};

/* medical entitlement | quote | admit | settle | reverse | cancel: the counter of a hospital whose
   own program is not connected. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/medical_bill.h"
#include "domain/medical/hospital.h"

struct counter {
    struct db *db;
    struct medical_desk *desk;
    struct payee hospital;
};

static void counter_end(struct counter *c)
{
    medical_desk_free(c->desk);
}

/* Whoever acts speaks for one hospital; --hospital may only say which. */
static enum status hospital_of_actor(struct cli *cli, int64_t county, struct counter *c,
                                     struct error *e)
{
    const char *named = cli_option(cli, "--hospital");
    int64_t own = 0;
    enum status s = hospital_of_user(c->db, county, cli_actor(cli), &own, e);
    if (s == STATUS_NONE)
        return error_set(
            e, STATUS_REFUSED, "HOSPITAL_UNBOUND",
            _("%s 不代表任何定点医院：用 --as 写明医院窗口用户，由管理员用 hospital bind "
              "绑定"),
            cli_actor(cli));
    if (s != STATUS_OK)
        return s;
    TRY(payee_by_id(c->db, county, own, cli_arena(cli), &c->hospital, e));
    if (!named || text_equals(named, c->hospital.code) || text_equals(named, c->hospital.name))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 只代表%s，不能为“%.60s”办理"),
                     cli_actor(cli), c->hospital.name, named);
}

static enum status counter_begin(struct cli *cli, bool is_writing, struct counter *c,
                                 struct error *e)
{
    const struct keyring *keys;
    int64_t county;
    TRY(is_writing ? cli_writer(cli, &c->db, e) : cli_reader(cli, &c->db, e));
    TRY(cli_county(cli, &county, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(hospital_of_actor(cli, county, c, e));
    c->desk = medical_desk_new(county, keys);
    return c->desk ? STATUS_OK : arena_exhausted(e);
}

static void pair(struct cli *cli, const char *key, const char *value)
{
    cli_text(cli, key);
    cli_text(cli, value);
    cli_row_end(cli);
}

static void pair_fen(struct cli *cli, const char *key, struct fen amount)
{
    cli_text(cli, cli_format(cli) == CLI_TEXT ? key : arena_printf(cli_arena(cli), "%s_fen", key));
    cli_fen(cli, amount);
    cli_row_end(cli);
}

static enum status entitlement(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"key", "value"};
    CLEANUP(counter_end) struct counter c = {0};
    struct medical_entitlement got;
    char day[DATE_TEXT_BYTES];
    TRY(counter_begin(cli, true, &c, e));
    const struct medical_ask ask = {.hospital = c.hospital.id,
                                    .actor = cli_actor(cli),
                                    .id_number = cli_argument(cli, 0),
                                    .name = cli_option(cli, "--name"),
                                    .today = date_today()};
    TRY(medical_entitlement_take(c.db, c.desk, &ask, cli_arena(cli), &got, e));
    cli_rows_begin(cli, columns, 2);
    pair(cli, "class", medical_class_code(got.class));
    pair(cli, "label", _(medical_class_label(got.class)));
    pair(cli, "suspended", got.is_suspended ? "1" : "0");
    pair_fen(cli, "inpatient_room", got.inpatient_room);
    pair_fen(cli, "outpatient_room", got.outpatient_room);
    pair_fen(cli, "advance", got.advance);
    if (got.advance.v)
        pair(cli, "advance_expires", date_format(got.advance_expires, day));
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- messages ---- */

static enum status day_needed(struct cli *cli, const char *option, struct date *ret,
                              struct error *e)
{
    if (date_parse(cli_option(cli, option), ret, e) != STATUS_OK)
        return error_place(e, "%s", option);
    return STATUS_OK;
}

enum status medical_amount_options(struct cli *cli, struct medical_amounts *ret, struct error *e)
{
    const struct {
        const char *option;
        struct fen *to;
    } fields[] = {{"--total", &ret->total},         {"--in-scope", &ret->in_scope},
                  {"--insurance", &ret->insurance}, {"--critical", &ret->critical},
                  {"--other", &ret->other},         {"--relief", &ret->relief},
                  {"--veteran", &ret->veteran}};
    *ret = (struct medical_amounts){0};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *text = cli_option(cli, fields[i].option);
        if (text && fen_parse(text, fields[i].to, e) != STATUS_OK)
            return error_place(e, "%s", fields[i].option);
    }
    return STATUS_OK;
}

static struct medical_message message(struct cli *cli, const struct counter *c,
                                      enum medical_message_kind kind)
{
    return (struct medical_message){.kind = kind,
                                    .hospital = c->hospital.id,
                                    .actor = cli_actor(cli),
                                    .serial = cli_option(cli, "--serial"),
                                    .today = date_today(),
                                    .admission_no = cli_argument(cli, 0),
                                    .reason = cli_option(cli, "--reason")};
}

static void answer_row(struct cli *cli, const struct medical_answer *a)
{
    static const char *const columns[] = {
        "admission", "bill",        "class",   "aided_before_fen", "borne_fen",
        "aid_fen",   "advance_fen", "pay_fen", "personal_fen",     "repeat"};
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    cli_i64(cli, a->admission);
    cli_i64(cli, a->bill);
    cli_text(cli, medical_class_code(a->class));
    cli_fen(cli, a->assessment.aided_before);
    cli_fen(cli, a->assessment.borne);
    cli_fen(cli, a->assessment.aid);
    cli_fen(cli, a->advance);
    cli_fen(cli, a->pay_now);
    cli_fen(cli, a->assessment.personal);
    cli_i64(cli, a->is_repeat);
    cli_row_end(cli);
    cli_rows_end(cli);
}

static enum status send(struct cli *cli, const struct counter *c, const struct medical_message *m,
                        struct error *e)
{
    struct medical_answer a = {0};
    TRY(medical_message_hear_take(c->db, c->desk, m, cli_arena(cli), &a, e));
    answer_row(cli, &a);
    return STATUS_OK;
}

static enum status admit(struct cli *cli, struct error *e)
{
    CLEANUP(counter_end) struct counter c = {0};
    TRY(counter_begin(cli, true, &c, e));
    struct medical_message m = message(cli, &c, MESSAGE_ADMIT);
    m.id_number = cli_option(cli, "--id-number");
    m.name = cli_option(cli, "--name");
    m.department = cli_option(cli, "--department");
    m.disease = cli_option(cli, "--disease");
    m.disease_name = cli_option(cli, "--disease-name");
    m.insurance_no = cli_option(cli, "--insurance-no");
    TRY(medical_visit_parse(cli_option(cli, "--visit"), &m.visit, e));
    TRY(medical_scheme_parse(cli_option(cli, "--scheme"), &m.scheme, e));
    TRY(day_needed(cli, "--admitted", &m.admitted_on, e));
    return send(cli, &c, &m, e);
}

static enum status settle_options(struct cli *cli, struct medical_message *m, struct error *e)
{
    m->replaces = cli_option(cli, "--replaces");
    TRY(day_needed(cli, "--discharged", &m->discharged_on, e));
    return medical_amount_options(cli, &m->amounts, e);
}

static enum status settle(struct cli *cli, struct error *e)
{
    CLEANUP(counter_end) struct counter c = {0};
    TRY(counter_begin(cli, true, &c, e));
    struct medical_message m = message(cli, &c, MESSAGE_SETTLE);
    TRY(settle_options(cli, &m, e));
    return send(cli, &c, &m, e);
}

static enum status quote(struct cli *cli, struct error *e)
{
    CLEANUP(counter_end) struct counter c = {0};
    struct medical_answer a = {0};
    struct explanation x = {.arena = cli_arena(cli)};
    TRY(counter_begin(cli, false, &c, e));
    struct medical_message m = message(cli, &c, MESSAGE_SETTLE);
    TRY(settle_options(cli, &m, e));
    TRY(medical_quote(c.db, c.desk, &m, cli_arena(cli), &a, &x, e));
    if (cli_format(cli) != CLI_TEXT) {
        answer_row(cli, &a);
        return STATUS_OK;
    }
    medical_explanation_rows(cli, &x);
    return STATUS_OK;
}

static enum status reverse(struct cli *cli, struct error *e)
{
    CLEANUP(counter_end) struct counter c = {0};
    TRY(counter_begin(cli, true, &c, e));
    struct medical_message m = message(cli, &c, MESSAGE_REVERSE);
    return send(cli, &c, &m, e);
}

static enum status cancel(struct cli *cli, struct error *e)
{
    CLEANUP(counter_end) struct counter c = {0};
    TRY(counter_begin(cli, true, &c, e));
    struct medical_message m = message(cli, &c, MESSAGE_CANCEL);
    return send(cli, &c, &m, e);
}

#define HOSPITAL_OPTION                                                                            \
    {                                                                                              \
        "--hospital", "CODE", N_("医院，缺省为本人所代表的"), false                                \
    }
#define SERIAL_OPTION                                                                              \
    {                                                                                              \
        "--serial", "TEXT", N_("报文流水号，同号同内容只办一次"), true                             \
    }

const struct cli_command CLI_MEDICAL_COUNTER[] = {
    {"medical entitlement",
     "IDNUMBER",
     1,
     1,
     N_("入院前查询：救助类别、本年余额、可用的医前救助"),
     "medical.counter",
     entitlement,
     {{"--name", "NAME", N_("姓名"), true}, HOSPITAL_OPTION, {0}}},
    {"medical admit",
     "NUMBER",
     1,
     1,
     N_("入院备案"),
     "medical.counter",
     admit,
     {{"--id-number", "IDNUMBER", N_("身份证号"), true},
      {"--name", "NAME", N_("姓名"), true},
      {"--visit", "inpatient|outpatient", N_("住院或门诊"), true},
      {"--scheme", "ncms|employees|residents", N_("保险险种"), true},
      {"--disease", "CODE", N_("病种代码，如 C34.1"), true},
      {"--disease-name", "NAME", N_("病种名称"), false},
      {"--department", "NAME", N_("科室"), false},
      {"--insurance-no", "NUMBER", N_("医疗保险号"), false},
      {"--admitted", "DATE", N_("入院日期"), true},
      SERIAL_OPTION,
      HOSPITAL_OPTION,
      {0}}},
    {"medical quote",
     "NUMBER",
     1,
     1,
     N_("试算：现在结算会救助多少，逐行说明，不写入"),
     "medical.counter",
     quote,
     {{"--discharged", "DATE", N_("出院日期"), true},
      MEDICAL_AMOUNT_OPTIONS(true),
      {"--replaces", "BILL", N_("所更正的已冲账账单号"), false},
      HOSPITAL_OPTION,
      {0}}},
    {"medical settle",
     "NUMBER",
     1,
     1,
     N_("出院即时结算"),
     "medical.counter",
     settle,
     {{"--discharged", "DATE", N_("出院日期"), true},
      MEDICAL_AMOUNT_OPTIONS(true),
      {"--replaces", "BILL", N_("所更正的已冲账账单号"), false},
      SERIAL_OPTION,
      HOSPITAL_OPTION,
      {0}}},
    {"medical reverse",
     "NUMBER",
     1,
     1,
     N_("冲账：撤销住院号现有的结算"),
     "medical.counter",
     reverse,
     {{"--reason", "TEXT", N_("冲账原因"), true}, SERIAL_OPTION, HOSPITAL_OPTION, {0}}},
    {"medical cancel",
     "NUMBER",
     1,
     1,
     N_("撤销未结算的入院备案"),
     "medical.counter",
     cancel,
     {{"--reason", "TEXT", N_("撤销原因"), true}, SERIAL_OPTION, HOSPITAL_OPTION, {0}}},
    {0},
};

/* Medical assistance: that every bill was reckoned by the numbers of its class and month, in its
   place in the year, that what hospitals are owed follows from it, and that statements, transfers
   and books say the same (P3.3). Own SQL, own arithmetic. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_medical_sql.h"
#include "base/hash.h"
#include "base/i18n.h"

#include <endian.h>

#define SUBJECT_BYTES 64
#define NAME_BYTES 80
#define PARAMETERS_MAX 4000
#define DISEASES_MAX 2000
#define BP_WHOLE 10000
#define BP_HALF 5000

RULE_STATEMENT(bill_identity, medical_breach_row)
RULE_STATEMENT(bill_unassessed, medical_breach_row)
RULE_STATEMENT(bill_order, medical_breach_row)
RULE_STATEMENT(year_cap, medical_breach_row)
RULE_STATEMENT(year_sum, medical_breach_row)
RULE_STATEMENT(bill_twice, medical_breach_row)
RULE_STATEMENT(bill_claimed, medical_breach_row)
RULE_STATEMENT(bill_dead, medical_breach_row)
RULE_STATEMENT(bill_unrecorded, medical_breach_row)
RULE_STATEMENT(message_lost, medical_breach_row)
RULE_STATEMENT(admission_state, medical_breach_row)
RULE_STATEMENT(advance_use, medical_breach_row)
RULE_STATEMENT(advance_drawn, medical_breach_row)
RULE_STATEMENT(stay_lines, medical_breach_row)
RULE_STATEMENT(line_payee, medical_breach_row)
RULE_STATEMENT(statement_sum, medical_breach_row)
RULE_STATEMENT(statement_payee, medical_breach_row)
RULE_STATEMENT(statement_agreed, medical_breach_row)
RULE_STATEMENT(premium_amount, medical_breach_row)
RULE_STATEMENT(premium_sum, medical_breach_row)
RULE_STATEMENT(handover_written, medical_breach_row)

static const struct audit_rule RULES[] = {
    {"BILL_IDENTITY", RULE_ROWS(bill_identity), RULE_MONEY,
     N_("各方支付加总不等于总费用（救助与个人负担之和）")},
    {"BILL_ASSESSMENT", RULE_ROWS(bill_unassessed), RULE_COUNTS, N_("账单应恰有一次有效的计算")},
    {"BILL_ORDER", RULE_ROWS(bill_order), RULE_MONEY, N_("计算时本年已救助额与入院在前的账单不符")},
    {"BILL_OVER_CAP", RULE_ROWS(year_cap), RULE_MONEY, N_("本年救助超过封顶线")},
    {"YEAR_SUM", RULE_ROWS(year_sum), RULE_MONEY, N_("本年已用额度与账单之和不符")},
    {"BILL_TWICE", RULE_ROWS(bill_twice), RULE_COUNTS, N_("同一次就医的账单重复")},
    {"BILL_TWICE", RULE_ROWS(bill_claimed), RULE_COUNTS,
     N_("同一次就医既在医院窗口结算，又按医后救助办理")},
    {"BILL_DEAD", RULE_ROWS(bill_dead), RULE_COUNTS, N_("入院日期晚于登记的死亡日期")},
    {"BILL_UNRECORDED", RULE_ROWS(bill_unrecorded), RULE_ONE_SHOWN,
     N_("账单没有对应的医院报文、办件或变动记录")},
    {"MESSAGE_LOST", RULE_ROWS(message_lost), RULE_ONE_SHOWN, N_("已答复医院的报文没有对应的登记")},
    {"ADMISSION_STATE", RULE_ROWS(admission_state), RULE_COUNTS, N_("入院登记的状态与其账单不符")},
    {"ADVANCE_USE", RULE_ROWS(advance_use), RULE_COUNTS, N_("医前救助的使用与入院登记、账单不符")},
    {"ADVANCE_USE", RULE_ROWS(advance_drawn), RULE_COUNTS,
     N_("入院登记所用的医前救助不是批给这次住院的")},
    {"STAY_LINES", RULE_ROWS(stay_lines), RULE_MONEY, N_("应付医院的明细与这次就医应付的不符")},
    {"LINE_PAYEE", RULE_ROWS(line_payee), RULE_COUNTS, N_("应付明细记在别的医院或别人名下")},
    {"STATEMENT_LINES", RULE_ROWS(statement_sum), RULE_MONEY, N_("结算单与其明细之和不符")},
    {"STATEMENT_LINES", RULE_ROWS(statement_payee), RULE_COUNTS,
     N_("结算单里有别的医院或以后月份的明细")},
    {"STATEMENT_AGREED", RULE_ROWS(statement_agreed), RULE_MONEY,
     N_("已核对的结算单与医院自己的清单不符")},
    {"PREMIUM_AMOUNT", RULE_ROWS(premium_amount), RULE_MONEY, N_("参合资助金额与比例不符")},
    {"PREMIUM_SUM", RULE_ROWS(premium_sum), RULE_MONEY, N_("参合名单与其参合人员之和不符")},
    {"HANDOVER_WRITTEN", RULE_ROWS(handover_written), RULE_COUNTS, N_("项目移交只读期间仍有写入")},
};

/* ---- every bill reckoned again ---- */

static const char *const CLASSES[] = {"none",     "wubao",     "dibao",        "low_income",
                                      "returned", "monitored", "illness_poor", "other"};
static const char *const VISITS[] = {"", "inpatient", "outpatient"};

struct book_of_rules {
    struct medical_parameter_row *parameters;
    struct medical_disease_row *diseases;
    size_t parameter_count, disease_count;
};

static enum status read_parameters(struct audit *a, struct book_of_rules *b, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_parameter_row row;
    enum status s;
    b->parameters = ARENA_ARRAY(a->arena, struct medical_parameter_row, PARAMETERS_MAX);
    if (b->parameters == NULL)
        return arena_exhausted(e);
    TRY(audit_medical_parameters_open(
        a->db, (struct audit_medical_parameters_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_medical_parameters_next(cursor, &row, e)) == STATUS_OK) {
        if (b->parameter_count == PARAMETERS_MAX)
            return error_set(e, STATUS_FAILED, "AUDIT_PARAMETERS_MAX", _("医疗救助参数超过 %d 个"),
                             PARAMETERS_MAX);
        if ((row.name = arena_strdup(a->arena, row.name)) == NULL)
            return arena_exhausted(e);
        b->parameters[b->parameter_count++] = row;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status read_diseases(struct audit *a, struct book_of_rules *b, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_disease_row row;
    enum status s;
    b->diseases = ARENA_ARRAY(a->arena, struct medical_disease_row, DISEASES_MAX);
    if (b->diseases == NULL)
        return arena_exhausted(e);
    TRY(audit_medical_diseases_open(
        a->db, (struct audit_medical_diseases_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_medical_diseases_next(cursor, &row, e)) == STATUS_OK) {
        if (b->disease_count == DISEASES_MAX)
            return error_set(e, STATUS_FAILED, "AUDIT_DISEASES_MAX", _("病种超过 %d 个"),
                             DISEASES_MAX);
        row.code_from = arena_strdup(a->arena, row.code_from);
        row.code_to = arena_strdup(a->arena, row.code_to);
        if (row.code_from == NULL || row.code_to == NULL)
            return arena_exhausted(e);
        b->diseases[b->disease_count++] = row;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Of the class and visit, in the month of discharge, as known then; 0 where nothing is. */
static int64_t number_of(const struct book_of_rules *b, const struct medical_bill_row *bill,
                         const char *field)
{
    char name[NAME_BYTES];
    int64_t month = bill->discharged_on / 100;
    if (bill->class < 1 || bill->class >= (int64_t)(sizeof(CLASSES) / sizeof(CLASSES[0])))
        return 0;
    snprintf(name, sizeof(name), "medical.%s.%s.%s", CLASSES[bill->class], VISITS[bill->visit],
             field);
    for (size_t i = 0; i < b->parameter_count; i++) {
        const struct medical_parameter_row *p = &b->parameters[i];
        if (p->known_from <= bill->known && bill->known < p->known_to && p->from_month <= month &&
            month <= p->to_month && strcmp(p->name, name) == 0)
            return p->value;
    }
    return 0;
}

static bool is_listed(const struct book_of_rules *b, const struct medical_bill_row *bill)
{
    int64_t month = bill->discharged_on / 100;
    int64_t age = (bill->discharged_on - bill->birth) / 10000;
    for (size_t i = 0; i < b->disease_count; i++) {
        const struct medical_disease_row *d = &b->diseases[i];
        if (d->known_from > bill->known || bill->known >= d->known_to || d->from_month > month ||
            month > d->to_month)
            continue;
        if (strncmp(d->code_from, bill->disease, strlen(d->code_from)) > 0 ||
            strncmp(bill->disease, d->code_to, strlen(d->code_to)) > 0)
            continue;
        if (d->age_below == 0 || (bill->birth > 0 && age < d->age_below))
            return true;
    }
    return false;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t above_zero(int64_t a)
{
    return a > 0 ? a : 0;
}

static int64_t aid_of(const struct book_of_rules *b, const struct medical_bill_row *bill)
{
    int64_t left = above_zero(bill->in_scope - bill->insurance - bill->critical - bill->other);
    int64_t above = above_zero(left - bill->deductible);
    int64_t borne =
        bill->total - bill->insurance - bill->critical - bill->other - bill->relief - bill->veteran;
    __int128 product = (__int128)above * bill->rate + BP_HALF;
    int64_t by_rate = (int64_t)(product / BP_WHOLE);
    if (bill->class == 0 || (number_of(b, bill, "listed_only") != 0 && !is_listed(b, bill)))
        return 0;
    return smaller(by_rate, smaller(above_zero(bill->cap - bill->before), borne));
}

static int64_t class_of(const struct medical_bill_row *bill)
{
    if (bill->is_wubao || bill->is_dibao)
        return bill->is_wubao ? 1 : 2;
    return bill->is_suspended ? 0 : bill->decided_class;
}

static enum status judge_bill(struct audit *a, const struct book_of_rules *b,
                              const struct medical_bill_row *bill, struct error *e)
{
    const struct {
        const char *field, *what;
        int64_t actual;
        bool is_rate;
    } terms[] = {{"deductible", N_("起付线"), bill->deductible, false},
                 {"rate", N_("救助比例"), bill->rate, true},
                 {"cap", N_("封顶线"), bill->cap, false}};
    char subject[SUBJECT_BYTES];
    snprintf(subject, sizeof(subject), "bill %" PRId64, bill->id);
    if (bill->class != class_of(bill))
        TRY(audit_find(a, "BILL_CLASS", e, subject,
                       _("救助对象类型与登记不符：应为 %" PRId64 "，现为 %" PRId64), class_of(bill),
                       bill->class));
    for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
        int64_t expected = number_of(b, bill, terms[i].field);
        if (expected == terms[i].actual)
            continue;
        if (terms[i].is_rate)
            TRY(audit_find(a, "BILL_TERMS", e, subject,
                           _("%s与参数不符：应为万分之 %" PRId64 "，现为万分之 %" PRId64),
                           _(terms[i].what), expected, terms[i].actual));
        else
            TRY(audit_find(a, "BILL_TERMS", e, subject, _("%s与参数不符：应为 %s 元，现为 %s 元"),
                           _(terms[i].what), audit_yuan(a, expected),
                           audit_yuan(a, terms[i].actual)));
    }
    int64_t expected = aid_of(b, bill);
    if (expected == bill->aid)
        return STATUS_OK;
    return audit_find(a, "BILL_AID", e, subject,
                      _("救助金额与重新计算不符：应为 %s 元，现为 %s 元"), audit_yuan(a, expected),
                      audit_yuan(a, bill->aid));
}

static enum status check_bills(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct book_of_rules rules = {0};
    struct medical_bill_row row;
    enum status s;
    audit_check_begin(a);
    TRY(read_parameters(a, &rules, e));
    TRY(read_diseases(a, &rules, e));
    TRY(audit_bills_open(a->db, (struct audit_bills_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_bills_next(cursor, &row, e)) == STATUS_OK) {
        s = judge_bill(a, &rules, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- statements as agreed (docs/medical.md) ---- */

static void hash_numbers(struct hash_state *h, const int64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t v = htobe64((uint64_t)numbers[i]);
        hash_update(h, &v, sizeof(v));
    }
}

static enum status judge_statement(struct audit *a, const struct medical_statement_row *row,
                                   struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_statement_line_row line;
    const int64_t head[] = {a->scope.county, row->id, row->hospital, row->month};
    uint8_t hash[HASH_BYTES];
    char subject[SUBJECT_BYTES];
    struct hash_state h;
    enum status s;
    hash_init(&h);
    hash_numbers(&h, head, sizeof(head) / sizeof(head[0]));
    TRY(audit_statement_lines_open(
        a->db, (struct audit_statement_lines_args){.county = a->scope.county, .statement = row->id},
        &cursor, e));
    while ((s = audit_statement_lines_next(cursor, &line, e)) == STATUS_OK) {
        const int64_t numbers[] = {line.id,     line.admission, line.bill,      line.person,
                                   line.before, line.during,    line.entered_on};
        hash_numbers(&h, numbers, sizeof(numbers) / sizeof(numbers[0]));
        hash_update(&h, line.reason, strlen(line.reason) + 1);
    }
    if (s != STATUS_NONE)
        return s;
    hash_final(&h, hash);
    if (row->content_hash.n == HASH_BYTES && memcmp(row->content_hash.p, hash, HASH_BYTES) == 0)
        return STATUS_OK;
    snprintf(subject, sizeof(subject), "statement %" PRId64, row->id);
    return audit_find(a, "STATEMENT_ALTERED", e, subject, _("结算单的明细与核对定稿时不符"));
}

static enum status check_statements(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_statement_row row;
    enum status s;
    audit_check_begin(a);
    TRY(audit_statements_open(a->db, (struct audit_statements_args){.county = a->scope.county},
                              &cursor, e));
    while ((s = audit_statements_next(cursor, &row, e)) == STATUS_OK) {
        s = judge_statement(a, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_medical(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(audit_check_rule(a, &RULES[i], e));
    TRY(check_bills(a, e));
    return check_statements(a, e);
}

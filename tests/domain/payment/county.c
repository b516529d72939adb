#include "domain/payment/county.h"

#include "household_sql.h"
#include "period_sql.h"
#include "person_sql.h"
#include "support/planned.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)64 << 20)
#define SQL_BYTES 2048

void county_open(struct county *c, enum db_engine engine)
{
    *c = (struct county){.arena = arena_new(ARENA_BYTES)};
    planned_fresh(engine, &c->testdb, &c->keys);
    c->db = testdb_open(c->testdb.url, DB_WRITER);
}

void county_close(struct county *c)
{
    db_close(c->db);
    keyring_free(c->keys);
    arena_free(c->arena);
}

void county_each(void (*claim)(struct county *c))
{
    struct county c;
    county_open(&c, DB_SQLITE);
    claim(&c);
    county_close(&c);
    if (!testdb_has_postgres())
        return;
    county_open(&c, DB_POSTGRES);
    claim(&c);
    county_close(&c);
}

struct payment_context county_as(const struct county *c, const char *actor)
{
    return (struct payment_context){.county = COUNTY, .actor = actor, .keys = c->keys};
}

int64_t county_number(struct county *c, const char *sql, ...)
{
    char text[SQL_BYTES];
    struct error e = {0};
    int64_t n;
    va_list list;
    va_start(list, sql);
    vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_query_i64_raw(c->db, text, &n, &e), &e);
    return n;
}

void county_tamper(struct county *c, const char *sql, ...)
{
    char text[SQL_BYTES];
    struct error e = {0};
    va_list list;
    va_start(list, sql);
    vsnprintf(text, sizeof text, sql, list);
    va_end(list);
    assert_ok_e(db_execute_raw(c->db, text, &e), &e);
}

static struct month month_of(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

static enum status change_of(struct db *db, const char *action, int64_t *ret, struct error *e)
{
    return change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = "township", .action = action, .subject = "test", .detail = ""},
        ret, e);
}

struct parameter_work {
    const char *name;
    struct month from;
    int64_t value;
};

static enum status parameter_work(struct db *db, void *context, struct error *e)
{
    const struct parameter_work *w = context;
    int64_t change;
    TRY(change_of(db, "plan.set", &change, e));
    return parameter_set(db, COUNTY, w->name, w->from, w->value, "文号", "P3.1", change, e);
}

void county_parameter(struct county *c, const char *name, const char *from, int64_t value)
{
    struct error e = {0};
    struct parameter_work w = {name, month_of(from), value};
    assert_ok_e(db_transaction(c->db, parameter_work, &w, &e), &e);
}

struct household_work {
    struct county *c;
    const struct new_household *h;
    int64_t household;
};

static void id_number_of(int64_t serial, struct date birth, char out[IDNO_BYTES])
{
    int year, month, day;
    date_split(birth, &year, &month, &day);
    snprintf(out, IDNO_BYTES, "%06" PRId64 "%04d%02d%02d000", 341000 + serial % 900, year, month,
             day);
    out[17] = idno_check_char(out);
    out[18] = '\0';
}

static enum status person_write(struct db *db, struct county *c, struct db_bulk *bulk,
                                int64_t change, const char *birth, int64_t *ret, struct error *e)
{
    struct date born;
    char number[IDNO_BYTES], name[32];
    uint8_t index[BLIND_INDEX_BYTES], sealed[IDNO_BYTES + SEAL_OVERHEAD_BYTES];
    TRY(date_parse(birth, &born, e));
    int64_t serial = c->serial++;
    /* Area codes run out: a different birthday keeps the numbers apart. */
    born.v -= (int32_t)(serial / 900) * 400;
    id_number_of(serial, born, number);
    snprintf(name, sizeof name, "张%" PRId64, serial);
    blind_index(c->keys, SEAL_ID_NUMBER, number, index);
    TRY(counter_take(db, COUNTY, "person", 1, ret, e));
    return person_bulk_add(
        bulk,
        &(struct person_bulk_row){
            .county = COUNTY,
            .id = *ret,
            .name = name,
            .initials = "z",
            .sex = SEX_FEMALE,
            .id_tail = number + 14,
            .id_index = {index, sizeof index},
            .id_sealed = {sealed, seal(c->keys, SEAL_ID_NUMBER, number, 18, sealed)},
            .known_from = change},
        e);
}

static enum status members_write(struct db *db, struct household_work *w, int64_t change,
                                 int64_t *ret_head, struct error *e)
{
    const struct new_household *h = w->h;
    struct db_bulk *bulk;
    int64_t person[PERSONS_MAX];
    int count = h->persons ? h->persons : 1;
    TRY(person_bulk_begin(db, &bulk, e));
    for (int i = 0; i < count; i++)
        TRY(person_write(db, w->c, bulk, change, h->birth[i] ? h->birth[i] : "1970-05-05",
                         &person[i], e));
    TRY(db_bulk_end(bulk, e));
    for (int i = 0; i < count; i++) {
        struct date born;
        TRY(date_parse(h->birth[i] ? h->birth[i] : "1970-05-05", &born, e));
        TRY(member_write(db, COUNTY, w->household, change,
                         &(struct member_row){.person = person[i],
                                              .from = month_of(h->from),
                                              .to = MONTH_OPEN,
                                              .birth = born,
                                              .is_present = true,
                                              .is_protected = !h->is_unprotected[i],
                                              .is_seriously_ill = h->is_ill[i],
                                              .relation = i ? RELATION_SON : RELATION_HEAD,
                                              .disability_kind = h->disability_grade[i] ? 4 : 0,
                                              .disability_grade = h->disability_grade[i],
                                              .cause = ""},
                         e));
    }
    *ret_head = person[0];
    return STATUS_OK;
}

static enum status household_work(struct db *db, void *context, struct error *e)
{
    struct household_work *w = context;
    const struct new_household *h = w->h;
    int64_t change, head;
    struct db_bulk *bulk;
    TRY(change_of(db, "roster.import", &change, e));
    TRY(counter_take(db, COUNTY, "household", 1, &w->household, e));
    TRY(household_bulk_begin(db, &bulk, e));
    TRY(household_bulk_add(bulk,
                           &(struct household_bulk_row){.county = COUNTY,
                                                        .id = w->household,
                                                        .address = "",
                                                        .group_no = "",
                                                        .known_from = change},
                           e));
    TRY(db_bulk_end(bulk, e));
    TRY(members_write(db, w, change, &head, e));
    TRY(entitlement_write(
        db, COUNTY, h->programme, w->household, change,
        &(struct entitlement_row){.from = month_of(h->from),
                                  .to = MONTH_OPEN,
                                  .status = h->status ? h->status : ENTITLEMENT_ACTIVE,
                                  .division = VILLAGE,
                                  .head = head,
                                  .home = h->home,
                                  .income_year = FEN(h->income_year_fen),
                                  .form = h->form,
                                  .begun = month_of(h->from),
                                  .cause = ""},
        e));
    if (h->has_no_account)
        return STATUS_OK;
    char number[24];
    snprintf(number, sizeof number, "62284800%08" PRId64, w->household);
    return account_write(db, COUNTY, w->c->keys, OWNER_HOUSEHOLD, w->household, change, "农商行",
                         "张三", number, e);
}

int64_t county_household(struct county *c, const struct new_household *h)
{
    struct error e = {0};
    struct household_work w = {.c = c, .h = h};
    assert_ok_e(db_transaction(c->db, household_work, &w, &e), &e);
    return w.household;
}

const char *county_id_number(struct county *c, int64_t household, int n)
{
    struct error e = {0};
    int64_t person = county_number(c,
                                   "SELECT min(person) + %d FROM member WHERE household = "
                                   "%" PRId64,
                                   n, household);
    struct person_row row;
    assert_ok_e(person_by_id(c->db, COUNTY, person, c->keys, c->arena, &row, &e), &e);
    return arena_strdup(c->arena, row.id_number);
}

void county_death(struct county *c, int64_t household, int n, const char *date)
{
    struct error e = {0};
    struct date died;
    struct registry_actor actor = {"township", "死亡证明"};
    assert_ok(date_parse(date, &died, NULL));
    assert_ok_e(registry_report_death(c->db, COUNTY, c->keys, county_id_number(c, household, n),
                                      died, &actor, &e),
                &e);
}

struct claim_work {
    struct county *c;
    int64_t household, person, aid_fen, claim;
    int day;
};

/* The bill's aid is what its lines come to. */
static enum status assessment_write(struct db *db, const struct claim_work *w, int64_t change,
                                    struct error *e)
{
    char sql[SQL_BYTES];
    snprintf(sql, sizeof sql,
             "DELETE FROM medical_assessment WHERE county = %d AND bill = %" PRId64, (int)COUNTY,
             w->claim);
    TRY(db_execute_raw(db, sql, e));
    snprintf(sql, sizeof sql,
             "INSERT INTO medical_assessment (county, bill, known_from, known_to, class, "
             "deductible_fen, rate_bp, cap_fen, aided_before_fen, borne_fen, aid_fen, "
             "personal_fen, reason) SELECT county, %" PRId64 ", %" PRId64
             ", 2147483647, 2, 0, 7000, 9999999, 0, 9999999, CAST(sum(after_fen) AS BIGINT), "
             "CAST(9999999 - sum(after_fen) AS BIGINT), 'CLAIM' FROM medical_line WHERE county = "
             "%d AND bill = %" PRId64 " GROUP BY county",
             w->claim, change, (int)COUNTY, w->claim);
    return db_execute_raw(db, sql, e);
}

static enum status claim_work(struct db *db, void *context, struct error *e)
{
    struct claim_work *w = context;
    char sql[SQL_BYTES];
    int64_t change, line;
    bool is_new = w->claim == 0;
    TRY(change_of(db, "medical.claim", &change, e));
    TRY(counter_take(db, COUNTY, "medical_line", 1, &line, e));
    if (is_new) {
        w->claim = 900000 + line;
        snprintf(sql, sizeof sql,
                 "INSERT INTO medical_bill (county, id, source, hospital, hospital_name, "
                 "admission, case_file, person, household, division, visit, year, admitted_on, "
                 "discharged_on, posted_on, disease, scheme, total_fen, in_scope_fen, "
                 "insurance_fen, critical_fen, other_fen, relief_fen, veteran_fen, replaces, "
                 "state, struck_on, strike_change, strike_reason, known_from) VALUES (%d, "
                 "%" PRId64 ", 2, 0, '县医院', 0, %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64
                 ", 1, %d, %d, %d, %d, 'C34', 1, 9999999, 9999999, 0, 0, 0, 0, 0, 0, 1, 0, 0, '', "
                 "%" PRId64 ")",
                 (int)COUNTY, w->claim, w->claim, w->person, w->household, VILLAGE, w->day / 10000,
                 w->day, w->day, w->day, change);
        TRY(db_execute_raw(db, sql, e));
    }
    snprintf(sql, sizeof sql,
             "INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, bill, "
             "person, reason, before_fen, during_fen, after_fen, entered_on, known_from, batch) "
             "VALUES (%d, %" PRId64 ", 2, %" PRId64 ", 0, %" PRId64 ", %" PRId64 ", %" PRId64
             ", '%s', 0, 0, %" PRId64 ", %d, %" PRId64 ", 0)",
             (int)COUNTY, line, w->household, w->claim, w->claim, w->person,
             is_new ? "CLAIM" : "REASSESSMENT", w->aid_fen, w->day, change);
    TRY(db_execute_raw(db, sql, e));
    return assessment_write(db, w, change, e);
}

int64_t county_claim(struct county *c, int64_t household, int n, const char *decided_on,
                     int64_t aid_fen, int64_t claim)
{
    struct error e = {0};
    struct date day;
    assert_ok(date_parse(decided_on, &day, NULL));
    struct claim_work w = {
        .c = c,
        .household = household,
        .person = county_number(c, "SELECT min(person) + %d FROM member WHERE household = %" PRId64,
                                n, household),
        .aid_fen = aid_fen,
        .claim = claim,
        .day = (int)date_yyyymmdd(day)};
    assert_ok_e(db_transaction(c->db, claim_work, &w, &e), &e);
    return w.claim;
}

int64_t county_prepare(struct county *c, enum programme p, const char *month)
{
    struct error e = {0};
    struct payment_run run;
    struct payment_context as = county_as(c, MAKER);
    assert_ok_e(payment_prepare(c->db, &as, p, month_of(month), &run, c->arena, &e), &e);
    return run.id;
}

void county_decide(struct county *c, int64_t run)
{
    struct error e = {0};
    struct payment_context checker = county_as(c, CHECKER), reviewer = county_as(c, REVIEWER),
                           finance = county_as(c, FINANCE);
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    county_tie(c, run);
    assert_ok_e(payment_review(c->db, &reviewer, run, &e), &e);
    assert_ok_e(payment_approve(c->db, &finance, run, &e), &e);
    county_tie(c, run);
    assert_ok_e(payment_fund(c->db, &finance, run, &e), &e);
    county_tie(c, run);
}

int64_t county_pay(struct county *c, enum programme p, const char *month)
{
    struct error e = {0};
    struct bank *bank = calloc(1, sizeof *bank);
    struct payment_context finance = county_as(c, FINANCE);
    int64_t run = county_prepare(c, p, month);
    county_decide(c, run);
    enum status s = bank_send(c, run, false, bank, &e);
    if (s == STATUS_OK)
        assert_ok_e(bank_answer(c, run, bank, "回盘", NULL, &e), &e);
    else
        assert_int_equal(s, STATUS_NONE);
    county_tie(c, run);
    assert_ok_e(payment_close(c->db, &finance, run, &e), &e);
    free(bank);
    return run;
}

struct payment_position county_position(struct county *c, int64_t run)
{
    struct error e = {0};
    struct payment_position p;
    assert_ok_e(payment_position_read(c->db, COUNTY, run, &p, &e), &e);
    return p;
}

void county_tie(struct county *c, int64_t run)
{
    struct error e = {0};
    struct payment_run r;
    struct payment_position p = county_position(c, run);
    assert_ok_e(payment_run_by_id(c->db, COUNTY, run, c->arena, &r, &e), &e);
    assert_int_equal(p.due.v, p.paid.v + p.returned.v + p.held.v + p.not_sent.v + p.in_transit.v +
                                  p.cancelled.v);
    assert_int_equal(p.due_items, p.paid_items + p.returned_items + p.held_items +
                                      p.not_sent_items + p.in_transit_items + p.cancelled_items);
    assert_int_equal(p.due.v, r.total.v);
    if (r.state < RUN_APPROVED)
        return;
    struct fen payable, transit;
    enum fund fund = (enum fund)programme_fund(r.programme);
    assert_ok_e(ledger_run_balance(c->db, COUNTY, fund, LEDGER_PAYABLE, run, &payable, &e), &e);
    assert_ok_e(ledger_run_balance(c->db, COUNTY, fund, LEDGER_IN_TRANSIT, run, &transit, &e), &e);
    assert_int_equal(-payable.v, p.due.v - p.paid.v - p.cancelled.v);
    assert_int_equal(transit.v, p.in_transit.v);
}

static int64_t item_column(struct county *c, enum programme p, const char *month, int64_t household,
                           const char *column)
{
    return county_number(c,
                         "SELECT coalesce(max(%s), -999) FROM payment_item WHERE county = "
                         "341823 AND programme = %d AND month = %d AND household = %" PRId64,
                         column, (int)p, month_yyyymm(month_of(month)), household);
}

bool county_item(struct county *c, enum programme p, const char *month, int64_t household,
                 struct item *ret)
{
    *ret = (struct item){.basic = item_column(c, p, month, household, "basic_fen")};
    if (ret->basic == -999)
        return false;
    ret->topup = item_column(c, p, month, household, "topup_fen");
    ret->adjustment = item_column(c, p, month, household, "adjustment_fen");
    ret->carry = item_column(c, p, month, household, "carry_fen");
    ret->state = item_column(c, p, month, household, "state");
    return true;
}

int64_t county_settled(struct county *c, enum programme p, const char *month, int64_t household)
{
    int m = month_yyyymm(month_of(month));
    return county_number(
        c,
        "SELECT CAST(coalesce((SELECT sum(basic_fen + topup_fen) FROM payment_item WHERE programme "
        "= %d AND month = %d AND household = %" PRId64 "), 0) + coalesce((SELECT sum(amount_fen) "
        "FROM payment_adjustment WHERE programme = %d AND for_month = %d AND household = %" PRId64
        "), 0) - coalesce((SELECT sum(amount_fen) FROM payment_repayment WHERE programme = %d AND "
        "for_month = %d AND household = %" PRId64 "), 0) AS BIGINT)",
        (int)p, m, household, (int)p, m, household, (int)p, m, household);
}

/* ---- the bank ---- */

static enum status sink_begin(void *context, const struct payment_batch *batch, struct error *e)
{
    struct bank *b = context;
    (void)e;
    int refuse_line = b->refuse_line;
    *b = (struct bank){.batch = *batch, .end = STATUS_NONE, .refuse_line = refuse_line};
    snprintf(b->unit, sizeof b->unit, "%s", batch->unit);
    b->batch.unit = b->unit;
    return STATUS_OK;
}

static enum status sink_line(void *context, const struct payment_line *line, struct error *e)
{
    struct bank *b = context;
    if (b->refuse_line && (size_t)b->refuse_line == b->count + 1)
        return error_set(e, STATUS_REFUSED, "BANK_CHARACTER", "写不出这个字");
    assert_true(b->count < BANK_LINES_MAX);
    struct bank_line_text *t = &b->line[b->count++];
    *t = (struct bank_line_text){.amount = line->amount, .is_paid = true, .code = "0000"};
    snprintf(t->agent_no, sizeof t->agent_no, "%s", line->agent_no);
    snprintf(t->holder, sizeof t->holder, "%s", line->holder);
    snprintf(t->account, sizeof t->account, "%s", line->account);
    snprintf(t->id_number, sizeof t->id_number, "%s", line->id_number);
    return STATUS_OK;
}

static enum status sink_end(void *context, struct error *e)
{
    struct bank *b = context;
    (void)e;
    int64_t total = 0;
    for (size_t i = 0; i < b->count; i++) {
        total += b->line[i].amount.v;
        b->bytes +=
            (size_t)snprintf(b->text + b->bytes, sizeof b->text - b->bytes, "%s|%s|%" PRId64 "\n",
                             b->line[i].agent_no, b->line[i].account, b->line[i].amount.v);
    }
    assert_int_equal(b->count, b->batch.count);
    assert_int_equal(total, b->batch.total.v);
    return STATUS_OK;
}

static enum status sink_read(void *context, void *p, size_t capacity, size_t *ret_n,
                             struct error *e)
{
    struct bank *b = context;
    (void)e;
    size_t n = b->bytes - b->read < capacity ? b->bytes - b->read : capacity;
    memcpy(p, b->text + b->read, n);
    b->read += n;
    *ret_n = n;
    return n ? STATUS_OK : STATUS_NONE;
}

enum status bank_send(struct county *c, int64_t run, bool reissue, struct bank *bank,
                      struct error *e)
{
    const struct payment_sink sink = {bank, sink_begin, sink_line, sink_end, sink_read};
    struct payment_context as = county_as(c, FINANCE);
    return payment_send(c->db, &as, run, "test-layout", reissue, &sink, NULL, e);
}

static enum status source_next(void *context, struct payment_return_line *ret, struct error *e)
{
    struct bank *b = context;
    if (b->next == b->count) {
        if (b->end == STATUS_NONE)
            return STATUS_NONE;
        return error_set(e, b->end, "BANK_COUNT", "笔数不符");
    }
    const struct bank_line_text *t = &b->line[b->next++];
    *ret = (struct payment_return_line){.agent_no = t->agent_no,
                                        .account = t->account,
                                        .holder = t->holder,
                                        .id_number = t->id_number,
                                        .code = t->code,
                                        .reason = t->reason ? t->reason : "",
                                        .amount = t->amount,
                                        .is_paid = t->is_paid,
                                        .line_number = (int64_t)b->next + 1};
    return STATUS_OK;
}

static enum status source_read(void *context, int64_t offset, void *p, size_t capacity,
                               size_t *ret_n, struct error *e)
{
    struct bank *b = context;
    (void)e;
    size_t rest = b->answer_bytes - (size_t)offset;
    *ret_n = rest < capacity ? rest : capacity;
    memcpy(p, b->answer + offset, *ret_n);
    if (*ret_n == 0 && b->is_rewritten)
        b->answer[0] = '*';
    return *ret_n > 0 ? STATUS_OK : STATUS_NONE;
}

enum status bank_answer(struct county *c, int64_t run, struct bank *bank, const char *name,
                        struct payment_return_result *ret, struct error *e)
{
    char *bytes = bank->answer;
    int n = snprintf(bytes, sizeof bank->answer, "%s %" PRId64 "\n", name, run);
    for (size_t i = 0; i < bank->count; i++)
        n += snprintf(bytes + n, sizeof bank->answer - (size_t)n, "%s %d\n", bank->line[i].agent_no,
                      bank->line[i].is_paid);
    bank->answer_bytes = (size_t)n;
    bank->next = 0;
    const struct payment_source source = {bank, source_next, source_read};
    struct payment_context as = county_as(c, FINANCE);
    return payment_take_return(c->db, &as, run, &source, name, ret, e);
}

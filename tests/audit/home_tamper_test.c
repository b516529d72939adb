/* Faults planted in homes and projects: beds, residents, the registry that follows them, books,
   claims, allocations, returns, hand-over. */
#include "audit/tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/allocation/allocation.h"
#include "domain/home/book.h"
#include "domain/home/record.h"
#include "domain/home/stay.h"
#include "domain/plan/plan.h"
#include "domain/project/return.h"
#include "domain/project/works.h"

#define COUNTY COUNTY_JINGXIAN
#define YUAN(yuan) FEN(INT64_C(100) * (yuan))
#define RESIDENTS 4
#define OFFICER "wubao1"
#define OFFICER2 "wubao2"
#define CLERK "township100.clerk"
#define LEAD "township100.lead"
#define DIRECTOR "home100.director"

/* The first resident, who stays; the one who left; the one who moved on. */
#define STAY "(SELECT min(id) FROM home_stay WHERE state = 2)"
#define LEFT "(SELECT min(id) FROM home_stay WHERE state = 4 AND leave_reason = 'DISCHARGE')"
#define BED                                                                                        \
    "(SELECT u.bed FROM home_bed_use AS u WHERE u.stay = " STAY " AND u.until_date = 99991231 "    \
    "AND u.known_to = 2147483647)"
#define HOUSEHOLD "(SELECT s.household FROM home_stay AS s WHERE s.id = " STAY ")"
#define CLAIM "(SELECT min(id) FROM home_claim WHERE state = 4)"
#define RETURN "(SELECT max(id) FROM project_return WHERE state = 3)"

static const struct fault FAULTS[] = {
    {"two residents in one bed",
     "UPDATE home_bed_use SET bed = " BED " WHERE until_date < 99991231 AND stay = " LEFT,
     "BED_TWICE"},
    {"a night without a bed",
     "UPDATE home_bed_use SET from_date = 20130705 WHERE stay = " STAY
     " AND from_date = (SELECT min(u.from_date) FROM home_bed_use AS u WHERE u.stay = " STAY ")",
     "STAY_BED"},
    {"a resident without a bed", "DELETE FROM home_bed_use WHERE stay = " STAY, "STAY_BED"},
    {"a bed of another home", "UPDATE home_bed SET home = home + 1 WHERE id = " BED, "BED_PERIOD"},
    {"a bed closed under somebody", "UPDATE home_bed SET until_date = 20130710 WHERE id = " BED,
     "BED_PERIOD"},
    {"a home closed over its residents",
     "UPDATE home SET closed_on = 20130702 WHERE id = (SELECT home FROM home_stay WHERE id = " STAY
     ")",
     "HOME_CLOSED"},
    {"one person in two homes",
     "UPDATE home_stay SET person = (SELECT s.person FROM home_stay AS s WHERE s.id = " STAY
     ") WHERE id = " LEFT,
     "STAY_TWICE"},
    {"the registry pays him at home",
     "UPDATE entitlement SET form = 1, home = 0 WHERE form = 2 AND to_month = 999912 AND known_to "
     "= 2147483647 AND household = " HOUSEHOLD,
     "STAY_FORM"},
    {"another home is paid for him",
     "UPDATE entitlement SET home = home + 1 WHERE form = 2 AND to_month = 999912 AND known_to = "
     "2147483647 AND household = " HOUSEHOLD,
     "STAY_FORM"},
    {"paid in the home after he left",
     "UPDATE entitlement SET form = 2, home = (SELECT s.home FROM home_stay AS s WHERE s.id = " LEFT
     ") WHERE to_month = 999912 AND known_to = 2147483647 AND household = (SELECT s.household FROM "
     "home_stay AS s WHERE s.id = " LEFT ")",
     "STAY_FORM"},
    {"a resident who never received wubao",
     "UPDATE home_stay SET household = (SELECT min(t.household) FROM entitlement AS t WHERE "
     "t.programme = 1) WHERE id = " STAY,
     "STAY_ENTITLED"},
    {"an admission that nobody confirmed",
     "UPDATE home_stay SET confirmed_by = 'mallory' WHERE id = " STAY, "STAY_DUTY"},
    {"an admission out of nowhere", "UPDATE home_stay SET known_from = 999999 WHERE id = " STAY,
     "STAY_DUTY"},
    {"pocket money after he left",
     "UPDATE home_record SET stay = " LEFT ", on_date = 20130719, "
     "until_date = 20130719, kind = 'VISIT' WHERE kind = 'POCKET'",
     "RECORD_STAY"},
    {"a wish fulfilled by another's stay", "UPDATE home_wish SET stay = " LEFT " WHERE state = 2",
     "WISH_STATE"},

    {"a return that counts its beds twice",
     "UPDATE project_return SET beds_total = beds_total + beds_added WHERE id = " RETURN,
     "RETURN_TOTAL"},
    {"a month's beds added again",
     "UPDATE project_return SET beds_added = beds_added * 2 WHERE id = " RETURN, "RETURN_TOTAL"},
    {"an investment raised",
     "UPDATE project_return SET invested_total_fen = invested_total_fen + 100 WHERE id = " RETURN,
     "RETURN_TOTAL"},
    {"more beds than are to be built",
     "UPDATE project_scope SET beds = 10 WHERE project = (SELECT project FROM project_return WHERE "
     "id = " RETURN ")",
     "RETURN_BEYOND"},
    {"a signed return that says another thing",
     "UPDATE project_return SET problem = '无' WHERE id = " RETURN, "RETURN_ALTERED"},
    {"a signed return with a hash of its own",
     "UPDATE project_return SET content_hash = (SELECT t.hash FROM change_trail AS t WHERE t.id = "
     "1) "
     "WHERE id = " RETURN,
     "RETURN_ALTERED"},
    {"a replaced return put another way",
     "UPDATE project_return SET progress = '停工', state = 5, replaced_change = signed_change "
     "WHERE "
     "id = " RETURN,
     "RETURN_ALTERED"},
    {"a return signed by who wrote it",
     "UPDATE project_return SET prepared_by = 'x', signed_by = 'mallory' WHERE id = " RETURN,
     "RETURN_DUTY"},
    {"an original target lowered",
     "UPDATE project_scope SET beds = beds - 10 WHERE version = 1 AND project = (SELECT min(id) "
     "FROM project WHERE is_city = 1)",
     "PROJECT_TARGET"},
    {"a change nobody approved",
     "UPDATE project_scope SET decided_by = 'mallory' WHERE version = 2", "SCOPE_DUTY"},
    {"the original made a change", "UPDATE project_scope SET change = 'SCOPE' WHERE version = 1",
     "SCOPE_DUTY"},
    {"a roof before the foundation",
     "UPDATE project_stage SET reached_on = 20130101 WHERE stage = 7 AND reached_on < 99991231 AND "
     "reached_on > 0",
     "STAGE_ORDER"},
    {"a bed handed over that is not there", "UPDATE project_handover SET beds = beds + 1",
     "HANDOVER_BEDS"},
    {"a bed handed over twice",
     "UPDATE home_bed SET handover = (SELECT min(h.id) FROM project_handover AS h) WHERE handover "
     "= "
     "0 AND id = " BED,
     "HANDOVER_BEDS"},
    {"more handed over than accepted", "UPDATE project_acceptance SET beds = 5", "HANDOVER_BEYOND"},
    {"an acceptance confirmed by nobody", "UPDATE project_acceptance SET confirmed_by = 'mallory'",
     "ACCEPTANCE_DUTY"},
    {"works paid beyond the contract",
     "UPDATE project_scope SET contract_fen = 100 WHERE contractor > 0", "WORKS_BEYOND"},

    {"a donation booked as a grant",
     "UPDATE home_journal SET credit = 64102 WHERE kind = 'DONATION'", "HOME_ENTRY_KIND"},
    {"an entry nobody made", "UPDATE home_journal SET actor = 'mallory' WHERE kind = 'DONATION'",
     "HOME_UNRECORDED"},
    {"a book below zero", "DELETE FROM home_journal WHERE kind = 'RECEIVE' AND book = 2",
     "HOME_OVERDRAWN"},
    {"a receipt raised",
     "UPDATE home_journal SET amount_fen = amount_fen + 1 WHERE kind = 'RECEIVE' AND book = 2",
     "HOME_RECEIVED"},
    {"support money of a home in another's books",
     "UPDATE home_journal SET home = (SELECT min(h.id) FROM home AS h WHERE h.id NOT IN (SELECT "
     "j.home FROM home_journal AS j WHERE j.book = 2)) WHERE kind = 'RECEIVE' AND book = 2 AND "
     "home = "
     "(SELECT max(j.home) FROM home_journal AS j WHERE j.book = 2)",
     "HOME_RECEIVED"},
    {"management money never paid",
     "UPDATE home_journal SET subject = subject + 1000 WHERE kind = 'RECEIVE' AND book = 3",
     "HOME_RECEIVED"},
    {"a claim raised", "UPDATE home_claim SET total_fen = total_fen + 1 WHERE id = " CLAIM,
     "HOME_CLAIM_SUM"},
    {"a claim's line taken out", "DELETE FROM home_claim_line WHERE claim = " CLAIM,
     "HOME_CLAIM_SUM"},
    {"a claim out of the books", "DELETE FROM home_journal WHERE kind = 'CLAIM'",
     "HOME_CLAIM_BOOKS"},
    {"a claim paid twice",
     "INSERT INTO home_journal SELECT county, home, book, 999999, month, entered_on, kind, "
     "subject, "
     "line, debit, credit, amount_fen, party, document, memo, actor, known_from FROM home_journal "
     "WHERE kind = 'CLAIM_PAY'",
     "HOME_CLAIM_PAID"},
    {"a receipt put another way", "UPDATE home_claim_line SET receipt = '2' WHERE claim = " CLAIM,
     "HOME_CLAIM_ALTERED"},
    {"a claim paid to another", "UPDATE home_claim SET payee_name = '某人' WHERE id = " CLAIM,
     "HOME_CLAIM_ALTERED"},
    {"a claim whose approval names another content",
     "UPDATE change_trail SET detail = '' WHERE action = 'home.claim.approve'",
     "HOME_CLAIM_ALTERED"},
    {"nights of a confirmed month", "UPDATE home_statement SET resident_days = resident_days + 1",
     "HOME_STATEMENT_ALTERED"},
    {"a confirmed month owing less",
     "UPDATE home_statement SET owed_fen = owed_fen + 1 WHERE state = 2", "HOME_STATEMENT_ALTERED"},
    {"a month's hash of its own",
     "UPDATE home_statement SET content_hash = (SELECT t.hash FROM change_trail AS t WHERE t.id = "
     "1)",
     "HOME_STATEMENT_ALTERED"},
    {"a month signed by another", "UPDATE home_statement SET signed_by = 'mallory'",
     "HOME_STATEMENT_ALTERED"},
    {"a budget lowered", "UPDATE home_budget SET amount_fen = 1", "HOME_CLAIM_BUDGET"},
    {"a claim approved by nobody",
     "UPDATE home_claim SET approved_by = 'mallory' WHERE id = " CLAIM, "HOME_CLAIM_DUTY"},
    {"a claim paid by nobody", "UPDATE home_claim SET paid_by = 'mallory' WHERE id = " CLAIM,
     "HOME_CLAIM_DUTY"},

    {"an allocation raised", "UPDATE allocation SET total_fen = total_fen + 100", "ALLOCATION_SUM"},
    {"an allocation raised, its transfer not", "UPDATE allocation SET total_fen = total_fen + 100",
     "TRANSFER_SUBJECT"},
    {"an allocation's line of another receiver", "UPDATE allocation_line SET payee = payee + 1",
     "ALLOCATION_SUM"},
    {"running costs booked as staff's pay", "UPDATE posting SET debit = 35302 WHERE debit = 35301",
     "ALLOCATION_BOOKS"},
    {"management money owed to nobody",
     "UPDATE posting SET credit = 34004, debit = 35301 WHERE fund = 3 AND debit = 32001",
     "TRANSFER_PAYABLE"},
    {"works paid to another",
     "UPDATE project_payment SET contractor = (SELECT min(p.id) FROM payee "
     "AS p)",
     "TRANSFER_SUBJECT"},
    {"an allocation drawn by who checked it",
     "UPDATE allocation SET prepared_by = (SELECT t.checked_by FROM transfer AS t WHERE t.kind = "
     "'MANAGEMENT')",
     "TRANSFER_DUTY"},
};

/* ---- a county with residents, a month's money, a project handed over ---- */

struct filler {
    struct world *w;
    int64_t home, other_home, project;
    int64_t person[RESIDENTS];
};

static int64_t number(struct filler *f, const char *sql)
{
    struct error e = {0};
    int64_t n;
    assert_ok_e(db_query_i64_raw(f->w->db, sql, &n, &e), &e);
    return n;
}

static void people_find(struct filler *f)
{
    char sql[400];
    for (int i = 0; i < RESIDENTS; i++) {
        snprintf(
            sql, sizeof(sql),
            "SELECT min(t.head) FROM entitlement AS t WHERE t.programme = 2 AND t.form = 1 AND "
            "t.status = 1 AND t.to_month = 999912 AND t.known_to = 2147483647 AND t.head > "
            "%lld AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.person = t.head)",
            i ? (long long)f->person[i - 1] : 0LL);
        f->person[i] = number(f, sql);
    }
}

static void beds(struct filler *f, int64_t home, const char *room, int count)
{
    struct error e = {0};
    const struct home_beds_new n = {.home = home,
                                    .room = room,
                                    .storey = 1,
                                    .beds = count,
                                    .area_m2 = count * 6,
                                    .from = date_make(2013, 1, 1)};
    assert_ok_e(home_beds_add(f->w->db, COUNTY, &n, OFFICER, &e), &e);
}

static int64_t admitted(struct filler *f, int i)
{
    struct error e = {0};
    int64_t stay;
    char agreement[32];
    snprintf(agreement, sizeof(agreement), "协议〔2013〕%d号", i + 1);
    const struct stay_request r = {.home = f->home,
                                   .person = f->person[i],
                                   .kind = STAY_WUBAO,
                                   .from = date_make(2013, 6, 20),
                                   .agreement = agreement,
                                   .health = "良好",
                                   .contact = "",
                                   .note = ""};
    assert_ok_e(stay_request(f->w->db, COUNTY, f->w->keys, &r, DIRECTOR, &stay, &e), &e);
    assert_ok_e(stay_confirm(f->w->db, COUNTY, f->w->keys, stay, OFFICER, &e), &e);
    return stay;
}

static void left(struct filler *f, int64_t stay, enum stay_leave reason)
{
    struct error e = {0};
    const struct stay_leave_request r = {.stay = stay,
                                         .reason = reason,
                                         .until = date_make(2013, 7, 10),
                                         .to_home = reason == STAY_TRANSFER ? f->other_home : 0,
                                         .agreement = reason == STAY_TRANSFER ? "协议99" : "",
                                         .note = "本人自愿"};
    assert_ok_e(stay_leave(f->w->db, COUNTY, f->w->keys, &r, DIRECTOR, &e), &e);
    assert_ok_e(stay_leave_confirm(f->w->db, COUNTY, f->w->keys, stay, OFFICER, &e), &e);
}

static void residents_fill(struct filler *f)
{
    struct error e = {0};
    int64_t id, stay[RESIDENTS], free_bed;
    char sql[300], number_text[IDNO_BYTES];
    struct person_row p;
    people_find(f);
    beds(f, f->home, "101", 6);
    beds(f, f->other_home, "101", 2);
    assert_ok_e(person_by_id(f->w->db, COUNTY, f->person[3], f->w->keys, f->w->arena, &p, &e), &e);
    memcpy(number_text, p.id_number, sizeof(number_text));
    assert_ok_e(home_wish_add(f->w->db, COUNTY, f->w->keys, number_text, 0, date_make(2013, 6, 1),
                              "", ACTOR_SYSTEM, &id, &e),
                &e);
    for (int i = 0; i < RESIDENTS; i++)
        stay[i] = admitted(f, i);
    left(f, stay[1], STAY_DISCHARGE);
    left(f, stay[2], STAY_TRANSFER);
    snprintf(
        sql, sizeof(sql),
        "SELECT max(b.id) FROM home_bed AS b WHERE b.home = %lld AND NOT EXISTS (SELECT 1 FROM "
        "home_bed_use AS u WHERE u.bed = b.id)",
        (long long)f->home);
    free_bed = number(f, sql);
    assert_ok_e(stay_move(f->w->db, COUNTY, stay[0], free_bed, date_make(2013, 7, 5), DIRECTOR, &e),
                &e);
    const struct home_record pocket = {.home = f->home,
                                       .stay = stay[0],
                                       .kind = RECORD_POCKET,
                                       .on = date_make(2013, 7, 8),
                                       .month = month_make(2013, 7),
                                       .amount = YUAN(30),
                                       .detail = ""};
    assert_ok_e(home_record_add(f->w->db, COUNTY, &pocket, DIRECTOR, &id, &e), &e);
}

/* ---- money ---- */

static void transferred(struct filler *f, int64_t transfer, const struct transfer_kind *kind)
{
    struct error e = {0};
    struct fen appropriated;
    struct db *db = f->w->db;
    assert_ok_e(transfer_check(db, COUNTY, transfer, OFFICER2, &e), &e);
    assert_ok_e(transfer_approve(db, COUNTY, transfer, kind, "finance1", month_make(2013, 7), &e),
                &e);
    assert_ok_e(transfer_fund(db, COUNTY, transfer, "finance1", &appropriated, &e), &e);
    assert_ok_e(transfer_pay(db, COUNTY, transfer, "R-1", date_make(2013, 7, 15), "finance2", &e),
                &e);
}

static void allocation_fill(struct filler *f)
{
    struct error e = {0};
    int64_t id, transfer, rows;
    const struct allocation_category *running, *staff;
    struct payee payee;
    assert_ok_e(allocation_category_parse("HOME_RUNNING", &running, &e), &e);
    assert_ok_e(allocation_category_parse("HOME_STAFF", &staff, &e), &e);
    assert_ok_e(payee_by_name(f->w->db, COUNTY, "G01", f->w->arena, &payee, &e), &e);
    const struct allocation_line lines[] = {
        {.category = running, .people = 1, .amount = YUAN(5000), .note = ""},
        {.category = staff, .people = 4, .amount = YUAN(8000), .note = ""},
    };
    const struct allocation a = {.payee = payee.id,
                                 .fund = FUND_HOME_MANAGEMENT,
                                 .month = month_make(2013, 7),
                                 .document = "示例",
                                 .memo = "",
                                 .line_count = 2,
                                 .lines = lines};
    assert_ok_e(allocation_write(f->w->db, COUNTY, &a, "accountant", &id, &transfer, &e), &e);
    transferred(f, transfer, &TRANSFER_OF_MANAGEMENT);
    assert_ok_e(home_book_gather(f->w->db, COUNTY, "accountant", &rows, &e), &e);
}

static void claim_fill(struct filler *f)
{
    struct error e = {0};
    struct db *db = f->w->db;
    int64_t claim, meals;
    const struct date on = date_make(2013, 7, 16);
    assert_ok_e(home_line_account(HOME_BOOK_SUPPORT, "meals", &meals, &e), &e);
    assert_ok_e(home_budget_set(db, COUNTY, f->home, 2013, meals, YUAN(100000), "预算〔2013〕1号",
                                OFFICER, &e),
                &e);
    const struct home_income gift = {.home = f->home,
                                     .book = HOME_BOOK_OWN,
                                     .kind = "DONATION",
                                     .party = "某企业",
                                     .document = "收据1",
                                     .memo = "",
                                     .amount = YUAN(500),
                                     .on = on};
    assert_ok_e(home_income_record(db, COUNTY, &gift, "accountant", &e), &e);
    struct fen held;
    assert_ok_e(home_balance(db, COUNTY, f->home, HOME_BOOK_SUPPORT,
                             home_account(HOME_BOOK_SUPPORT, HOME_BANK), MONTH_OPEN, &held, &e),
                &e);
    assert_true(held.v > 0);
    const struct home_claim_line lines[] = {
        {.line = "meals", .spent_on = on, .detail = "大米", .receipt = "1", .amount = held}};
    const struct home_claim c = {.home = f->home,
                                 .book = HOME_BOOK_SUPPORT,
                                 .month = month_make(2013, 7),
                                 .payee_name = "粮油店",
                                 .memo = "",
                                 .line_count = 1,
                                 .lines = lines};
    assert_ok_e(home_claim_write(db, COUNTY, &c, DIRECTOR, &claim, &e), &e);
    assert_ok_e(home_claim_act(db, COUNTY, claim, HOME_CLAIM_SUBMIT, DIRECTOR, NULL, on, &e), &e);
    assert_ok_e(home_claim_act(db, COUNTY, claim, HOME_CLAIM_APPROVE, OFFICER, NULL, on, &e), &e);
    assert_ok_e(home_claim_act(db, COUNTY, claim, HOME_CLAIM_PAY, "accountant", "回单1", on, &e),
                &e);
}

/* The own book's June, which is over: the gift is July's, so it has none and closes at zero. */
static void month_fill(struct filler *f)
{
    struct error e = {0};
    const struct month june = month_make(2013, 6);
    assert_ok_e(
        home_statement_sign(f->w->db, COUNTY, f->home, HOME_BOOK_SUPPORT, june, DIRECTOR, &e), &e);
    assert_ok_e(home_statement_confirm(f->w->db, COUNTY, f->home, HOME_BOOK_SUPPORT, june,
                                       "accountant", &e),
                &e);
}

/* ---- a project ---- */

static void returned(struct filler *f, int month, int64_t count)
{
    struct error e = {0};
    int64_t id;
    const struct project_return r = {.project = f->project,
                                     .month = month_make(2013, month),
                                     .beds_added = count,
                                     .invested = YUAN(50000),
                                     .progress = "按计划施工"};
    assert_ok_e(project_return_write(f->w->db, COUNTY, &r, CLERK, &id, &e), &e);
    assert_ok_e(project_return_submit(f->w->db, COUNTY, id, CLERK, &e), &e);
    assert_ok_e(project_return_sign(f->w->db, COUNTY, id, LEAD, &e), &e);
}

static enum status contractor_write(struct db *db, void *context, struct error *e)
{
    struct filler *f = context;
    int64_t change;
    const struct payee_entry builder = {.kind = PAYEE_CONTRACTOR,
                                        .code = "C001",
                                        .name = "泾县建筑公司",
                                        .township = INT64_C(341823100000),
                                        .bank = "泾县农村商业银行",
                                        .holder = "泾县建筑公司",
                                        .account = "6229000034182304004"};
    TRY(change_record(db, COUNTY, &(struct change_entry){ACTOR_SYSTEM, "payee.add", "payee", ""},
                      &change, e));
    return payee_write(db, COUNTY, f->w->keys, &builder, change, NULL, e);
}

static void works_fill(struct filler *f)
{
    struct error e = {0};
    struct db *db = f->w->db;
    struct project p;
    struct payee builder;
    int64_t payment, transfer;
    int version;
    assert_ok_e(db_transaction(db, contractor_write, f, &e), &e);
    assert_ok_e(payee_by_name(db, COUNTY, "C001", f->w->arena, &builder, &e), &e);
    assert_ok_e(project_find(db, COUNTY, "P01", f->w->arena, &p, &e), &e);
    struct project_scope scope = p.scope;
    scope.change = "CONTRACT";
    scope.contractor = builder.id;
    scope.contract = YUAN(400000);
    scope.reason = "中标";
    assert_ok_e(project_change_request(db, COUNTY, f->project, &scope, CLERK, &version, &e), &e);
    assert_ok_e(project_change_decide(db, COUNTY, f->project, version, true, "示例", OFFICER, &e),
                &e);
    assert_ok_e(project_pay(db, COUNTY, f->project, YUAN(100000), month_make(2013, 7), "进度款",
                            "示例", OFFICER, &payment, &transfer, &e),
                &e);
    transferred(f, transfer, &TRANSFER_OF_PROJECT);
}

static void project_fill(struct filler *f)
{
    struct error e = {0};
    struct db *db = f->w->db;
    struct project p;
    int64_t acceptance, handover;
    assert_ok_e(project_find(db, COUNTY, "P01", f->w->arena, &p, &e), &e);
    f->project = p.id;
    for (int s = STAGE_SITE; s <= STAGE_FITOUT; s++) {
        struct date on = {date_make(2013, 1, 10).v + s * 10};
        assert_ok_e(project_stage_reach(db, COUNTY, p.id, (enum project_stage)s, on, CLERK, &e),
                    &e);
    }
    returned(f, 5, 20);
    returned(f, 6, 16);
    works_fill(f);
    const struct project_acceptance a = {.project = p.id,
                                         .beds = 36,
                                         .area_m2 = 900,
                                         .accepted_on = date_make(2013, 7, 10),
                                         .is_passed = true,
                                         .members = "张三、李四",
                                         .opinion = "合格",
                                         .document = "示例"};
    assert_ok_e(project_accept(db, COUNTY, &a, OFFICER, &acceptance, &e), &e);
    assert_ok_e(project_accept_confirm(db, COUNTY, p.id, acceptance, OFFICER2, &e), &e);
    const struct project_handover_room rooms[] = {
        {.number = "301", .storey = 3, .beds = 10, .area_m2 = 60}};
    const struct project_handover h = {.project = p.id,
                                       .on = date_make(2013, 7, 15),
                                       .given_by = "建设单位",
                                       .received_by = "院长",
                                       .document = "示例",
                                       .room_count = 1,
                                       .rooms = rooms};
    assert_ok_e(project_hand_over(db, COUNTY, &h, OFFICER, &handover, &e), &e);
}

static void build(struct world *w)
{
    struct filler f = {.w = w};
    f.home = number(&f, "SELECT id FROM home WHERE name = '泾川镇敬老院'");
    f.other_home = number(&f, "SELECT id FROM home WHERE name = '茂林镇敬老院'");
    residents_fill(&f);
    allocation_fill(&f);
    claim_fill(&f);
    month_fill(&f);
    project_fill(&f);
}

static int setup(void **state)
{
    (void)state;
    setenv("MINSHENG_TODAY", "2013-07-20", 1);
    worlds_open(build);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void honest_homes_tie_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_fault_in_homes_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof(FAULTS) / sizeof(FAULTS[0]));
}

/* ---- who forges consistently: rows and their hash agree, only the trail does not ---- */

struct forgery {
    const struct keyring *keys;
    struct codes codes;
    int64_t findings;
};

static void hash_literal(struct db *db, const uint8_t hash[HASH_BYTES], char *out, size_t bytes)
{
    char hex[HASH_HEX_BYTES];
    hash_hex(hash, hex);
    snprintf(out, bytes, db_engine(db) == DB_POSTGRES ? "decode('%s', 'hex')" : "X'%s'", hex);
}

static enum status forge(struct db *db, void *context, struct error *e)
{
    struct forgery *g = context;
    struct project_return r;
    uint8_t hash[HASH_BYTES];
    char literal[HASH_HEX_BYTES + 32], sql[400];
    int64_t id;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1 << 20);
    TRY(db_query_i64_raw(db, "SELECT " RETURN, &id, e));
    TRY(project_return_read(db, COUNTY, id, arena, &r, e));
    r.problem = "资金不足";
    project_return_hash(&r, hash);
    hash_literal(db, hash, literal, sizeof(literal));
    snprintf(sql, sizeof(sql),
             "UPDATE project_return SET problem = '%s', content_hash = %s WHERE id = %lld",
             r.problem, literal, (long long)id);
    TRY(db_execute_raw(db, sql, e));
    TRY(audit(db, g->keys, &g->codes, &g->findings, e));
    return error_set(e, STATUS_REFUSED, "ROLLED_BACK", "rolled back");
}

static void a_forgery_with_its_hash_is_named_by_the_trail(void **state)
{
    (void)state;
    for (size_t i = 0; i < world_count; i++) {
        struct forgery g = {.keys = worlds[i].keys};
        struct error e = {0};
        assert_int_equal(db_transaction(worlds[i].db, forge, &g, &e), STATUS_REFUSED);
        assert_string_equal(e.code, "ROLLED_BACK");
        assert_string_equal(g.codes.text, "RETURN_ALTERED ");
    }
}

static void the_database_guards_homes(void **state)
{
    static const char *const refused[] = {
        /* money across funds */
        "UPDATE home_journal SET credit = 31001 WHERE kind = 'CLAIM_PAY'",
        "UPDATE home_journal SET book = 3 WHERE kind = 'CLAIM'",
        "UPDATE home_claim_line SET account = 35502",
        "UPDATE allocation_line SET account = 25102",
        /* two residents in one bed, one in two homes */
        "UPDATE home_bed_use SET bed = " BED
        " WHERE until_date = 99991231 AND known_to = 2147483647 AND stay = (SELECT max(id) FROM "
        "home_stay WHERE state = 2)",
        "UPDATE home_stay SET person = (SELECT s.person FROM home_stay AS s WHERE s.id = " STAY
        ") WHERE id = (SELECT max(id) FROM home_stay WHERE state = 2)",
        /* one hand for two */
        "UPDATE home_stay SET confirmed_by = requested_by WHERE id = " STAY,
        "UPDATE home_claim SET approved_by = prepared_by WHERE id = " CLAIM,
        "UPDATE home_claim SET paid_by = approved_by WHERE id = " CLAIM,
        "UPDATE project_return SET signed_by = prepared_by WHERE id = " RETURN,
        "UPDATE project_scope SET decided_by = requested_by WHERE version = 2",
        /* a care level that the six items do not give */
        "INSERT INTO home_care SELECT county, id, 20130701, 1, 2147483647, 1, 1, 1, 1, 1, 1, 3, "
        "'x', "
        "'x' FROM home_stay WHERE id = " STAY,
        /* a category twice in a month, a month's pocket money twice */
        "INSERT INTO allocation_line SELECT county, allocation, number + 50, fund, month, payee, "
        "account, supplement, people, amount_fen, note, is_living FROM allocation_line",
        "INSERT INTO home_record SELECT county, 999999, home, stay, kind, on_date, until_date, "
        "month, "
        "quantity, amount_fen, result, detail, actor, confirmed_by, confirmed_on, known_from, "
        "struck_change, strike_reason FROM home_record WHERE kind = 'POCKET'",
    };
    (void)state;
    statements_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_homes_tie_out),
        cmocka_unit_test(every_fault_in_homes_is_named),
        cmocka_unit_test(a_forgery_with_its_hash_is_named_by_the_trail),
        cmocka_unit_test(the_database_guards_homes),
    };
    return cmocka_run_group_tests_name("audit-home", tests, setup, teardown);
}

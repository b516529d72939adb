/* Whose class in which month, the numbers in force, the list of diseases and hospitals' signatures;
   on both engines, in a county that has loaded its plan. */
#include "domain/registry/registry_fixture.h"

#include <string.h>
#include <sodium.h>

#include "domain/medical/hospital.h"
#include "domain/medical/rule.h"

#define M(year, month) month_make((year), (month))

static void plan_fill(struct county *c)
{
    struct plan *plan;
    int64_t version;
    struct error e;
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", c->arena, &plan, &e), &e);
    assert_ok_e(plan_load(c->db, plan, plan_content(plan), c->keys, ACTOR_SYSTEM, &version, &e),
                &e);
}

static struct policy_table *table(struct county *c, int64_t known)
{
    struct policy_table *t;
    struct error e;
    assert_ok_e(policy_table_read(c->db, COUNTY, known, c->arena, &t, &e), &e);
    return t;
}

static int64_t one(struct county *c, enum programme p, const char *id, struct month from,
                   bool is_protected)
{
    struct person_made made = {id, "张三", RELATION_HEAD, is_protected};
    return county_household(c, p, from, &made, 1);
}

static struct medical_person who(struct county *c, const char *id, struct month m, int64_t known)
{
    struct medical_person p;
    struct error e;
    assert_ok_e(medical_class_of(c->db, COUNTY, person_number(c, id), m, known, &p, &e), &e);
    assert_int_equal(p.person, person_number(c, id));
    return p;
}

static void status_set(struct county *c, enum programme p, int64_t household, struct month from,
                       struct month to, enum entitlement_status status)
{
    struct dossier d = county_dossier(c, p, household, from, from, KNOWN_NOW);
    struct entitlement_row row = *dossier_entitlement_at(&d, from);
    row.from = from;
    row.to = to;
    row.status = status;
    put_entitlement(c, p, household, county_change(c), &row);
}

struct write {
    int64_t person;
    enum medical_class class;
    struct month from, to;
    int64_t change;
};

static enum status class_work(struct db *db, void *context, struct error *e)
{
    struct write *w = context;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "tester", .action = "test", .subject = "class", .detail = ""},
                      &w->change, e));
    return medical_class_write(db, COUNTY, w->person, w->class, w->from, w->to, "证明1号", 0,
                               w->change, e);
}

static int64_t class_set(struct county *c, const char *id, enum medical_class class,
                         struct month from, struct month to)
{
    struct write w = {.person = person_number(c, id), .class = class, .from = from, .to = to};
    struct error e;
    assert_ok_e(db_transaction(c->db, class_work, &w, &e), &e);
    return w.change;
}

static void registry_classes(struct county *c)
{
    const char *dibao = id_number(1950, 1, 1, 1), *wubao = id_number(1940, 1, 1, 2),
               *unprotected = id_number(1960, 1, 1, 3);
    int64_t h = one(c, PROGRAMME_DIBAO, dibao, M(2013, 1), true);
    (void)one(c, PROGRAMME_WUBAO, wubao, M(2013, 1), true);
    (void)one(c, PROGRAMME_DIBAO, unprotected, M(2013, 1), false);
    struct medical_person p = who(c, dibao, M(2013, 3), KNOWN_NOW);
    assert_int_equal(p.class, MEDICAL_DIBAO);
    assert_int_equal(p.household, h);
    assert_int_equal(p.division, VILLAGE);
    assert_int_equal(date_yyyymmdd(p.birth), 19500101);
    assert_false(p.is_suspended);
    assert_int_equal(who(c, dibao, M(2012, 12), KNOWN_NOW).class, MEDICAL_NONE);
    assert_int_equal(who(c, dibao, M(2012, 12), KNOWN_NOW).household, 0);
    assert_int_equal(who(c, wubao, M(2013, 3), KNOWN_NOW).class, MEDICAL_WUBAO);
    p = who(c, unprotected, M(2013, 3), KNOWN_NOW);
    assert_int_equal(p.class, MEDICAL_NONE);
    assert_int_not_equal(p.household, 0);

    /* 停助, 渐退, end: month by month */
    status_set(c, PROGRAMME_DIBAO, h, M(2013, 4), M(2013, 4), ENTITLEMENT_SUSPENDED);
    status_set(c, PROGRAMME_DIBAO, h, M(2013, 5), M(2013, 6), ENTITLEMENT_GRACE);
    status_set(c, PROGRAMME_DIBAO, h, M(2013, 7), MONTH_OPEN, ENTITLEMENT_ENDED);
    p = who(c, dibao, M(2013, 4), KNOWN_NOW);
    assert_int_equal(p.class, MEDICAL_NONE);
    assert_true(p.is_suspended);
    assert_int_equal(p.household, h);
    assert_int_equal(who(c, dibao, M(2013, 5), KNOWN_NOW).class, MEDICAL_DIBAO);
    assert_false(who(c, dibao, M(2013, 5), KNOWN_NOW).is_suspended);
    p = who(c, dibao, M(2013, 7), KNOWN_NOW);
    assert_int_equal(p.class, MEDICAL_NONE);
    assert_false(p.is_suspended);
    assert_int_equal(p.division, VILLAGE);
}

static void classes_come_from_the_registry_month_by_month(void **state)
{
    (void)state;
    county_on_each(plan_fill, registry_classes);
}

static void dead_class(struct county *c)
{
    const char *id = id_number(1945, 2, 3, 4);
    struct error e;
    int64_t before;
    (void)one(c, PROGRAMME_WUBAO, id, M(2013, 1), true);
    before = county_change(c);
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, id, date_make(2013, 4, 10), &ACTOR, &e), &e);
    assert_int_equal(who(c, id, M(2013, 4), KNOWN_NOW).class, MEDICAL_WUBAO);
    assert_int_equal(who(c, id, M(2013, 5), KNOWN_NOW).class, MEDICAL_NONE);
    assert_int_equal(who(c, id, M(2013, 5), before).class, MEDICAL_WUBAO); /* as believed then */
}

static void the_dead_keep_their_class_to_the_month_of_death(void **state)
{
    (void)state;
    county_on_each(plan_fill, dead_class);
}

static void decided_class(struct county *c)
{
    const char *id = id_number(1971, 5, 6, 7);
    struct error e;
    int64_t h = one(c, PROGRAMME_DIBAO, id, M(2013, 9), true), before = county_change(c);
    assert_int_equal(who(c, id, M(2013, 2), KNOWN_NOW).class, MEDICAL_NONE);
    (void)class_set(c, id, MEDICAL_LOW_INCOME, M(2013, 1), MONTH_OPEN);
    assert_int_equal(who(c, id, M(2013, 2), KNOWN_NOW).class, MEDICAL_LOW_INCOME);
    assert_int_equal(who(c, id, M(2013, 2), before).class, MEDICAL_NONE); /* back-dated */
    /* the registry comes first from its own month on; a suspended benefit is no way round it */
    assert_int_equal(who(c, id, M(2013, 9), KNOWN_NOW).class, MEDICAL_DIBAO);
    status_set(c, PROGRAMME_DIBAO, h, M(2013, 10), M(2013, 10), ENTITLEMENT_SUSPENDED);
    assert_int_equal(who(c, id, M(2013, 10), KNOWN_NOW).class, MEDICAL_NONE);
    status_set(c, PROGRAMME_DIBAO, h, M(2013, 11), MONTH_OPEN, ENTITLEMENT_ENDED);
    assert_int_equal(who(c, id, M(2013, 11), KNOWN_NOW).class, MEDICAL_LOW_INCOME);
    /* another class in the middle, and none at the end: what is around stays */
    (void)class_set(c, id, MEDICAL_ILLNESS_POOR, M(2013, 4), M(2013, 5));
    (void)class_set(c, id, MEDICAL_NONE, M(2014, 1), MONTH_OPEN);
    assert_int_equal(who(c, id, M(2013, 3), KNOWN_NOW).class, MEDICAL_LOW_INCOME);
    assert_int_equal(who(c, id, M(2013, 4), KNOWN_NOW).class, MEDICAL_ILLNESS_POOR);
    assert_int_equal(who(c, id, M(2013, 5), KNOWN_NOW).class, MEDICAL_ILLNESS_POOR);
    assert_int_equal(who(c, id, M(2013, 6), KNOWN_NOW).class, MEDICAL_LOW_INCOME);
    assert_int_equal(who(c, id, M(2013, 12), KNOWN_NOW).class, MEDICAL_LOW_INCOME);
    assert_int_equal(who(c, id, M(2014, 1), KNOWN_NOW).class, MEDICAL_NONE);
    /* not for those of the rosters, nor for a class without numbers */
    struct write w = {.person = person_number(c, id),
                      .class = MEDICAL_DIBAO,
                      .from = M(2013, 1),
                      .to = MONTH_OPEN};
    assert_refused(db_transaction(c->db, class_work, &w, &e), &e, "MEDICAL_CLASS");
    w.class = MEDICAL_RETURNED;
    assert_refused(db_transaction(c->db, class_work, &w, &e), &e, "POLICY_MISSING");
}

static void a_decided_class_holds_where_the_registry_has_none(void **state)
{
    (void)state;
    county_on_each(plan_fill, decided_class);
}

static enum status rate_work(struct db *db, void *context, struct error *e)
{
    int64_t *change = context;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "tester", .action = "test", .subject = "rate", .detail = ""},
                      change, e));
    return parameter_set(db, COUNTY, "medical.dibao.inpatient.rate", M(2013, 7), 8000,
                         "泾民〔2013〕30号", NULL, *change, e);
}

static void numbers(struct county *c)
{
    struct medical_terms t;
    struct error e;
    int64_t n, change;
    struct policy_table *now = table(c, KNOWN_NOW);
    assert_ok_e(medical_terms_at(now, MEDICAL_LOW_INCOME, VISIT_INPATIENT, M(2013, 6), &t, &e), &e);
    assert_int_equal(t.deductible.v, 2000000);
    assert_int_equal(t.rate_bp, 5000);
    assert_int_equal(t.cap.v, 1000000);
    assert_true(t.is_listed_only);
    assert_true(t.is_example);
    assert_string_equal(t.clause, "P3.3");
    assert_ok_e(medical_terms_at(now, MEDICAL_WUBAO, VISIT_OUTPATIENT, M(2013, 6), &t, &e), &e);
    assert_int_equal(t.deductible.v, 100000);
    assert_int_equal(t.rate_bp, 7000);
    assert_int_equal(t.cap.v, 300000);
    assert_false(t.is_listed_only);
    assert_ok_e(medical_terms_at(now, MEDICAL_NONE, VISIT_INPATIENT, M(1999, 1), &t, &e), &e);
    assert_int_equal(t.cap.v, 0);
    assert_refused(medical_terms_at(now, MEDICAL_RETURNED, VISIT_INPATIENT, M(2013, 6), &t, &e), &e,
                   "POLICY_MISSING");
    assert_non_null(strstr(e.message, "medical.returned.inpatient.deductible"));
    assert_refused(medical_terms_at(now, MEDICAL_DIBAO, VISIT_INPATIENT, M(2012, 12), &t, &e), &e,
                   "POLICY_MISSING");
    assert_ok_e(medical_number_at(now, MEDICAL_ADVANCE_MAX, M(2013, 1), &n, &e), &e);
    assert_int_equal(n, 300000);
    assert_ok_e(medical_number_at(now, MEDICAL_CLAIM_DAYS, M(2013, 1), &n, &e), &e);
    assert_int_equal(day_limit_days(n), 180);
    assert_false(day_limit_is_working(n));
    assert_int_equal(medical_premium_rate(now, MEDICAL_WUBAO, M(2013, 1)), 10000);
    assert_int_equal(medical_premium_rate(now, MEDICAL_DIBAO, M(2013, 1)), 9000);
    assert_int_equal(medical_premium_rate(now, MEDICAL_RETURNED, M(2013, 1)), 0);
    assert_false(medical_is_publicised(now, MEDICAL_DIBAO, M(2013, 1)));
    assert_true(medical_is_publicised(now, MEDICAL_ILLNESS_POOR, M(2013, 1)));
    /* a better rate from July on; a bill of June keeps the old one */
    assert_ok_e(db_transaction(c->db, rate_work, &change, &e), &e);
    now = table(c, KNOWN_NOW);
    assert_ok_e(medical_terms_at(now, MEDICAL_DIBAO, VISIT_INPATIENT, M(2013, 6), &t, &e), &e);
    assert_int_equal(t.rate_bp, 7000);
    assert_ok_e(medical_terms_at(now, MEDICAL_DIBAO, VISIT_INPATIENT, M(2013, 7), &t, &e), &e);
    assert_int_equal(t.rate_bp, 8000);
    assert_string_equal(t.document, "泾民〔2013〕30号");
    assert_ok_e(policy_table_set(now, "medical.dibao.inpatient.rate=85%", M(2013, 1), &e), &e);
    assert_ok_e(medical_terms_at(now, MEDICAL_DIBAO, VISIT_INPATIENT, M(2013, 6), &t, &e), &e);
    assert_int_equal(t.rate_bp, 8500);
    assert_refused(policy_table_set(now, "medical.dibao.inpatient.rate=101%", M(2013, 1), &e), &e,
                   "POLICY_VALUE");
    assert_refused(policy_table_set(now, "medical.dibao.home.rate=10%", M(2013, 1), &e), &e,
                   "POLICY_UNKNOWN");
    /* the amounts of dibao are not re-assessed for it */
    assert_int_equal(policy_changed_since(now, PROGRAMME_DIBAO, 1).v, MONTH_OPEN.v);
}

static void the_numbers_in_force_are_the_plans_or_refused(void **state)
{
    (void)state;
    county_on_each(plan_fill, numbers);
}

struct disease_write {
    struct medical_disease d;
    bool is_listed;
};

static enum status disease_work(struct db *db, void *context, struct error *e)
{
    struct disease_write *w = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "tester", .action = "test", .subject = "disease", .detail = ""},
                      &change, e));
    return medical_disease_set(db, COUNTY, &w->d, w->is_listed, change, e);
}

static const char *found(struct county *c, const char *code, int age, struct month m)
{
    struct medical_disease_table *t;
    struct error e;
    assert_ok_e(medical_disease_table_read(c->db, COUNTY, KNOWN_NOW, c->arena, &t, &e), &e);
    const struct medical_disease *d = medical_disease_find(t, code, age, m);
    return d ? d->code_from : NULL;
}

static void diseases(struct county *c)
{
    struct error e;
    struct month june = M(2013, 6);
    assert_string_equal(found(c, "C34.1", 60, june), "C00");
    assert_string_equal(found(c, "c97", 60, june), "C00");
    assert_string_equal(found(c, "C00.901", 60, june), "C00");
    assert_null(found(c, "D00", 60, june));
    assert_null(found(c, "B99.9", 60, june));
    assert_null(found(c, "C3", 60, june)); /* too short to say anything */
    assert_null(found(c, "C34.1", 60, M(2012, 12)));
    assert_string_equal(found(c, "Q21.0", 14, june), "Q20");
    assert_null(found(c, "Q21.0", 15, june));
    assert_string_equal(found(c, "Z94.0", 40, june), "Z94.0");
    assert_null(found(c, "Z94.1", 40, june));
    assert_null(found(c, "Z94", 40, june));
    struct disease_write w = {.d = {.code_from = "M05",
                                    .code_to = "M06",
                                    .name = "类风湿关节炎",
                                    .document = "泾民〔2013〕31号",
                                    .from = M(2013, 7),
                                    .to = MONTH_OPEN},
                              .is_listed = true};
    assert_ok_e(db_transaction(c->db, disease_work, &w, &e), &e);
    assert_null(found(c, "M06.9", 60, june));
    assert_string_equal(found(c, "M06.9", 60, M(2013, 7)), "M05");
    w.is_listed = false;
    w.d.from = M(2014, 1);
    assert_ok_e(db_transaction(c->db, disease_work, &w, &e), &e);
    assert_string_equal(found(c, "M05", 60, M(2013, 12)), "M05");
    assert_null(found(c, "M05", 60, M(2014, 1)));
    assert_refused(db_transaction(c->db, disease_work, &w, &e), &e, "DISEASE_UNKNOWN");
    w.is_listed = true;
    w.d.code_to = "M04";
    assert_refused(db_transaction(c->db, disease_work, &w, &e), &e, "DISEASE_CODE");
    w.d.code_from = "肿瘤";
    assert_refused(db_transaction(c->db, disease_work, &w, &e), &e, "DISEASE_CODE");
}

static void diseases_are_found_by_span_age_and_month(void **state)
{
    (void)state;
    county_on_each(plan_fill, diseases);
}

static enum status check(struct county *c, int64_t hospital, struct signed_request r, int64_t now_s,
                         struct error *e)
{
    return hospital_signature_check(c->db, COUNTY, c->keys, hospital, &r, now_s, e);
}

static void signatures(struct county *c)
{
    struct error e;
    char first[HOSPITAL_SECRET_BYTES], second[HOSPITAL_SECRET_BYTES], hex[65];
    int64_t hospital, other, key, key2, now = 1372550400;
    assert_ok_e(hospital_of_user(c->db, COUNTY, "hospital1.counter", &hospital, &e), &e);
    assert_ok_e(hospital_of_user(c->db, COUNTY, "hospital2.counter", &other, &e), &e);
    assert_int_not_equal(hospital, other);
    assert_status(hospital_of_user(c->db, COUNTY, "dibao1", &other, &e), STATUS_NONE);
    struct signed_request r = {.method = "POST",
                               .path = "/api/v1/medical/settlements",
                               .timestamp = "1372550400",
                               .signature = hex,
                               .body = "{}",
                               .body_bytes = 2};
    assert_ok_e(hospital_key_add(c->db, COUNTY, c->keys, "admin", hospital, &key, first, &e), &e);
    hospital_sign(first, &r, hex);
    assert_ok_e(check(c, hospital, r, now, &e), &e);
    assert_ok_e(check(c, hospital, r, now + SIGNATURE_SKEW_S, &e), &e);
    assert_refused(check(c, hospital, r, now + SIGNATURE_SKEW_S + 1, &e), &e, "SIGNATURE_TIME");
    assert_refused(check(c, hospital, r, now - SIGNATURE_SKEW_S - 1, &e), &e, "SIGNATURE_TIME");
    assert_refused(check(c, other, r, now, &e), &e, "SIGNATURE_WRONG");
    /* whatever is altered no longer fits */
    struct signed_request altered = r;
    altered.body = "{ }";
    altered.body_bytes = 3;
    assert_refused(check(c, hospital, altered, now, &e), &e, "SIGNATURE_WRONG");
    altered = r;
    altered.path = "/api/v1/medical/reversals";
    assert_refused(check(c, hospital, altered, now, &e), &e, "SIGNATURE_WRONG");
    altered = r;
    altered.timestamp = "1372550401";
    assert_refused(check(c, hospital, altered, now, &e), &e, "SIGNATURE_WRONG");
    altered.timestamp = "-1";
    assert_refused(check(c, hospital, altered, now, &e), &e, "SIGNATURE_TIME");
    altered = r;
    altered.signature = "00";
    assert_refused(check(c, hospital, altered, now, &e), &e, "SIGNATURE_WRONG");
    /* a second secret beside the first; not a third; a revoked one ends at once */
    assert_ok_e(hospital_key_add(c->db, COUNTY, c->keys, "admin", hospital, &key2, second, &e), &e);
    assert_refused(hospital_key_add(c->db, COUNTY, c->keys, "admin", hospital, &other, second, &e),
                   &e, "HOSPITAL_KEYS");
    assert_ok_e(check(c, hospital, r, now, &e), &e);
    assert_ok_e(hospital_key_revoke(c->db, COUNTY, "admin", hospital, key, &e), &e);
    assert_status(hospital_key_revoke(c->db, COUNTY, "admin", hospital, key, &e), STATUS_NONE);
    assert_refused(check(c, hospital, r, now, &e), &e, "SIGNATURE_WRONG");
    hospital_sign(second, &r, hex);
    assert_ok_e(check(c, hospital, r, now, &e), &e);
    struct hospital_key *keys;
    size_t count;
    assert_ok_e(hospital_key_list(c->db, COUNTY, hospital, c->arena, &keys, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_true(keys[0].is_revoked);
    assert_false(keys[1].is_revoked);
}

static void a_request_is_taken_only_with_a_living_secret(void **state)
{
    (void)state;
    county_on_each(plan_fill, signatures);
}

/* RFC 4231 has no case of our form: the same words through HMAC by hand. */
static void a_signature_is_hmac_sha_256_of_the_four_lines(void **state)
{
    (void)state;
    char hex[65], by_hand[65], digest[65], text[200];
    uint8_t mac[HASH_BYTES], sum[HASH_BYTES];
    struct signed_request r = {
        .method = "GET", .path = "/a?b=c", .timestamp = "7", .body = NULL, .body_bytes = 0};
    hospital_sign("secret", &r, hex);
    hash_bytes("", 0, sum);
    hash_hex(sum, digest);
    (void)snprintf(text, sizeof text, "GET\n/a?b=c\n7\n%s\n", digest);
    crypto_auth_hmacsha256_state s;
    crypto_auth_hmacsha256_init(&s, (const uint8_t *)"secret", 6);
    crypto_auth_hmacsha256_update(&s, (const uint8_t *)text, strlen(text));
    crypto_auth_hmacsha256_final(&s, mac);
    hash_hex(mac, by_hand);
    assert_string_equal(hex, by_hand);
}

struct bind {
    const char *user;
    int64_t hospital;
};

static enum status bind_work(struct db *db, void *context, struct error *e)
{
    const struct bind *b = context;
    return hospital_user_bind(db, COUNTY, b->user, b->hospital, e);
}

static void payees(struct county *c)
{
    struct error e;
    struct payee h, office, *list;
    size_t count;
    int64_t bound;
    assert_ok_e(payee_list(c->db, COUNTY, PAYEE_HOSPITAL, c->arena, &list, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_string_equal(list[0].code, "H001");
    assert_ok_e(payee_by_name(c->db, COUNTY, "H003", c->arena, &h, &e), &e);
    assert_string_equal(h.name, "云岭镇中心卫生院");
    assert_string_equal(h.account_tail, "3029");
    assert_int_equal(h.township, INT64_C(341823106000));
    assert_ok_e(payee_by_name(c->db, COUNTY, "泾县新农合管理中心", c->arena, &office, &e), &e);
    assert_int_equal(office.kind, PAYEE_INSURANCE);
    assert_status(payee_by_name(c->db, COUNTY, "H009", c->arena, &office, &e), STATUS_NONE);
    struct bind b = {"hospital1.counter", h.id};
    assert_ok_e(db_transaction(c->db, bind_work, &b, &e), &e);
    assert_ok_e(hospital_of_user(c->db, COUNTY, "hospital1.counter", &bound, &e), &e);
    assert_int_equal(bound, h.id);
    b.user = "dibao1";
    assert_refused(db_transaction(c->db, bind_work, &b, &e), &e, "ACCESS_ROLE");
    b = (struct bind){"hospital1.counter", office.id};
    assert_refused(db_transaction(c->db, bind_work, &b, &e), &e, "PAYEE_KIND");
}

static void only_hospitals_users_speak_for_hospitals(void **state)
{
    (void)state;
    county_on_each(plan_fill, payees);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_come_from_the_registry_month_by_month),
        cmocka_unit_test(the_dead_keep_their_class_to_the_month_of_death),
        cmocka_unit_test(a_decided_class_holds_where_the_registry_has_none),
        cmocka_unit_test(the_numbers_in_force_are_the_plans_or_refused),
        cmocka_unit_test(diseases_are_found_by_span_age_and_month),
        cmocka_unit_test(a_request_is_taken_only_with_a_living_secret),
        cmocka_unit_test(a_signature_is_hmac_sha_256_of_the_four_lines),
        cmocka_unit_test(only_hospitals_users_speak_for_hospitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

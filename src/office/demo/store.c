/* The synthetic county into the registry, in bulk. */
#include "office/demo/demo.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "household_sql.h"
#include "period_sql.h"
#include "person_sql.h"

#define PERSON_BLOCK 10000
#define PROGRESS_ROWS 4096
#define TAIL 4
#define SEALED_BYTES (SEAL_OVERHEAD_BYTES + 32)
#define ADDRESS_BYTES 256

struct store {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct demo_counts counts;
    int64_t change, household, person, person_end; /* next numbers */
    struct db_bulk *households, *persons, *members, *entitlements, *accounts;
};

static enum status begin(struct store *s, struct error *e)
{
    TRY(household_bulk_begin(s->db, &s->households, e));
    TRY(person_bulk_begin(s->db, &s->persons, e));
    TRY(member_bulk_begin(s->db, &s->members, e));
    TRY(entitlement_bulk_begin(s->db, &s->entitlements, e));
    return account_bulk_begin(s->db, &s->accounts, e);
}

static void drop(struct store *s)
{
    db_bulk_cleanup(&s->households);
    db_bulk_cleanup(&s->persons);
    db_bulk_cleanup(&s->members);
    db_bulk_cleanup(&s->entitlements);
    db_bulk_cleanup(&s->accounts);
}

static enum status end_one(struct db_bulk **bulk, struct error *e)
{
    struct db_bulk *b = *bulk;
    *bulk = NULL;
    return db_bulk_end(b, e);
}

static enum status end(struct store *s, struct error *e)
{
    TRY(end_one(&s->households, e));
    TRY(end_one(&s->persons, e));
    TRY(end_one(&s->members, e));
    TRY(end_one(&s->entitlements, e));
    return end_one(&s->accounts, e);
}

static enum status next_person(struct store *s, int64_t *ret, struct error *e)
{
    if (s->person == s->person_end) {
        TRY(counter_take(s->db, s->c->county, "person", PERSON_BLOCK, &s->person, e));
        s->person_end = s->person + PERSON_BLOCK;
    }
    *ret = s->person++;
    return STATUS_OK;
}

static enum status add_person(struct store *s, int64_t id, const struct demo_member *m,
                              struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES], sealed[SEALED_BYTES], phone[SEALED_BYTES];
    char initials[PINYIN_INITIALS_BYTES];
    const struct keyring *keys = s->c->keys;
    size_t phone_n = strlen(m->phone);
    struct person_bulk_row row = {
        .county = s->c->county,
        .id = id,
        .name = m->name,
        .initials = initials,
        .sex = m->id.sex,
        .id_tail = m->id.text + IDNO_BYTES - 1 - TAIL,
        .id_index = {index, sizeof(index)},
        .id_sealed = {sealed, seal(keys, SEAL_ID_NUMBER, m->id.text, IDNO_BYTES - 1, sealed)},
        .known_from = s->change,
    };
    blind_index(keys, SEAL_ID_NUMBER, m->id.text, index);
    pinyin_initials(m->name, initials);
    if (phone_n > 0) {
        row.phone_tail = m->phone + phone_n - TAIL;
        row.phone_sealed = (struct blob){phone, seal(keys, SEAL_PHONE, m->phone, phone_n, phone)};
    }
    return person_bulk_add(s->persons, &row, e);
}

static enum status add_member(struct store *s, int64_t household, int64_t person,
                              const struct demo_member *m, struct error *e)
{
    return member_bulk_add(s->members,
                           &(struct member_bulk_row){.county = s->c->county,
                                                     .household = household,
                                                     .person = person,
                                                     .from_month = s->options->month,
                                                     .known_from = s->change,
                                                     .to_month = MONTH_OPEN,
                                                     .known_to = KNOWN_OPEN,
                                                     .birth = m->id.birth,
                                                     .is_present = true,
                                                     .is_protected = m->is_protected,
                                                     .relation = m->relation,
                                                     .disability_kind = m->disability_kind,
                                                     .disability_grade = m->disability_grade,
                                                     .is_seriously_ill = m->is_seriously_ill,
                                                     .is_student = m->is_student,
                                                     .cause = ""},
                           e);
}

static enum status add_entitlement(struct store *s, int64_t household, int64_t head,
                                   const struct demo_household *h, struct error *e)
{
    bool is_active = h->status == ENTITLEMENT_ACTIVE;
    return entitlement_bulk_add(
        s->entitlements,
        &(struct entitlement_bulk_row){.county = s->c->county,
                                       .programme = h->programme,
                                       .household = household,
                                       .from_month = s->options->month,
                                       .known_from = s->change,
                                       .to_month = MONTH_OPEN,
                                       .known_to = KNOWN_OPEN,
                                       .status = h->status,
                                       .cause = is_active ? "" : "收入待核查",
                                       .division = h->place->code,
                                       .head = head,
                                       .mgmt_class = h->mgmt_class,
                                       .income_year_fen = h->income_year,
                                       .form = h->form,
                                       .home = h->home != NULL ? h->home->id : 0,
                                       .care_level = h->care,
                                       .begun_month = h->begun},
        e);
}

static enum status add_account(struct store *s, int64_t household, const struct demo_household *h,
                               struct error *e)
{
    uint8_t index[BLIND_INDEX_BYTES], sealed[SEALED_BYTES];
    size_t n = strlen(h->account);
    if (n == 0)
        return STATUS_OK;
    blind_index(s->c->keys, SEAL_ACCOUNT, h->account, index);
    struct account_bulk_row row = {
        .county = s->c->county,
        .owner_kind = OWNER_HOUSEHOLD,
        .owner = household,
        .known_from = s->change,
        .known_to = KNOWN_OPEN,
        .bank = DEMO_BANK,
        .holder = h->members[0].name,
        .number_tail = h->account + n - TAIL,
        .number_index = {index, sizeof(index)},
        .number_sealed = {sealed, seal(s->c->keys, SEAL_ACCOUNT, h->account, n, sealed)},
    };
    return account_bulk_add(s->accounts, &row, e);
}

static enum status add_household(struct store *s, const struct demo_household *h, struct error *e)
{
    char address[ADDRESS_BYTES], group[16];
    int64_t household = s->household++, head = 0;

    snprintf(group, sizeof(group), "%d", h->group_no);
    snprintf(address, sizeof(address), "%s%s%d组", h->place->township, h->place->village,
             h->group_no);
    TRY(household_bulk_add(s->households,
                           &(struct household_bulk_row){.county = s->c->county,
                                                        .id = household,
                                                        .address = address,
                                                        .group_no = group,
                                                        .known_from = s->change},
                           e));
    for (size_t i = 0; i < h->member_count; i++) {
        int64_t person;
        TRY(next_person(s, &person, e));
        if (i == 0)
            head = person;
        TRY(add_person(s, person, &h->members[i], e));
        TRY(add_member(s, household, person, &h->members[i], e));
        s->counts.persons++;
    }
    TRY(add_entitlement(s, household, head, h, e));
    return add_account(s, household, h, e);
}

static enum status record(struct store *s, struct error *e)
{
    char detail[160], month[MONTH_TEXT_BYTES];
    snprintf(detail, sizeof(detail),
             "{\"seed\":%" PRIu64 ",\"dibao\":%" PRId64 ",\"wubao\":%" PRId64 ",\"from\":\"%s\"}",
             s->options->seed, s->options->dibao_households, s->options->wubao_persons,
             month_format(s->options->month, month));
    return change_record(
        s->db, s->c->county,
        &(struct change_entry){
            .actor = s->c->actor, .action = DEMO_ACTION, .subject = "registry", .detail = detail},
        &s->change, e);
}

static enum status fill(struct store *s, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    int64_t total = s->options->dibao_households + s->options->wubao_persons;
    struct demo_household h;

    TRY(demo_county_new(s->options, &county, e));
    TRY(counter_take(s->db, s->c->county, "household", total > 0 ? total : 1, &s->household, e));
    TRY(begin(s, e));
    while (demo_county_next(county, &h)) {
        TRY(add_household(s, &h, e));
        if (++s->counts.households % PROGRESS_ROWS == 0 && s->c->progress != NULL &&
            !s->c->progress(s->c->progress_context, s->counts.households, total))
            return error_set(e, STATUS_REFUSED, "CANCELLED", _("已停止，没有写入任何数据"));
    }
    return end(s, e);
}

static enum status store_work(struct db *db, void *context, struct error *e)
{
    struct store *s = context;

    s->db = db;
    s->counts = (struct demo_counts){0};
    s->person = s->person_end = 0;
    TRY(record(s, e)); /* first: it lets only one writer of the county through */
    TRY(demo_require_empty(db, s->c->county, e));
    enum status result = fill(s, e);
    drop(s);
    return result;
}

enum status demo_store(struct db *db, const struct payment_context *c,
                       const struct demo_options *options, struct demo_counts *ret, struct error *e)
{
    struct store s = {.c = c, .options = options};
    TRY(db_transaction(db, store_work, &s, e));
    if (ret != NULL)
        *ret = s.counts;
    return STATUS_OK;
}

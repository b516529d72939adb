#include "domain/access/reveal.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/access/reveal_sql.h"
#include "domain/registry/change.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_BYTES_MAX 64
#define SEALED_BYTES_MAX (NUMBER_BYTES_MAX + SEAL_OVERHEAD_BYTES)
#define NUMBER_DIGITS_MIN 11
#define DETAIL_BYTES_MAX 4096
#define PURPOSE_ARENA_BYTES (64u << 10)

static const char *const KINDS[] = {"none", "id_number", "phone", "account"};

enum reveal_kind reveal_kind_parse(const char *code)
{
    for (int k = REVEAL_ID_NUMBER; k <= REVEAL_ACCOUNT; k++)
        if (text_equals(code, KINDS[k]))
            return (enum reveal_kind)k;
    return REVEAL_NONE;
}

/* Out of scope is as if it were not there. */
static enum status household_check(struct db *db, int64_t county, const struct access_user *user,
                                   int64_t household, struct arena *arena, struct error *e)
{
    struct reveal_household_row row;
    TRY(reveal_household(db,
                         (struct reveal_household_args){.county = county, .household = household},
                         arena, &row, e));
    return access_in_scope(user->scope, row.division) ? STATUS_OK : STATUS_NONE;
}

struct reveal_work {
    int64_t county;
    const struct keyring *keys;
    const struct access_user *user;
    const struct reveal_request *request;
    struct arena *arena;
    const char *number;
};

/* The sealed number; NONE when there is none. */
static enum status sealed_read(struct db *db, const struct reveal_work *w, struct blob *ret,
                               struct error *e)
{
    const struct reveal_request *q = w->request;
    if (q->kind == REVEAL_ACCOUNT) {
        struct reveal_account_row account;
        TRY(reveal_account(
            db, (struct reveal_account_args){.county = w->county, .household = q->household},
            w->arena, &account, e));
        *ret = account.number_sealed;
        return STATUS_OK;
    }
    struct reveal_person_row person;
    TRY(reveal_person(db,
                      (struct reveal_person_args){
                          .county = w->county, .household = q->household, .person = q->person},
                      w->arena, &person, e));
    *ret = q->kind == REVEAL_PHONE ? person.phone_sealed : person.id_sealed;
    return ret->p != NULL ? STATUS_OK : STATUS_NONE;
}

static enum status reveal_record(struct db *db, const struct reveal_work *w, struct error *e)
{
    const struct reveal_request *q = w->request;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char subject[64];
    int64_t change;
    snprintf(subject, sizeof(subject), "household %" PRId64, q->household);
    buf_addf(&detail, "{\"kind\":\"%s\",", KINDS[q->kind]);
    if (q->kind != REVEAL_ACCOUNT)
        buf_addf(&detail, "\"person\":%" PRId64 ",", q->person);
    buf_adds(&detail, "\"purpose\":");
    buf_add_json(&detail, q->purpose);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    struct change_entry entry = {.actor = w->user->name,
                                 .action = "number.reveal",
                                 .subject = subject,
                                 .detail = buf_text(&detail)};
    return change_record(db, w->county, &entry, &change, e);
}

static enum status number_open(const struct keyring *keys, enum reveal_kind kind,
                               const struct blob *sealed, char out[NUMBER_BYTES_MAX + 1],
                               struct error *e)
{
    static const enum seal_purpose purposes[] = {0, SEAL_ID_NUMBER, SEAL_PHONE, SEAL_ACCOUNT};
    size_t n = 0;
    if (sealed->n < SEAL_OVERHEAD_BYTES || sealed->n > SEALED_BYTES_MAX)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("密封的号码长度不对。"));
    return unseal(keys, purposes[kind], sealed->p, sealed->n, out, &n, e);
}

static enum status number_in_purpose(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "REVEAL_PURPOSE",
                     _("用途里不要写号码本身，写明办什么事即可。"));
}

static enum status reveal_work(struct db *db, void *context, struct error *e)
{
    struct reveal_work *w = context;
    char number[NUMBER_BYTES_MAX + 1];
    struct blob sealed;
    TRY(household_check(db, w->county, w->user, w->request->household, w->arena, e));
    TRY(sealed_read(db, w, &sealed, e));
    TRY(number_open(w->keys, w->request->kind, &sealed, number, e));
    if (strstr(w->request->purpose, number) != NULL)
        return number_in_purpose(e);
    TRY(reveal_record(db, w, e));
    w->number = arena_strdup(w->arena, number);
    return w->number != NULL ? STATUS_OK : arena_exhausted(e);
}

/* Role and words, before anything is read. */
static enum status purpose_check(const struct access_user *user, const char *purpose,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PURPOSE_ARENA_BYTES);
    if (!access_can(user->role, PERMISSION_NUMBER_REVEAL))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("您的岗位不能查看完整号码。"));
    bool is_long = strlen(purpose) > REVEAL_PURPOSE_BYTES_MAX;
    const char *tidy = arena == NULL ? NULL : is_long ? "" : text_tidy(arena, purpose);
    if (tidy == NULL)
        return arena_exhausted(e);
    if (is_long || utf8_length(tidy) < REVEAL_PURPOSE_LETTERS_MIN)
        return error_set(e, STATUS_REFUSED, "REVEAL_PURPOSE",
                         _("请写明查看的用途，至少 %d 个字，最多 %d 字节；会记入变动记录。"),
                         REVEAL_PURPOSE_LETTERS_MIN, REVEAL_PURPOSE_BYTES_MAX);
    return STATUS_OK;
}

enum status access_reveal(struct db *db, int64_t county, const struct keyring *keys,
                          const struct access_user *user, const struct reveal_request *request,
                          struct arena *arena, const char **ret_number, struct error *e)
{
    TRY(purpose_check(user, request->purpose, e));
    if (request->kind == REVEAL_NONE)
        return STATUS_NONE;
    struct reveal_work w = {
        .county = county, .keys = keys, .user = user, .request = request, .arena = arena};
    TRY(db_transaction(db, reveal_work, &w, e));
    *ret_number = w.number;
    return STATUS_OK;
}

/* ---- numbers of other things than households ---- */

struct sealed_work {
    int64_t county;
    const struct keyring *keys;
    const struct access_user *user;
    const struct reveal_sealed_request *request;
    struct arena *arena;
    const char *number;
};

static enum status sealed_work(struct db *db, void *context, struct error *e)
{
    struct sealed_work *w = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char number[NUMBER_BYTES_MAX + 1];
    int64_t change;
    TRY(number_open(w->keys, w->request->kind, &w->request->sealed, number, e));
    if (strstr(w->request->purpose, number) != NULL)
        return number_in_purpose(e);
    buf_addf(&detail, "{\"kind\":\"%s\",\"purpose\":", KINDS[w->request->kind]);
    buf_add_json(&detail, w->request->purpose);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    struct change_entry entry = {.actor = w->user->name,
                                 .action = "number.reveal",
                                 .subject = w->request->subject,
                                 .detail = buf_text(&detail)};
    TRY(change_record(db, w->county, &entry, &change, e));
    w->number = arena_strdup(w->arena, number);
    return w->number != NULL ? STATUS_OK : arena_exhausted(e);
}

enum status access_reveal_sealed(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct access_user *user,
                                 const struct reveal_sealed_request *request, struct arena *arena,
                                 const char **ret_number, struct error *e)
{
    TRY(purpose_check(user, request->purpose, e));
    if (request->kind == REVEAL_NONE || !access_in_scope(user->scope, request->division))
        return STATUS_NONE;
    struct sealed_work w = {
        .county = county, .keys = keys, .user = user, .request = request, .arena = arena};
    TRY(db_transaction(db, sealed_work, &w, e));
    *ret_number = w.number;
    return STATUS_OK;
}

/* ---- papers ---- */

/* As long as a telephone's, the shortest of the numbers that stand on papers. */
static bool has_number(const char *text)
{
    int run = 0;
    for (; *text != '\0' && run < NUMBER_DIGITS_MIN; text++)
        run = *text >= '0' && *text <= '9' ? run + 1 : 0;
    return run == NUMBER_DIGITS_MIN;
}

struct paper_work {
    int64_t county;
    const struct access_user *user;
    const struct reveal_paper_request *request;
};

static enum status paper_work(struct db *db, void *context, struct error *e)
{
    const struct paper_work *w = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char subject[64];
    int64_t change;
    snprintf(subject, sizeof(subject), "case %" PRId64, w->request->case_id);
    buf_adds(&detail, "{\"kind\":\"paper\",\"paper\":");
    buf_add_json(&detail, w->request->paper);
    buf_adds(&detail, ",\"purpose\":");
    buf_add_json(&detail, w->request->purpose);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    struct change_entry entry = {.actor = w->user->name,
                                 .action = "number.reveal",
                                 .subject = subject,
                                 .detail = buf_text(&detail)};
    return change_record(db, w->county, &entry, &change, e);
}

enum status access_reveal_paper(struct db *db, int64_t county, const struct access_user *user,
                                const struct reveal_paper_request *request, struct error *e)
{
    TRY(purpose_check(user, request->purpose, e));
    if (!access_in_scope(user->scope, request->division))
        return STATUS_NONE;
    if (has_number(request->purpose))
        return number_in_purpose(e);
    struct paper_work w = {.county = county, .user = user, .request = request};
    return db_transaction(db, paper_work, &w, e);
}

static enum status people_read(struct db *db, int64_t county, int64_t household,
                               struct arena *arena, struct reveal_choices *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct reveal_people_row row;
    enum status s;
    ret->people = ARENA_ARRAY(arena, struct reveal_person, REVEAL_PEOPLE_MAX);
    if (ret->people == NULL)
        return arena_exhausted(e);
    TRY(reveal_people_open(
        db, (struct reveal_people_args){.county = county, .household = household}, &cursor, e));
    while (ret->count < REVEAL_PEOPLE_MAX &&
           (s = reveal_people_next(cursor, &row, e)) != STATUS_NONE) {
        TRY(s);
        struct reveal_person *p = &ret->people[ret->count++];
        *p = (struct reveal_person){
            .person = row.id,
            .name = arena_strdup(arena, row.name),
            .id_tail = arena_strdup(arena, row.id_tail),
            .phone_tail = row.phone_tail != NULL ? arena_strdup(arena, row.phone_tail) : NULL};
        if (p->name == NULL || p->id_tail == NULL ||
            (row.phone_tail != NULL && p->phone_tail == NULL))
            return arena_exhausted(e);
    }
    return STATUS_OK;
}

enum status access_reveal_choices(struct db *db, int64_t county, const struct access_user *user,
                                  int64_t household, struct arena *arena,
                                  struct reveal_choices *ret, struct error *e)
{
    struct reveal_account_row account;
    struct reveal_choices choices = {.count = 0};
    TRY(household_check(db, county, user, household, arena, e));
    TRY(people_read(db, county, household, arena, &choices, e));
    enum status s =
        reveal_account(db, (struct reveal_account_args){.county = county, .household = household},
                       arena, &account, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK) {
        choices.bank = account.bank;
        choices.account_tail = account.number_tail;
    }
    *ret = choices;
    return STATUS_OK;
}

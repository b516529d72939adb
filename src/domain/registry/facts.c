/* Changes of what is known of a household: income, status, form of support, account. Each is one
 * transaction. */
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/registry/fact_change.h"
#include "domain/registry/within.h"
#include "household_sql.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT_BYTES 48

struct fact_work;
/* A change of a household's periods: how the trail calls and describes it, what it edits. */
struct fact_kind {
    const char *action;
    void (*describe)(struct buf *detail, const struct fact_work *w);
    fact_edit edit;
};
struct fact_work {
    const struct fact_kind *kind; /* NULL: of its own kind */
    int64_t county, household;
    const struct registry_actor *actor;
    const struct keyring *keys;
    const char *id_number;
    struct month from;
    /* what is to be set */
    struct fen income_year;
    enum entitlement_status status;
    const char *cause;
    enum support_form form;
    const char *home_name;
    int64_t home;
    const char *bank, *holder, *number;
};

static void month_detail(struct buf *detail, struct month from)
{
    char text[MONTH_TEXT_BYTES];
    buf_addf(detail, "{\"from\":\"%s\"", month_format(from, text));
}

enum status nothing_to_change(int64_t household, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "NOTHING_TO_CHANGE",
                     _("家庭 %" PRId64 " 从该月起已经是这样，没有改动。"), household);
}

static enum status edit_within(struct db *db, const struct fact_work *w,
                               const struct fact_household *household, int64_t change,
                               fact_edit edit, struct error *e)
{
    size_t changed = 0;
    struct fact_work copy = *w;
    TRY(fact_edit_entitlement(db, w->county, household, w->from, change, edit, &copy, &changed, e));
    return changed ? STATUS_OK : nothing_to_change(household->id, e);
}

static enum status kind_within(struct db *db, const struct fact_work *w, fact_edit edit,
                               int64_t change, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct fact_household household;
    if (!arena)
        return arena_exhausted(e);
    TRY(fact_household_find(db, w->county, w->household, arena, &household, e));
    return edit_within(db, w, &household, change, edit, e);
}

/* Records the change, edits the periods, and refuses when nothing was different. */
static enum status write_fact(struct db *db, const struct fact_work *w,
                              const struct fact_household *household, const char *action,
                              struct buf *detail, fact_edit edit, struct error *e)
{
    char subject[SUBJECT_BYTES];
    int64_t change = 0;
    (void)snprintf(subject, sizeof subject, "household %" PRId64, household->id);
    TRY(fact_record(db, w->county, w->actor, action, subject, detail, &change, e));
    return edit_within(db, w, household, change, edit, e);
}

static enum status kind_work(struct db *db, void *context, struct error *e)
{
    const struct fact_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    CLEANUP(buf_free) struct buf detail = BUF_INIT(FACT_DETAIL_BYTES_MAX);
    struct fact_household household;
    if (!arena)
        return arena_exhausted(e);
    TRY(fact_household_find(db, w->county, w->household, arena, &household, e));
    month_detail(&detail, w->from);
    w->kind->describe(&detail, w);
    return write_fact(db, w, &household, w->kind->action, &detail, w->kind->edit, e);
}

/* ---- income ---- */

static bool edit_income(struct entitlement_row *row, void *context)
{
    const struct fact_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->income_year.v == w->income_year.v)
        return false;
    row->income_year = w->income_year;
    return true;
}

static void describe_income(struct buf *detail, const struct fact_work *w)
{
    buf_addf(detail, ",\"income_year_fen\":%" PRId64, w->income_year.v);
}

static const struct fact_kind INCOME = {"household.income", describe_income, edit_income};

static enum status income_check(struct fen income_year, struct error *e)
{
    if (income_year.v < 0)
        return error_set(e, STATUS_REFUSED, "INCOME_NEGATIVE",
                         _("家庭年收入不能是负数。没有收入请填 0。"));
    return STATUS_OK;
}

enum status registry_income_within(struct db *db, int64_t county, int64_t household,
                                   struct fen income_year, struct month from, int64_t change,
                                   struct error *e)
{
    struct fact_work w = {
        .county = county, .household = household, .from = from, .income_year = income_year};
    TRY(income_check(income_year, e));
    return kind_within(db, &w, edit_income, change, e);
}

enum status registry_change_income(struct db *db, int64_t county, int64_t household,
                                   struct fen income_year, struct month from,
                                   const struct registry_actor *actor, struct error *e)
{
    TRY(income_check(income_year, e));
    struct fact_work w = {.kind = &INCOME,
                          .county = county,
                          .household = household,
                          .actor = actor,
                          .from = from,
                          .income_year = income_year};
    return db_transaction(db, kind_work, &w, e);
}

/* ---- status ---- */

static const char *status_code(enum entitlement_status s)
{
    static const char *const codes[] = {
        [ENTITLEMENT_ACTIVE] = "ACTIVE",
        [ENTITLEMENT_SUSPENDED] = "SUSPENDED",
        [ENTITLEMENT_GRACE] = "GRACE",
        [ENTITLEMENT_ENDED] = "ENDED",
    };
    return codes[s];
}

static bool edit_status(struct entitlement_row *row, void *context)
{
    const struct fact_work *w = context;
    bool has_ended = row->status == ENTITLEMENT_ENDED;
    if (row->status == w->status && text_equals(row->cause, w->cause))
        return false;
    /* A pause does not bring back what has ended, by a death for instance. */
    if (has_ended && (w->status == ENTITLEMENT_SUSPENDED || w->status == ENTITLEMENT_GRACE))
        return false;
    row->status = w->status;
    row->cause = w->cause;
    return true;
}

static void describe_status(struct buf *detail, const struct fact_work *w)
{
    buf_addf(detail, ",\"status\":\"%s\",\"cause\":", status_code(w->status));
    buf_add_json(detail, w->cause);
}

static const struct fact_kind STATUS = {"household.status", describe_status, edit_status};

static enum status status_check(enum entitlement_status status, const char *cause, struct error *e)
{
    if (status < ENTITLEMENT_ACTIVE || status > ENTITLEMENT_ENDED)
        return error_set(e, STATUS_REFUSED, "STATUS_UNKNOWN", _("没有这种待遇状态。"));
    if (status != ENTITLEMENT_ACTIVE && (!cause || !*cause))
        return error_set(
            e, STATUS_REFUSED, "CAUSE_MISSING",
            _("暂停、渐退、停发必须写明原因（社会救助暂行办法第十三条）。请写原因后再试。"));
    return STATUS_OK;
}

enum status registry_status_within(struct db *db, int64_t county, int64_t household,
                                   enum entitlement_status status, const char *cause,
                                   struct month from, int64_t change, struct error *e)
{
    struct fact_work w = {.county = county,
                          .household = household,
                          .from = from,
                          .status = status,
                          .cause = cause ? cause : ""};
    TRY(status_check(status, cause, e));
    return kind_within(db, &w, edit_status, change, e);
}

enum status registry_set_status(struct db *db, int64_t county, int64_t household,
                                enum entitlement_status status, const char *cause,
                                struct month from, const struct registry_actor *actor,
                                struct error *e)
{
    TRY(status_check(status, cause, e));
    struct fact_work w = {.kind = &STATUS,
                          .county = county,
                          .household = household,
                          .actor = actor,
                          .from = from,
                          .status = status,
                          .cause = cause ? cause : ""};
    return db_transaction(db, kind_work, &w, e);
}

/* ---- form of support ---- */

static bool edit_form(struct entitlement_row *row, void *context)
{
    const struct fact_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || (row->form == w->form && row->home == w->home))
        return false;
    row->form = w->form;
    row->home = w->home;
    return true;
}

/* By exact name after tidying; the refusal lists the homes there are. */
enum status registry_home_find(struct db *db, int64_t county, const char *name, int64_t *ret,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(buf_free) struct buf known = BUF_INIT(ERROR_MESSAGE_BYTES / 2);
    struct registry_home_row r;
    enum status s;
    TRY(home_list_open(db, (struct home_list_args){.county = county}, &cursor, e));
    while ((s = home_list_next(cursor, &r, e)) == STATUS_OK) {
        if (text_equals(r.name, name)) {
            *ret = r.id;
            return STATUS_OK;
        }
        if (known.n)
            buf_adds(&known, "、");
        buf_adds(&known, r.name);
    }
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "HOME_UNKNOWN", _("没有叫“%.60s”的供养机构。现有：%s。"),
                     name, known.n ? buf_text(&known) : _("（无）"));
}

static enum status person_household(struct db *db, const struct fact_work *w, struct arena *arena,
                                    struct fact_household *ret, struct error *e)
{
    struct person_row person;
    enum status s = person_by_id_number(db, w->county, w->keys, w->id_number, arena, &person, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("名册中没有这个身份证号的人。请核对号码。"));
    if (s != STATUS_OK)
        return s;
    struct person_place place;
    s = person_current_place(db, w->county, person.id, arena, &place, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_WITHOUT_BENEFIT", _("%s现在不在任何待遇中。"),
                         person.name);
    if (s != STATUS_OK)
        return s;
    if (place.programme != PROGRAMME_WUBAO)
        return error_set(e, STATUS_REFUSED, "NOT_WUBAO",
                         _("%s享受的是%s（%s%s，户主%s），不是五保，不能选择供养形式。"),
                         person.name, programme_name(place.programme), place.township_name,
                         place.village_name, place.head_name);
    *ret = (struct fact_household){
        .id = place.household, .head = person.id, .programme = PROGRAMME_WUBAO};
    return STATUS_OK;
}

static enum status form_work(struct db *db, void *context, struct error *e)
{
    struct fact_work w = *(const struct fact_work *)context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    CLEANUP(buf_free) struct buf detail = BUF_INIT(FACT_DETAIL_BYTES_MAX);
    struct fact_household household;
    if (!arena)
        return arena_exhausted(e);
    TRY(person_household(db, &w, arena, &household, e));
    if (w.form == FORM_INSTITUTION)
        TRY(registry_home_find(db, w.county, w.home_name, &w.home, e));
    month_detail(&detail, w.from);
    buf_addf(&detail, ",\"form\":\"%s\"", w.form == FORM_INSTITUTION ? "INSTITUTION" : "SCATTERED");
    if (w.form == FORM_INSTITUTION) {
        buf_adds(&detail, ",\"home\":");
        buf_add_json(&detail, w.home_name);
    }
    return write_fact(db, &w, &household, "wubao.form", &detail, edit_form, e);
}

static enum status form_check(enum support_form form, const char *home_name, struct error *e)
{
    if (form != FORM_SCATTERED && form != FORM_INSTITUTION)
        return error_set(e, STATUS_REFUSED, "FORM_UNKNOWN", _("供养形式只能是散居或集中。"));
    if (form == FORM_INSTITUTION && (!home_name || !*home_name))
        return error_set(e, STATUS_REFUSED, "HOME_MISSING",
                         _("集中供养必须写明供养机构。请补上敬老院名称。"));
    if (form == FORM_SCATTERED && home_name && *home_name)
        return error_set(e, STATUS_REFUSED, "HOME_UNEXPECTED",
                         _("分散供养没有供养机构。请去掉机构，或改为集中供养。"));
    return STATUS_OK;
}

enum status registry_form_within(struct db *db, int64_t county, int64_t household,
                                 enum support_form form, const char *home_name, struct month from,
                                 int64_t change, struct error *e)
{
    struct fact_work w = {.county = county,
                          .household = household,
                          .from = from,
                          .form = form,
                          .home_name = home_name};
    TRY(form_check(form, home_name, e));
    if (form == FORM_INSTITUTION)
        TRY(registry_home_find(db, county, home_name, &w.home, e));
    return kind_within(db, &w, edit_form, change, e);
}

enum status registry_change_form(struct db *db, int64_t county, const struct keyring *keys,
                                 const char *id_number, enum support_form form,
                                 const char *home_name, struct month from,
                                 const struct registry_actor *actor, struct error *e)
{
    TRY(form_check(form, home_name, e));
    struct fact_work w = {.county = county,
                          .actor = actor,
                          .keys = keys,
                          .id_number = id_number,
                          .from = from,
                          .form = form,
                          .home_name = home_name};
    return db_transaction(db, form_work, &w, e);
}

/* ---- account ---- */

static enum status account_differs(struct db *db, const struct fact_work *w, struct arena *arena,
                                   struct error *e)
{
    struct account_row now;
    enum status s =
        account_current(db, w->county, OWNER_HOUSEHOLD, w->household, w->keys, arena, &now, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && text_equals(now.number, w->number) && text_equals(now.bank, w->bank) &&
        text_equals(now.holder, w->holder))
        return nothing_to_change(w->household, e);
    return STATUS_OK;
}

enum status registry_account_within(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t household, const char *bank, const char *holder,
                                    const char *number, int64_t change, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    const struct fact_work w = {.county = county,
                                .household = household,
                                .keys = keys,
                                .bank = bank,
                                .holder = holder,
                                .number = number};
    if (!arena)
        return arena_exhausted(e);
    TRY(account_check(bank, holder, number, e));
    TRY(account_differs(db, &w, arena, e));
    return account_write(db, county, keys, OWNER_HOUSEHOLD, household, change, bank, holder, number,
                         e);
}

/* Whoever is paid once for a bill needs an account, but no benefit. */
static enum status household_known(struct db *db, int64_t county, int64_t household,
                                   struct arena *arena, struct error *e)
{
    struct household_record record;
    enum status s = household_select(
        db, (struct household_select_args){.county = county, .id = household}, arena, &record, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("没有编号为 %" PRId64 " 的家庭。请核对家庭编号。"), household);
    return s;
}

static enum status account_work(struct db *db, void *context, struct error *e)
{
    const struct fact_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    CLEANUP(buf_free) struct buf detail = BUF_INIT(FACT_DETAIL_BYTES_MAX);
    int64_t change = 0;
    char subject[SUBJECT_BYTES];
    if (!arena)
        return arena_exhausted(e);
    TRY(household_known(db, w->county, w->household, arena, e));
    TRY(account_differs(db, w, arena, e));
    (void)snprintf(subject, sizeof subject, "household %" PRId64, w->household);
    buf_addf(&detail, "{\"tail\":\"%s\",\"bank\":", w->number + strlen(w->number) - 4);
    buf_add_json(&detail, w->bank);
    TRY(fact_record(db, w->county, w->actor, "household.account", subject, &detail, &change, e));
    return account_write(db, w->county, w->keys, OWNER_HOUSEHOLD, w->household, change, w->bank,
                         w->holder, w->number, e);
}

enum status registry_change_account(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t household, const char *bank, const char *holder,
                                    const char *number, const struct registry_actor *actor,
                                    struct error *e)
{
    TRY(account_check(bank, holder, number, e));
    struct fact_work w = {.county = county,
                          .household = household,
                          .actor = actor,
                          .keys = keys,
                          .bank = bank,
                          .holder = holder,
                          .number = number};
    return db_transaction(db, account_work, &w, e);
}

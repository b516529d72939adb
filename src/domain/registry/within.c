/* Changes of a household's benefit inside the caller's transaction: class, care, place, grace. */
#include "domain/registry/within.h"

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/fact_change.h"
#include "household_sql.h"

struct within_work {
    int mgmt_class;
    enum care_level care;
    int64_t division;
    enum entitlement_status status;
    const char *cause;
    struct month until; /* a later month stays as it is */
};

static enum status find_and_edit(struct db *db, int64_t county, int64_t household,
                                 struct month from, int64_t change, fact_edit edit,
                                 struct within_work *w, size_t *ret_changed, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct fact_household found;
    if (!arena)
        return arena_exhausted(e);
    TRY(fact_household_find(db, county, household, arena, &found, e));
    return fact_edit_entitlement(db, county, &found, from, change, edit, w, ret_changed, e);
}

static enum status edit_one(struct db *db, int64_t county, int64_t household, struct month from,
                            int64_t change, fact_edit edit, struct within_work *w, struct error *e)
{
    size_t changed = 0;
    TRY(find_and_edit(db, county, household, from, change, edit, w, &changed, e));
    return changed ? STATUS_OK : nothing_to_change(household, e);
}

static bool edit_class(struct entitlement_row *row, void *context)
{
    const struct within_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->mgmt_class == w->mgmt_class)
        return false;
    row->mgmt_class = w->mgmt_class;
    return true;
}

enum status registry_class_within(struct db *db, int64_t county, int64_t household, int mgmt_class,
                                  struct month from, int64_t change, struct error *e)
{
    struct within_work w = {.mgmt_class = mgmt_class};
    return edit_one(db, county, household, from, change, edit_class, &w, e);
}

static bool edit_care(struct entitlement_row *row, void *context)
{
    const struct within_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->care == w->care)
        return false;
    row->care = w->care;
    return true;
}

enum status registry_care_within(struct db *db, int64_t county, int64_t household,
                                 enum care_level care, struct month from, int64_t change,
                                 struct error *e)
{
    struct within_work w = {.care = care};
    return edit_one(db, county, household, from, change, edit_care, &w, e);
}

static bool edit_division(struct entitlement_row *row, void *context)
{
    const struct within_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->division == w->division)
        return false;
    row->division = w->division;
    return true;
}

enum status registry_division_within(struct db *db, int64_t county, int64_t household,
                                     int64_t division, struct month from, int64_t change,
                                     struct error *e)
{
    struct within_work w = {.division = division};
    return edit_one(db, county, household, from, change, edit_division, &w, e);
}

static bool edit_resume(struct entitlement_row *row, void *context)
{
    (void)context;
    if (row->status != ENTITLEMENT_SUSPENDED)
        return false;
    row->status = ENTITLEMENT_ACTIVE;
    row->cause = "";
    return true;
}

enum status registry_resume_within(struct db *db, int64_t county, int64_t household,
                                   struct month from, int64_t change, struct error *e)
{
    struct within_work w = {.cause = ""};
    size_t changed = 0;
    TRY(find_and_edit(db, county, household, from, change, edit_resume, &w, &changed, e));
    if (changed)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "NOT_SUSPENDED",
                     _("家庭 %lld 从该月起没有暂停，无从恢复。请核对月份。"), (long long)household);
}

static bool edit_grace(struct entitlement_row *row, void *context)
{
    const struct within_work *w = context;
    if (row->status == ENTITLEMENT_ENDED || row->from.v > w->until.v)
        return false;
    if (row->to.v > w->until.v)
        row->to = w->until;
    row->status = ENTITLEMENT_GRACE;
    row->cause = w->cause;
    return true;
}

enum status registry_grace_within(struct db *db, int64_t county, int64_t household, int months,
                                  const char *cause, struct month from, int64_t change,
                                  struct error *e)
{
    struct within_work w = {.cause = cause, .until = month_add(from, months - 1)};
    size_t changed = 0;
    if (months < 1 || !cause || !*cause)
        return error_set(e, STATUS_REFUSED, "CAUSE_MISSING",
                         _("渐退必须写明原因，并至少一个月。请补上后再试。"));
    /* The end first: it cuts the open row, so that the grace can not outlast it. */
    TRY(registry_status_within(db, county, household, ENTITLEMENT_ENDED, cause,
                               month_add(from, months), change, e));
    TRY(find_and_edit(db, county, household, from, change, edit_grace, &w, &changed, e));
    return changed ? STATUS_OK : nothing_to_change(household, e);
}

enum status registry_household_within(struct db *db, int64_t county, const char *address,
                                      const char *group_no, int64_t change, int64_t *ret,
                                      struct error *e)
{
    int64_t id;
    TRY(counter_take(db, county, "household", 1, &id, e));
    TRY(household_insert(db,
                         (struct household_insert_args){.county = county,
                                                        .id = id,
                                                        .address = address,
                                                        .group_no = group_no,
                                                        .known_from = change},
                         NULL, e));
    *ret = id;
    return STATUS_OK;
}

enum status registry_address_within(struct db *db, int64_t county, int64_t household,
                                    const char *address, const char *group_no, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(FACT_ARENA_BYTES);
    struct household_record now;
    if (!arena)
        return arena_exhausted(e);
    enum status s = household_select(
        db, (struct household_select_args){.county = county, .id = household}, arena, &now, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOUSEHOLD_UNKNOWN",
                         _("没有编号为 %lld 的受助家庭。请核对家庭编号。"), (long long)household);
    if (s != STATUS_OK)
        return s;
    const char *group = group_no ? group_no : now.group_no;
    if (text_equals(now.address, address) && text_equals(now.group_no, group))
        return STATUS_OK; /* a move within the same words is still a move */
    return household_set_address(
        db,
        (struct household_set_address_args){
            .county = county, .id = household, .address = address, .group_no = group},
        NULL, e);
}

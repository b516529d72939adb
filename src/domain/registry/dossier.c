/* Dossiers: two cursors in household order, merged. Nothing is allocated per row or per household.
 */
#include "base/i18n.h"
#include "dossier_sql.h"
#include "domain/registry/registry.h"
#include <inttypes.h>
#include <stdlib.h>

struct dossier_stream {
    struct db_cursor *entitlement_cursor, *member_cursor;
    struct dossier_entitlement_row entitlement; /* read ahead: the first of the next household */
    struct dossier_member_row member;
    bool has_entitlement, has_member;
    struct dossier dossier;
    struct entitlement_row entitlements[DOSSIER_ENTITLEMENTS_MAX];
    struct member_row members[DOSSIER_MEMBERS_MAX];
};

static enum status too_many_rows(int64_t household, struct error *e)
{
    return error_set(e, STATUS_FAILED, "DOSSIER_SIZE",
                     _("家庭 %" PRId64 " 的记录超过上限，请联系系统管理员核查该户数据。"),
                     household);
}

static void copy_entitlement(const struct dossier_entitlement_row *r, struct entitlement_row *out)
{
    *out = (struct entitlement_row){.from = r->from_month,
                                    .to = r->to_month,
                                    .known_from = r->known_from,
                                    .status = (enum entitlement_status)r->status,
                                    .division = r->division,
                                    .head = r->head,
                                    .home = r->home,
                                    .mgmt_class = (int)r->mgmt_class,
                                    .income_year = r->income_year_fen,
                                    .form = (enum support_form)r->form,
                                    .care = (enum care_level)r->care_level,
                                    .begun = r->begun_month,
                                    .cause = ""};
}

static void copy_member(const struct dossier_member_row *r, struct member_row *out)
{
    *out = (struct member_row){.person = r->person,
                               .from = r->from_month,
                               .to = r->to_month,
                               .known_from = r->known_from,
                               .birth = r->birth,
                               .is_present = r->is_present,
                               .is_protected = r->is_protected,
                               .is_seriously_ill = r->is_seriously_ill,
                               .is_student = r->is_student,
                               .relation = (enum relation)r->relation,
                               .disability_kind = (int)r->disability_kind,
                               .disability_grade = (int)r->disability_grade,
                               .cause = ""};
}

static enum status next_entitlement(struct dossier_stream *s, struct error *e)
{
    enum status status = dossier_entitlements_next(s->entitlement_cursor, &s->entitlement, e);
    s->has_entitlement = status == STATUS_OK;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status next_member(struct dossier_stream *s, struct error *e)
{
    enum status status = dossier_members_next(s->member_cursor, &s->member, e);
    s->has_member = status == STATUS_OK;
    return status == STATUS_NONE ? STATUS_OK : status;
}

enum status dossier_stream_open(struct db *db, int64_t county, enum programme p, struct month from,
                                struct month to, int64_t known, struct dossier_stream **ret,
                                struct error *e)
{
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *s = calloc(1, sizeof *s);
    if (!s)
        return arena_exhausted(e);
    TRY(dossier_entitlements_open(
        db,
        (struct dossier_entitlements_args){
            .county = county, .programme = p, .known = known, .from_month = from, .to_month = to},
        &s->entitlement_cursor, e));
    TRY(dossier_members_open(
        db,
        (struct dossier_members_args){
            .county = county, .known = known, .from_month = from, .to_month = to},
        &s->member_cursor, e));
    TRY(next_entitlement(s, e));
    TRY(next_member(s, e));
    s->dossier.entitlements = s->entitlements;
    s->dossier.members = s->members;
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

static enum status take_members(struct dossier_stream *s, int64_t household, struct error *e)
{
    struct dossier *d = &s->dossier;
    while (s->has_member && s->member.household < household)
        TRY(next_member(s, e));
    while (s->has_member && s->member.household == household) {
        if (d->member_count == DOSSIER_MEMBERS_MAX)
            return too_many_rows(household, e);
        copy_member(&s->member, &s->members[d->member_count++]);
        if (s->member.known_from > d->newest_known)
            d->newest_known = s->member.known_from;
        TRY(next_member(s, e));
    }
    return STATUS_OK;
}

enum status dossier_stream_next(struct dossier_stream *s, const struct dossier **ret,
                                struct error *e)
{
    if (!s->has_entitlement)
        return STATUS_NONE;
    struct dossier *d = &s->dossier;
    d->household = s->entitlement.household;
    d->entitlement_count = d->member_count = 0;
    d->newest_known = 0;
    while (s->has_entitlement && s->entitlement.household == d->household) {
        if (d->entitlement_count == DOSSIER_ENTITLEMENTS_MAX)
            return too_many_rows(d->household, e);
        copy_entitlement(&s->entitlement, &s->entitlements[d->entitlement_count++]);
        if (s->entitlement.known_from > d->newest_known)
            d->newest_known = s->entitlement.known_from;
        TRY(next_entitlement(s, e));
    }
    TRY(take_members(s, d->household, e));
    *ret = d;
    return STATUS_OK;
}

void dossier_stream_close(struct dossier_stream *s)
{
    if (!s)
        return;
    db_close_cursor(s->member_cursor);
    db_close_cursor(s->entitlement_cursor);
    free(s);
}

void dossier_stream_cleanup(struct dossier_stream **s)
{
    dossier_stream_close(*s);
    *s = NULL;
}

const struct entitlement_row *dossier_entitlement_at(const struct dossier *d, struct month m)
{
    for (size_t i = 0; i < d->entitlement_count; i++) {
        if (d->entitlements[i].from.v <= m.v && m.v <= d->entitlements[i].to.v)
            return &d->entitlements[i];
    }
    return NULL;
}

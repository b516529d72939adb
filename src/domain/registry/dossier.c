/* Dossiers: two cursors in household order, merged. Nothing is allocated per row or per household.
 */
#include "base/i18n.h"
#include "dossier_sql.h"
#include "domain/registry/period_row.h"
#include "domain/registry/registry.h"
#include <inttypes.h>
#include <stdlib.h>

/* Read ahead: the first row of the next household. */
struct entitlement_ahead {
    bool is_there;
    int64_t household;
    struct entitlement_row row;
};
struct member_ahead {
    bool is_there;
    int64_t household;
    struct member_row row;
};
struct dossier_stream {
    enum { STREAM_WHOLE, STREAM_DUE, STREAM_MONTH } kind; /* which of the three opened it */
    struct month month;                                   /* STREAM_MONTH */
    struct db_cursor *entitlement_cursor, *member_cursor;
    struct entitlement_ahead entitlement;
    struct member_ahead member;
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

static enum status whole_entitlement(struct db_cursor *cursor, struct entitlement_ahead *ret,
                                     struct error *e)
{
    struct dossier_entitlement_row r;
    TRY(dossier_entitlements_next(cursor, &r, e));
    ret->household = r.household;
    ret->row = ENTITLEMENT_WHOLE(r, "");
    return STATUS_OK;
}

static enum status due_entitlement(struct db_cursor *cursor, struct entitlement_ahead *ret,
                                   struct error *e)
{
    struct dossier_due_entitlement_row r;
    TRY(dossier_due_entitlements_next(cursor, &r, e));
    ret->household = r.household;
    ret->row = ENTITLEMENT_DUE(r);
    return STATUS_OK;
}

static enum status whole_member(struct db_cursor *cursor, struct member_ahead *ret, struct error *e)
{
    struct dossier_member_row r;
    TRY(dossier_members_next(cursor, &r, e));
    ret->household = r.household;
    ret->row = MEMBER_WHOLE(r, r.person, "");
    return STATUS_OK;
}

static enum status due_member(struct db_cursor *cursor, struct member_ahead *ret, struct error *e)
{
    struct dossier_due_member_row r;
    TRY(dossier_due_members_next(cursor, &r, e));
    ret->household = r.household;
    ret->row = MEMBER_DUE(r);
    return STATUS_OK;
}

/* Of one month only: its rows are told from others by the statement, so from and to are the month.
 */
static enum status month_entitlement(struct dossier_stream *s, struct error *e)
{
    struct dossier_month_entitlement_row r;
    TRY(dossier_month_entitlements_next(s->entitlement_cursor, &r, e));
    s->entitlement.household = r.household;
    s->entitlement.row = (struct entitlement_row){.from = s->month,
                                                  .to = s->month,
                                                  .status = (enum entitlement_status)r.status,
                                                  .division = r.division,
                                                  .income_year = r.income_year_fen,
                                                  .form = (enum support_form)r.form,
                                                  .cause = ""};
    return STATUS_OK;
}

static enum status month_member(struct dossier_stream *s, struct error *e)
{
    struct dossier_month_member_row r;
    TRY(dossier_month_members_next(s->member_cursor, &r, e));
    s->member.household = r.household;
    s->member.row = (struct member_row){.from = s->month,
                                        .to = s->month,
                                        .birth = r.birth,
                                        .is_present = r.is_present,
                                        .is_protected = true,
                                        .is_seriously_ill = r.is_seriously_ill,
                                        .disability_grade = (int)r.disability_grade,
                                        .cause = ""};
    return STATUS_OK;
}

static enum status next_entitlement(struct dossier_stream *s, struct error *e)
{
    enum status status = s->kind == STREAM_MONTH ? month_entitlement(s, e)
                         : s->kind == STREAM_DUE
                             ? due_entitlement(s->entitlement_cursor, &s->entitlement, e)
                             : whole_entitlement(s->entitlement_cursor, &s->entitlement, e);
    s->entitlement.is_there = status == STATUS_OK;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status next_member(struct dossier_stream *s, struct error *e)
{
    enum status status = s->kind == STREAM_MONTH ? month_member(s, e)
                         : s->kind == STREAM_DUE ? due_member(s->member_cursor, &s->member, e)
                                                 : whole_member(s->member_cursor, &s->member, e);
    s->member.is_there = status == STATUS_OK;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status begin(struct dossier_stream *s, struct error *e)
{
    TRY(next_entitlement(s, e));
    TRY(next_member(s, e));
    s->dossier.entitlements = s->entitlements;
    s->dossier.members = s->members;
    return STATUS_OK;
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
    TRY(begin(s, e));
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

enum status dossier_stream_open_due(struct db *db, int64_t county, enum programme p,
                                    struct month from, struct month to, int64_t known,
                                    struct dossier_stream **ret, struct error *e)
{
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *s = calloc(1, sizeof *s);
    if (!s)
        return arena_exhausted(e);
    s->kind = STREAM_DUE;
    TRY(dossier_due_entitlements_open(
        db,
        (struct dossier_due_entitlements_args){
            .county = county, .programme = p, .known = known, .from_month = from, .to_month = to},
        &s->entitlement_cursor, e));
    TRY(dossier_due_members_open(
        db,
        (struct dossier_due_members_args){
            .county = county, .known = known, .from_month = from, .to_month = to},
        &s->member_cursor, e));
    TRY(begin(s, e));
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

enum status dossier_stream_open_month(struct db *db, int64_t county, enum programme p,
                                      struct month m, int64_t known, struct dossier_stream **ret,
                                      struct error *e)
{
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *s = calloc(1, sizeof *s);
    if (!s)
        return arena_exhausted(e);
    s->kind = STREAM_MONTH;
    s->month = m;
    TRY(dossier_month_entitlements_open(
        db, (struct dossier_month_entitlements_args){county, p, known, m}, &s->entitlement_cursor,
        e));
    TRY(dossier_month_members_open(db, (struct dossier_month_members_args){county, known, m},
                                   &s->member_cursor, e));
    TRY(begin(s, e));
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

static enum status take_members(struct dossier_stream *s, int64_t household, struct error *e)
{
    struct dossier *d = &s->dossier;
    while (s->member.is_there && s->member.household < household)
        TRY(next_member(s, e));
    while (s->member.is_there && s->member.household == household) {
        if (d->member_count == DOSSIER_MEMBERS_MAX)
            return too_many_rows(household, e);
        s->members[d->member_count++] = s->member.row;
        if (s->member.row.known_from > d->newest_known)
            d->newest_known = s->member.row.known_from;
        TRY(next_member(s, e));
    }
    return STATUS_OK;
}

enum status dossier_stream_next(struct dossier_stream *s, const struct dossier **ret,
                                struct error *e)
{
    if (!s->entitlement.is_there)
        return STATUS_NONE;
    struct dossier *d = &s->dossier;
    d->household = s->entitlement.household;
    d->entitlement_count = d->member_count = 0;
    d->newest_known = 0;
    while (s->entitlement.is_there && s->entitlement.household == d->household) {
        if (d->entitlement_count == DOSSIER_ENTITLEMENTS_MAX)
            return too_many_rows(d->household, e);
        s->entitlements[d->entitlement_count++] = s->entitlement.row;
        if (s->entitlement.row.known_from > d->newest_known)
            d->newest_known = s->entitlement.row.known_from;
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

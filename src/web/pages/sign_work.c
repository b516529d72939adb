#include "web/pages/sign_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/access/access.h"
#include "domain/assessment/head.h"
#include "domain/signing/signing.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

struct sign_kind {
    enum permission permission;
    const char *label, *path; /* msgid */
    bool is_of_one;           /* its id ends the path */
    bool is_counted;          /* its items say something */
};
static const struct sign_kind KINDS[SIGNING_KINDS] = {
    [SIGNING_SPLITS] = {PERMISSION_TARGET_ISSUE, N_("目标分解待下达"), "/targets?year=", true,
                        true},
    [SIGNING_LETTERS] = {PERMISSION_TARGET_ISSUE, N_("目标责任书待签发"),
                         "/targets/letters?year=", true, true},
    [SIGNING_MINUTES] = {PERMISSION_MEETING_ISSUE, N_("会议纪要待签发"), "/meetings/", true, false},
    [SIGNING_BULLETIN] = {PERMISSION_BULLETIN_ISSUE, N_("通报待签发"), "/bulletins/", true, false},
    [SIGNING_ASSESSMENT] = {PERMISSION_ASSESSMENT_DECIDE, N_("考核结果待公布"), "/assessments/",
                            true, false},
    [SIGNING_DISPUTE] = {PERMISSION_ASSESSMENT_DECIDE, N_("考核争议待复核"), "/assessments/", true,
                         true},
    [SIGNING_ACCOUNTABILITY] = {PERMISSION_ACCOUNTABILITY_DECIDE, N_("责任追究待决定"),
                                "/accountability/", true, false},
    [SIGNING_PRACTICE] = {PERMISSION_MEETING_ISSUE, N_("好的做法待推广"), "/practices", false,
                          true},
    [SIGNING_LETTER] = {PERMISSION_TARGET_SIGN, N_("目标责任书待签订"), "/targets/letters/", true,
                        false},
    [SIGNING_SELF] = {PERMISSION_ASSESSMENT_SIGN, N_("自查自评待签发"), "/self-assessments", false,
                      false},
    [SIGNING_PUBLICITY] = {PERMISSION_PUBLICITY_CONFIRM, N_("宣传活动待核实"), "/publicity", false,
                           true},
    [SIGNING_LIBRARY] = {PERMISSION_LIBRARY_APPROVE, N_("政策文件待审核"), "/library", false, true},
};

static bool is_of_round(enum signing_kind k)
{
    return k == SIGNING_ASSESSMENT || k == SIGNING_DISPUTE || k == SIGNING_SELF;
}

static const char *what_text(struct request *r, const struct signing *s,
                             const struct division_table *table)
{
    char month[MONTH_TEXT_BYTES];
    const struct division *d = s->township != 0 ? division_by_code(table, s->township) : NULL;
    if (s->kind == SIGNING_SPLITS || s->kind == SIGNING_LETTERS)
        return arena_printf(r->arena, "%" PRId64, s->id);
    if (s->kind == SIGNING_MINUTES)
        return arena_strdup(r->arena, month_text(r, s->month, month));
    if (is_of_round(s->kind))
        return request_text(r, strcmp(s->title, "MIDYEAR") == 0 ? N_("年中考核") : N_("年终考核"));
    if (s->kind == SIGNING_ACCOUNTABILITY && d != NULL)
        return d->name;
    return s->title;
}

enum status sign_work_add(struct request *r, struct error *e)
{
    struct view *list = view_add_list(r->page, "sign_work");
    const struct division_table *table;
    const bool sees_county = request_sees_county(r);
    struct signing *all;
    size_t n;
    bool may_any = false;
    for (int k = 1; k < SIGNING_KINDS; k++)
        may_any = may_any || request_can(r, KINDS[k].permission);
    if (!may_any)
        return STATUS_OK;
    TRY(signing_list(r->db, r->county, sees_county ? 0 : r->session.user.scope,
                     r->session.user.name, r->arena, &all, &n, e));
    if (n == 0)
        return STATUS_OK;
    TRY(place_table(r, date_month(date_today()), &table, e));
    for (size_t i = 0; i < n; i++) {
        const struct sign_kind *k = &KINDS[all[i].kind];
        if (!request_can(r, k->permission))
            continue;
        struct view *v = view_add_object(list, NULL);
        const char *what = what_text(r, &all[i], table);
        view_add_text(v, "label", request_text(r, k->label));
        view_add_text(v, "what", what != NULL ? what : "");
        if (k->is_of_one)
            view_add_textf(v, "path", "%s%" PRId64, k->path, all[i].id);
        else
            view_add_text(v, "path", k->path);
        if (k->is_counted)
            view_add_count(v, "items", all[i].items);
    }
    return STATUS_OK;
}

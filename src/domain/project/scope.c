/* Changes of what is to be built: asked for by one, decided by another. The original stays. */
#include "domain/project/project_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_sql.h"

/* What each kind of change may touch; what it may not must be as it is in force. */
enum touch {
    TOUCH_SITE = 1,
    TOUCH_TOWNSHIP = 2,
    TOUCH_SIZE = 4,
    TOUCH_MONEY = 8,
    TOUCH_CONTRACT = 16,
    TOUCH_DAYS = 32,
    TOUCH_KIND = 64,
};
static const struct {
    const char *code;
    int touches, needs; /* needs: at least one of these differs */
} CHANGES[] = {
    {"SITE", TOUCH_SITE | TOUCH_DAYS, TOUCH_SITE},
    {"SCOPE", TOUCH_SIZE | TOUCH_MONEY | TOUCH_DAYS | TOUCH_KIND,
     TOUCH_SIZE | TOUCH_MONEY | TOUCH_DAYS | TOUCH_KIND},
    {"SWAP", TOUCH_TOWNSHIP | TOUCH_SITE | TOUCH_DAYS, TOUCH_TOWNSHIP},
    {"CONTRACT", TOUCH_CONTRACT | TOUCH_DAYS, TOUCH_CONTRACT},
    {"CANCEL", 0, 0},
};
#define CHANGE_COUNT (sizeof CHANGES / sizeof CHANGES[0])

static int differences(const struct project_scope *a, const struct project_scope *b)
{
    int touched = 0;
    if (!text_equals(a->site ? a->site : "", b->site) || a->land != b->land)
        touched |= TOUCH_SITE;
    if (a->township != b->township)
        touched |= TOUCH_TOWNSHIP;
    if (a->area_m2 != b->area_m2 || a->beds != b->beds)
        touched |= TOUCH_SIZE;
    for (size_t i = 0; i < PROJECT_SOURCES; i++) {
        if (a->investment[i].v != b->investment[i].v)
            touched |= TOUCH_MONEY;
    }
    if (a->contractor != b->contractor || a->contract.v != b->contract.v)
        touched |= TOUCH_CONTRACT;
    if (a->start_on.v != b->start_on.v || a->finish_on.v != b->finish_on.v)
        touched |= TOUCH_DAYS;
    if (a->kind != b->kind)
        touched |= TOUCH_KIND;
    return touched;
}

static const char *touched_name(int touched)
{
    static const struct {
        int touch;
        const char *name;
    } names[] = {{TOUCH_SITE, "site"},   {TOUCH_TOWNSHIP, "township"}, {TOUCH_SIZE, "beds"},
                 {TOUCH_MONEY, "money"}, {TOUCH_CONTRACT, "contract"}, {TOUCH_DAYS, "days"},
                 {TOUCH_KIND, "kind"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (touched & names[i].touch)
            return names[i].name;
    }
    return "change";
}

static enum status change_check(const struct project_scope *asked, const struct project_scope *now,
                                struct error *e)
{
    size_t i = 0;
    while (i < CHANGE_COUNT && !text_equals(CHANGES[i].code, asked->change))
        i++;
    if (i == CHANGE_COUNT)
        return project_field(e, "change",
                             _("变更种类应为 SITE（移址）、SCOPE（规模）、SWAP（换乡镇）、CONTRACT"
                               "（合同）或 CANCEL（撤销）"));
    int touched = differences(asked, now), beyond = touched & ~CHANGES[i].touches;
    if (beyond)
        return project_field(e, touched_name(beyond), _("这种变更不能改动这一项：请另行申请"));
    if (CHANGES[i].needs && !(touched & CHANGES[i].needs))
        return project_field(e, touched_name(CHANGES[i].needs), _("与现行内容相同，没有变更"));
    return STATUS_OK;
}

/* What is signed, accepted or given over can not be scoped away. */
static enum status beds_check(struct project_work *w, const struct project_scope *asked,
                              struct error *e)
{
    struct project_built built;
    TRY(project_built_read(w->db, w->county, w->id, &built, e));
    if (text_equals(asked->change, "CANCEL") && built.beds > 0)
        return error_set(e, STATUS_REFUSED, "PROJECT_BEDS",
                         _("已建成床位 %" PRId64 " 张，项目不能撤销"), built.beds);
    if (asked->beds < built.beds)
        return error_set(e, STATUS_REFUSED, "PROJECT_BEDS",
                         _("规模 %" PRId64 " 张少于已建成的 %" PRId64 " 张"), asked->beds,
                         built.beds);
    return STATUS_OK;
}

/* Nor what is paid for the works, or on its way (WORKS_CONTRACT, WORKS_INVESTMENT). */
static enum status money_check(struct project_work *w, const struct project_scope *asked,
                               struct error *e)
{
    struct project_works_paid_row paid;
    char have[FEN_TEXT_BYTES], bound[FEN_TEXT_BYTES];
    const struct fen whole = project_investment(asked);
    TRY(project_works_paid(w->db,
                           (struct project_works_paid_args){.county = w->county,
                                                            .project = w->id,
                                                            .contractor = asked->contractor},
                           NULL, &paid, e));
    if (paid.of_contractor.v > asked->contract.v)
        return error_set(e, STATUS_REFUSED, "WORKS_CONTRACT",
                         _("合同价 %s 元少于已付和待付的工程款 %s 元"),
                         fen_format(asked->contract, bound), fen_format(paid.of_contractor, have));
    if (paid.total.v > whole.v)
        return error_set(e, STATUS_REFUSED, "WORKS_INVESTMENT",
                         _("总投资 %s 元少于已付和待付的工程款 %s 元"), fen_format(whole, bound),
                         fen_format(paid.total, have));
    return STATUS_OK;
}

struct requesting {
    struct project_work w;
    const struct project_scope *asked;
    int version;
};

static enum status request_work(struct db *db, void *context, struct error *e)
{
    struct requesting *x = context;
    struct project_scope scope = *x->asked, *list;
    size_t n;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_RETURN, PERMISSION_NONE,
                           "project.change.request", e));
    if (x->w.project.has_open_change)
        return error_set(e, STATUS_REFUSED, "PROJECT_CHANGE_OPEN",
                         _("项目 %s 还有一项变更没有审批"), x->w.project.code);
    if (!scope.reason || !scope.reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明变更原因"));
    TRY(project_scope_check(db, x->w.county, &scope, e));
    TRY(change_check(&scope, &x->w.project.scope, e));
    TRY(beds_check(&x->w, &scope, e));
    TRY(money_check(&x->w, &scope, e));
    TRY(project_scope_list(db, x->w.county, x->w.id, x->w.arena, &list, &n, e));
    scope.version = x->version = list[n - 1].version + 1;
    scope.state = SCOPE_REQUESTED;
    scope.requested_by = x->w.actor;
    scope.requested_on = x->w.today;
    scope.decided_on = (struct date){0};
    return project_scope_write(db, x->w.county, x->w.id, &scope, x->w.change, 0, e);
}

enum status project_change_request(struct db *db, int64_t county, int64_t project,
                                   const struct project_scope *scope, const char *actor,
                                   int *ret_version, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct requesting x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                           .asked = scope};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, request_work, &x, e));
    *ret_version = x.version;
    return STATUS_OK;
}

struct deciding {
    struct project_work w;
    int version;
    bool is_approved;
    const char *document;
};

static enum status decide_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    struct project_scope *list, *asked;
    size_t n, i = 0;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_DECIDE, PERMISSION_NONE,
                           x->is_approved ? "project.change.approve" : "project.change.refuse", e));
    TRY(project_scope_list(db, x->w.county, x->w.id, x->w.arena, &list, &n, e));
    while (i < n && list[i].version != x->version)
        i++;
    if (i == n || list[i].state != SCOPE_REQUESTED)
        return error_set(e, STATUS_REFUSED, "PROJECT_CHANGE_UNKNOWN",
                         _("项目 %s 没有待审批的第 %d 版变更"), x->w.project.code, x->version);
    asked = &list[i];
    if (text_equals(asked->requested_by, x->w.actor))
        return project_same_person(e, x->w.actor);
    TRY(project_text_check("document", x->document, true, e));
    if (x->is_approved) {
        TRY(beds_check(&x->w, asked, e));
        TRY(money_check(&x->w, asked, e));
    }
    return project_scope_decide(
        db,
        (struct project_scope_decide_args){.county = x->w.county,
                                           .project = x->w.id,
                                           .version = x->version,
                                           .state = x->is_approved ? SCOPE_APPROVED : SCOPE_REFUSED,
                                           .document = x->document,
                                           .decided_by = x->w.actor,
                                           .decided_on = x->w.today,
                                           .decided_change = x->w.change},
        NULL, e);
}

enum status project_change_decide(struct db *db, int64_t county, int64_t project, int version,
                                  bool is_approved, const char *document, const char *actor,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct deciding x = {.w = {.arena = arena, .county = county, .id = project, .actor = actor},
                         .version = version,
                         .is_approved = is_approved,
                         .document = document};
    return arena ? db_transaction(db, decide_work, &x, e) : arena_exhausted(e);
}

/* What is done to a stay: confirming and refusing an admission, leaving and its confirmation, a
   transfer, another bed, a death. The buttons are the rows of STAY_TRANSITIONS. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/resident_page.h"

static const struct plain_field REFUSE_FIELDS[] = {
    {"reason", N_("退回原因"), NULL, PLAIN_TEXT, false},
};
static const struct plain_field LEAVE_FIELDS[] = {
    {"why", N_("离院原因"), NULL, PLAIN_CHOICE, false},
    {"until", N_("离院日期"), N_("从这一天起不在院里住"), PLAIN_DATE, false},
    {"note", N_("说明"), N_("去向、接他走的人"), PLAIN_TEXT, true},
};
static const struct plain_field TRANSFER_FIELDS[] = {
    {"to_home", N_("转到"), N_("有空床的敬老院，自动安排第一张空床"), PLAIN_CHOICE, false},
    {"until", N_("转院日期"), N_("从这一晚起住新的敬老院"), PLAIN_DATE, false},
    {"agreement", N_("新的供养协议编号"), NULL, PLAIN_TEXT, false},
    {"note", N_("说明"), NULL, PLAIN_TEXT, true},
};
static const struct plain_field DEATH_FIELDS[] = {
    {"died_on", N_("死亡日期"), N_("当月供养金照发，下月起核销"), PLAIN_DATE, false},
    {"funeral_on", N_("安葬日期"), N_("丧葬费按它发放，不填就是今天"), PLAIN_DATE, true},
    {"funeral_by", N_("丧事办理人"), N_("不填就是本院"), PLAIN_TEXT, true},
    {"note", N_("说明"), N_("死因"), PLAIN_TEXT, true},
};
static const struct plain_field MOVE_FIELDS[] = {
    {"bed", N_("换到"), NULL, PLAIN_CHOICE, false},
    {"from", N_("从哪天起"), NULL, PLAIN_DATE, false},
};
static const struct plain_cause CAUSES[] = {
    {"REASON_MISSING", "reason"},
    {NULL, NULL},
};
static const struct plain_cause LEAVE_CAUSES[] = {
    {"STAY_DATE", "until"},
    {NULL, NULL},
};
static const struct plain_cause TRANSFER_CAUSES[] = {
    {"STAY_DATE", "until"},
    {"STAY_BED", "to_home"},
    {"HOME_CLOSED", "to_home"},
    {"STAY_AGREEMENT", "agreement"},
    {NULL, NULL},
};
static const struct plain_cause DEATH_CAUSES[] = {
    {"STAY_DATE", "died_on"},
    {"DEATH_FUTURE", "died_on"},
    {"DEATH_BEFORE_BIRTH", "died_on"},
    {"DEATH_KNOWN", "died_on"},
    {NULL, NULL},
};
static const struct plain_cause MOVE_CAUSES[] = {
    {"STAY_BED", "bed"},
    {"STAY_DATE", "from"},
    {NULL, NULL},
};

/* One row for each way on, found by the last part of the address. Without fields: a button alone.
 */
#define FIELDS(array) array, sizeof(array) / sizeof((array)[0])
static const struct step {
    const char *name;
    enum stay_action action; /* that must be open */
    const struct plain_field *fields;
    size_t count;
    const struct plain_cause *causes;
    const char *label, *intro, *question, *notice;
    bool is_seldom;
} STEPS[] = {
    {"confirm", STAY_CONFIRM, NULL, 0, NULL, N_("确认入院"), NULL,
     N_("确认后，下月起转为集中供养，供养金付给敬老院。确定吗？"),
     N_("已确认入院，下月起转集中供养"), false},
    {"refuse", STAY_REFUSE, FIELDS(REFUSE_FIELDS), CAUSES, N_("退回申请"),
     N_("退回后床位空出来，可以重新申请。"), NULL, N_("已退回"), true},
    {"leave-confirm", STAY_LEAVE_CONFIRM, NULL, 0, NULL, N_("确认离院"), NULL,
     N_("确认后，下月起转回分散供养，供养金付给本人。确定吗？"), N_("已确认离院"), false},
    {"leave-take-back", STAY_LEAVE_TAKE_BACK, NULL, 0, NULL, N_("撤回离院申请"), NULL, NULL,
     N_("已撤回，仍在院"), true},
    {"move", STAY_LEAVE, FIELDS(MOVE_FIELDS), MOVE_CAUSES, N_("换床"), NULL, NULL, N_("已换床"),
     false},
    {"transfer", STAY_LEAVE, FIELDS(TRANSFER_FIELDS), TRANSFER_CAUSES, N_("转院"),
     N_("由另一人确认后生效。"), NULL, N_("已申请转院，等人确认"), false},
    {"leave", STAY_LEAVE, FIELDS(LEAVE_FIELDS), LEAVE_CAUSES, N_("离院"),
     N_("由另一人确认后生效，下月起转回分散供养。"), NULL, N_("已申请离院，等人确认"), false},
    {"death", STAY_LEAVE, FIELDS(DEATH_FIELDS), DEATH_CAUSES, N_("登记死亡"),
     N_("登记后立即生效：床位空出，并开始办理核销和丧葬费。然后请登记遗物。"),
     N_("登记死亡不能撤回。确定吗？"), N_("已登记死亡，核销已开始办理。请登记遗物"), true},
};
#define STEP_COUNT (sizeof(STEPS) / sizeof(STEPS[0]))

static const struct step *step_of(const char *name)
{
    size_t i = 0;
    while (i < STEP_COUNT - 1 && strcmp(STEPS[i].name, name) != 0)
        i++;
    return &STEPS[i];
}

static const struct step *step_of_address(const struct request *r)
{
    return step_of(strrchr(r->match.route->pattern, '/') + 1);
}

/* Somebody may die while his leaving still waits to be confirmed. */
static bool step_is_open(const struct request *r, const struct stay *s, const struct step *t)
{
    if (strcmp(t->name, "death") == 0 && s->state == STAY_LEAVING)
        return request_can(r, PERMISSION_HOME_ADMIT);
    return stay_step_is_open(r, s, t->action);
}

void resident_actions_add(struct request *r, const struct stay *s)
{
    struct view *list = view_add_list(r->page, "actions");
    for (size_t i = 0; i < STEP_COUNT; i++) {
        const struct step *t = &STEPS[i];
        if (!step_is_open(r, s, t))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "action", t->name);
        view_add_text(v, "label", request_text(r, t->label));
        view_add_textf(v, "path", "/residents/%" PRId64 "/%s", s->id, t->name);
        view_add_bool(v, "is_link", t->fields != NULL);
        view_add_bool(v, "is_seldom", t->is_seldom);
        view_add_text(v, "question", request_text(r, t->question));
    }
    bool waits = s->state == STAY_REQUESTED || s->state == STAY_LEAVING;
    const char *asked = s->state == STAY_REQUESTED ? s->requested_by : s->leave_requested_by;
    view_add_bool(r->page, "needs_other",
                  waits && asked != NULL && strcmp(asked, r->session.user.name) == 0);
    view_add_text(r->page, "confirm_label",
                  waits ? request_text(r, PERMISSIONS[PERMISSION_HOME_CONFIRM].label) : NULL);
}

/* ---- forms ---- */

static struct home_form form_of(struct request *r, const struct stay *s, const struct step *t)
{
    const char *label = request_text(r, t->label);
    return (struct home_form){
        .title = arena_printf(r->arena, "%s · %s", label, s->person_name),
        .intro = t->intro,
        .submit = t->label,
        .action = arena_printf(r->arena, "/residents/%" PRId64 "/%s", s->id, t->name),
        .back = arena_printf(r->arena, "/residents/%" PRId64, s->id),
        .back_label = s->person_name,
        .question = t->question};
}

/* Homes with a free bed, other than his own. */
static enum status homes_to_choose(struct plain_form *f, const struct stay *s, struct error *e)
{
    struct request *r = f->r;
    struct home *homes;
    struct home_bed *beds;
    size_t count, free;
    TRY(home_list(r->db, r->county, 0, r->arena, &homes, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (homes[i].id == s->home || homes[i].closed_on.v != DATE_OPEN.v)
            continue;
        TRY(home_bed_list(r->db, r->county, homes[i].id, date_today(), true, r->arena, &beds, &free,
                          e));
        if (free > 0)
            plain_choice(f, "to_home", arena_printf(r->arena, "%" PRId64, homes[i].id),
                         arena_printf(r->arena, "%s · %s %zu", homes[i].name,
                                      request_text(r, N_("空床")), free));
    }
    return STATUS_OK;
}

/* Offered on the form only: what leaves out the day has not said it. */
static void day_default(struct plain_form *f, const char *name, const char *today)
{
    if (f->r->method == HTTP_GET)
        plain_default(f, name, today);
}

static enum status form_begin(struct request *r, const struct stay *s, const struct step *t,
                              struct plain_form *f, struct error *e)
{
    const char *today = home_day_text(r, date_today());
    plain_begin(f, r, r->page, t->fields, t->count);
    if (strcmp(t->name, "move") == 0) {
        day_default(f, "from", today);
        return home_bed_choices(f, "bed", s->home, date_today(), e);
    }
    if (strcmp(t->name, "transfer") == 0) {
        day_default(f, "until", today);
        return homes_to_choose(f, s, e);
    }
    if (strcmp(t->name, "leave") == 0) {
        static const enum stay_leave leaves[] = {STAY_DISCHARGE, STAY_CEASED};
        day_default(f, "until", today);
        for (size_t i = 0; i < 2; i++)
            plain_choice(f, "why", stay_leave_code(leaves[i]),
                         request_text(r, stay_leave_label(leaves[i])));
    }
    if (strcmp(t->name, "death") == 0)
        day_default(f, "died_on", today);
    return STATUS_OK;
}

static enum status not_open(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "STAY_STATE",
                     _("这一步现在不能办：状态已变，或要换人办。请看最新的状态"));
}

static enum status step_form(struct request *r, struct error *e)
{
    const struct step *t = step_of_address(r);
    struct stay s;
    struct plain_form f;
    TRY(stay_of_address(r, &s, NULL, e));
    if (!step_is_open(r, &s, t))
        return not_open(e);
    struct home_form form = form_of(r, &s, t);
    TRY(form_begin(r, &s, t, &f, e));
    return home_form_respond(r, &f, &form, 200, NULL, e);
}

/* ---- doing it ---- */

static enum status leave_do(struct request *r, struct db *db, const struct stay *s,
                            const struct step *t, struct plain_form *f, struct error *e)
{
    struct stay_leave_request request = {.stay = s->id, .note = plain_text(f, "note")};
    if (strcmp(t->name, "death") == 0) {
        request.reason = STAY_DEATH;
        request.died_on = plain_date(f, "died_on");
        request.until = (struct date){request.died_on.v + 1};
        request.funeral_on = plain_date(f, "funeral_on");
        const char *by = plain_text(f, "funeral_by");
        request.funeral_by = by[0] != '\0' ? by : NULL;
    } else if (strcmp(t->name, "transfer") == 0) {
        request.reason = STAY_TRANSFER;
        request.to_home = plain_number(f, "to_home");
        request.until = plain_date(f, "until");
        request.agreement = plain_text(f, "agreement");
    } else {
        struct error ignored;
        request.until = plain_date(f, "until");
        if (stay_leave_parse(plain_text(f, "why"), &request.reason, &ignored) != STATUS_OK ||
            (request.reason != STAY_DISCHARGE && request.reason != STAY_CEASED))
            plain_fault(f, "why", N_("请选择"));
    }
    TRY(plain_status(f, e));
    return stay_leave(db, r->county, r->keys, &request, r->session.user.name, e);
}

static enum status step_do(struct request *r, const struct stay *s, const struct step *t,
                           struct plain_form *f, struct error *e)
{
    const char *actor = r->session.user.name;
    struct db *db;
    TRY(request_writer(r, &db, e));
    if (t->action == STAY_CONFIRM)
        return stay_confirm(db, r->county, r->keys, s->id, actor, e);
    if (t->action == STAY_LEAVE_CONFIRM)
        return stay_leave_confirm(db, r->county, r->keys, s->id, actor, e);
    if (t->action == STAY_LEAVE_TAKE_BACK)
        return stay_leave_take_back(db, r->county, s->id, actor, e);
    if (t->action == STAY_REFUSE) {
        const char *reason = plain_text(f, "reason");
        TRY(plain_status(f, e));
        return stay_refuse(db, r->county, s->id, reason, actor, e);
    }
    if (strcmp(t->name, "move") == 0) {
        int64_t bed = plain_number(f, "bed");
        struct date from = plain_date(f, "from");
        TRY(plain_status(f, e));
        return stay_move(db, r->county, s->id, bed, from, actor, e);
    }
    return leave_do(r, db, s, t, f, e);
}

static enum status step_take(struct request *r, struct error *e)
{
    const struct step *t = step_of_address(r);
    struct stay s;
    struct plain_form f = {.r = r};
    struct error why = {0};
    TRY(stay_of_address(r, &s, NULL, e));
    if (t->fields != NULL)
        TRY(form_begin(r, &s, t, &f, e));
    enum status done = step_do(r, &s, t, &f, &why);
    if (done == STATUS_OK) {
        bool is_dead = strcmp(t->name, "death") == 0;
        return respond_redirect(r, request_text(r, t->notice), e, "/residents/%" PRId64 "%s", s.id,
                                is_dead ? "/property" : "");
    }
    if (t->fields != NULL) {
        struct home_form form = form_of(r, &s, t);
        return home_form_refused(r, &f, &form, done, t->causes, &why, e);
    }
    if (is_page_refusal(done, &why))
        return resident_respond(r, &s, 422, &why, e);
    *e = why;
    return done;
}

static const struct route_input REFUSE_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("退回原因")},
    {.name = NULL},
};
static const struct route_input LEAVE_INPUTS[] = {
    {"why", INPUT_TEXT, true, N_("离院原因")},
    {"until", INPUT_DATE, true, N_("离院日期")},
    {"note", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input TRANSFER_INPUTS[] = {
    {"to_home", INPUT_INTEGER, true, N_("转到的敬老院")},
    {"until", INPUT_DATE, true, N_("转院日期")},
    {"agreement", INPUT_TEXT, true, N_("新的供养协议编号")},
    {"note", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input DEATH_INPUTS[] = {
    {"died_on", INPUT_DATE, true, N_("死亡日期")},
    {"funeral_on", INPUT_DATE, false, N_("安葬日期")},
    {"funeral_by", INPUT_TEXT, false, N_("丧事办理人")},
    {"note", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input MOVE_INPUTS[] = {
    {"bed", INPUT_INTEGER, true, N_("床位编号")},
    {"from", INPUT_DATE, true, N_("从哪天起")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/residents/{stay}/confirm", step_take, PERMISSION_HOME_CONFIRM, N_("确认入院")},
    {HTTP_GET, "/residents/{stay}/refuse", step_form, PERMISSION_HOME_CONFIRM, N_("退回申请"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/refuse", step_take, PERMISSION_HOME_CONFIRM, N_("退回申请"),
     .inputs = REFUSE_INPUTS},
    {HTTP_GET, "/residents/{stay}/leave", step_form, PERMISSION_HOME_ADMIT, N_("离院"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/leave", step_take, PERMISSION_HOME_ADMIT, N_("离院"),
     .inputs = LEAVE_INPUTS},
    {HTTP_GET, "/residents/{stay}/transfer", step_form, PERMISSION_HOME_ADMIT, N_("转院"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/transfer", step_take, PERMISSION_HOME_ADMIT, N_("转院"),
     .inputs = TRANSFER_INPUTS},
    {HTTP_GET, "/residents/{stay}/death", step_form, PERMISSION_HOME_ADMIT, N_("登记死亡"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/death", step_take, PERMISSION_HOME_ADMIT, N_("登记死亡"),
     .inputs = DEATH_INPUTS},
    {HTTP_GET, "/residents/{stay}/move", step_form, PERMISSION_HOME_ADMIT, N_("换床"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/residents/{stay}/move", step_take, PERMISSION_HOME_ADMIT, N_("换床"),
     .inputs = MOVE_INPUTS},
    {HTTP_POST, "/residents/{stay}/leave-confirm", step_take, PERMISSION_HOME_CONFIRM,
     N_("确认离院")},
    {HTTP_POST, "/residents/{stay}/leave-take-back", step_take, PERMISSION_HOME_ADMIT,
     N_("撤回离院申请")},
};
const struct route_table RESIDENT_STEP_ROUTES = ROUTE_TABLE("resident_step", ROUTES);

/* Every row of the table is walked, and the table is written down as it is. */
#include "domain/casework/flow_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"

#define PATH_MAX_STEPS 24

/* Which of two rows a claim takes. */
enum way { WAY_PUBLICISED, WAY_PLAIN, WAY_KEY };

struct walk {
    struct flow *f;
    enum way way;
    enum case_kind kind;
    enum case_change change;
    int64_t id, household, notice, objection;
    struct date on;
};

static const char *user_of(const struct walk *w, enum case_action action)
{
    (void)w;
    switch (action) {
    case ACTION_ACCEPT:
    case ACTION_ASK_PAPERS:
    case ACTION_NOT_ACCEPT:
    case ACTION_SURVEY:
    case ACTION_SERVE:
    case ACTION_OPEN_RECHECK:
    case ACTION_TO_CHANGE:
        return "clerk";
    case ACTION_CHECK:
        return "dibao1";
    case ACTION_REVIEW:
    case ACTION_REINVESTIGATE:
        return "lead";
    case ACTION_SPOT_CHECK:
        return "wubao1";
    case ACTION_APPROVE:
    case ACTION_REFUSE:
    case ACTION_SEND_BACK:
    case ACTION_CONFIRM:
        return "dibao2";
    case ACTION_UPHOLD:
    case ACTION_OVERTURN:
        return "wubao2";
    default:
        return "village";
    }
}

static const char *day_text(struct walk *w)
{
    char *text = arena_alloc(w->f->arena, DATE_TEXT_BYTES);
    return date_format(w->on, text);
}

static struct entry_data *opening_form(struct walk *w)
{
    struct flow *f = w->f;
    switch (w->change) {
    case CHANGE_INCOME:
        return flow_data(f, "income_year", "2400", "reason", "务工收入减少", NULL);
    case CHANGE_CLASS:
        return flow_data(f, "mgmt_class", "A", "reason", "重病", NULL);
    case CHANGE_STOP:
    case CHANGE_SUSPEND:
    case CHANGE_CEASE:
        return flow_data(f, "cause", "OVER_INCOME", "reason", "收入超标", NULL);
    case CHANGE_FORM:
        return flow_data(f, "form", "INSTITUTION", "home", "云岭镇敬老院", "is_own_choice", "1",
                         NULL);
    case CHANGE_DEATH:
        return flow_data(f, "died_on", "2013-10-20", "funeral_on", "2013-10-25", "funeral_by",
                         "李侄", NULL);
    default:
        if (w->kind == CASE_MEDICAL && w->way != WAY_KEY)
            return flow_claim_form(f, "赵病人", flow_id_number(f, 1961),
                                   w->way == WAY_PLAIN ? "low_income" : "illness_poor");
        if (w->kind == CASE_MEDICAL || w->kind == CASE_ADVANCE) {
            const char *number = flow_head_number(f, flow_dibao_active(f));
            return w->kind == CASE_MEDICAL ? flow_claim_form(f, "王大山", number, NULL)
                                           : flow_advance_form(f, "王大山", number);
        }
        return w->kind == CASE_DIBAO   ? flow_dibao_form(f)
               : w->kind == CASE_WUBAO ? flow_wubao_form(f)
                                       : flow_data(f, NULL);
    }
}

static void open_walk(struct walk *w)
{
    const struct case_transition *t = NULL;
    for (size_t i = 0; i < CASE_TRANSITION_COUNT && !t; i++)
        if (CASE_TRANSITIONS[i].from == STATE_NONE && (CASE_TRANSITIONS[i].kinds >> w->kind & 1))
            t = &CASE_TRANSITIONS[i];
    assert_non_null(t);
    bool is_application = case_kind_is_application(w->kind);
    w->on = day(case_kind_is_medical(w->kind) ? "2013-12-02"
                : is_application              ? "2013-09-02"
                                              : "2013-11-04");
    if (!is_application) {
        bool is_wubao = w->kind == CASE_FORM || w->kind == CASE_CANCEL;
        w->household =
            flow_case(w->f, is_wubao ? flow_wubao_active(w->f) : flow_dibao_active(w->f)).household;
    }
    struct case_actor actor = flow_actor(w->f, user_of(w, t->action));
    struct error e = {0};
    assert_ok_e(case_open(w->f->db, COUNTY, w->f->keys, &actor,
                          &(struct case_opening){.kind = w->kind,
                                                 .change = w->change,
                                                 .division = VILLAGE,
                                                 .household = w->household,
                                                 .on = w->on,
                                                 .content = opening_form(w)},
                          NULL, &w->id, &e),
                &e);
    assert_int_equal(flow_case(w->f, w->id).state, t->to);
}

static void close_notice(struct walk *w)
{
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    struct error e = {0};
    assert_ok_e(notice_read(w->f->db, COUNTY, w->notice, w->f->arena, &n, &rows, &count, &e), &e);
    if (w->on.v <= n.last_day.v)
        w->on = (struct date){n.last_day.v + 1};
    flow_close(w->f, w->notice, "village", day_text(w));
}

static void object(struct walk *w)
{
    struct case_actor actor = flow_actor(w->f, "village");
    struct error e = {0};
    assert_ok_e(objection_record(w->f->db, COUNTY, w->f->keys, &actor, w->notice, w->id,
                                 flow_data(w->f, "ground", "他家有车", NULL), w->on, NULL,
                                 &w->objection, &e),
                &e);
}

static void decide_objection(struct walk *w)
{
    struct case_actor actor = flow_actor(w->f, "lead");
    struct error e = {0};
    assert_ok_e(objection_decide(w->f->db, COUNTY, w->f->keys, &actor, w->objection, false,
                                 "查无此事", w->on, &e),
                &e);
}

static void draw(struct walk *w)
{
    struct case_actor actor = flow_actor(w->f, "wubao1");
    struct error e = {0};
    int64_t sample;
    actor.today = w->on;
    enum status s =
        sample_draw(w->f->db, COUNTY, &actor,
                    w->kind == CASE_WUBAO ? PROGRAMME_WUBAO : PROGRAMME_DIBAO, "", &sample, &e);
    assert_true(s == STATUS_OK || strcmp(e.code, "SAMPLE_EMPTY") == 0);
    if (flow_case(w->f, w->id).is_sampled && !flow_case(w->f, w->id).is_spot_checked)
        flow_act(w->f, w->id, ACTION_SPOT_CHECK, "wubao1", day_text(w),
                 flow_step_form(w->f, w->kind, ACTION_SPOT_CHECK, day_text(w)));
}

static void take(struct walk *w, enum case_action action)
{
    const char *user = user_of(w, action);
    bool is_drawn = w->kind == CASE_DIBAO || w->kind == CASE_WUBAO;
    w->on = calendar_add_working_days(w->on, 1);
    if (is_drawn && (action == ACTION_APPROVE || action == ACTION_REFUSE))
        draw(w);
    if (action == ACTION_APPEAL && flow_case(w->f, w->id).closed_on.v == 0)
        flow_act(w->f, w->id, ACTION_SERVE, "clerk", day_text(w),
                 flow_step_form(w->f, w->kind, ACTION_SERVE, day_text(w)));
    switch (action) {
    case ACTION_POST:
        w->notice = flow_post(w->f, w->id, user, day_text(w));
        break;
    case ACTION_CLOSE_NOTICE:
        close_notice(w);
        break;
    case ACTION_OBJECT:
        object(w);
        break;
    case ACTION_REINVESTIGATE:
        decide_objection(w);
        break;
    default:
        flow_act(w->f, w->id, action, user, day_text(w),
                 flow_step_form(w->f, w->kind, action, day_text(w)));
    }
}

/* Rows that end a case early or lead back are no way to a state. */
static bool leads_on(const struct case_transition *t)
{
    return t->action != ACTION_WITHDRAW && t->action != ACTION_SEND_BACK && t->from != t->to &&
           t->action != ACTION_NOT_ACCEPT;
}

/* The rows of a claim that its class does not take. */
static bool is_other_way(const struct case_transition *t, enum case_kind kind, enum way way)
{
    if (kind != CASE_MEDICAL)
        return false;
    if (t->action == ACTION_ACCEPT)
        return (t->to == STATE_DECIDING) != (way == WAY_KEY);
    return t->action == ACTION_REVIEW && (t->to == STATE_REVIEWED) != (way == WAY_PUBLICISED);
}

/* The shortest way by breadth; false when there is none. */
static bool path_find(enum case_kind kind, enum way way, bool is_publicised, enum case_state to,
                      enum case_action path[PATH_MAX_STEPS], size_t *ret_count)
{
    const struct case_transition *via[STATE_COUNT] = {0};
    enum case_state queue[STATE_COUNT];
    size_t head = 0, tail = 0;
    bool seen[STATE_COUNT] = {[STATE_NONE] = true};
    queue[tail++] = STATE_NONE;
    while (head < tail) {
        enum case_state at = queue[head++];
        for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
            const struct case_transition *t = &CASE_TRANSITIONS[i];
            if ((t->kinds >> kind & 1) == 0 || t->from != at || seen[t->to] || !leads_on(t))
                continue;
            if (is_other_way(t, kind, way))
                continue;
            if (t->action == ACTION_APPROVE && t->to == STATE_APPROVED && !is_publicised)
                continue;
            seen[t->to] = true;
            via[t->to] = t;
            queue[tail++] = t->to;
        }
    }
    size_t count = 0;
    for (enum case_state s = to; s != STATE_NONE; s = via[s]->from) {
        if (!via[s] || count == PATH_MAX_STEPS)
            return false;
        count++;
    }
    *ret_count = count;
    for (enum case_state s = to; s != STATE_NONE; s = via[s]->from)
        path[--count] = via[s]->action;
    return true;
}

static enum case_change change_of(enum case_kind kind, bool is_publicised)
{
    switch (kind) {
    case CASE_CHANGE:
        return is_publicised ? CHANGE_INCOME : CHANGE_CLASS;
    case CASE_STOP:
        return is_publicised ? CHANGE_STOP : CHANGE_SUSPEND;
    case CASE_FORM:
        return CHANGE_FORM;
    case CASE_CANCEL:
        return is_publicised ? CHANGE_DEATH : CHANGE_CEASE;
    default:
        return CHANGE_NONE;
    }
}

static enum way way_of(const struct case_transition *t)
{
    if ((t->action == ACTION_ACCEPT && t->to == STATE_DECIDING) ||
        (t->action == ACTION_SEND_BACK && t->to == STATE_APPLIED))
        return WAY_KEY;
    return t->action == ACTION_REVIEW && t->to == STATE_DECIDING ? WAY_PLAIN : WAY_PUBLICISED;
}

static void walk_row(struct flow *f, const struct case_transition *t, enum case_kind kind)
{
    enum case_action path[PATH_MAX_STEPS];
    size_t count = 0;
    bool is_fork = t->action == ACTION_APPROVE && (kind == CASE_CHANGE || kind == CASE_STOP);
    bool is_publicised = !is_fork || t->to == STATE_APPROVED;
    struct walk w = {
        .f = f, .way = way_of(t), .kind = kind, .change = change_of(kind, is_publicised)};
    assert_true(path_find(kind, w.way, is_publicised || kind == CASE_DIBAO, t->from, path, &count));
    open_walk(&w);
    for (size_t i = 1; i < count; i++)
        take(&w, path[i]);
    if (flow_case(f, w.id).state != t->from)
        fail_msg("%s: did not reach %s", case_kind_code(kind), case_state_code(t->from));
    int64_t version = flow_case(f, w.id).version;
    take(&w, t->action);
    struct case_record c = flow_case(f, w.id);
    if (c.state != t->to || c.version <= version)
        fail_msg("%s: %s from %s led to %s, not to %s", case_kind_code(kind),
                 case_action_code(t->action), case_state_code(t->from), case_state_code(c.state),
                 case_state_code(t->to));
}

struct parameter {
    const char *name;
    int64_t value;
};

static enum status parameter_work(struct db *db, void *context, struct error *e)
{
    const struct parameter *p = context;
    int64_t change;
    TRY(change_record(db, COUNTY,
                      &(struct change_entry){
                          .actor = "admin", .action = "plan.set", .subject = "test", .detail = ""},
                      &change, e));
    return parameter_set(db, COUNTY, p->name, month_make(2013, 1), p->value, "试〔2013〕1号", NULL,
                         change, e);
}

static void walk_all(struct flow *f)
{
    struct parameter parameters[] = {{"case.deliberation_required", 0},
                                     {"case.change_publicised", 1},
                                     {"medical.low_income.publicised", 0},
                                     {"medical.illness_poor.publicised", 1}};
    struct error e = {0};
    for (size_t i = 0; i < sizeof parameters / sizeof parameters[0]; i++)
        assert_ok_e(db_transaction(f->db, parameter_work, &parameters[i], &e), &e);
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++)
        for (int kind = 1; kind < CASE_KIND_COUNT; kind++)
            if (CASE_TRANSITIONS[i].from != STATE_NONE && (CASE_TRANSITIONS[i].kinds >> kind & 1))
                walk_row(f, &CASE_TRANSITIONS[i], (enum case_kind)kind);
}

static void every_row_of_the_table_can_be_walked(void **state)
{
    (void)state;
    flow_each(walk_all);
}

/* ---- the table itself ---- */

static void no_state_is_a_dead_end_unless_it_is_closed(void **state)
{
    (void)state;
    static const enum case_state closed[] = {STATE_NOT_ACCEPTED, STATE_ACTIVE, STATE_WITHDRAWN,
                                             STATE_CHANGED, STATE_CONFIRMED};
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        for (int kind = 1; kind < CASE_KIND_COUNT; kind++) {
            const struct case_transition *t = &CASE_TRANSITIONS[i];
            bool is_closed = false, leads = false;
            if ((t->kinds >> kind & 1) == 0)
                continue;
            for (size_t k = 0; k < sizeof closed / sizeof closed[0]; k++)
                is_closed |= t->to == closed[k];
            for (size_t k = 0; k < CASE_TRANSITION_COUNT; k++)
                leads |=
                    (CASE_TRANSITIONS[k].kinds >> kind & 1) && CASE_TRANSITIONS[k].from == t->to;
            if (is_closed == leads)
                fail_msg("%s: %s", case_kind_code((enum case_kind)kind), case_state_code(t->to));
        }
    }
}

static void who_decides_is_never_who_made(void **state)
{
    (void)state;
    const uint32_t makers = 1u << ACTION_APPLY | 1u << ACTION_PROPOSE | 1u << ACTION_REPORT |
                            1u << ACTION_ACCEPT | 1u << ACTION_SURVEY | 1u << ACTION_REVIEW |
                            1u << ACTION_CHECK;
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if (t->action == ACTION_APPROVE || t->action == ACTION_REFUSE)
            assert_int_equal(t->not_by & makers, makers);
        if (t->action == ACTION_UPHOLD || t->action == ACTION_OVERTURN)
            assert_true(t->not_by >> ACTION_REFUSE & 1);
        if (t->permission == PERMISSION_CASE_DECIDE)
            assert_int_equal(t->level, LEVEL_COUNTY);
        /* The system may hand in, and never moves a case. */
        assert_true(t->from == STATE_NONE || t->action == ACTION_SUPPLY_PAPERS ||
                    t->action == ACTION_WITHDRAW || !access_can(ROLE_SYSTEM, t->permission));
    }
}

static void every_word_has_its_code_and_label(void **state)
{
    (void)state;
    for (int s = 1; s < STATE_COUNT; s++) {
        assert_true(*case_state_code((enum case_state)s) != '\0');
        assert_true(*case_state_label((enum case_state)s) != '\0');
    }
    for (int a = 1; a < ACTION_COUNT; a++) {
        enum case_action back;
        assert_ok(case_action_parse(case_action_code((enum case_action)a), &back, NULL));
        assert_int_equal(back, a);
        assert_true(*case_action_label((enum case_action)a) != '\0');
    }
    for (int d = 1; d < DOCUMENT_COUNT; d++)
        assert_true(*case_document_code((enum case_document)d) != '\0');
}

/* ---- docs/casework.md ---- */

static void kinds_text(uint32_t kinds, char *out, size_t bytes)
{
    size_t n = 0;
    out[0] = '\0';
    for (int kind = 1; kind < CASE_KIND_COUNT; kind++)
        if (kinds >> kind & 1)
            n += (size_t)snprintf(out + n, bytes - n, "%s%s", n ? " " : "",
                                  case_kind_code((enum case_kind)kind));
}

static void not_by_text(uint32_t not_by, char *out, size_t bytes)
{
    size_t n = 0;
    out[0] = '\0';
    for (int a = 1; a < ACTION_COUNT; a++)
        if (not_by >> a & 1)
            n += (size_t)snprintf(out + n, bytes - n, "%s%s", n ? " " : "",
                                  case_action_code((enum case_action)a));
}

static void row_text(const struct case_transition *t, char *out, size_t bytes)
{
    static const char *const levels[] = {"", "village", "township", "county"};
    char kinds[128], not_by[256];
    kinds_text(t->kinds, kinds, sizeof kinds);
    not_by_text(t->not_by, not_by, sizeof not_by);
    (void)snprintf(out, bytes, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", kinds,
                   case_state_code(t->from), case_action_code(t->action), case_state_code(t->to),
                   PERMISSIONS[t->permission].name, levels[t->level],
                   t->limit == LIMIT_NONE ? "" : case_limit_code(t->limit), not_by,
                   t->document == DOCUMENT_NONE ? "" : case_document_code(t->document));
}

/* With MINSHENG_WRITE_TABLE set, prints the rows to put into the page. */
static void the_page_shows_the_table_as_it_is(void **state)
{
    (void)state;
    static char page[1 << 20];
    char row[1024], *rest = NULL;
    FILE *file = fopen(MINSHENG_DOCS "/casework.md", "rb");
    assert_non_null(file);
    size_t n = fread(page, 1, sizeof page - 1, file), rows = 0;
    (void)fclose(file);
    page[n] = '\0';
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        row_text(&CASE_TRANSITIONS[i], row, sizeof row);
        if (getenv("MINSHENG_WRITE_TABLE"))
            fputs(row, stderr);
        else if (!strstr(page, row))
            fail_msg("docs/casework.md lacks: %s", row);
    }
    for (char *line = strtok_r(page, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        size_t bars = 0;
        for (const char *c = line; *c; c++)
            bars += *c == '|' ? 1 : 0;
        rows += bars == 10 && strncmp(line, "|---", 4) != 0 && strncmp(line, "| kinds", 7) != 0;
    }
    assert_int_equal(rows, CASE_TRANSITION_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_state_is_a_dead_end_unless_it_is_closed),
        cmocka_unit_test(who_decides_is_never_who_made),
        cmocka_unit_test(every_word_has_its_code_and_label),
        cmocka_unit_test(the_page_shows_the_table_as_it_is),
        cmocka_unit_test(every_row_of_the_table_can_be_walked),
    };
    return cmocka_run_group_tests_name("case-flow-walk", tests, NULL, NULL);
}

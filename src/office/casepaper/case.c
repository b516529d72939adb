/* Which papers a case has, and printing one. */
#include "base/text.h"
#include "case_view.h"
#include "domain/casework/notice.h"

#define BIT(kind) (1u << CASE_##kind)
#define APPLICATIONS (BIT(DIBAO) | BIT(WUBAO))
#define ALTERATIONS (BIT(CHANGE) | BIT(STOP))
#define MEDICAL (BIT(MEDICAL) | BIT(ADVANCE))
#define CLAIMS (APPLICATIONS | BIT(MEDICAL)) /* papers may be asked for */
#define ALL_KINDS (APPLICATIONS | ALTERATIONS | BIT(RECHECK) | BIT(FORM) | BIT(CANCEL) | MEDICAL)

/* In the order of the file. */
static const struct paper_rule {
    enum case_document document;
    uint32_t kinds;
    enum case_action action; /* the step whose paper it is; NONE: always there */
    bool may_be_blank;       /* taken along to be filled in by hand */
} rules[] = {
    {DOCUMENT_APPLICATION, APPLICATIONS, ACTION_NONE, false},
    {DOCUMENT_MEDICAL_FORM, BIT(MEDICAL), ACTION_NONE, false},
    {DOCUMENT_ADVANCE_FORM, BIT(ADVANCE), ACTION_NONE, false},
    {DOCUMENT_PAPERS_NOTICE, CLAIMS, ACTION_ASK_PAPERS, false},
    {DOCUMENT_ACCEPTANCE, CLAIMS, ACTION_ACCEPT, false},
    {DOCUMENT_NOT_ACCEPTED, CLAIMS, ACTION_NOT_ACCEPT, false},
    {DOCUMENT_CHECK_REPORT, BIT(DIBAO), ACTION_CHECK, true},
    {DOCUMENT_HOME_VISIT, APPLICATIONS, ACTION_SURVEY, true},
    {DOCUMENT_HOME_VISIT, ALTERATIONS, ACTION_SURVEY, false},
    {DOCUMENT_DELIBERATION, APPLICATIONS, ACTION_DELIBERATE, true},
    {DOCUMENT_APPROVAL_FORM, APPLICATIONS, ACTION_REVIEW, true},
    {DOCUMENT_RECHECK_FORM, BIT(RECHECK), ACTION_SURVEY, true},
    {DOCUMENT_FORM_CHANGE, BIT(FORM), ACTION_REVIEW, true},
    {DOCUMENT_CANCELLATION, BIT(CANCEL), ACTION_REVIEW, true},
    {DOCUMENT_NOTICE_WALL, ALL_KINDS, ACTION_POST, false},
    {DOCUMENT_NOTICE_WEB, ALL_KINDS, ACTION_POST, false},
    {DOCUMENT_NOTICE_RESULT, ALL_KINDS, ACTION_CLOSE_NOTICE, false},
    {DOCUMENT_REFUSAL, ALL_KINDS, ACTION_REFUSE, false},
    {DOCUMENT_CHANGE_NOTICE, BIT(CHANGE), ACTION_APPROVE, false},
    {DOCUMENT_STOP_NOTICE, BIT(STOP), ACTION_APPROVE, false},
    {DOCUMENT_MEDICAL_DECISION, BIT(MEDICAL), ACTION_APPROVE, false},
    {DOCUMENT_ADVANCE_NOTICE, BIT(ADVANCE), ACTION_APPROVE, false},
    {DOCUMENT_CERTIFICATE, APPLICATIONS, ACTION_NONE, false},
    {DOCUMENT_ARCHIVE_INDEX, ALL_KINDS, ACTION_NONE, false},
};
#define RULE_COUNT (sizeof rules / sizeof rules[0])

bool case_paper_has_numbers(enum case_document d)
{
    switch (d) {
    case DOCUMENT_APPLICATION:
    case DOCUMENT_CHECK_REPORT:
    case DOCUMENT_HOME_VISIT:
    case DOCUMENT_APPROVAL_FORM:
    case DOCUMENT_CERTIFICATE:
    case DOCUMENT_CANCELLATION:
    case DOCUMENT_MEDICAL_FORM:
    case DOCUMENT_MEDICAL_DECISION:
    case DOCUMENT_ADVANCE_FORM:
    case DOCUMENT_ADVANCE_NOTICE:
        return true;
    default:
        return false;
    }
}

static enum case_paper_state rule_state(const struct case_paper_case *x,
                                        const struct paper_rule *rule,
                                        const struct case_step **ret_step)
{
    if (!(rule->kinds & (1u << x->c.kind)))
        return PAPER_NONE;
    if (rule->document == DOCUMENT_CERTIFICATE && x->c.state != STATE_ACTIVE)
        return PAPER_NONE;
    *ret_step = rule->action == ACTION_NONE ? NULL : case_paper_step(x, rule->action);
    if (rule->action == ACTION_NONE || *ret_step)
        return PAPER_DONE;
    return rule->may_be_blank && x->c.closed_on.v == 0 ? PAPER_BLANK : PAPER_NONE;
}

enum case_paper_state case_paper_state(const struct case_paper_case *x, enum case_document d,
                                       const struct case_step **ret_step)
{
    const struct case_step *step = NULL;
    enum case_paper_state state = PAPER_NONE;
    for (size_t i = 0; i < RULE_COUNT && state == PAPER_NONE; i++)
        if (rules[i].document == d)
            state = rule_state(x, &rules[i], &step);
    *ret_step = state == PAPER_NONE ? NULL : step;
    return state;
}

const char *case_paper_template(const struct case_record *c, enum case_document d)
{
    if (d == DOCUMENT_APPLICATION && c->programme == PROGRAMME_WUBAO)
        return "application_wubao";
    return case_document_code(d);
}

enum status case_paper_list(struct db *db, int64_t county, int64_t case_id, struct date today,
                            struct arena *arena, struct case_paper **ret, size_t *ret_count,
                            struct error *e)
{
    struct case_paper_case x;
    struct case_paper *papers = ARENA_ARRAY(arena, struct case_paper, RULE_COUNT);
    size_t n = 0;
    if (!papers)
        return arena_exhausted(e);
    TRY(case_paper_read(db, county, NULL, case_id, today, arena, &x, e));
    for (int blank = 0; blank < 2; blank++)
        for (size_t i = 0; i < RULE_COUNT; i++) {
            const struct case_step *step = NULL;
            enum case_paper_state state = rule_state(&x, &rules[i], &step);
            if (state != (blank ? PAPER_BLANK : PAPER_DONE))
                continue;
            papers[n++] = (struct case_paper){.document = rules[i].document,
                                              .label = case_document_label(rules[i].document),
                                              .is_blank = blank,
                                              .on = step    ? step->on
                                                    : blank ? (struct date){0}
                                                            : x.c.opened_on};
        }
    *ret = papers;
    *ret_count = n;
    return STATUS_OK;
}

static bool is_of_notice(enum case_document d)
{
    return d == DOCUMENT_NOTICE_WALL || d == DOCUMENT_NOTICE_WEB || d == DOCUMENT_NOTICE_RESULT;
}

static enum status fill(struct paper *p, int64_t case_id, enum case_document d,
                        const char **ret_template, struct error *e)
{
    struct case_paper_case x;
    const struct case_step *step;
    TRY(case_paper_read(p->db, p->county, p->keys, case_id, p->options->today, p->arena, &x, e));
    if (case_paper_state(&x, d, &step) == PAPER_NONE)
        return STATUS_NONE;
    TRY(case_paper_view(p, &x, e));
    if (d == DOCUMENT_ACCEPTANCE)
        TRY(case_paper_attachments(p, case_id, e));
    if (d == DOCUMENT_CERTIFICATE || d == DOCUMENT_CANCELLATION)
        TRY(case_paper_certificate(p, &x, e));
    if (case_kind_is_medical(x.c.kind))
        TRY(case_paper_medical(p, &x, e));
    if (d == DOCUMENT_ARCHIVE_INDEX)
        TRY(case_paper_archive(p, &x, e));
    *ret_template = case_paper_template(&x.c, d);
    return STATUS_OK;
}

enum status case_paper_make(struct db *db, int64_t county, const struct keyring *keys,
                            int64_t case_id, enum case_document d,
                            const struct case_paper_options *options, int *ret_pages,
                            struct buf *ret, struct error *e)
{
    struct paper p;
    const char *template_name;
    int64_t notice;
    if (is_of_notice(d)) {
        TRY(notice_of_case(db, county, case_id, &notice, e));
        return notice_paper_make(db, county, notice, d, options, ret_pages, ret, e);
    }
    enum status s = paper_open(&p, db, county, options, e);
    p.keys = keys;
    p.ret_pages = ret_pages;
    if (s == STATUS_OK)
        s = fill(&p, case_id, d, &template_name, e);
    if (s == STATUS_OK)
        s = paper_finish(&p, template_name, ret, e);
    paper_close(&p);
    return s;
}

enum status case_paper_render(struct db *db, int64_t county, const struct keyring *keys,
                              int64_t case_id, enum case_document d,
                              const struct case_paper_options *options, struct buf *ret,
                              struct error *e)
{
    return case_paper_make(db, county, keys, case_id, d, options, NULL, ret, e);
}

/* The kind of case whose form it is. */
static enum case_kind kind_of_blank(enum case_document d, enum programme programme)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        bool is_form = rules[i].may_be_blank || d == DOCUMENT_APPLICATION ||
                       d == DOCUMENT_MEDICAL_FORM || d == DOCUMENT_ADVANCE_FORM;
        if (rules[i].document != d || !is_form)
            continue;
        if (rules[i].kinds & APPLICATIONS)
            return programme == PROGRAMME_WUBAO ? CASE_WUBAO : CASE_DIBAO;
        for (int kind = CASE_DIBAO; kind < CASE_KIND_COUNT; kind++)
            if (rules[i].kinds & (1u << kind))
                return (enum case_kind)kind;
    }
    return CASE_KIND_COUNT;
}

static enum status blank_fill(struct paper *p, const struct case_paper_case *x,
                              enum case_document d, struct error *e)
{
    TRY(case_paper_view(p, x, e));
    return d == DOCUMENT_CANCELLATION ? case_paper_certificate(p, x, e) : STATUS_OK;
}

enum status case_blank_render(struct db *db, int64_t county, enum programme programme,
                              int64_t division, enum case_document d,
                              const struct case_paper_options *options, struct buf *ret,
                              struct error *e)
{
    enum case_kind kind = kind_of_blank(d, programme);
    struct paper p;
    if (kind == CASE_KIND_COUNT)
        return STATUS_NONE;
    bool is_wubao_form = kind == CASE_FORM || kind == CASE_CANCEL;
    struct case_paper_case x = {
        .c = {.kind = kind,
              .programme = is_wubao_form                ? PROGRAMME_WUBAO
                           : case_kind_is_medical(kind) ? PROGRAMME_MEDICAL
                                                        : programme,
              .division = division,
              .change_kind = kind == CASE_FORM     ? CHANGE_FORM
                             : kind == CASE_CANCEL ? CHANGE_DEATH
                                                   : CHANGE_NONE},
        .is_blank = true,
    };
    enum status s = paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = blank_fill(&p, &x, d, e);
    if (s == STATUS_OK)
        s = paper_finish(&p, case_paper_template(&x.c, d), ret, e);
    paper_close(&p);
    return s;
}

const char *case_paper_file_name(struct arena *a, const char *number, enum case_document d,
                                 enum document_kind kind)
{
    const char *name =
        arena_printf(a, "%s-%s%s", number, case_document_code(d), document_ending(kind));
    return name ? name : "";
}

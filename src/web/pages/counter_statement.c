/* A hospital's own statement, for its program: the lines that are owed to it, and its own list held
   against them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/medical/hospital.h"
#include "domain/medical/statement.h"
#include "web/pages/pages.h"
#include "web/request.h"

static enum status statement_of(struct request *r, int64_t hospital, struct statement_record *ret,
                                struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "statement", &id));
    TRY(statement_read(r->db, r->county, id, r->arena, ret, e));
    return ret->hospital == hospital ? STATUS_OK : STATUS_NONE;
}

static void head_add(struct view *v, const struct statement_record *s)
{
    static const char *const states[] = {[STATEMENT_DRAFT] = "draft",
                                         [STATEMENT_AGREED] = "agreed",
                                         [STATEMENT_APPROVED] = "approved"};
    view_add_integer(v, "statement", s->id);
    view_add_month(v, "month", s->month);
    view_add_text(v, "state", states[s->state]);
    view_add_fen(v, "before_fen", s->before);
    view_add_fen(v, "during_fen", s->during);
    view_add_fen(v, "total_fen", s->total);
}

static enum status lines_show(struct request *r, struct error *e)
{
    struct statement_record s;
    struct statement_line *lines;
    size_t count;
    int64_t hospital;
    enum status own = hospital_of_user(r->db, r->county, r->session.user.name, &hospital, e);
    if (own == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_HOSPITAL",
                         _("您的账户还没有对应的医院，请系统管理员登记"));
    TRY(own);
    TRY(statement_of(r, hospital, &s, e));
    TRY(statement_lines(r->db, r->county, s.id, r->arena, &lines, &count, e));
    head_add(r->page, &s);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "line", lines[i].line);
        view_add_text(v, "admission_no", lines[i].admission_no);
        if (lines[i].bill != 0)
            view_add_integer(v, "bill", lines[i].bill);
        view_add_text(v, "reason", lines[i].reason);
        view_add_fen(v, "before_fen", lines[i].before);
        view_add_fen(v, "during_fen", lines[i].during);
        view_add_date(v, "entered_on", lines[i].entered_on);
    }
    return respond_page(r, "", NULL, e);
}

/* {"lines": [{"admission_no": …, "amount": …}, …]} came as lines.1.admission_no, lines.1.amount:
   each pair begins with either of the two. */
static enum status their_lines_read(struct request *r, struct their_line **ret, size_t *ret_count,
                                    struct error *e)
{
    struct their_line *lines = ARENA_ARRAY(r->arena, struct their_line, r->form.count + 1);
    size_t count = 0;
    long current = 0;
    bool has_number = false, has_amount = false;
    if (lines == NULL)
        return arena_exhausted(e);
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        char *rest = NULL;
        if (!text_starts(f->name, "lines."))
            continue;
        long nth = strtol(f->name + strlen("lines."), &rest, 10);
        if (nth != current && current != 0 && !(has_number && has_amount))
            break;
        if (nth != current)
            lines[count++] = (struct their_line){.admission_no = ""};
        has_number = (nth == current && has_number) || strcmp(rest, ".admission_no") == 0;
        has_amount = (nth == current && has_amount) || strcmp(rest, ".amount") == 0;
        current = nth;
        if (strcmp(rest, ".admission_no") == 0)
            lines[count - 1].admission_no = f->value;
        else if (fen_parse(f->value, &lines[count - 1].amount, e) != STATUS_OK)
            return error_place(e, "%s", f->name);
    }
    if (count > 0 && !(has_number && has_amount)) {
        error_set(e, STATUS_REFUSED, "FORM_LINES", _("每行须有住院号和金额（第 %zu 行不全）"),
                  count);
        return error_place(e, "lines");
    }
    *ret = lines;
    *ret_count = count;
    return STATUS_OK;
}

static enum status compare(struct request *r, struct error *e)
{
    struct statement_record s;
    struct statement_match *matches;
    struct their_line *lines;
    struct db *db;
    size_t count;
    int64_t differences;
    TRY(statement_of(r, r->signer, &s, e));
    TRY(their_lines_read(r, &lines, &count, e));
    TRY(request_writer(r, &db, e));
    TRY(statement_compare(db, r->county, s.id, lines, count, r->session.user.name, &differences,
                          e));
    TRY(statement_read(db, r->county, s.id, r->arena, &s, e));
    TRY(statement_matches(db, r->county, s.id, true, r->arena, &matches, &count, e));
    head_add(r->page, &s);
    view_add_count(r->page, "differences", differences);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_text(v, "admission_no", matches[i].admission_no);
        view_add_text(v, "outcome", matches[i].outcome);
        view_add_fen(v, "ours_fen", matches[i].ours);
        view_add_fen(v, "theirs_fen", matches[i].theirs);
    }
    return respond_page(r, "", NULL, e);
}

static const struct route_input COMPARE_INPUTS[] = {
    {"lines", INPUT_LIST, true, N_("医院自己的清单：每行 admission_no 住院号、amount 金额（元）")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/counter/statements/{statement}/lines", lines_show, PERMISSION_MEDICAL_AGREE,
     N_("结算单明细"), .audience = AUDIENCE_PROGRAMS},
    {HTTP_POST, "/counter/statements/{statement}/compare", compare, PERMISSION_MEDICAL_AGREE,
     N_("核对结算单"), .audience = AUDIENCE_PROGRAMS, .inputs = COMPARE_INPUTS, .is_signed = true},
};
const struct route_table COUNTER_STATEMENT_ROUTES = ROUTE_TABLE("counter_statement", ROUTES);

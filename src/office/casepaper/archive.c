/* The index of a case's file (一户一档): what there is, in order, with running page numbers. */
#include "case_view.h"

#include "domain/casework/attachment.h"

struct archive {
    struct paper *p;
    struct view *list;
    int64_t no, page; /* page: next free */
};

static void row_add(struct archive *a, const char *title, const char *actor, const char *on,
                    int64_t pages)
{
    struct view *o = view_add_object(a->list, NULL);
    view_add_integer(o, "no", ++a->no);
    view_add_text(o, "title", title);
    view_add_text(o, "actor", actor);
    view_add_text(o, "on", on);
    if (pages == 1)
        view_add_integer(o, "pages", a->page);
    else if (pages > 1)
        view_add_textf(o, "pages", "%lld—%lld", (long long)a->page,
                       (long long)(a->page + pages - 1));
    a->page += pages;
}

/* As it is printed: its pages are counted on the paper itself. */
static enum status document_add(struct archive *a, const struct case_paper_case *x,
                                enum case_document d, struct error *e)
{
    const struct case_step *step;
    struct paper *p = a->p;
    int pages = 0;
    if (d == DOCUMENT_ARCHIVE_INDEX || d == DOCUMENT_NOTICE_WEB ||
        case_paper_state(x, d, &step) != PAPER_DONE)
        return STATUS_OK;
    enum status s =
        case_paper_make(p->db, p->county, p->keys, x->c.id, d, p->options, &pages, NULL, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    TRY(s);
    bool is_certificate = d == DOCUMENT_CERTIFICATE;
    const char *actor = step             ? paper_user(p, step->actor)
                        : is_certificate ? p->bureau
                                         : x->c.applicant;
    struct date on = step ? step->on : is_certificate ? x->c.closed_on : x->c.opened_on;
    row_add(a, case_document_label(d), actor, paper_people_date(p, on), pages);
    return STATUS_OK;
}

static enum status attachments_add(struct archive *a, const struct case_paper_case *x,
                                   struct error *e)
{
    struct attachment_row *rows;
    size_t count;
    TRY(attachment_list(a->p->db, a->p->county, x->c.id, a->p->arena, &rows, &count, e));
    for (size_t i = 0; i < count; i++)
        row_add(a, rows[i].title, paper_user(a->p, rows[i].actor), "",
                rows[i].page_count > 0 ? rows[i].page_count : 1);
    return STATUS_OK;
}

enum status case_paper_archive(struct paper *p, const struct case_paper_case *x, struct error *e)
{
    struct archive a = {.p = p, .list = view_add_list(p->root, "rows"), .page = 1};
    TRY(document_add(&a, x, DOCUMENT_APPLICATION, e));
    TRY(attachments_add(&a, x, e));
    for (int d = DOCUMENT_APPLICATION + 1; d < DOCUMENT_COUNT; d++)
        TRY(document_add(&a, x, (enum case_document)d, e));
    return STATUS_OK;
}

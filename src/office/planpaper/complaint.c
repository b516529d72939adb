#include "office/planpaper/complaint.h"

#include <string.h>

#include "base/text.h"
#include "base/view.h"

#define PAPER_ARENA_BYTES ((size_t)8 << 20)

static const struct {
    const char *step, *title, *opening, *remedy;
} LETTERS[] = {
    {"ACCEPT", "信访事项受理告知书", "经审查，属于我单位受理范围，决定予以受理", ""},
    {"NOT_ACCEPT", "信访事项不予受理告知书", "经审查，决定不予受理，理由如下", ""},
    {"FORWARD", "信访事项转送告知书", "经审查，已转送有权处理的单位，说明如下", ""},
    {"EXTEND", "信访事项延期告知书", "因情况复杂，经批准延长办理期限，理由如下", ""},
    {"REPLY", "信访事项答复意见书", "经调查核实，现答复如下",
     "如不服本意见，可以自收到之日起三十日内请求原办理单位的上一级行政机关复查。"},
    {"REVIEW1_REPLY", "信访事项复查意见书", "经复查，意见如下",
     "如不服本意见，可以自收到之日起三十日内请求复查单位的上一级行政机关复核。"},
    {"REVIEW2_REPLY", "信访事项复核意见书", "经复核，意见如下", "本意见为信访终结意见。"},
};
#define LETTER_COUNT (sizeof LETTERS / sizeof LETTERS[0])

static void day_add(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v ? date_format_people(d, text) : "");
}

/* A paragraph a line. */
static enum status lines_add(struct view *root, const char *words, struct arena *arena,
                             struct error *e)
{
    char *save = NULL, *text = arena_strdup(arena, words ? words : "");
    struct view *list = view_add_list(root, "lines");
    if (!text)
        return arena_exhausted(e);
    for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save))
        view_add_text(view_add_object(list, NULL), "text", line);
    return STATUS_OK;
}

enum status complaint_paper_render(const struct complaint *complaint,
                                   const struct complaint_content *content,
                                   const struct complaint_step *step,
                                   const struct complaint_paper_options *options, struct buf *ret,
                                   struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    size_t i = 0;
    while (i < LETTER_COUNT && !text_equals(step->step, LETTERS[i].step))
        i++;
    if (i == LETTER_COUNT)
        return STATUS_NONE;
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root)
        return arena_exhausted(e);
    view_add_text(root, "title", LETTERS[i].title);
    view_add_text(root, "opening", LETTERS[i].opening);
    view_add_text(root, "remedy", LETTERS[i].remedy);
    view_add_text(root, "county", options->county_name);
    view_add_text(root, "document", step->document);
    view_add_text(root, "number", complaint->number);
    view_add_text(root, "name", content->name[0] ? content->name : "信访人");
    day_add(root, "received_on", complaint->received_on);
    day_add(root, "on", step->on_date);
    day_add(root, "due", step->due_on);
    view_add_bool(root, "tells_due",
                  text_equals(step->step, "ACCEPT") || text_equals(step->step, "EXTEND"));
    TRY(lines_add(root, step->text, arena, e));
    return document_render("complaint_letter", root, options->kind, options->today, ret, e);
}

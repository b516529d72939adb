#include "office/planpaper/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/view.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)

static void choice_add(struct view *list, const char *text)
{
    view_add_text(view_add_object(list, NULL), "text", text);
}

static enum status question_add(struct view *list, const struct survey_question *q,
                                struct arena *arena, struct error *e)
{
    struct view *v = view_add_object(list, NULL);
    char *save = NULL, *choices = arena_strdup(arena, q->choices);
    if (!choices)
        return arena_exhausted(e);
    view_add_integer(v, "no", q->number);
    view_add_text(v, "text", q->text);
    view_add_bool(v, "is_words", q->kind == SURVEY_WORDS);
    struct view *of = view_add_list(v, "choices");
    if (q->kind == SURVEY_SATISFACTION)
        for (int c = 1; c <= SURVEY_CHOICES; c++)
            choice_add(of, _(survey_choice_label(c)));
    if (q->kind == SURVEY_CHOICE)
        for (char *c = strtok_r(choices, "|", &save); c; c = strtok_r(NULL, "|", &save))
            choice_add(of, c);
    return STATUS_OK;
}

static const char *site_of(const struct survey_paper_options *options)
{
    const char *site = options->site ? options->site : getenv("MINSHENG_SITE");
    return site && site[0] ? site : SURVEY_SITE_DEFAULT;
}

enum status survey_slips_render(const struct survey *survey, const struct survey_codes *codes,
                                const struct survey_paper_options *options, struct buf *ret,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    char day[DATE_TEXT_BYTES];
    size_t n = 0;
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root)
        return arena_exhausted(e);
    view_add_text(root, "title", survey->title);
    view_add_text(root, "county", options->county_name);
    view_add_text(root, "last_day", date_format_people(survey->last_day, day));
    view_add_text(root, "site", site_of(options));
    struct view *questions = view_add_list(root, "questions");
    for (size_t i = 0; i < survey->question_count; i++)
        TRY(question_add(questions, &survey->questions[i], arena, e));
    struct view *slips = view_add_list(root, "slips");
    for (size_t i = 0; i < codes->count; i++) {
        if (options->township != 0 && codes->list[i].township != options->township)
            continue;
        if (n == SURVEY_SLIPS_MAX)
            return error_set(e, STATUS_REFUSED, "SURVEY_LIMIT",
                             _("答题卡一次最多印 %d 张，请分乡镇印。"), SURVEY_SLIPS_MAX);
        struct view *v = view_add_object(slips, NULL);
        view_add_text(v, "code", codes->list[i].code);
        view_add_textf(v, "address", "%s/public/survey?code=%s", site_of(options),
                       codes->list[i].code);
        view_add_bool(v, "is_later", n > 0);
        n++;
    }
    return document_render("survey_sheet", root, options->kind, options->today, ret, e);
}

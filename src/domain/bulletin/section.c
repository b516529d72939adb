/* A section by hand: the text may change, its numbers may not. */
#include "domain/bulletin/bulletin_internal.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

struct writing {
    struct bulletin_work w;
    int number;
    const char *heading, *body;
    int64_t seen;
};

static enum status field_refuse(struct error *e, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "BULLETIN_FIELD", "%s", reason);
    return error_place(e, "%s", field), STATUS_REFUSED;
}

static enum status fields_check(const struct writing *x, struct error *e)
{
    if (x->heading && (!x->heading[0] || strchr(x->heading, '\n')))
        return field_refuse(e, "heading", _("标题不能为空，也不能分行"));
    if (x->heading && strlen(x->heading) > BULLETIN_HEADING_BYTES_MAX)
        return field_refuse(e, "heading", _("标题太长：最多三十个字"));
    if (!x->body || !x->body[strspn(x->body, " \t\r\n")])
        return field_refuse(e, "body", _("正文不能为空"));
    if (strlen(x->body) > BULLETIN_BODY_BYTES_MAX)
        return field_refuse(e, "body", _("正文太长：最多四千个字"));
    for (const char *at = x->body; *at; at++)
        if ((unsigned char)*at < ' ' && *at != '\n' && *at != '\r' && *at != '\t')
            return field_refuse(e, "body", _("正文里有不能打印的控制字符"));
    return STATUS_OK;
}

/* Lines end as the office ends them; browsers send CR LF. */
static const char *body_tidy(struct arena *arena, const char *body)
{
    char *text = arena_strdup(arena, body);
    size_t n = 0;
    for (size_t i = 0; text && text[i]; i++)
        if (text[i] != '\r')
            text[n++] = text[i];
    while (text && n > 0 && strchr(" \t\n", text[n - 1]))
        n--;
    if (text)
        text[n] = '\0';
    return text;
}

static enum status check_at(const struct bulletin_figure *figures, size_t count, const char *field,
                            const char *text, struct error *e)
{
    enum status s = bulletin_text_check(figures, count, text, e);
    if (s == STATUS_REFUSED)
        (void)error_place(e, "%s", field);
    return s;
}

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct writing *x = context;
    struct bulletin_figure *figures;
    struct bulletin_section *sections, *own = NULL;
    size_t count, section_count;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(bulletin_work_begin(&x->w, PERMISSION_BULLETIN_DRAFT, BULLETIN_DRAFT, 0, e));
    TRY(bulletin_section_list(db, x->w.county, &x->w.b, x->w.arena, &sections, &section_count, e));
    for (size_t i = 0; i < section_count; i++)
        if (sections[i].number == x->number)
            own = &sections[i];
    if (!own)
        return error_set(e, STATUS_REFUSED, "BULLETIN_SECTION", _("通报没有第 %d 部分"), x->number);
    if (x->seen && own->known_from != x->seen)
        return error_set(e, STATUS_REFUSED, "BULLETIN_CHANGED",
                         _("%s 刚刚改过这一部分：请对照后再保存"), own->actor);
    TRY(fields_check(x, e));
    TRY(bulletin_figure_list(db, x->w.county, &x->w.b, x->w.arena, &figures, &count, e));
    const char *heading = x->heading ? x->heading : own->heading;
    const char *body = body_tidy(x->w.arena, x->body);
    if (!body)
        return arena_exhausted(e);
    TRY(check_at(figures, count, "heading", heading, e));
    TRY(check_at(figures, count, "body", body, e));
    x->w.detail = arena_printf(x->w.arena, "{\"section\":%d}", x->number);
    TRY(bulletin_change_record(&x->w, "bulletin.section", e));
    TRY(bulletin_section_end(db,
                             (struct bulletin_section_end_args){.county = x->w.county,
                                                                .bulletin = x->w.id,
                                                                .number = x->number,
                                                                .known_to = x->w.change},
                             NULL, e));
    return bulletin_section_insert(db,
                                   (struct bulletin_section_insert_args){.county = x->w.county,
                                                                         .bulletin = x->w.id,
                                                                         .number = x->number,
                                                                         .known_from = x->w.change,
                                                                         .heading = heading,
                                                                         .body = body,
                                                                         .actor = x->w.actor},
                                   NULL, e);
}

enum status bulletin_section_write(struct db *db, int64_t county, int64_t id, int number,
                                   const char *heading, const char *body, int64_t seen,
                                   const char *actor, struct error *e)
{
    struct writing x = {.w = {.county = county, .actor = actor, .id = id},
                        .number = number,
                        .heading = heading,
                        .body = body,
                        .seen = seen};
    return bulletin_transact(db, &x.w, write_work, &x, e);
}

enum status bulletin_sections_check(struct bulletin_work *w, struct error *e)
{
    struct bulletin_figure *figures;
    struct bulletin_section *sections;
    size_t count, section_count;
    TRY(bulletin_figure_list(w->db, w->county, &w->b, w->arena, &figures, &count, e));
    TRY(bulletin_section_list(w->db, w->county, &w->b, w->arena, &sections, &section_count, e));
    for (size_t i = 0; i < section_count; i++) {
        char place[40];
        (void)snprintf(place, sizeof place, _("第 %d 部分"), sections[i].number);
        TRY(check_at(figures, count, place, sections[i].heading, e));
        TRY(check_at(figures, count, place, sections[i].body, e));
    }
    return STATUS_OK;
}

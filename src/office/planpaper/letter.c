#include "office/planpaper/letter.h"

#include "base/i18n.h"
#include "base/view.h"

#define PAPER_ARENA_BYTES ((size_t)64 << 20)
#define HASH_SHOWN 16 /* characters of it: enough to find it in the trail */

static void day_text(struct view *v, const char *name, struct date d, const char *none)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v ? date_format_people(d, text) : none);
}

/* The lines of one book; the books never stand in one table. */
static void book_add(struct view *books, const struct target_letter *l, enum target_book book)
{
    struct view *v = NULL, *lines = NULL;
    int no = 0;
    for (size_t i = 0; i < l->line_count; i++) {
        const struct target_letter_line *line = &l->lines[i];
        char value[TARGET_VALUE_BYTES];
        if (line->book != book)
            continue;
        if (!v) {
            v = view_add_object(books, NULL);
            view_add_text(v, "book", target_book_label(book));
            lines = view_add_list(v, "lines");
        }
        struct view *row = view_add_object(lines, NULL);
        view_add_integer(row, "no", ++no);
        view_add_text(row, "measure", target_measure_label(line->measure));
        view_add_text(row, "value", target_value_text(line->unit, line->value, value));
        day_text(row, "due", line->due_on, "");
        view_add_text(row, "clause", line->clause);
    }
}

static void letter_add(struct view *list, const struct target_letter *l, bool is_last)
{
    char hex[HASH_HEX_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_integer(v, "year", l->year);
    view_add_text(v, "township", l->township_name);
    view_add_text(v, "document", l->document);
    view_add_integer(v, "version", l->version);
    view_add_bool(v, "is_renewed", l->version > 1);
    view_add_bool(v, "is_replaced", l->state == LETTER_REPLACED);
    view_add_text(v, "bureau_signer", l->bureau_signer);
    view_add_text(v, "township_signer", l->township_signer);
    day_text(v, "issued_on", l->issued_on, "");
    day_text(v, "signed_on", l->signed_on, "　　年　　月　　日");
    hash_hex(l->content_hash, hex);
    view_add_textf(v, "hash", "%.*s", HASH_SHOWN, hex);
    view_add_bool(v, "has_next", !is_last);
    struct view *books = view_add_list(v, "books");
    book_add(books, l, BOOK_COUNTY);
    book_add(books, l, BOOK_CITY);
}

static enum status county_name(struct db *db, int64_t county, struct date today,
                               struct arena *arena, const char **ret, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    TRY(division_table_read(db, county, date_month(today), arena, &table, e));
    *ret = "";
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++)
        if (d->level == 1)
            *ret = d->name;
    return STATUS_OK;
}

static enum status render(struct db *db, int64_t county, const struct target_letter *list,
                          size_t count, const struct target_letter_paper *options,
                          struct arena *arena, struct buf *ret, struct error *e)
{
    const char *name;
    struct view *root = view_new(arena);
    if (!root)
        return arena_exhausted(e);
    TRY(county_name(db, county, options->today, arena, &name, e));
    struct view *place = view_add_object(root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    view_add_integer(root, "year", list[0].year);
    struct view *letters = view_add_list(root, "letters");
    for (size_t i = 0; i < count; i++)
        letter_add(letters, &list[i], i + 1 == count);
    TRY(view_status(root, e));
    return document_render("target_letter", root, options->kind, options->today, ret, e);
}

enum status target_letter_paper_render(struct db *db, int64_t county, int64_t letter,
                                       const struct target_letter_paper *options, struct buf *ret,
                                       struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct target_letter l;
    if (!arena)
        return arena_exhausted(e);
    TRY(target_letter_read(db, county, letter, KNOWN_NOW, arena, &l, e));
    return render(db, county, &l, 1, options, arena, ret, e);
}

enum status target_letters_paper_render(struct db *db, int64_t county, int year, int64_t scope,
                                        const struct target_letter_paper *options, struct buf *ret,
                                        struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct target_letter *list;
    size_t n, kept = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(target_letter_list(db, county, year, 0, true, KNOWN_NOW, arena, &list, &n, e));
    for (size_t i = 0; i < n; i++)
        if (access_in_scope(scope, list[i].township))
            list[kept++] = list[i];
    return kept ? render(db, county, list, kept, options, arena, ret, e) : STATUS_NONE;
}

/* The proof that a bulletin says what it said: its hash again, and every figure read again. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static void hash_figure(struct hash_state *h, const struct bulletin_figure *f)
{
    hash_put_number(h, f->number);
    hash_put_text(h, f->code);
    hash_put_text(h, f->book);
    hash_put_number(h, f->township);
    hash_put_number(h, month_yyyymm(f->from));
    hash_put_number(h, month_yyyymm(f->to));
    hash_put_number(h, f->numerator);
    hash_put_number(h, f->denominator);
    hash_put_number(h, f->target_bp);
    hash_put_number(h, f->rank);
}

void bulletin_hash(const struct bulletin *b, const struct bulletin_figure *figures,
                   size_t figure_count, const struct bulletin_section *sections,
                   size_t section_count, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_put_number(&h, b->id);
    hash_put_text(&h, bulletin_kind_code(b->kind));
    hash_put_number(&h, b->year);
    hash_put_number(&h, b->quarter);
    hash_put_number(&h, month_yyyymm(b->from));
    hash_put_number(&h, month_yyyymm(b->to));
    hash_put_number(&h, b->known);
    hash_put_number(&h, b->assessment);
    hash_put_text(&h, b->title);
    hash_put_text(&h, b->addressee);
    hash_put_text(&h, b->document);
    hash_put_text(&h, b->prepared_by);
    hash_put_text(&h, b->issued_by);
    hash_put_number(&h, date_yyyymmdd(b->issued_on));
    for (size_t i = 0; i < figure_count; i++)
        hash_figure(&h, &figures[i]);
    for (size_t i = 0; i < section_count; i++) {
        hash_put_number(&h, sections[i].number);
        hash_put_text(&h, sections[i].heading);
        hash_put_text(&h, sections[i].body);
    }
    hash_final(&h, out);
}

static bool is_same(const struct bulletin_figure *a, const struct bulletin_figure *b)
{
    return a->numerator == b->numerator && a->denominator == b->denominator &&
           a->target_bp == b->target_bp && a->rank == b->rank && a->township == b->township &&
           text_equals(a->code, b->code) && text_equals(a->book, b->book);
}

static enum status figure_refuse(const struct bulletin_figure *f, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "BULLETIN_FIGURE",
                     _("第 %" PRId64 " 个数据（%s，%s）与按当时登记重新统计的不一致"), f->number,
                     f->name, _(f->label));
}

static enum status figures_verify(struct db *db, int64_t county, const struct bulletin *b,
                                  struct bulletin_figure *old, size_t old_count,
                                  struct arena *arena, struct error *e)
{
    struct bulletin_gather gather = {.old = old, .old_count = old_count};
    struct bulletin_figure *fresh;
    size_t count;
    TRY(bulletin_codes_of(old, old_count, arena, &gather.codes, &gather.code_count, e));
    TRY(bulletin_figures_gather(db, county, b, &gather, arena, &fresh, &count, e));
    for (size_t i = 0; i < old_count; i++) {
        bool is_found = false;
        for (size_t k = 0; k < count && !is_found; k++)
            is_found = fresh[k].number == old[i].number && is_same(&fresh[k], &old[i]);
        if (!is_found)
            return figure_refuse(&old[i], e);
    }
    return count == old_count ? STATUS_OK : figure_refuse(&fresh[count - 1], e);
}

enum status bulletin_verify(struct db *db, int64_t county, int64_t id, size_t *ret_figures,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BULLETIN_ARENA_BYTES);
    struct bulletin b;
    struct bulletin_figure *figures;
    struct bulletin_section *sections;
    size_t count, section_count;
    uint8_t hash[HASH_BYTES];
    if (!arena)
        return arena_exhausted(e);
    enum status s = bulletin_read(db, county, id, arena, &b, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "BULLETIN_UNKNOWN", _("没有第 %" PRId64 " 号通报"), id);
    if (s != STATUS_OK)
        return s;
    TRY(bulletin_figure_list(db, county, &b, arena, &figures, &count, e));
    TRY(bulletin_section_list(db, county, &b, arena, &sections, &section_count, e));
    if (b.has_hash) {
        bulletin_hash(&b, figures, count, sections, section_count, hash);
        if (memcmp(hash, b.content_hash, HASH_BYTES) != 0)
            return error_set(e, STATUS_REFUSED, "BULLETIN_HASH",
                             _("第 %" PRId64 " 号通报的内容与签发时不同：校验值对不上"), id);
    }
    TRY(figures_verify(db, county, &b, figures, count, arena, e));
    *ret_figures = count;
    return STATUS_OK;
}

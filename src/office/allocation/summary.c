#include "office/allocation/summary.h"

#include "base/i18n.h"
#include "base/text.h"
#include "office/medical/list_read.h"

#include <string.h>

#define SHEET_PAYEES_MAX 300
#define SHEET_LINES_MAX 100 /* of one receiver and fund */

enum { PAYEE, CATEGORY, AMOUNT, PEOPLE, NOTE, SUPPLEMENT };
static const struct list_column COLUMNS[] = {
    [PAYEE] = {N_("收款单位"), "|收款单位|收款人|单位|单位名称|敬老院|Payee|", false},
    [CATEGORY] = {N_("类别"), "|类别|经费类别|资金类别|项目|补助项目|Class|", false},
    [AMOUNT] = {N_("金额"), "|金额|金额元|拨付金额|发放金额|金额/元|Amount|", false},
    [PEOPLE] = {N_("人数"), "|人数|享受人数|发放人数|People|", true},
    [NOTE] = {N_("说明"), "|说明|备注|Explanation|", true},
    [SUPPLEMENT] = {N_("补拨序号"), "|补拨序号|补拨|", true},
};

struct taking {
    struct db *db;
    int64_t county;
    struct month month;
    const char *document, *memo;
    struct arena *arena;
    struct payee *payees;
    size_t payee_count;
    struct allocation *list;
    struct allocation_line **lines; /* of each, with room for SHEET_LINES_MAX */
    size_t count;
};

/* ---- cells ---- */

/* Of receivers of that name the one that the fund may go to; else the first. */
static enum status payee_of(const struct taking *t, const char *name, enum fund fund,
                            const struct payee **ret, struct error *e)
{
    const struct payee *found = NULL;
    for (size_t i = 0; i < t->payee_count; i++) {
        const struct payee *p = &t->payees[i];
        if (strcmp(p->code, name) != 0 && strcmp(p->name, name) != 0)
            continue;
        if (!found || (allocation_fits(p->kind, fund) && !allocation_fits(found->kind, fund)))
            found = p;
    }
    if (!found)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有登记收款单位“%.60s”"), name);
    *ret = found;
    return STATUS_OK;
}

static enum status amount_of(const struct sheet_cell *cell, struct fen *ret, struct error *e)
{
    if (!cell)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("没有金额"));
    if (cell->kind == SHEET_NUMBER)
        TRY(fen_parse_cell_number(cell->text, ret, e));
    else
        TRY(fen_parse(cell->text, ret, e));
    if (ret->v > 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("金额应大于零"));
}

static enum status count_of(const struct sheet_cell *cell, int64_t max, int64_t *ret,
                            struct error *e)
{
    *ret = 0;
    if (!cell)
        return STATUS_OK;
    if (i64_parse(cell->text, ret, NULL) == STATUS_OK && *ret >= 0 && *ret <= max)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ALLOCATION_FIELD", _("“%.40s”不是整数"), cell->text);
}

/* ---- rows ---- */

static struct allocation *allocation_for(struct taking *t, int64_t payee, enum fund fund)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->list[i].payee == payee && t->list[i].fund == fund)
            return &t->list[i];
    if (t->count == SHEET_PAYEES_MAX)
        return NULL;
    t->lines[t->count] = ARENA_ARRAY(t->arena, struct allocation_line, SHEET_LINES_MAX);
    if (!t->lines[t->count])
        return NULL;
    t->list[t->count] = (struct allocation){.payee = payee,
                                            .fund = fund,
                                            .month = t->month,
                                            .document = t->document,
                                            .memo = t->memo,
                                            .lines = t->lines[t->count]};
    return &t->list[t->count++];
}

static enum status line_add(struct taking *t, int64_t payee, const struct allocation_line *line,
                            struct error *e)
{
    struct allocation *a = allocation_for(t, payee, line->category->fund);
    if (!a || a->line_count == SHEET_LINES_MAX)
        return error_set(e, STATUS_FAILED, "ALLOCATION_ROWS",
                         _("一张表最多 %d 个收款单位，每个最多 %d 行"), SHEET_PAYEES_MAX,
                         SHEET_LINES_MAX);
    for (size_t i = 0; i < a->line_count; i++)
        if (a->lines[i].category == line->category && a->lines[i].supplement == line->supplement)
            return error_set(e, STATUS_REFUSED, "ALLOCATION_TWICE",
                             _("这个收款单位的这一类在表里写了两次，补拨请写补拨序号"));
    t->lines[a - t->list][a->line_count++] = *line;
    return STATUS_OK;
}

static enum status row_take(void *context, const struct sheet_cell *const *cell, size_t *bad,
                            struct error *e)
{
    struct taking *t = context;
    const struct payee *payee;
    struct allocation_line line = {.note = ""};
    int64_t supplement;
    *bad = CATEGORY;
    if (!cell[CATEGORY])
        return error_set(e, STATUS_REFUSED, "ALLOCATION_CATEGORY", _("没有类别"));
    TRY(allocation_category_parse(text_tidy_solid(t->arena, cell[CATEGORY]->text), &line.category,
                                  e));
    *bad = PAYEE;
    if (!cell[PAYEE])
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有收款单位"));
    TRY(payee_of(t, text_tidy_solid(t->arena, cell[PAYEE]->text), line.category->fund, &payee, e));
    *bad = PEOPLE;
    TRY(count_of(cell[PEOPLE], INT32_MAX, &line.people, e));
    *bad = SUPPLEMENT;
    TRY(count_of(cell[SUPPLEMENT], 99, &supplement, e));
    line.supplement = (int)supplement;
    *bad = AMOUNT;
    TRY(amount_of(cell[AMOUNT], &line.amount, e));
    *bad = CATEGORY;
    if (cell[NOTE])
        line.note = text_tidy(t->arena, cell[NOTE]->text);
    if (!line.note)
        return arena_exhausted(e);
    return line_add(t, payee->id, &line, e);
}

enum status allocation_sheet_read(struct db *db, int64_t county, const char *path,
                                  struct month month, const char *document, const char *memo,
                                  struct arena *arena, struct allocation_sheet *ret,
                                  struct error *e)
{
    struct taking t = {.db = db,
                       .county = county,
                       .month = month,
                       .document = document,
                       .memo = memo,
                       .arena = arena,
                       .list = ARENA_ARRAY(arena, struct allocation, SHEET_PAYEES_MAX),
                       .lines = ARENA_ARRAY(arena, struct allocation_line *, SHEET_PAYEES_MAX)};
    const struct list_reading reading = {.columns = COLUMNS,
                                         .column_count = sizeof COLUMNS / sizeof COLUMNS[0],
                                         .row = row_take,
                                         .context = &t,
                                         .arena = arena};
    if (!t.list || !t.lines)
        return arena_exhausted(e);
    TRY(payee_list(db, county, (enum payee_kind)0, arena, &t.payees, &t.payee_count, e));
    TRY(list_read(path, &reading, e));
    ret->list = t.list;
    ret->count = t.count;
    ret->rows = 0;
    for (size_t i = 0; i < t.count; i++)
        ret->rows += (int64_t)t.list[i].line_count;
    return STATUS_OK;
}

enum status allocation_sheet_import(struct db *db, int64_t county, const char *path,
                                    struct month month, const char *document, const char *memo,
                                    const char *actor, struct arena *arena,
                                    struct allocation_sheet *ret, int64_t **ret_ids,
                                    int64_t **ret_transfers, struct error *e)
{
    TRY(allocation_sheet_read(db, county, path, month, document, memo, arena, ret, e));
    int64_t *ids = ARENA_ARRAY(arena, int64_t, ret->count + 1);
    int64_t *transfers = ARENA_ARRAY(arena, int64_t, ret->count + 1);
    if (!ids || !transfers)
        return arena_exhausted(e);
    TRY(allocation_write_all(db, county, ret->list, ret->count, actor, ids, transfers, NULL, e));
    *ret_ids = ids;
    *ret_transfers = transfers;
    return STATUS_OK;
}

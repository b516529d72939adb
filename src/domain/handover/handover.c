#include "domain/handover/handover.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "domain/registry/change.h"
#include "handover_sql.h"

#define HISTORY_MAX 200
#define OPEN_TEXT_BYTES_MAX 600
#define DETAIL_BYTES_MAX 2000

static struct handover handover_of(const struct handover_row *row, struct arena *arena)
{
    return (struct handover){.is_read_only = row->is_read_only,
                             .bureau = arena_strdup(arena, row->bureau),
                             .document = arena_strdup(arena, row->document),
                             .known_from = row->known_from};
}

enum status handover_history(struct db *db, int64_t county, enum programme p, struct arena *arena,
                             struct handover **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct handover_row row;
    enum status s;
    size_t count = 0;
    struct handover *list = ARENA_ARRAY(arena, struct handover, HISTORY_MAX);
    if (list == NULL)
        return arena_exhausted(e);
    TRY(handover_rows_open(
        db, (struct handover_rows_args){.county = county, .programme = (int64_t)p}, &cursor, e));
    while ((s = handover_rows_next(cursor, &row, e)) == STATUS_OK && count < HISTORY_MAX) {
        list[count] = handover_of(&row, arena);
        if (list[count].bureau == NULL || list[count].document == NULL)
            return arena_exhausted(e);
        count++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status handover_read(struct db *db, int64_t county, enum programme p, struct arena *arena,
                          struct handover *ret, struct error *e)
{
    struct handover *list = NULL;
    size_t count = 0;
    TRY(handover_history(db, county, p, arena, &list, &count, e));
    if (count == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status handover_open_read(struct db *db, int64_t county,
                               struct handover_open ret[HANDOVER_OPEN_KINDS], struct error *e)
{
    struct handover_open_row n;
    TRY(handover_open_counts(db, (struct handover_open_counts_args){.county = county}, NULL, &n,
                             e));
    const struct handover_open open[HANDOVER_OPEN_KINDS] = {
        {"ADMISSION", N_("未结算的入院备案"), n.admissions},
        {"ADVANCE", N_("未用完的医前救助"), n.advances},
        {"HOSPITAL_LINE", N_("未进结算单的医院明细"), n.hospital_lines},
        {"STATEMENT", N_("未审批的医院结算单"), n.statements},
        {"TRANSFER", N_("未支付的拨付单"), n.transfers},
        {"PREMIUM_LIST", N_("未拨付的资助参合名单"), n.premium_lists},
        {"CASE", N_("未办结的医疗救助办件"), n.cases},
        {"CLAIM_LINE", N_("未发放的医后救助明细"), n.household_lines},
        {"RUN", N_("未办结的发放"), n.runs},
    };
    for (size_t i = 0; i < HANDOVER_OPEN_KINDS; i++)
        ret[i] = open[i];
    return STATUS_OK;
}

/* ---- setting ---- */

static enum status nothing_open(struct db *db, int64_t county, struct error *e)
{
    struct handover_open open[HANDOVER_OPEN_KINDS];
    CLEANUP(buf_free) struct buf text = BUF_INIT(OPEN_TEXT_BYTES_MAX);
    TRY(handover_open_read(db, county, open, e));
    for (size_t i = 0; i < HANDOVER_OPEN_KINDS; i++)
        if (open[i].count > 0)
            buf_addf(&text, "%s%s %" PRId64, text.n ? "，" : "", _(open[i].label), open[i].count);
    if (text.n == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "HANDOVER_OPEN", _("还不能移交：%s。先办结或撤销"),
                     buf_text(&text));
}

struct handover_work {
    int64_t county;
    enum programme programme;
    bool is_read_only;
    const char *bureau, *document, *actor;
};

static enum status state_differs(struct db *db, const struct handover_work *w, struct error *e)
{
    struct handover_row row = {0};
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(handover_rows_open(
        db, (struct handover_rows_args){.county = w->county, .programme = (int64_t)w->programme},
        &cursor, e));
    enum status s = handover_rows_next(cursor, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool is_read_only = s == STATUS_OK && row.is_read_only;
    if (is_read_only != w->is_read_only)
        return STATUS_OK;
    if (is_read_only)
        return error_set(e, STATUS_REFUSED, "HANDOVER_STATE", _("已按 %s 移交 %s，现在只读"),
                         row.document, row.bureau);
    return error_set(e, STATUS_REFUSED, "HANDOVER_STATE", _("没有移交，不用收回"));
}

/* The change is recorded first: whoever writes to the trail waits from here on, so that nothing new
   begins between looking and setting. */
static enum status handover_work(struct db *db, void *context, struct error *e)
{
    const struct handover_work *w = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    int64_t change;
    buf_adds(&detail, "{\"bureau\":");
    buf_add_json(&detail, w->bureau);
    buf_adds(&detail, ",\"document\":");
    buf_add_json(&detail, w->document);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(change_record(db, w->county,
                      &(struct change_entry){.actor = w->actor,
                                             .action = w->is_read_only ? "programme.hand_over"
                                                                       : "programme.take_back",
                                             .subject = programme_code(w->programme),
                                             .detail = buf_text(&detail)},
                      &change, e));
    TRY(state_differs(db, w, e));
    if (w->is_read_only)
        TRY(nothing_open(db, w->county, e));
    return handover_insert(db,
                           (struct handover_insert_args){.county = w->county,
                                                         .programme = (int64_t)w->programme,
                                                         .known_from = change,
                                                         .is_read_only = w->is_read_only,
                                                         .bureau = w->bureau,
                                                         .document = w->document},
                           NULL, e);
}

enum status handover_set(struct db *db, int64_t county, enum programme p, bool is_read_only,
                         const char *bureau, const char *document, const char *actor,
                         struct error *e)
{
    struct handover_work w = {.county = county,
                              .programme = p,
                              .is_read_only = is_read_only,
                              .bureau = bureau,
                              .document = document,
                              .actor = actor};
    if (p != PROGRAMME_MEDICAL)
        return error_set(e, STATUS_REFUSED, "HANDOVER_PROGRAMME", _("只有医疗救助可以移交"));
    if (bureau == NULL || bureau[0] == '\0' || document == NULL || document[0] == '\0')
        return error_set(e, STATUS_REFUSED, "HANDOVER_TEXT", _("写明接收单位和文号"));
    return db_transaction(db, handover_work, &w, e);
}

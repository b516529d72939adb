#include "web/pages/medical_work.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "domain/medical/hospital.h"
#include "domain/medical/statement.h"
#include "web/pages/query.h"
#include "web/pages/transfer_page.h"

#define TRANSFERS_READ_MAX 50

static struct view *row_add(struct request *r, struct view *list, const char *path,
                            const char *label, int64_t count)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "path", path);
    view_add_text(v, "label", request_text(r, label));
    view_add_count(v, "count", count);
    return v;
}

static enum status hospital_add(struct request *r, struct view *list, struct error *e)
{
    struct statement_record *statements;
    int64_t hospital, stays, drafts = 0;
    size_t count;
    enum status s = hospital_of_user(r->db, r->county, r->session.user.name, &hospital, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(board_hospital_stays(r->db, r->county, hospital, &stays, e));
    TRY(statement_list(r->db, r->county, hospital, r->arena, &statements, &count, e));
    for (size_t i = 0; i < count; i++)
        drafts += statements[i].state == STATEMENT_DRAFT;
    if (stays > 0)
        row_add(r, list, "/counter", N_("在院未结算"), stays);
    if (drafts > 0)
        row_add(r, list, "/counter/statements", N_("结算单待核对"), drafts);
    return STATUS_OK;
}

static enum status bureau_add(struct request *r, struct view *list, struct error *e)
{
    struct board_waits w;
    TRY(board_waits_read(r->db, r->county, r->session.user.scope, date_today(), &w, e));
    if (w.lines > 0)
        view_add_fen(
            row_add(r, list, "/medical/statements", N_("上月以前应付医院、还没有归集"), w.lines),
            "total_fen", w.owed);
    for (size_t i = 0; i < w.statement_count; i++) {
        bool is_draft = w.statement[i].state == STATEMENT_DRAFT;
        struct view *v =
            row_add(r, list, "/medical/statements",
                    is_draft ? N_("结算单待核对") : N_("结算单待编拨付单"), w.statement[i].count);
        view_add_fen(v, "total_fen", w.statement[i].total);
    }
    if (w.expiring > 0)
        row_add(r, list, "/medical/advances?state=APPROVED", N_("医前救助快到期还没有用"),
                w.expiring);
    return STATUS_OK;
}

/* Each transfer by itself: it is for one of several people, and not for who had it before. */
static enum status transfers_add(struct request *r, struct view *list, struct error *e)
{
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        const struct transfer_transition *t = &TRANSFER_TRANSITIONS[i];
        struct transfer_record *transfers;
        size_t count;
        bool is_way_on = t->action == TRANSFER_CHECK || t->action == TRANSFER_APPROVE ||
                         t->action == TRANSFER_PAY;
        if (!is_way_on || !request_can(r, permission_by_name(t->permission)))
            continue;
        TRY(transfer_list(r->db, r->county, 0, t->from, 0, TRANSFERS_READ_MAX, r->arena, &transfers,
                          &count, e));
        for (size_t k = 0; k < count; k++) {
            if (!transfer_step_is_open(r, t, &transfers[k]))
                continue;
            struct view *v =
                row_add(r, list, arena_printf(r->arena, "/transfers/%" PRId64, transfers[k].id),
                        t->label, transfers[k].lines);
            view_add_textf(v, "what", "%s %" PRId64 " · %s", request_text(r, N_("拨付单")),
                           transfers[k].id, transfers[k].payee_name);
            view_add_fen(v, "total_fen", transfers[k].total);
        }
    }
    return STATUS_OK;
}

enum status medical_work_add(struct request *r, struct error *e)
{
    struct view *list = view_add_list(r->page, "medical_work");
    if (request_can(r, PERMISSION_MEDICAL_COUNTER))
        TRY(hospital_add(r, list, e));
    if (!request_sees_county(r))
        return STATUS_OK;
    if (request_can(r, PERMISSION_MEDICAL_STATEMENT))
        TRY(bureau_add(r, list, e));
    return request_can(r, PERMISSION_TRANSFER_READ) ? transfers_add(r, list, e) : STATUS_OK;
}

/* Reading a case: its file, its steps, what was written. */
#include <inttypes.h>
#include <string.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/receipt.h"
#include "base/text.h"
#include "case_internal.h"

struct case_record case_record_of(const struct case_file_row *row, struct date today)
{
    struct case_record c = {
        .id = row->id,
        .division = row->division,
        .household = row->household,
        .linked_case = row->linked_case,
        .version = row->version,
        .created_change = row->created_change,
        .last_change = row->last_change,
        .number = row->number,
        .receipt = row->receipt,
        .kind = (enum case_kind)row->kind,
        .programme = (enum programme)row->programme,
        .state = (enum case_state)row->state,
        .change_kind = (enum case_change)row->change_kind,
        .opened_on = case_date(row->opened_on),
        .accepted_on = case_date(row->accepted_on),
        .state_on = case_date(row->state_on),
        .due_on = case_date(row->due_on),
        .closed_on = case_date(row->closed_on),
        .applicant = row->applicant,
        .id_tail = row->id_tail,
        .people_count = (int)row->people_count,
        .protected_count = (int)row->protected_count,
        .mgmt_class = (int)row->mgmt_class,
        .income_year = row->income_year,
        .amount_month = row->amount_month,
        .effective =
            row->effective_month == 0 ? (struct month){0} : month_from_yyyymm(row->effective_month),
        .is_relative = row->is_relative,
        .is_sampled = row->is_sampled,
        .is_spot_checked = row->is_spot_checked,
    };
    if (c.due_on.v != 0)
        c.days_left = calendar_working_days_between(today, c.due_on);
    return c;
}

enum status case_read(struct db *db, int64_t county, int64_t case_id, struct date today,
                      struct arena *arena, struct case_record *ret, struct error *e)
{
    struct case_file_row row;
    TRY(case_file_read(db, (struct case_file_read_args){.county = county, .id = case_id}, arena,
                       &row, e));
    *ret = case_record_of(&row, today);
    return STATUS_OK;
}

enum status case_by_number(struct db *db, int64_t county, const char *number, int64_t *ret_case,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CASE_ARENA_BYTES);
    struct case_id_row row;
    if (!arena)
        return arena_exhausted(e);
    const char *tidy = text_tidy_solid(arena, number);
    char receipt[RECEIPT_TYPED_BYTES];
    if (!tidy)
        return arena_exhausted(e);
    receipt_tidy(tidy, receipt);
    TRY(case_file_by_number_read(db,
                                 (struct case_file_by_number_read_args){
                                     .county = county, .number = tidy, .receipt = receipt},
                                 arena, &row, e));
    *ret_case = row.id;
    return STATUS_OK;
}

/* ---- what was written ---- */

enum status case_seal(const struct keyring *keys, const struct entry_data *content,
                      struct arena *arena, struct case_sealed *ret, struct error *e)
{
    CLEANUP(buf_free) struct buf json = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    TRY(entry_json(content, &json, e));
    uint8_t *sealed = arena_alloc(arena, json.n + SEAL_OVERHEAD_BYTES);
    const char *text = arena_strndup(arena, buf_text(&json), json.n);
    if (!sealed || !text)
        return arena_exhausted(e);
    hash_bytes(text, json.n, ret->sha256);
    ret->sealed = (struct blob){sealed, seal(keys, SEAL_CASE, text, json.n, sealed)};
    ret->json = text;
    return STATUS_OK;
}

enum status case_unseal(const struct keyring *keys, struct blob sealed, struct arena *arena,
                        const struct entry_data **ret, struct error *e)
{
    struct entry_data *content;
    size_t n = 0;
    if (sealed.n < SEAL_OVERHEAD_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                         _("办件内容的密文长度不对，数据已被改动。"));
    char *text = arena_alloc(arena, sealed.n - SEAL_OVERHEAD_BYTES + 1);
    if (!text)
        return arena_exhausted(e);
    TRY(unseal(keys, SEAL_CASE, sealed.p, sealed.n, text, &n, e));
    TRY(entry_json_read(text, n, arena, &content, e));
    *ret = content;
    return STATUS_OK;
}

enum status case_facts(const struct entry_form *form, const struct entry_data *content,
                       const char *more, struct arena *arena, const char **ret, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(CASE_FACTS_BYTES_MAX);
    buf_addc(&out, '{');
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        for (size_t f = 0; section->repeat_max == 0 && f < section->field_count; f++) {
            const char *value = entry_get(content, section->fields[f].name);
            if (!section->fields[f].is_fact || !*value)
                continue;
            if (out.n > 1)
                buf_addc(&out, ',');
            buf_add_json(&out, section->fields[f].name);
            buf_addc(&out, ':');
            buf_add_json(&out, value);
        }
    }
    if (*more)
        buf_adds(&out, out.n > 1 ? more : more + 1);
    buf_addc(&out, '}');
    TRY(buf_status(&out, e));
    const char *text = arena_strndup(arena, buf_text(&out), out.n);
    if (!text)
        return arena_exhausted(e);
    *ret = text;
    return STATUS_OK;
}

enum status case_steps(struct db *db, int64_t county, const struct keyring *keys, int64_t case_id,
                       struct arena *arena, struct case_step **ret, size_t *ret_count,
                       struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct case_step *steps = ARENA_ARRAY(arena, struct case_step, CASE_STEPS_MAX);
    struct case_step_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!steps)
        return arena_exhausted(e);
    TRY(case_step_list_open(db, (struct case_step_list_args){.county = county, .case_id = case_id},
                            &cursor, e));
    while (count < CASE_STEPS_MAX && (s = case_step_list_next(cursor, &row, e)) == STATUS_OK) {
        struct case_step *step = &steps[count++];
        *step = (struct case_step){.seq = (int)row.seq,
                                   .known_from = row.known_from,
                                   .action = (enum case_action)row.action,
                                   .from = (enum case_state)row.from_state,
                                   .to = (enum case_state)row.to_state,
                                   .actor = arena_strdup(arena, row.actor),
                                   .on = case_date(row.on_date),
                                   .due_on = case_date(row.due_on),
                                   .document = (enum case_document)row.document,
                                   .facts = arena_strdup(arena, row.facts)};
        if (!step->actor || !step->facts)
            return arena_exhausted(e);
        if (keys)
            TRY(case_unseal(keys, row.content_sealed, arena, &step->content, e));
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = steps;
    *ret_count = count;
    return STATUS_OK;
}

enum status case_form_read(struct db *db, int64_t county, const struct keyring *keys,
                           int64_t case_id, int version, struct arena *arena,
                           const struct entry_data **ret, struct error *e)
{
    struct case_form_row row;
    TRY(case_form_newest(
        db,
        (struct case_form_newest_args){.county = county, .case_id = case_id, .version = version},
        arena, &row, e));
    return case_unseal(keys, row.content_sealed, arena, ret, e);
}

/* ---- for the public ---- */

static const char *state_seen(const struct case_record *c)
{
    if (c->state == STATE_REFUSED && c->closed_on.v != 0)
        return _("未获批准，书面告知书已送达；不服可以申请复核");
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if ((t->kinds >> c->kind & 1u) != 0 && t->from == c->state && *t->public_text)
            return _(t->public_text);
    }
    switch (c->state) {
    case STATE_NOT_ACCEPTED:
        return _("不予受理，理由见告知书");
    case STATE_ACTIVE:
        return c->kind == CASE_MEDICAL   ? _("已批准，救助金随发放批次打入账户")
               : c->kind == CASE_ADVANCE ? _("已批准，凭通知单到医院使用")
                                         : _("已批准，待遇按月发放");
    case STATE_WITHDRAWN:
        return _("已撤回");
    default:
        return _("已办结");
    }
}

enum status case_public(struct db *db, int64_t county, const char *receipt, struct date today,
                        struct arena *arena, struct case_public_state *ret, struct error *e)
{
    struct case_record c;
    int64_t id;
    TRY(case_by_number(db, county, receipt, &id, e));
    TRY(case_read(db, county, id, today, arena, &c, e));
    /* The case number is no secret to the clerks, but a stranger could count through it. */
    char tidy[RECEIPT_TYPED_BYTES];
    receipt_tidy(receipt, tidy);
    if (strcmp(tidy, c.receipt) != 0)
        return STATUS_NONE;
    *ret = (struct case_public_state){.number = c.number,
                                      .state_text = state_seen(&c),
                                      .kind_label = _(case_kind_label(c.kind)),
                                      .opened_on = c.opened_on,
                                      .due_on = c.due_on};
    return STATUS_OK;
}

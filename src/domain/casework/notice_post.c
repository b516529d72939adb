/* Putting notices up and taking them down. The rows are frozen and hashed first; then every case
   takes its step under the same change. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/benefit/benefit.h"
#include "domain/casework/forms.h"
#include "domain/registry/household_list.h"
#include "notice_internal.h"

#define ADULT_YEARS 18

/* ---- a notice being written ---- */

struct writing {
    struct db *db;
    int64_t county;
    struct notice_record notice; /* id, kind, programme, division, days, place, posted_by */
    struct db_bulk *rows;
    struct hash_state hash;
    struct buf line;
    int row_count;
};

static void writing_cleanup(struct writing *w)
{
    db_bulk_cleanup(&w->rows);
    buf_free(&w->line);
}

static enum status writing_begin(struct writing *w, struct error *e)
{
    static const uint8_t nothing[HASH_BYTES];
    const struct notice_record *n = &w->notice;
    TRY(notice_text_check(n->place, _("张贴地点"), e));
    if (n->place[0] == '\0')
        return error_set(e, STATUS_REFUSED, "NOTICE_PLACE", _("请写明张贴在什么地方。"));
    TRY(counter_take(w->db, w->county, "notice", 1, &w->notice.id, e));
    TRY(notice_insert(w->db,
                      (struct notice_insert_args){.county = w->county,
                                                  .id = n->id,
                                                  .kind = n->kind,
                                                  .programme = n->programme,
                                                  .division = n->division,
                                                  .posted_on = date_number(n->posted_on),
                                                  .last_day = date_number(n->last_day),
                                                  .days = n->days,
                                                  .is_working_days = n->is_working_days,
                                                  .posted_by = n->posted_by,
                                                  .place = n->place,
                                                  .no_hash = {nothing, sizeof nothing}},
                      NULL, e));
    hash_init(&w->hash);
    w->line = BUF_INIT(NOTICE_LINE_BYTES_MAX);
    TRY(notice_head_line(&w->line, w->county, n, e));
    hash_update(&w->hash, w->line.p, w->line.n);
    return notice_row_bulk_begin(w->db, &w->rows, e);
}

static enum status writing_add(struct writing *w, struct notice_row *row, struct error *e)
{
    if (w->row_count == NOTICE_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "NOTICE_ROWS_MAX", _("一份公示最多 %d 户。"),
                         NOTICE_ROWS_MAX);
    row->row_no = ++w->row_count;
    TRY(notice_text_check(row->head_name, _("户主姓名"), e));
    buf_clear(&w->line);
    TRY(notice_row_line(&w->line, row, e));
    hash_update(&w->hash, w->line.p, w->line.n);
    return notice_row_bulk_add(
        w->rows,
        &(struct notice_row_bulk_row){.county = w->county,
                                      .notice = w->notice.id,
                                      .row_no = row->row_no,
                                      .case_id = row->case_id,
                                      .household = row->household,
                                      .division = row->division,
                                      .head_name = row->head_name,
                                      .is_minor = row->is_minor,
                                      .people_count = row->people_count,
                                      .protected_count = row->protected_count,
                                      .income_year_fen = row->income_year,
                                      .amount_month_fen = row->amount_month,
                                      .remark = row->remark},
        e);
}

/* The change names the hash, and the trail's head is taken with that change in it: whoever keeps a
   sheet of paper keeps a witness of everything before it. */
static enum status writing_end(struct writing *w, const char *step_sha256, struct arena *arena,
                               int64_t *ret_change, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES], head[HASH_HEX_BYTES], day[DATE_TEXT_BYTES];
    int64_t change, head_change;
    struct db_bulk *rows = w->rows;
    w->rows = NULL;
    TRY(db_bulk_end(rows, e));
    hash_final(&w->hash, hash);
    hash_hex(hash, hex);
    const char *subject = arena_printf(arena, "notice %" PRId64, w->notice.id);
    const char *detail =
        arena_printf(arena,
                     "{\"kind\":\"%s\",\"programme\":\"%s\",\"division\":%" PRId64
                     ",\"rows\":%d,\"last_day\":\"%s\",\"sha256\":\"%s\"%s%s%s}",
                     notice_kind_code(w->notice.kind), programme_code(w->notice.programme),
                     w->notice.division, w->row_count, date_format(w->notice.last_day, day), hex,
                     step_sha256 ? ",\"step_sha256\":\"" : "", step_sha256 ? step_sha256 : "",
                     step_sha256 ? "\"" : "");
    if (!subject || !detail)
        return arena_exhausted(e);
    TRY(change_record(w->db, w->county,
                      &(struct change_entry){.actor = w->notice.posted_by,
                                             .action = "notice.post",
                                             .subject = subject,
                                             .detail = detail},
                      &change, e));
    TRY(change_head(w->db, w->county, &head_change, head, e));
    int64_t affected;
    TRY(notice_seal(w->db,
                    (struct notice_seal_args){.county = w->county,
                                              .id = w->notice.id,
                                              .row_count = w->row_count,
                                              .sha256 = {hash, sizeof hash},
                                              .head_change = head_change,
                                              .head_hash = head},
                    &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_FAILED, "NOTICE_SEAL", _("%" PRId64 " 号公示没有写完整。"),
                         w->notice.id);
    *ret_change = change;
    return STATUS_OK;
}

/* ---- notices of cases ---- */

struct posting {
    int64_t county;
    const struct keyring *keys;
    const struct case_actor *actor;
    const int64_t *cases;
    size_t case_count;
    const char *place;
    struct date on;
    int64_t notice;
};

static int id_compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static enum status mixed(const struct case_record *c, const char *what, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "NOTICE_MIXED", _("%s %s与前面的不同：请分开张贴。"),
                     c->number, what);
}

static enum status cases_read(struct db *db, const struct posting *p, struct arena *arena,
                              struct case_record **ret, struct error *e)
{
    if (p->case_count == 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_EMPTY", _("没有要公示的办件。"));
    if (p->case_count > NOTICE_CASES_MAX)
        return error_set(e, STATUS_REFUSED, "NOTICE_ROWS_MAX", _("一份公示最多 %d 户。"),
                         NOTICE_CASES_MAX);
    struct case_record *list = ARENA_ARRAY(arena, struct case_record, p->case_count);
    int64_t *ids = ARENA_ARRAY(arena, int64_t, p->case_count);
    if (!list || !ids)
        return arena_exhausted(e);
    memcpy(ids, p->cases, p->case_count * sizeof *ids);
    qsort(ids, p->case_count, sizeof *ids, id_compare);
    for (size_t i = 0; i < p->case_count; i++) {
        struct case_record *c = &list[i];
        enum status s = case_read(db, p->county, ids[i], p->actor->today, arena, c, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN", _("没有 %" PRId64 " 号办件。"),
                             ids[i]);
        if (s != STATUS_OK)
            return s;
        if (notice_kind_of(c) == 0)
            return error_set(e, STATUS_REFUSED, "CASE_STATE", _("%s 现在是“%s”，不在等待公示。"),
                             c->number, _(case_record_state_label(c->kind, c->state)));
        if (i > 0 && ids[i] == ids[i - 1])
            return error_set(e, STATUS_REFUSED, "NOTICE_MIXED", _("%s 列了两次。"), c->number);
        if (c->division != list[0].division)
            return mixed(c, _("所在的村"), e);
        if (c->programme != list[0].programme)
            return mixed(c, _("项目"), e);
        if (notice_kind_of(c) != notice_kind_of(&list[0]))
            return mixed(c, _("公示种类"), e);
    }
    *ret = list;
    return STATUS_OK;
}

static bool is_minor_on(struct date birth, struct date on)
{
    int year, month, day, on_year, on_month, on_day;
    date_split(birth, &year, &month, &day);
    date_split(on, &on_year, &on_month, &on_day);
    int years = on_year - year - (on_month * 100 + on_day < month * 100 + day);
    return years < ADULT_YEARS;
}

/* The member whom the form calls the head, or who is alone on it: the patient of a claim; of a form
   without one, the applicant. */
static int head_of_form(const struct entry_data *form)
{
    const int rows = entry_rows(form, "members");
    for (int i = 1; i <= rows; i++)
        if (text_equals(entry_getf(form, "members.%d.relation", i), "HEAD"))
            return i;
    return rows == 1 ? 1 : 0;
}

static enum status head_of_application(struct db *db, const struct posting *p,
                                       const struct case_record *c, struct arena *arena,
                                       struct notice_row *row, struct error *e)
{
    const struct entry_data *form = NULL;
    struct error ignored;
    struct idno id;
    TRY(case_form_read(db, p->county, p->keys, c->id, 0, arena, &form, e));
    int head = head_of_form(form);
    if (head == 0)
        return STATUS_OK;
    row->head_name = entry_getf(form, "members.%d.name", head);
    if (idno_parse(entry_getf(form, "members.%d.id_number", head), p->on, &id, &ignored) ==
        STATUS_OK)
        row->is_minor = is_minor_on(id.birth, p->on);
    return STATUS_OK;
}

static enum status head_of_household(struct db *db, const struct posting *p,
                                     const struct case_record *c, struct arena *arena,
                                     struct notice_row *row, struct error *e)
{
    struct notice_head_row head;
    enum status s =
        notice_head(db,
                    (struct notice_head_args){
                        .county = p->county, .household = c->household, .month = date_month(p->on)},
                    arena, &head, e);
    if (s == STATUS_NONE) /* its benefit has ended */
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    row->head_name = head.name;
    row->is_minor = is_minor_on(head.birth, p->on);
    return STATUS_OK;
}

static enum status case_row_add(struct db *db, const struct posting *p, struct writing *w,
                                const struct case_record *c, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct notice_row row = {
        .case_id = c->id,
        .household = c->household,
        .division = c->division,
        .head_name = c->applicant,
        .people_count = c->people_count,
        .protected_count = c->protected_count,
        .income_year = c->income_year,
        .amount_month = c->amount_month,
        .remark = w->notice.kind == NOTICE_CHANGE ? case_change_label(c->change_kind) : "",
    };
    if (!arena)
        return arena_exhausted(e);
    TRY(c->household > 0 ? head_of_household(db, p, c, arena, &row, e)
                         : head_of_application(db, p, c, arena, &row, e));
    return writing_add(w, &row, e);
}

#define POST_VALUES                                                                                \
    {                                                                                              \
        {"place", p->place}, {"notice", number}, {"last_day", last_day},                           \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

/* All of them get the same form. */
static enum status posting_hash(const struct posting *p, const struct writing *w,
                                const struct case_record *c, struct arena *arena,
                                char ret[HASH_HEX_BYTES], struct error *e)
{
    const char *number = arena_printf(arena, "%" PRId64, w->notice.id);
    char last_day[DATE_TEXT_BYTES];
    if (!number)
        return arena_exhausted(e);
    date_format(w->notice.last_day, last_day);
    const char *const values[][2] = POST_VALUES;
    return step_hash(arena, c, ACTION_POST, values, p->actor->today, ret, e);
}

static enum status posting_steps(struct db *db, const struct posting *p, const struct writing *w,
                                 const struct case_record *cases, int64_t change,
                                 struct arena *arena, struct error *e)
{
    const char *number = arena_printf(arena, "%" PRId64, w->notice.id);
    char last_day[DATE_TEXT_BYTES];
    date_format(w->notice.last_day, last_day);
    const char *const values[][2] = POST_VALUES;
    for (size_t i = 0; i < p->case_count; i++) {
        const struct entry_data *content;
        TRY(step_content(arena, &cases[i], ACTION_POST, values, &content, e));
        TRY(step_take(db, p->county, p->keys, p->actor, &cases[i], ACTION_POST, p->on, content,
                      change, e));
    }
    return STATUS_OK;
}

static enum status post_work(struct db *db, void *context, struct error *e)
{
    struct posting *p = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(NOTICE_ARENA_BYTES);
    struct case_record *cases;
    struct case_rules rules;
    char hex[HASH_HEX_BYTES];
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_day_check(p->actor, p->on, e));
    TRY(cases_read(db, p, arena, &cases, e));
    TRY(notice_actor_check(p->actor, PERMISSION_NOTICE_POST, cases[0].division, e));
    TRY(case_rules_read(db, p->county, date_month(p->on), &rules, e));
    CLEANUP(writing_cleanup)
    struct writing w = {.db = db,
                        .county = p->county,
                        .notice = {.kind = notice_kind_of(&cases[0]),
                                   .programme = cases[0].programme,
                                   .division = cases[0].division,
                                   .posted_on = p->on,
                                   .last_day = case_notice_last_day(&rules, p->on),
                                   .days = rules.notice.days,
                                   .is_working_days = rules.notice.is_working,
                                   .place = p->place,
                                   .posted_by = p->actor->user}};
    TRY(writing_begin(&w, e));
    for (size_t i = 0; i < p->case_count; i++)
        TRY(case_row_add(db, p, &w, &cases[i], e));
    TRY(posting_hash(p, &w, &cases[0], arena, hex, e));
    TRY(writing_end(&w, hex, arena, &change, e));
    TRY(posting_steps(db, p, &w, cases, change, arena, e));
    p->notice = w.notice.id;
    return STATUS_OK;
}

enum status notice_post(struct db *db, int64_t county, const struct keyring *keys,
                        const struct case_actor *actor, const int64_t *cases, size_t case_count,
                        const char *place, struct date on, int64_t *ret_notice, struct error *e)
{
    struct posting p = {.county = county,
                        .keys = keys,
                        .actor = actor,
                        .cases = cases,
                        .case_count = case_count,
                        .place = place,
                        .on = on};
    TRY(db_transaction(db, post_work, &p, e));
    *ret_notice = p.notice;
    return STATUS_OK;
}

/* ---- waiting for one ---- */

enum status notice_waiting_list(struct db *db, int64_t county, int64_t division,
                                enum notice_kind kind, struct date today, struct arena *arena,
                                struct case_record **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct notice_waiting_args args = {.county = county, .row_count = INT64_MAX};
    int64_t states[3] = {0};
    size_t state_count = 0, count = 0;
    struct notice_waiting_row row;
    enum status s;
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        bool is_new = t->action == ACTION_POST;
        for (size_t k = 0; k < state_count; k++)
            is_new = is_new && states[k] != t->from;
        if (is_new && state_count < sizeof states / sizeof states[0])
            states[state_count++] = t->from;
    }
    args.state_a = states[0], args.state_b = states[1], args.state_c = states[2];
    division_span(division, &args.division_from, &args.division_to);
    struct case_record *list = ARENA_ARRAY(arena, struct case_record, NOTICE_CASES_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(notice_waiting_open(db, args, &cursor, e));
    while (count < NOTICE_CASES_MAX && (s = notice_waiting_next(cursor, &row, e)) == STATUS_OK) {
        TRY(case_read(db, county, row.case_id, today, arena, &list[count], e));
        enum notice_kind waits_for = notice_kind_of(&list[count]);
        if (waits_for != 0 && (kind == 0 || kind == waits_for))
            count++;
    }
    if (count < NOTICE_CASES_MAX && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- long-term lists ---- */

struct long_term {
    int64_t county;
    const struct case_actor *actor;
    enum programme programme;
    int64_t division;
    struct month month;
    const char *place;
    struct date on;
    int64_t notice;
};

static enum status recipient_add(struct db *db, const struct long_term *t, struct writing *w,
                                 const struct policy *policy,
                                 const struct notice_recipient_row *row, struct arena *arena,
                                 struct error *e)
{
    struct dossier dossier;
    struct benefit_amount amount;
    arena_reset(arena);
    TRY(dossier_read(db, t->county, t->programme, row->household, t->month, t->month, KNOWN_NOW,
                     arena, &dossier, e));
    TRY(benefit_assess(policy, t->programme, &dossier, t->month, &amount, NULL, e));
    if (amount.outcome != BENEFIT_PAYABLE)
        return STATUS_OK;
    struct notice_row shown = {
        .household = row->household,
        .division = row->division,
        .head_name = row->head_name,
        .is_minor = row->has_head_birth && is_minor_on(row->head_birth, t->on),
        .protected_count = amount.protected_count,
        .income_year = row->income,
        .amount_month = FEN(amount.basic.v + amount.topup.v),
        .remark = "",
    };
    for (size_t i = 0; i < dossier.member_count; i++)
        shown.people_count += dossier.members[i].is_present;
    return writing_add(w, &shown, e);
}

static enum status recipients_add(struct db *db, const struct long_term *t, struct writing *w,
                                  struct arena *arena, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(arena_cleanup) struct arena *row_arena = arena_new(ROW_ARENA_BYTES);
    struct policy_table *table;
    struct policy policy;
    struct notice_recipients_args args = {
        .county = t->county, .programme = t->programme, .month = t->month};
    struct notice_recipient_row row;
    enum status s;
    if (!row_arena)
        return arena_exhausted(e);
    TRY(policy_table_read(db, t->county, KNOWN_NOW, arena, &table, e));
    TRY(policy_at(table, t->programme, t->month, &policy, e));
    division_span(t->division, &args.division_from, &args.division_to);
    TRY(notice_recipients_open(db, args, &cursor, e));
    while ((s = notice_recipients_next(cursor, &row, e)) == STATUS_OK)
        TRY(recipient_add(db, t, w, &policy, &row, row_arena, e));
    if (s != STATUS_NONE)
        return s;
    if (w->row_count == 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_EMPTY", _("这个地方这个月没有人在享受。"));
    return STATUS_OK;
}

static enum status standing_replace(struct db *db, const struct long_term *t, int64_t standing,
                                    int64_t notice, int64_t change, struct arena *arena,
                                    struct error *e)
{
    const char *result = arena_printf(arena, _("由 %" PRId64 " 号公示替换"), notice);
    if (standing == 0)
        return STATUS_OK;
    if (!result)
        return arena_exhausted(e);
    return notice_take_down(db,
                            (struct notice_take_down_args){.county = t->county,
                                                           .id = standing,
                                                           .closed_on = date_number(t->on),
                                                           .closed_by = t->actor->user,
                                                           .change = change,
                                                           .result = result},
                            NULL, e);
}

static enum status long_term_work(struct db *db, void *context, struct error *e)
{
    struct long_term *t = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(NOTICE_ARENA_BYTES);
    struct notice_standing_row standing;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_day_check(t->actor, t->on, e));
    TRY(notice_actor_check(t->actor, PERMISSION_NOTICE_POST, t->division, e));
    TRY(notice_long_term_standing(db,
                                  (struct notice_long_term_standing_args){.county = t->county,
                                                                          .programme = t->programme,
                                                                          .division = t->division},
                                  arena, &standing, e));
    CLEANUP(writing_cleanup)
    struct writing w = {.db = db,
                        .county = t->county,
                        .notice = {.kind = NOTICE_LONG_TERM,
                                   .programme = t->programme,
                                   .division = t->division,
                                   .posted_on = t->on,
                                   .last_day = DATE_OPEN,
                                   .place = t->place,
                                   .posted_by = t->actor->user}};
    TRY(writing_begin(&w, e));
    TRY(recipients_add(db, t, &w, arena, e));
    TRY(writing_end(&w, NULL, arena, &change, e));
    TRY(standing_replace(db, t, standing.id, w.notice.id, change, arena, e));
    t->notice = w.notice.id;
    return STATUS_OK;
}

enum status notice_post_long_term(struct db *db, int64_t county, const struct case_actor *actor,
                                  enum programme p, int64_t division, struct month m,
                                  const char *place, struct date on, int64_t *ret_notice,
                                  struct error *e)
{
    struct long_term t = {.county = county,
                          .actor = actor,
                          .programme = p,
                          .division = division,
                          .month = m,
                          .place = place,
                          .on = on};
    TRY(db_transaction(db, long_term_work, &t, e));
    *ret_notice = t.notice;
    return STATUS_OK;
}

/* The month's changes: two months' dossiers side by side, household by household, in flat memory.
   What both months are known by is one dossier, read once. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/benefit/benefit.h"
#include "domain/casework/dynamic.h"
#include "domain/registry/fact_change.h"

#define LIST_ARENA_BYTES (16u << 20)
#define ROW_ARENA_BYTES (2u << 20)
#define CAUSE_BYTES_MAX 2000

const char *month_change_label(enum month_change c)
{
    static const char *const labels[] = {
        [0] = N_("不变"),
        [MONTH_NEW] = N_("新增"),
        [MONTH_UP] = N_("增发"),
        [MONTH_DOWN] = N_("减发"),
        [MONTH_STOPPED] = N_("停发"),
        [MONTH_LEFT] = N_("退出"),
        [MONTH_SUSPENDED] = N_("暂停"),
    };
    return labels[c];
}

/* One of the two months. */
struct side {
    struct month month;
    int64_t known;
    bool has_policy; /* before the first plan nobody was due anything */
    struct policy policy;
    struct dossier_stream *stream;
    const struct dossier *dossier; /* read ahead; NULL at the end */
    struct benefit_amount amount;  /* of the household being compared */
    struct fen total;
};
struct comparing {
    struct db *db;
    int64_t county, scope, known;
    enum programme programme;
    struct month month;
    change_list_sink sink;
    void *context;
    struct side before, after;
    struct arena *row_arena; /* emptied after each row */
    struct change_list_total total;
    bool was_run, is_one; /* both months by the same knowledge: the stream of `before` has them */
};

static enum status side_next(struct side *s, struct error *e)
{
    enum status status = dossier_stream_next(s->stream, &s->dossier, e);
    if (status == STATUS_NONE)
        s->dossier = NULL;
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status side_open(struct comparing *w, struct side *s, struct arena *arena,
                             struct error *e)
{
    struct policy_table *table;
    struct error why = {0};
    TRY(policy_table_read(w->db, w->county, s->known, arena, &table, e));
    enum status status = policy_at(table, w->programme, s->month, &s->policy, &why);
    s->has_policy = status == STATUS_OK;
    if (status != STATUS_OK && (status != STATUS_REFUSED || s == &w->after)) {
        if (e)
            *e = why;
        return status;
    }
    if (w->is_one && s == &w->after)
        return STATUS_OK;
    TRY(dossier_stream_open_due(w->db, w->county, w->programme, s->month,
                                w->is_one ? w->month : s->month, s->known, &s->stream, e));
    return side_next(s, e);
}

static enum status side_assess(struct comparing *w, struct side *s, bool is_here, struct error *e)
{
    s->amount = (struct benefit_amount){.outcome = BENEFIT_NOT_ENTITLED};
    s->total = FEN(0);
    if (!is_here || !s->has_policy)
        return STATUS_OK;
    TRY(benefit_assess(&s->policy, w->programme, s->dossier, s->month, &s->amount, NULL, e));
    if (s->amount.outcome == BENEFIT_PAYABLE)
        s->total = FEN(s->amount.basic.v + s->amount.topup.v);
    return STATUS_OK;
}

static int people_of(const struct side *s)
{
    return s->amount.outcome == BENEFIT_NOT_ENTITLED ? 0 : s->amount.protected_count;
}

/* An annual standard paid in twelve parts differs by a fen from month to month (§B.5): that is no
   change of anybody's. */
static bool is_rounding_only(const struct comparing *w)
{
    const struct benefit_amount *a = &w->before.amount, *b = &w->after.amount;
    if (w->programme != PROGRAMME_WUBAO || a->outcome != BENEFIT_PAYABLE ||
        b->outcome != BENEFIT_PAYABLE)
        return false;
    enum policy_key key = b->entitlement->form == FORM_INSTITUTION ? POLICY_WUBAO_INSTITUTION_YEAR
                                                                   : POLICY_WUBAO_SCATTERED_YEAR;
    return a->entitlement->form == b->entitlement->form &&
           a->protected_count == b->protected_count &&
           w->before.policy.value[key].v == w->after.policy.value[key].v;
}

static bool has_ended(const struct side *s)
{
    return s->amount.outcome == BENEFIT_NOT_ENTITLED;
}

static bool has_members(const struct side *s)
{
    for (size_t i = 0; i < s->dossier->member_count; i++) {
        const struct member_row *r = &s->dossier->members[i];
        if (r->is_present && r->from.v <= s->month.v && r->to.v >= s->month.v)
            return true;
    }
    return false;
}

/* 0: no change. A household leaves when its grace is over or nobody is left; else it is stopped. */
static int kind_of(const struct comparing *w)
{
    const struct side *a = &w->before, *b = &w->after;
    int64_t difference = b->total.v - a->total.v;
    int people = people_of(b) - people_of(a);
    if (has_ended(a) && has_ended(b))
        return 0;
    if (has_ended(a))
        return MONTH_NEW;
    if (has_ended(b)) {
        bool was_grace = a->amount.entitlement->status == ENTITLEMENT_GRACE;
        bool has_nobody = !b->dossier || !b->amount.entitlement || !has_members(b);
        return was_grace || has_nobody ? MONTH_LEFT : MONTH_STOPPED;
    }
    if (b->amount.outcome == BENEFIT_SUSPENDED)
        return a->amount.outcome == BENEFIT_SUSPENDED ? 0 : MONTH_SUSPENDED;
    if (b->amount.outcome == BENEFIT_ZERO)
        return a->total.v > 0 ? MONTH_STOPPED : 0;
    if (is_rounding_only(w))
        return 0;
    if (difference != 0)
        return difference > 0 ? MONTH_UP : MONTH_DOWN;
    return people > 0 ? MONTH_UP : people < 0 ? MONTH_DOWN : 0;
}

/* ---- the words ---- */

static void cause_add(struct buf *out, const char *text)
{
    if (!text || !*text)
        return;
    if (out->n)
        buf_adds(out, "；");
    buf_adds(out, text);
}

static const char *words_of(const char *cause)
{
    if (text_equals(cause, CAUSE_DEATH))
        return _("人员死亡");
    if (text_equals(cause, CAUSE_HEAD_DEATH))
        return _("户主死亡");
    if (text_equals(cause, "JOINED_ANOTHER"))
        return _("转入另一户");
    if (text_equals(cause, "NOT_IN_APPLICATION"))
        return _("不再共同生活");
    return cause;
}

static void income_words(const struct comparing *w, struct buf *out, struct arena *arena)
{
    struct fen was = w->before.amount.entitlement->income_year,
               is = w->after.amount.entitlement->income_year;
    char before[FEN_TEXT_BYTES], after[FEN_TEXT_BYTES];
    if (was.v != is.v && w->programme == PROGRAMME_DIBAO)
        cause_add(out, arena_printf(arena, _("家庭年收入由 %s 元变为 %s 元"),
                                    fen_format(was, before), fen_format(is, after)));
}

/* Why somebody is there no more, from the row that says so. */
static void leaver_words(const struct dossier *d, struct month m, struct buf *out)
{
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *r = &d->members[i];
        if (!r->is_present && r->from.v == m.v)
            cause_add(out, words_of(r->cause));
    }
}

static enum policy_key standard_of(const struct comparing *w)
{
    if (w->programme == PROGRAMME_DIBAO)
        return POLICY_DIBAO_STANDARD_YEAR;
    return w->after.amount.entitlement->form == FORM_INSTITUTION ? POLICY_WUBAO_INSTITUTION_YEAR
                                                                 : POLICY_WUBAO_SCATTERED_YEAR;
}

static void topup_words(const struct comparing *w, const struct dossier *d, struct buf *out)
{
    const struct policy_value *value = w->after.policy.value;
    bool has_aged = false, has_grown = false;
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *r = &d->members[i];
        struct month birth = date_month(r->birth);
        int was = age_in_month(birth, w->before.month), is = age_in_month(birth, w->month);
        if (!r->is_present || r->from.v > w->month.v || r->to.v < w->month.v)
            continue;
        has_aged |=
            was < value[POLICY_DIBAO_AGED_YEARS].v && is >= value[POLICY_DIBAO_AGED_YEARS].v;
        has_grown |=
            was < value[POLICY_DIBAO_MINOR_YEARS].v && is >= value[POLICY_DIBAO_MINOR_YEARS].v;
    }
    if (has_aged)
        cause_add(out, _("有成员到老年年龄"));
    if (has_grown)
        cause_add(out, _("有成员满成年年龄"));
    if (out->n == 0)
        cause_add(out, _("分类施保变动"));
}

static void both_words(const struct comparing *w, const struct dossier *d, struct buf *out,
                       struct arena *arena)
{
    const struct benefit_amount *a = &w->before.amount, *b = &w->after.amount;
    enum policy_key key = standard_of(w);
    if (b->outcome == BENEFIT_ZERO)
        cause_add(out, _("收入达到标准，应退"));
    if (a->outcome == BENEFIT_SUSPENDED && b->outcome != BENEFIT_SUSPENDED)
        cause_add(out, _("恢复发放"));
    income_words(w, out, arena);
    if (a->protected_count != b->protected_count)
        cause_add(out, arena_printf(arena, _("保障人口由 %d 人变为 %d 人"), a->protected_count,
                                    b->protected_count));
    leaver_words(d, w->month, out);
    if (a->entitlement->form != b->entitlement->form)
        cause_add(out, _("供养形式变更"));
    if (w->before.policy.value[key].v != w->after.policy.value[key].v)
        cause_add(out, _("标准调整"));
    if (out->n == 0 && a->topup.v != b->topup.v)
        topup_words(w, d, out);
}

static enum status cause_of(struct comparing *w, int kind, const struct dossier *d,
                            const char **ret, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(CAUSE_BYTES_MAX);
    const struct entitlement_row *now = dossier_entitlement_at(d, w->month);
    if (kind == MONTH_NEW)
        cause_add(&out, now && now->begun.v < w->month.v ? _("重新在保") : _("新批准"));
    else if (kind == MONTH_STOPPED || kind == MONTH_LEFT || kind == MONTH_SUSPENDED)
        cause_add(&out, now ? words_of(now->cause) : "");
    if (kind == MONTH_LEFT && w->before.amount.entitlement->status == ENTITLEMENT_GRACE)
        cause_add(&out, _("渐退期满"));
    if (!has_ended(&w->before) && !has_ended(&w->after) && kind != MONTH_SUSPENDED)
        both_words(w, d, &out, w->row_arena);
    if (out.n == 0)
        leaver_words(d, w->month, &out);
    TRY(buf_status(&out, e));
    *ret = arena_strdup(w->row_arena, buf_text(&out));
    return *ret ? STATUS_OK : arena_exhausted(e);
}

/* The stream leaves out who is the head; d: the household as known of the later month. */
static enum status head_of(struct comparing *w, const struct dossier *d, int64_t household,
                           struct person_row *ret, struct error *e)
{
    struct dossier earlier = {0};
    const struct entitlement_row *row = NULL;
    enum status s = STATUS_OK;
    *ret = (struct person_row){.name = "", .id_tail = ""};
    if (w->after.amount.entitlement) {
        row = dossier_entitlement_at(d, w->month);
    } else {
        s = dossier_read(w->db, w->county, w->programme, household, w->before.month,
                         w->before.month, w->before.known, w->row_arena, &earlier, e);
        row = s == STATUS_OK ? dossier_entitlement_at(&earlier, w->before.month) : NULL;
    }
    if (row)
        s = person_by_id(w->db, w->county, row->head, NULL, w->row_arena, ret, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status row_emit(struct comparing *w, int kind, int64_t household, struct error *e)
{
    const struct entitlement_row *row =
        w->after.amount.entitlement ? w->after.amount.entitlement : w->before.amount.entitlement;
    struct person_row head;
    struct dossier d = {0};
    struct change_list_row out = {.household = household,
                                  .division = row->division,
                                  .change = (enum month_change)kind,
                                  .people_before = people_of(&w->before),
                                  .people_after = people_of(&w->after),
                                  .before = w->before.total,
                                  .after = w->after.total};
    arena_reset(w->row_arena);
    enum status s = dossier_read(w->db, w->county, w->programme, household, w->before.month,
                                 w->month, w->after.known, w->row_arena, &d, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(head_of(w, &d, household, &head, e));
    out.head_name = head.name;
    out.id_tail = head.id_tail;
    TRY(cause_of(w, kind, &d, &out.cause, e));
    return w->sink(&out, w->context, e);
}

static enum status household_compare(struct comparing *w, int64_t household, struct error *e)
{
    bool is_before = w->before.dossier && w->before.dossier->household == household;
    bool is_after = w->after.dossier && w->after.dossier->household == household;
    TRY(side_assess(w, &w->before, is_before, e));
    TRY(side_assess(w, &w->after, is_after, e));
    const struct entitlement_row *row =
        w->after.amount.entitlement ? w->after.amount.entitlement : w->before.amount.entitlement;
    if (row && access_in_scope(w->scope, row->division)) {
        int kind = kind_of(w);
        if (w->before.total.v != 0 || w->after.total.v != 0 || kind != 0)
            w->total.count[kind]++;
        w->total.difference[kind].v += w->after.total.v - w->before.total.v;
        if (kind != 0)
            TRY(row_emit(w, kind, household, e));
    }
    if (is_before)
        TRY(side_next(&w->before, e));
    return is_after && !w->is_one ? side_next(&w->after, e) : STATUS_OK;
}

static enum status compare_all(struct comparing *w, struct arena *arena, struct error *e)
{
    w->is_one = w->before.known == w->after.known;
    TRY(side_open(w, &w->before, arena, e));
    TRY(side_open(w, &w->after, arena, e));
    for (;;) {
        if (w->is_one)
            w->after.dossier = w->before.dossier;
        if (!w->before.dossier && !w->after.dossier)
            break;
        int64_t a = w->before.dossier ? w->before.dossier->household : INT64_MAX,
                b = w->after.dossier ? w->after.dossier->household : INT64_MAX;
        TRY(household_compare(w, a < b ? a : b, e));
    }
    return STATUS_OK;
}

/* At the cut-off, the month before is what it was at its own: what became known in between is in
   this month's list, and nothing falls between two lists. */
static enum status known_before(struct comparing *w, struct error *e)
{
    struct date day;
    struct error why = {0};
    w->before.known = w->known;
    if (w->known >= KNOWN_NOW)
        return STATUS_OK;
    enum status s =
        change_list_cutoff(w->db, w->county, w->before.month, &day, &w->before.known, &why);
    if (s == STATUS_REFUSED)
        return STATUS_OK;
    if (s != STATUS_OK && e)
        *e = why;
    return s;
}

static enum status list_work(struct db *db, void *context, struct error *e)
{
    struct comparing *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LIST_ARENA_BYTES);
    CLEANUP(arena_cleanup) struct arena *row_arena = arena_new(ROW_ARENA_BYTES);
    if (!arena || !row_arena)
        return arena_exhausted(e);
    if (w->was_run) /* the sink has got rows already */
        return error_set(e, STATUS_FAILED, "CHANGE_LIST_AGAIN", _("读取被打断，请再试一次。"));
    w->was_run = true;
    w->db = db;
    w->row_arena = row_arena;
    TRY(known_before(w, e));
    enum status s = compare_all(w, arena, e);
    dossier_stream_cleanup(&w->before.stream);
    dossier_stream_cleanup(&w->after.stream);
    return s;
}

enum status change_list(struct db *db, int64_t county, enum programme p, struct month m,
                        int64_t scope, int64_t known, change_list_sink sink, void *context,
                        struct change_list_total *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(sizeof(struct comparing) + 4096);
    struct comparing *w = arena ? ARENA_NEW(arena, struct comparing) : NULL;
    if (!w)
        return arena_exhausted(e);
    *w = (struct comparing){.county = county,
                            .scope = scope,
                            .known = known,
                            .programme = p,
                            .month = m,
                            .sink = sink,
                            .context = context,
                            .before = {.month = month_add(m, -1)},
                            .after = {.month = m, .known = known}};
    if (db_in_transaction(db))
        TRY(list_work(db, w, e));
    else
        TRY(db_transaction(db, list_work, w, e));
    *ret = w->total;
    return STATUS_OK;
}

enum status change_list_cutoff(struct db *db, int64_t county, struct month m, struct date *ret_day,
                               int64_t *ret_known, struct error *e)
{
    struct case_rules rules;
    TRY(case_rules_read(db, county, m, &rules, e));
    *ret_day = date_make(month_year(m), month_of_year(m), rules.cutoff_day);
    return change_known_on(db, county, *ret_day, ret_known, e);
}

/* Who works in a home: written as a whole, ID numbers sealed. */
#include "domain/home/record.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/reveal.h"
#include "record_internal.h"
#include "staff_sql.h"

#define PAY_FEN_MAX INT64_C(10000000) /* a hundred thousand yuan a month */
#define TAIL_BYTES 5
#define NUMBER_BYTES (IDNO_BYTES - 1)

const struct staff_post STAFF_POSTS[] = {
    {"MANAGER", N_("院长")},   {"CARER", N_("护理员")}, {"COOK", N_("炊事员")},
    {"CLEANER", N_("保洁员")}, {"GUARD", N_("门卫")},   {"MEDIC", N_("医护人员")},
    {"ACCOUNTS", N_("财务")},  {"OTHER", N_("其他")},   {NULL, NULL},
};

const char *staff_post_label(const char *code)
{
    for (const struct staff_post *p = STAFF_POSTS; p->code; p++)
        if (text_equals(p->code, code))
            return p->label;
    return "";
}

struct writing {
    int64_t county, id;
    const struct keyring *keys;
    const struct home_staff *given;
    const char *actor;
    struct staff_insert_args row;
    uint8_t index[BLIND_INDEX_BYTES], sealed[NUMBER_BYTES + SEAL_OVERHEAD_BYTES];
    char tail[TAIL_BYTES];
};

static enum status texts_check(struct writing *w, struct arena *arena, struct error *e)
{
    const struct home_staff *g = w->given;
    struct staff_insert_args *r = &w->row;
    const struct {
        const char *given, *label;
        bool is_needed;
        const char **ret;
    } fields[] = {
        {g->name, _("姓名"), true, &r->name},
        {g->political, _("政治面貌"), false, &r->political},
        {g->education, _("文化程度"), false, &r->education},
        {g->trade, _("工种"), false, &r->trade},
        {g->duty, _("职责"), false, &r->duty},
        {g->training, _("培训情况"), false, &r->training},
        {g->phone, _("电话"), false, &r->phone},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        TRY(record_text(arena, fields[i].given, RECORD_NAME_BYTES_MAX, fields[i].is_needed,
                        "STAFF_FIELD", fields[i].label, fields[i].ret, e));
    if (staff_post_label(g->post)[0] == '\0')
        return error_set(e, STATUS_REFUSED, "STAFF_FIELD",
                         _("没有岗位“%.40s”：可用 MANAGER、CARER、COOK、CLEANER、GUARD、MEDIC、"
                           "ACCOUNTS、OTHER。"),
                         g->post ? g->post : "");
    if (g->pay.v < 0 || g->pay.v > PAY_FEN_MAX)
        return error_set(e, STATUS_REFUSED, "STAFF_FIELD", _("月工资不能为负，不超过 10 万元。"));
    struct date until = g->until.v == 0 ? DATE_OPEN : g->until;
    if (g->from.v <= 0 || until.v < g->from.v)
        return error_set(e, STATUS_REFUSED, "STAFF_FIELD",
                         _("上岗日期要填，离岗日期不能早于上岗日期。"));
    r->post = g->post;
    r->pay = g->pay;
    r->from_date = g->from;
    r->until_date = until;
    r->is_established = g->is_established;
    r->is_legal = g->is_legal;
    return STATUS_OK;
}

/* Sealed anew from the number, or as it stands in the row before. */
static enum status number_take(struct writing *w, const struct staff_row *before,
                               struct arena *arena, struct error *e)
{
    struct idno id;
    struct staff_insert_args *r = &w->row;
    const char *number = text_tidy_solid(arena, w->given->id_number);
    if (!number)
        return arena_exhausted(e);
    if (number[0] == '\0' && !before)
        return error_set(e, STATUS_REFUSED, "STAFF_FIELD", _("请填写身份证号。"));
    if (number[0] == '\0') {
        r->id_tail = before->id_tail;
        r->id_index = before->id_index;
        r->id_sealed = before->id_sealed;
        r->sex = before->sex;
        r->birth = before->birth;
        return STATUS_OK;
    }
    TRY(idno_parse(number, date_today(), &id, e));
    memcpy(w->tail, id.text + NUMBER_BYTES - (TAIL_BYTES - 1), TAIL_BYTES);
    blind_index(w->keys, SEAL_ID_NUMBER, id.text, w->index);
    r->id_tail = w->tail;
    r->id_index = (struct blob){w->index, sizeof w->index};
    r->id_sealed =
        (struct blob){w->sealed, seal(w->keys, SEAL_ID_NUMBER, id.text, NUMBER_BYTES, w->sealed)};
    r->sex = id.sex;
    r->birth = id.birth;
    return STATUS_OK;
}

static enum status elsewhere_check(struct db *db, const struct writing *w, struct arena *arena,
                                   struct error *e)
{
    struct staff_on_post_row other;
    if (w->row.until_date.v != DATE_OPEN.v)
        return STATUS_OK;
    enum status s = staff_on_post(
        db,
        (struct staff_on_post_args){
            .county = w->county, .id_index = w->row.id_index, .home = w->given->home, .id = w->id},
        arena, &other, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "STAFF_TWICE",
                         _("此人（%s）正在%s任职：先在那里登记离岗。"), other.name,
                         other.home_name);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status before_find(struct db *db, const struct writing *w, struct arena *arena,
                               struct staff_row *ret, struct error *e)
{
    enum status s = staff_one(
        db, (struct staff_one_args){.county = w->county, .home = w->given->home, .id = w->id},
        arena, ret, e);
    return s == STATUS_NONE ? error_set(e, STATUS_REFUSED, "STAFF_UNKNOWN",
                                        _("这所敬老院没有编号为 %" PRId64 " 的工作人员。"), w->id)
                            : s;
}

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct writing *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct staff_row before;
    int64_t change;
    const bool is_new = w->given->id == 0;
    if (!arena)
        return arena_exhausted(e);
    w->id = w->given->id;
    w->row =
        (struct staff_insert_args){.county = w->county, .home = w->given->home, .actor = w->actor};
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_RECORD, w->given->home, e));
    TRY(texts_check(w, arena, e));
    if (!is_new)
        TRY(before_find(db, w, arena, &before, e));
    TRY(number_take(w, is_new ? NULL : &before, arena, e));
    if (is_new)
        TRY(counter_take(db, w->county, "home_staff", 1, &w->id, e));
    TRY(record_change(
        db, w->county, w->actor, "home.staff", "home", w->given->home,
        arena_printf(arena, "{\"staff\":%" PRId64 ",\"post\":\"%s\"}", w->id, w->row.post), &change,
        e));
    TRY(elsewhere_check(db, w, arena, e));
    w->row.id = w->id;
    w->row.change = change;
    if (!is_new)
        TRY(staff_supersede(
            db,
            (struct staff_supersede_args){
                .county = w->county, .home = w->given->home, .id = w->id, .change = change},
            NULL, e));
    return staff_insert(db, w->row, NULL, e);
}

enum status home_staff_write(struct db *db, int64_t county, const struct keyring *keys,
                             const struct home_staff *staff, const char *actor, int64_t *ret_id,
                             struct error *e)
{
    struct writing w = {.county = county, .keys = keys, .given = staff, .actor = actor};
    TRY(db_transaction(db, write_work, &w, e));
    *ret_id = w.id;
    return STATUS_OK;
}

static enum status row_keep(struct arena *arena, int64_t home, const struct staff_row *row,
                            struct home_staff *ret, struct error *e)
{
    struct home_staff s = {.home = home,
                           .id = row->id,
                           .name = arena_strdup(arena, row->name),
                           .id_number = "",
                           .id_tail = arena_strdup(arena, row->id_tail),
                           .sex = (enum sex)row->sex,
                           .birth = row->birth,
                           .from = row->from_date,
                           .until = row->until_date,
                           .political = arena_strdup(arena, row->political),
                           .education = arena_strdup(arena, row->education),
                           .post = arena_strdup(arena, row->post),
                           .trade = arena_strdup(arena, row->trade),
                           .duty = arena_strdup(arena, row->duty),
                           .training = arena_strdup(arena, row->training),
                           .phone = arena_strdup(arena, row->phone),
                           .is_established = row->is_established,
                           .is_legal = row->is_legal,
                           .pay = row->pay};
    if (!s.name || !s.id_tail || !s.political || !s.education || !s.post || !s.trade || !s.duty ||
        !s.training || !s.phone)
        return arena_exhausted(e);
    *ret = s;
    return STATUS_OK;
}

enum status home_staff_list(struct db *db, int64_t county, int64_t home, struct date on,
                            struct arena *arena, struct home_staff **ret, size_t *ret_count,
                            struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_staff *list = ARENA_ARRAY(arena, struct home_staff, STAFF_ROWS_MAX);
    struct staff_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(staff_of_home_open(db,
                           (struct staff_of_home_args){.county = county,
                                                       .home = home,
                                                       .on_date = on,
                                                       .any_day = on.v == 0,
                                                       .row_count = STAFF_ROWS_MAX},
                           &cursor, e));
    while (n < STAFF_ROWS_MAX && (s = staff_of_home_next(cursor, &row, e)) == STATUS_OK)
        TRY(row_keep(arena, home, &row, &list[n++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status home_staff_reveal(struct db *db, int64_t county, const struct keyring *keys,
                              const struct access_user *user, int64_t home, int64_t id,
                              const char *purpose, struct arena *arena, const char **ret_number,
                              struct error *e)
{
    struct home place;
    struct staff_row row;
    TRY(home_by_id(db, county, home, arena, &place, e));
    TRY(staff_one(db, (struct staff_one_args){.county = county, .home = home, .id = id}, arena,
                  &row, e));
    const char *subject = arena_printf(arena, "home_staff %" PRId64, id);
    if (!subject)
        return arena_exhausted(e);
    return access_reveal_sealed(db, county, keys, user,
                                &(struct reveal_sealed_request){.subject = subject,
                                                                .division = place.township,
                                                                .kind = REVEAL_ID_NUMBER,
                                                                .sealed = row.id_sealed,
                                                                .purpose = purpose},
                                arena, ret_number, e);
}

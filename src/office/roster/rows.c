/* One row of a roster: every cell read, every fault marked at its cell. */
#include "base/i18n.h"
#include "base/text.h"
#include "office/roster/places.h"
#include "office/roster/value.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_START 1024
#define BEGUN_AHEAD_MONTHS 12

struct row_view {
    struct roster_import *m;
    const struct roster_header *h;
    const struct sheet_row *row;
    struct mark_at at;
    bool is_bad;
    enum status status; /* of marking; kept until the row's end */
    struct error *e;
};

static const struct sheet_cell nothing = {.kind = SHEET_EMPTY, .text = ""};

static const struct sheet_cell *cell_of(const struct row_view *v, enum roster_field field)
{
    int c = v->h->col[field];
    return c >= 0 && c < v->row->count ? &v->row->cells[c] : &nothing;
}

static bool has_column(const struct row_view *v, enum roster_field field)
{
    return v->h->col[field] >= 0;
}

static void fault_mark(struct row_view *v, enum roster_field field, const struct value_fault *f)
{
    v->at.field = field;
    v->is_bad = true;
    if (v->status == STATUS_OK)
        v->status = mark_add(v->m, v->at, f->reason, f->suggestion, v->e);
}

static void fault_warn(struct row_view *v, enum roster_field field, const char *reason)
{
    v->at.field = field;
    if (v->status == STATUS_OK)
        v->status = warning_add(v->m, v->at, reason, v->e);
}

static const char *keep(struct row_view *v, const char *text)
{
    const char *kept = text && *text ? arena_strdup(v->m->arena, text) : "";
    if (!kept && v->status == STATUS_OK)
        v->status = arena_exhausted(v->e);
    return kept ? kept : "";
}

static const char *solid_text(const struct row_view *v, enum roster_field field)
{
    const char *text = text_tidy_solid(v->m->scratch, cell_of(v, field)->text);
    return text ? text : "";
}

static enum status room(void **list, int32_t count, int32_t *capacity, size_t bytes,
                        struct error *e)
{
    if (count < *capacity)
        return STATUS_OK;
    if (count >= ROSTER_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "IMPORT_ROWS",
                         _("名册超过 %d 行，请按乡镇拆成几个文件分别导入。"), ROSTER_ROWS_MAX);
    int32_t wanted = *capacity ? *capacity * 2 : ROWS_START;
    void *bigger = realloc(*list, (size_t)wanted * bytes);
    if (!bigger)
        return arena_exhausted(e);
    *list = bigger;
    *capacity = wanted;
    return STATUS_OK;
}

/* ---- parts that households and wubao persons share ---- */

static void read_place(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    int64_t township = 0;
    const char *village = solid_text(v, FIELD_VILLAGE);
    if (!place_township(v->m, solid_text(v, FIELD_TOWNSHIP), &township, &f)) {
        const char *better = place_township_of(v->m, village);
        f.suggestion = better ? better : f.suggestion;
        fault_mark(v, FIELD_TOWNSHIP, &f);
    } else if (!place_village(v->m, township, village, &h->division, &f)) {
        fault_mark(v, FIELD_VILLAGE, &f);
    }
    h->group_no = keep(v, solid_text(v, FIELD_GROUP));
    const char *address = text_tidy(v->m->scratch, cell_of(v, FIELD_ADDRESS)->text);
    h->address = keep(v, address);
}

static void read_head(struct row_view *v, struct household_in *h, struct idno *id)
{
    struct value_fault f;
    const char *name = "";
    struct arena *s = v->m->scratch;
    if (!value_name(s, cell_of(v, FIELD_HEAD_NAME), &name, &f))
        fault_mark(v, FIELD_HEAD_NAME, &f);
    h->head_name = keep(v, name);
    if (!value_id(s, cell_of(v, FIELD_HEAD_ID), v->m->today, id, &f)) {
        fault_mark(v, FIELD_HEAD_ID, &f);
        h->is_id_bad = true;
        /* As written, for the likeness with the other table. */
        (void)snprintf(h->id, IDNO_BYTES, "%s", solid_text(v, FIELD_HEAD_ID));
        return;
    }
    memcpy(h->id, id->text, IDNO_BYTES);
    h->key = id_key(h->id);
}

static void read_account(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    const char *number = "", *phone = "";
    if (!value_account(s, cell_of(v, FIELD_ACCOUNT), &number, &f)) {
        fault_mark(v, FIELD_ACCOUNT, &f);
    } else if (!*number && h->form != FORM_INSTITUTION) {
        /* The household goes in, so that it is missed by nobody; its payment waits for an account.
         */
        fault_warn(v, FIELD_ACCOUNT, _("没有填账号：已录入，发放时挂起，请尽快补上。"));
    }
    h->has_account = *number != 0;
    h->account = keep(v, number);
    h->bank = keep(v, text_tidy(s, cell_of(v, FIELD_BANK)->text));
    const char *holder = solid_text(v, FIELD_HOLDER);
    h->holder = *holder ? keep(v, holder) : h->head_name;
    if (h->has_account && !*h->bank) {
        f = (struct value_fault){_("没有填开户行。"), NULL};
        fault_mark(v, FIELD_BANK, &f);
    }
    if (*number && text_is_digits(number) && !luhn_is_valid(number))
        fault_warn(v, FIELD_ACCOUNT, _("账号的校验位不符（存折号可以不符），请核对。"));
    if (*holder && *h->head_name && strcmp(holder, h->head_name) != 0)
        fault_warn(v, FIELD_HOLDER, _("账户名不是户主本人，请核对是否代领。"));
    if (!value_phone(s, cell_of(v, FIELD_PHONE), &phone, &f)) {
        fault_warn(v, FIELD_PHONE, f.reason);
        phone = "";
    }
    h->phone = keep(v, phone);
}

static void read_begun(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    h->begun = v->m->request->from;
    const struct sheet_cell *cell = cell_of(v, FIELD_BEGUN);
    if (cell->kind == SHEET_EMPTY) {
        if (has_column(v, FIELD_BEGUN))
            fault_warn(v, FIELD_BEGUN, _("没有填纳入月份，按起始月份记。"));
        return;
    }
    if (!value_month(v->m->scratch, cell, &h->begun, &f)) {
        fault_mark(v, FIELD_BEGUN, &f);
        return;
    }
    h->has_begun = true;
    if (h->begun.v > v->m->request->from.v + BEGUN_AHEAD_MONTHS) {
        char month[MONTH_TEXT_BYTES];
        value_fault_set(v->m->arena, &f, _("请核对年份。"), _("纳入月份%s太远。"),
                        month_format_people(h->begun, month));
        fault_mark(v, FIELD_BEGUN, &f);
    }
}

/* ---- dibao ---- */

static void read_counts(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    h->members = h->protected = -1;
    if (has_column(v, FIELD_MEMBERS) && !value_count(s, cell_of(v, FIELD_MEMBERS), &h->members, &f))
        fault_mark(v, FIELD_MEMBERS, &f);
    if (has_column(v, FIELD_PROTECTED) &&
        !value_count(s, cell_of(v, FIELD_PROTECTED), &h->protected, &f))
        fault_mark(v, FIELD_PROTECTED, &f);
    if (h->members >= 0 && h->protected > h->members) {
        value_fault_set(v->m->arena, &f, _("照成员表核对保障人口。"),
                        _("保障人口 %d 多于家庭人口 %d。"), h->protected, h->members);
        fault_mark(v, FIELD_PROTECTED, &f);
    }
}

static void read_dibao(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    read_counts(v, h);
    if (!has_column(v, FIELD_CLASS))
        h->mgmt_class = -1;
    else if (!value_class(s, cell_of(v, FIELD_CLASS), &h->mgmt_class, &f))
        fault_mark(v, FIELD_CLASS, &f);
    else if (!h->mgmt_class)
        fault_warn(v, FIELD_CLASS, _("没有填类别。"));
    if (!value_income(s, cell_of(v, FIELD_INCOME), &h->income, &f))
        fault_mark(v, FIELD_INCOME, &f);
}

/* ---- wubao ---- */

static void read_wubao(struct row_view *v, struct household_in *h)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    const char *home = solid_text(v, FIELD_HOME);
    if (!value_form(s, cell_of(v, FIELD_FORM), &h->form, &f)) {
        fault_mark(v, FIELD_FORM, &f);
    } else if (h->form == FORM_INSTITUTION && !*home) {
        f = (struct value_fault){_("集中供养没有填供养机构。"), _("填敬老院名称。")};
        fault_mark(v, FIELD_HOME, &f);
    } else if (h->form == FORM_INSTITUTION && !place_home(v->m, home, &h->home, &f)) {
        fault_mark(v, FIELD_HOME, &f);
    } else if (h->form == FORM_SCATTERED && *home && strcmp(home, "无") != 0 &&
               strcmp(home, "/") != 0) {
        fault_warn(v, FIELD_HOME, _("散居的人填了供养机构，机构没有录入。"));
    }
    if (!has_column(v, FIELD_CARE))
        h->care = -1;
    else if (!value_care(s, cell_of(v, FIELD_CARE), &h->care, &f))
        fault_mark(v, FIELD_CARE, &f);
}

static struct row_view view_make(struct roster_import *m, int file, int sheet,
                                 const struct roster_header *h, const struct sheet_row *row,
                                 struct error *e)
{
    return (struct row_view){
        .m = m, .h = h, .row = row, .at = {.file = file, .sheet = sheet, .row = row->row}, .e = e};
}

/* A wubao person is a household of one. */
static enum status add_self(struct roster_import *m, const struct household_in *h,
                            const struct idno *id, struct error *e)
{
    TRY(room((void **)&m->members, m->member_count, &m->member_capacity, sizeof *m->members, e));
    struct member_in self = {.file = h->file,
                             .sheet = h->sheet,
                             .row = h->row,
                             .household = m->household_count - 1,
                             .next = -1,
                             .person = -1,
                             .head_key = h->key,
                             .name = h->head_name,
                             .head_name = "",
                             .relation = RELATION_HEAD,
                             .is_protected = true,
                             .is_bad = h->is_id_bad};
    if (!h->is_id_bad) {
        memcpy(self.id, id->text, IDNO_BYTES);
        memcpy(self.head_id, id->text, IDNO_BYTES);
        self.birth = id->birth;
        self.sex = (int8_t)id->sex;
    }
    m->members[m->member_count++] = self;
    return STATUS_OK;
}

enum status household_row_read(struct roster_import *m, int file, int sheet,
                               const struct roster_header *h, const struct sheet_row *row,
                               struct error *e)
{
    struct row_view v = view_make(m, file, sheet, h, row, e);
    struct household_in in = {.file = (int16_t)file,
                              .sheet = (int16_t)sheet,
                              .row = row->row,
                              .first_member = -1,
                              .last_member = -1,
                              .members = -1,
                              .protected = -1,
                              .existing = -1};
    struct idno id;
    read_place(&v, &in);
    read_head(&v, &in, &id);
    if (h->kind == KIND_WUBAO)
        read_wubao(&v, &in);
    else
        read_dibao(&v, &in);
    read_account(&v, &in);
    read_begun(&v, &in);
    if (v.status != STATUS_OK)
        return v.status;
    in.is_bad = v.is_bad;
    TRY(room((void **)&m->households, m->household_count, &m->household_capacity,
             sizeof *m->households, e));
    m->households[m->household_count++] = in;
    return h->kind == KIND_WUBAO ? add_self(m, &in, &id, e) : STATUS_OK;
}

/* ---- members ---- */

static void read_disability(struct row_view *v, struct member_in *in)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    int8_t grade_in_kind = 0;
    bool kind_ok =
        value_disability_kind(s, cell_of(v, FIELD_DISABILITY_KIND), &in->kind, &grade_in_kind, &f);
    if (!kind_ok)
        fault_mark(v, FIELD_DISABILITY_KIND, &f);
    if (!value_disability_grade(s, cell_of(v, FIELD_DISABILITY_GRADE), &in->grade, &f)) {
        fault_mark(v, FIELD_DISABILITY_GRADE, &f);
        return;
    }
    if (!in->grade)
        in->grade = grade_in_kind;
    if (kind_ok && in->kind && !in->grade) {
        f = (struct value_fault){_("填了残疾类别，没有填残疾等级。"),
                                 _("照残疾证填 1、2、3 或 4。")};
        fault_mark(v,
                   has_column(v, FIELD_DISABILITY_GRADE) ? FIELD_DISABILITY_GRADE
                                                         : FIELD_DISABILITY_KIND,
                   &f);
    }
}

static void read_conditions(struct row_view *v, struct member_in *in)
{
    struct value_fault f;
    struct arena *s = v->m->scratch;
    bool known = true, given = false;
    if (!value_relation(s, cell_of(v, FIELD_RELATION), &in->relation, &known) || !known)
        fault_warn(v, FIELD_RELATION, _("与户主关系没有填或看不懂，按“其他”录入。"));
    if (!value_health(s, cell_of(v, FIELD_HEALTH), &in->is_ill, &f))
        fault_mark(v, FIELD_HEALTH, &f);
    read_disability(v, in);
    if (!value_yes(s, cell_of(v, FIELD_STUDENT), true, &in->is_student, &given, &f))
        fault_mark(v, FIELD_STUDENT, &f);
    if (!value_yes(s, cell_of(v, FIELD_IS_PROTECTED), false, &in->is_protected, &given, &f)) {
        fault_mark(v, FIELD_IS_PROTECTED, &f);
    } else if (!given) {
        f = (struct value_fault){_("没有填是否保障。"), _("填 是 或 否。")};
        fault_mark(v, FIELD_IS_PROTECTED, &f);
    }
}

enum status member_row_read(struct roster_import *m, int file, int sheet,
                            const struct roster_header *h, const struct sheet_row *row,
                            struct error *e)
{
    struct row_view v = view_make(m, file, sheet, h, row, e);
    struct member_in in = {.file = (int16_t)file,
                           .sheet = (int16_t)sheet,
                           .row = row->row,
                           .household = -1,
                           .next = -1,
                           .person = -1};
    struct value_fault f;
    struct idno id, head;
    const char *name = "";
    if (value_id(m->scratch, cell_of(&v, FIELD_HEAD_ID), m->today, &head, &f)) {
        memcpy(in.head_id, head.text, IDNO_BYTES);
        in.head_key = id_key(in.head_id);
    } else {
        fault_mark(&v, FIELD_HEAD_ID, &f);
        in.is_head_id_bad = true;
        (void)snprintf(in.head_id, IDNO_BYTES, "%s", solid_text(&v, FIELD_HEAD_ID));
    }
    in.head_name = keep(&v, solid_text(&v, FIELD_HEAD_NAME));
    if (!value_name(m->scratch, cell_of(&v, FIELD_NAME), &name, &f))
        fault_mark(&v, FIELD_NAME, &f);
    in.name = keep(&v, name);
    if (value_id(m->scratch, cell_of(&v, FIELD_ID), m->today, &id, &f)) {
        memcpy(in.id, id.text, IDNO_BYTES);
        in.birth = id.birth;
        in.sex = (int8_t)id.sex;
    } else {
        fault_mark(&v, FIELD_ID, &f);
    }
    read_conditions(&v, &in);
    if (v.status != STATUS_OK)
        return v.status;
    in.is_bad = v.is_bad;
    TRY(room((void **)&m->members, m->member_count, &m->member_capacity, sizeof *m->members, e));
    m->members[m->member_count++] = in;
    return STATUS_OK;
}

/* ADMIT and CANCEL: a stay is filed, with the advance that stands in for its deposit, or taken
   back. */
#include "base/i18n.h"
#include "base/text.h"
#include "advance_sql.h"
#include "bill_internal.h"
#include "bill_sql.h"
#include "message_internal.h"

#include <string.h>

#define NUMBER_BYTES_MAX 64
#define TAIL_BYTES 4

enum status message_text_check(const char *text, const char *label, size_t bytes_max,
                               bool is_needed, struct error *e)
{
    size_t n = text ? strlen(text) : 0;
    bool is_right = n <= bytes_max && (n > 0 || !is_needed) && (n == 0 || utf8_is_valid(text, n));
    for (size_t i = 0; is_right && i < n; i++)
        is_right = (unsigned char)text[i] >= 0x20 && text[i] != 0x7f;
    if (is_right)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "MESSAGE_FIELD",
                     _("“%s”须填写，不超过 %zu 字节，不含控制字符"), label, bytes_max);
}

enum status message_stay(struct medical_work *w, const struct medical_message *m,
                         struct arena *arena, struct stay_row *ret, struct error *e)
{
    TRY(message_text_check(m->admission_no, _("住院号"), NUMBER_BYTES_MAX, true, e));
    enum status s =
        stay_by_number(w->db,
                       (struct stay_by_number_args){
                           .county = w->county, .hospital = m->hospital, .number = m->admission_no},
                       arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ADMISSION_UNKNOWN",
                         _("没有住院号 %.64s 的入院登记：请先报送入院登记"), m->admission_no);
    return s;
}

enum status message_person(struct db *db, const struct medical_desk *desk, const char *id_number,
                           const char *name, struct date today, bool is_name_told,
                           struct arena *arena, int64_t *ret, struct error *e)
{
    struct idno idno;
    struct person_row person;
    enum status s = STATUS_NONE;
    const char *solid = text_tidy_solid(arena, id_number), *given = text_tidy_solid(arena, name);
    if (!solid || !given)
        return arena_exhausted(e);
    if (idno_parse(solid, today, &idno, NULL) == STATUS_OK)
        s = person_by_id_number(db, desk->county, desk->keys, idno.text, arena, &person, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && strcmp(person.name, given) == 0) {
        *ret = person.id;
        return STATUS_OK;
    }
    if (s == STATUS_OK && is_name_told)
        return error_set(e, STATUS_REFUSED, "PERSON_NAME",
                         _("姓名与身份证号不符：请核对证件后重报"));
    return error_set(
        e, STATUS_REFUSED, "PERSON_UNKNOWN",
        _("救助对象中没有这个姓名和身份证号：请核对证件；未纳入的可出院后申请医后救助"));
}

enum status message_not_entitled(const struct medical_person *who, struct month m, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    (void)month_format_people(m, month);
    if (who->is_suspended)
        return error_set(e, STATUS_REFUSED, "NOT_ENTITLED",
                         _("%s该户救助已停发（停助），不能即时结算：请到民政部门查询"), month);
    return error_set(e, STATUS_REFUSED, "NOT_ENTITLED",
                     _("%s不是医疗救助对象，不能即时结算：符合条件的可出院后申请医后救助"), month);
}

static enum status fields_check(const struct medical_message *m, struct error *e)
{
    char in[DATE_TEXT_BYTES], day[DATE_TEXT_BYTES];
    TRY(message_text_check(m->admission_no, _("住院号"), NUMBER_BYTES_MAX, true, e));
    TRY(message_text_check(m->id_number, _("身份证号"), NUMBER_BYTES_MAX, true, e));
    TRY(message_text_check(m->name, _("姓名"), MEDICAL_TEXT_BYTES_MAX, true, e));
    TRY(message_text_check(m->department, _("科室"), MEDICAL_TEXT_BYTES_MAX, false, e));
    TRY(message_text_check(m->disease_name, _("病种名称"), MEDICAL_TEXT_BYTES_MAX, false, e));
    TRY(message_text_check(m->insurance_no, _("医疗保险号"), NUMBER_BYTES_MAX, false, e));
    TRY(disease_code_check(m->disease, e));
    if (m->visit < 1 || m->visit > VISIT_COUNT)
        return error_set(e, STATUS_REFUSED, "MEDICAL_VISIT", _("就诊类型须为住院或门诊"));
    if (m->scheme < 1 || m->scheme > SCHEME_COUNT)
        return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME", _("保险险种不对"));
    if (m->admitted_on.v <= m->today.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "BILL_DATES", _("入院日期 %s 晚于今天 %s"),
                     date_format(m->admitted_on, in), date_format(m->today, day));
}

static const char *tail_of(const char *text)
{
    size_t n = text ? strlen(text) : 0;
    return n <= TAIL_BYTES ? (text ? text : "") : text + n - TAIL_BYTES;
}

static enum status number_is_new(struct medical_work *w, const struct medical_message *m,
                                 struct arena *arena, struct error *e)
{
    struct stay_row known;
    enum status s =
        stay_by_number(w->db,
                       (struct stay_by_number_args){
                           .county = w->county, .hospital = m->hospital, .number = m->admission_no},
                       arena, &known, e);
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    return error_set(e, STATUS_REFUSED, "ADMISSION_KNOWN",
                     _("住院号 %.64s 已经登记过：一次住院只登记一次"), m->admission_no);
}

/* The advance that stands in for the deposit; id 0: none. */
static enum status advance_find(struct medical_work *w, const struct medical_message *m,
                                int64_t person, struct advance_to_draw_row *ret, struct error *e)
{
    *ret = (struct advance_to_draw_row){0};
    if (m->visit != VISIT_INPATIENT)
        return STATUS_OK;
    enum status s = advance_to_draw(w->db,
                                    (struct advance_to_draw_args){.county = w->county,
                                                                  .person = person,
                                                                  .hospital = m->hospital,
                                                                  .admitted_on = m->admitted_on},
                                    NULL, ret, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status advance_draw(struct medical_work *w, int64_t advance, int64_t admission,
                                struct error *e)
{
    TRY(advance_state_set(
        w->db,
        (struct advance_state_set_args){
            .county = w->county, .id = advance, .state = ADVANCE_APPROVED, .admission = admission},
        NULL, e));
    return stay_bring(w, admission, 0, REASON_ADVANCE, e);
}

/* Whoever shows the papers of the dead is somebody else. */
static enum status is_alive(struct db *db, int64_t county, int64_t person, struct date admitted_on,
                            struct error *e)
{
    struct stay_death_row death;
    char day[DATE_TEXT_BYTES];
    enum status s = stay_death(db, (struct stay_death_args){.county = county, .person = person},
                               NULL, &death, e);
    if (s == STATUS_OK && admitted_on.v > death.died_on.v)
        return error_set(e, STATUS_REFUSED, "PERSON_DEAD",
                         _("登记中此人已于%s死亡：请核对证件；登记有误的，请家属到民政部门更正"),
                         date_format_people(death.died_on, day));
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status message_patient(struct db *db, const struct medical_desk *desk,
                            const struct medical_message *m, struct arena *arena,
                            int64_t *ret_person, struct medical_person *ret, struct error *e)
{
    struct month month = date_month(m->admitted_on);
    TRY(message_person(db, desk, m->id_number, m->name, m->today, true, arena, ret_person, e));
    TRY(is_alive(db, desk->county, *ret_person, m->admitted_on, e));
    TRY(medical_class_of(db, desk->county, *ret_person, month, KNOWN_NOW, ret, e));
    return ret->class == MEDICAL_NONE ? message_not_entitled(ret, month, e) : STATUS_OK;
}

enum status message_admit(struct medical_work *w, const struct medical_message *m,
                          struct arena *arena, struct medical_answer *ret, struct error *e)
{
    struct medical_person who;
    struct advance_to_draw_row advance;
    int64_t person, id;
    TRY(fields_check(m, e));
    TRY(number_is_new(w, m, arena, e));
    TRY(message_patient(w->db, w->desk, m, arena, &person, &who, e));
    TRY(advance_find(w, m, person, &advance, e));
    TRY(work_id(w, &id, e));
    TRY(stay_insert(w->db,
                    (struct stay_insert_args){
                        .county = w->county,
                        .id = id,
                        .hospital = m->hospital,
                        .number = m->admission_no,
                        .person = person,
                        .household = who.household,
                        .division = who.division,
                        .visit = m->visit,
                        .admitted_on = m->admitted_on,
                        .department = m->department ? m->department : "",
                        .disease = m->disease,
                        .disease_name = m->disease_name ? m->disease_name : "",
                        .scheme = m->scheme,
                        .insurance_tail = tail_of(m->insurance_no),
                        .advance = advance.id,
                        .received_on = m->today,
                        .known_from = w->change,
                    },
                    NULL, e));
    if (advance.id)
        TRY(advance_draw(w, advance.id, id, e));
    ret->admission = id;
    ret->class = who.class;
    ret->advance = advance.amount;
    return STATUS_OK;
}

enum status message_cancel(struct medical_work *w, const struct medical_message *m,
                           struct arena *arena, struct medical_answer *ret, struct error *e)
{
    struct stay_row stay;
    TRY(message_text_check(m->reason, _("撤销原因"), MEDICAL_TEXT_BYTES_MAX, true, e));
    TRY(message_stay(w, m, arena, &stay, e));
    if (stay.state == ADMISSION_SETTLED)
        return error_set(e, STATUS_REFUSED, "ADMISSION_SETTLED",
                         _("住院号 %.64s 已经结算：请先冲账，再撤销登记"), m->admission_no);
    if (stay.state == ADMISSION_CANCELLED)
        return error_set(e, STATUS_REFUSED, "ADMISSION_CANCELLED", _("住院号 %.64s 已经撤销"),
                         m->admission_no);
    TRY(stay_set(
        w->db,
        (struct stay_set_args){.county = w->county, .id = stay.id, .state = ADMISSION_CANCELLED},
        NULL, e));
    if (stay.advance) {
        TRY(advance_release(w, stay.advance, stay.person, e));
        TRY(stay_bring(w, stay.id, 0, REASON_CANCELLATION, e));
    }
    ret->admission = stay.id;
    return STATUS_OK;
}

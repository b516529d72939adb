/* A new bill of either source, and what is checked of it whoever brings it. */
#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "bill_internal.h"
#include "bill_sql.h"

#include <string.h>

#define DISEASE_BYTES_MAX 16

enum status disease_code_check(const char *code, struct error *e)
{
    size_t n = code ? strlen(code) : 0;
    bool is_right = n >= 3 && n <= DISEASE_BYTES_MAX && code[0] >= 'A' && code[0] <= 'Z';
    for (size_t i = 1; is_right && i < n; i++)
        is_right = (code[i] >= 'A' && code[i] <= 'Z') || (code[i] >= '0' && code[i] <= '9') ||
                   strchr(".+*-", code[i]) != NULL;
    if (is_right)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "DISEASE_CODE",
                     _("病种代码“%.40s”不对：请写疾病分类代码，如 C34.1"), code ? code : "");
}

enum status bill_dates_check(const struct medical_desk *desk, enum medical_number limit,
                             struct date admitted_on, struct date discharged_on, struct date today,
                             struct error *e)
{
    char in[DATE_TEXT_BYTES], out[DATE_TEXT_BYTES], day[DATE_TEXT_BYTES];
    int64_t packed;
    if (admitted_on.v > discharged_on.v || discharged_on.v > today.v)
        return error_set(e, STATUS_REFUSED, "BILL_DATES",
                         _("入院 %s、出院 %s：入院须不晚于出院，出院须不晚于今天 %s"),
                         date_format(admitted_on, in), date_format(discharged_on, out),
                         date_format(today, day));
    TRY(medical_number_at(desk->policy, limit, date_month(discharged_on), &packed, e));
    struct date last = day_limit_is_working(packed)
                           ? calendar_add_working_days(discharged_on, day_limit_days(packed))
                           : (struct date){discharged_on.v + day_limit_days(packed)};
    if (today.v <= last.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "POST_LATE",
                     _("出院 %s，最迟应在 %s 报送，今天 %s 已过期：请到民政部门说明情况"),
                     date_format(discharged_on, out), date_format(last, in),
                     date_format(today, day));
}

void bill_draft_of_year(const struct bill_draft *draft, int64_t id, struct year_bill *ret)
{
    *ret = (struct year_bill){.id = id,
                              .admission = draft->admission,
                              .case_file = draft->case_file,
                              .household = draft->household,
                              .source = draft->source,
                              .admitted_on = draft->admitted_on,
                              .discharged_on = draft->discharged_on,
                              .disease = draft->disease,
                              .amounts = draft->amounts};
}

enum status bill_write(struct medical_work *w, const struct bill_draft *draft, int64_t *ret_id,
                       struct error *e)
{
    const struct medical_amounts *a = &draft->amounts;
    int64_t id;
    TRY(work_id(w, &id, e));
    struct bill_insert_args row = {
        .county = w->county,
        .id = id,
        .source = draft->source,
        .hospital = draft->hospital,
        .hospital_name = draft->hospital_name,
        .admission = draft->admission,
        .case_file = draft->case_file,
        .person = draft->person,
        .household = draft->household,
        .division = draft->division,
        .visit = draft->visit,
        .year = month_year(date_month(draft->discharged_on)),
        .admitted_on = draft->admitted_on,
        .discharged_on = draft->discharged_on,
        .posted_on = w->today,
        .disease = draft->disease,
        .scheme = draft->scheme,
        .total = a->total,
        .in_scope = a->in_scope,
        .insurance = a->insurance,
        .critical = a->critical,
        .other = a->other,
        .relief = a->relief,
        .veteran = a->veteran,
        .replaces = draft->replaces,
        .known_from = w->change,
    };
    TRY(bill_insert(w->db, row, NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

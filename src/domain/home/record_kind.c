/* The kinds of records as a table: forms, checks and lists read it. */
#include "domain/home/record.h"

#include "base/i18n.h"
#include "base/text.h"

const struct record_kind_row RECORD_KINDS[] = {
    {.kind = RECORD_LEAVE,
     .code = "LEAVE",
     .label = N_("请假"),
     .needs_stay = true,
     .has_until = true,
     .needs_detail = true},
    {.kind = RECORD_VISIT, .code = "VISIT", .label = N_("探视"), .needs_detail = true},
    {.kind = RECORD_CHECKUP,
     .code = "CHECKUP",
     .label = N_("查体"),
     .needs_stay = true,
     .has_result = true},
    {.kind = RECORD_MEAL,
     .code = "MEAL",
     .label = N_("伙食"),
     .has_quantity = true,
     .has_amount = true,
     .is_of_home = true},
    {.kind = RECORD_CLOTHING,
     .code = "CLOTHING",
     .label = N_("服装"),
     .needs_stay = true,
     .has_quantity = true,
     .needs_detail = true,
     .is_confirmed = true},
    {.kind = RECORD_POCKET,
     .code = "POCKET",
     .label = N_("零花钱"),
     .needs_stay = true,
     .has_month = true,
     .has_amount = true,
     .is_confirmed = true},
    {.kind = RECORD_INCIDENT, .code = "INCIDENT", .label = N_("事故"), .needs_detail = true},
    {.kind = RECORD_DUTY,
     .code = "DUTY",
     .label = N_("值班"),
     .needs_detail = true,
     .is_of_home = true},
    {.kind = RECORD_ACTIVITY, .code = "ACTIVITY", .label = N_("院务活动"), .needs_detail = true},
};
_Static_assert(sizeof RECORD_KINDS / sizeof RECORD_KINDS[0] == RECORD_KIND_COUNT, "one row each");

enum status record_kind_parse(const char *code, enum record_kind *ret, struct error *e)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (text_equals(code, RECORD_KINDS[i].code)) {
            *ret = RECORD_KINDS[i].kind;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "HOME_RECORD",
                     _("没有记录种类“%.40s”：可用 LEAVE、VISIT、CHECKUP、MEAL、CLOTHING、POCKET、"
                       "INCIDENT、DUTY、ACTIVITY。"),
                     code ? code : "");
}

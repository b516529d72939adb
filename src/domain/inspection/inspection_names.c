/* The words of visits. */
#include <string.h>

#include "base/i18n.h"
#include "domain/inspection/inspection.h"

static const struct {
    const char *code, *label;
} STATES[] = {
    {"", ""}, {"DRAFT", N_("草稿")}, {"SUBMITTED", N_("已提交")}, {"STRUCK", N_("已作废")}};
static const struct {
    const char *code, *small, *label;
} KINDS[] = {{"", "", ""},
             {"GOOD", "good", N_("好的做法")},
             {"DEFECT", "defect", N_("不足")},
             {"MISSED_STEP", "missed", N_("漏办环节")},
             {"FALSE_REPORT", "false", N_("弄虚作假")}};

const char *inspection_state_code(enum inspection_state s)
{
    return s >= INSPECTION_DRAFT && s <= INSPECTION_STRUCK ? STATES[s].code : "";
}

const char *inspection_state_label(enum inspection_state s)
{
    return s >= INSPECTION_DRAFT && s <= INSPECTION_STRUCK ? STATES[s].label : "";
}

const char *inspection_kind_code(enum inspection_kind k)
{
    return k >= INSPECTION_GOOD && k <= INSPECTION_FALSE_REPORT ? KINDS[k].code : "";
}

const char *inspection_kind_label(enum inspection_kind k)
{
    return k >= INSPECTION_GOOD && k <= INSPECTION_FALSE_REPORT ? KINDS[k].label : "";
}

enum status inspection_kind_parse(const char *code, enum inspection_kind *ret, struct error *e)
{
    for (int k = INSPECTION_GOOD; k <= INSPECTION_FALSE_REPORT; k++) {
        if (code && (strcmp(code, KINDS[k].code) == 0 || strcmp(code, KINDS[k].small) == 0)) {
            *ret = (enum inspection_kind)k;
            return STATUS_OK;
        }
    }
    (void)error_set(
        e, STATUS_REFUSED, "INSPECTION_FIELD",
        _("没有检查情况“%.20s”：可用 good（好的做法）、defect（不足）、missed（漏办环节）、"
          "false（弄虚作假）"),
        code ? code : "");
    return error_place(e, "kind");
}

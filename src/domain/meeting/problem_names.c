/* Codes and names of problems. */
#include "domain/meeting/problem.h"

#include "base/i18n.h"
#include "base/text.h"

static const struct {
    const char *code, *label;
} SOURCES[] = {[PROBLEM_MEETING] = {"MEETING", N_("调度会")},
               [PROBLEM_INSPECTION] = {"INSPECTION", N_("检查")},
               [PROBLEM_COMPLAINT] = {"COMPLAINT", N_("投诉")},
               [PROBLEM_INDICATOR] = {"INDICATOR", N_("指标")}};

const char *problem_source_code(enum problem_source s)
{
    return SOURCES[s].code;
}

const char *problem_source_label(enum problem_source s)
{
    return SOURCES[s].label;
}

enum status problem_source_parse(const char *code, enum problem_source *ret, struct error *e)
{
    for (int i = PROBLEM_MEETING; i <= PROBLEM_INDICATOR; i++)
        if (text_equals(code, SOURCES[i].code)) {
            *ret = (enum problem_source)i;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "PROBLEM_FIELD",
                     _("没有这种来源“%s”：MEETING、INSPECTION、COMPLAINT 或 INDICATOR"),
                     code ? code : "");
}

const char *problem_state_label(enum problem_state s)
{
    switch (s) {
    case PROBLEM_OPEN:
        return N_("未解决");
    case PROBLEM_REPORTED:
        return N_("已报告，待核实");
    case PROBLEM_CLOSED:
        return N_("已销号");
    }
    return "";
}

const char *problem_note_label(const char *kind)
{
    static const struct {
        const char *kind, *label;
    } LABELS[] = {{"CARRIED", N_("调度会研究")},
                  {"REPORTED", N_("报告办理情况")},
                  {"SENT_BACK", N_("退回")},
                  {"DEADLINE", N_("调整期限")},
                  {"CLOSED", N_("核实销号")}};
    for (size_t i = 0; i < sizeof LABELS / sizeof LABELS[0]; i++)
        if (text_equals(kind, LABELS[i].kind))
            return LABELS[i].label;
    return "";
}

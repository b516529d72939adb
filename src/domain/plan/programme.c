#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

static const struct {
    const char *code, *name;
    enum fund fund;
} programmes[] = {
    [PROGRAMME_DIBAO] = {"dibao", N_("农村低保"), FUND_DIBAO},
    [PROGRAMME_WUBAO] = {"wubao", N_("农村五保"), FUND_WUBAO},
    [PROGRAMME_MEDICAL] = {"medical", N_("医疗救助"), FUND_MEDICAL_AID},
};

static const char *const fund_codes[] = {
    [FUND_DIBAO] = "dibao_rural",
    [FUND_WUBAO] = "wubao_support",
    [FUND_HOME_MANAGEMENT] = "home_management",
    [FUND_MEDICAL_AID] = "medical_aid",
    [FUND_HOME_CONSTRUCTION] = "home_construction",
};

static bool is_programme(enum programme p)
{
    return p >= PROGRAMME_DIBAO && (int)p <= PROGRAMME_COUNT;
}

const char *programme_code(enum programme p)
{
    return is_programme(p) ? programmes[p].code : "";
}

const char *programme_name(enum programme p)
{
    return is_programme(p) ? _(programmes[p].name) : "";
}

enum status programme_parse(const char *code, enum programme *ret, struct error *e)
{
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
        if (code && strcmp(code, programmes[p].code) == 0) {
            *ret = (enum programme)p;
            return STATUS_OK;
        }
    }
    return error_set(
        e, STATUS_REFUSED, "PROGRAMME_UNKNOWN",
        _("没有“%.40s”这个项目：可用 dibao（农村低保）、wubao（农村五保）、medical（医疗救助）"),
        code ? code : "");
}

enum status programme_parse_entitled(const char *code, enum programme *ret, struct error *e)
{
    enum programme p;
    TRY(programme_parse(code, &p, e));
    if ((int)p > PROGRAMME_ENTITLED_COUNT)
        return error_set(e, STATUS_REFUSED, "PROGRAMME_UNENTITLED",
                         _("%s按账单救助，没有逐月保障的家庭：此处只能用 dibao（农村低保）、wubao"
                           "（农村五保）"),
                         programme_name(p));
    *ret = p;
    return STATUS_OK;
}

int64_t programme_fund(enum programme p)
{
    return is_programme(p) ? programmes[p].fund : 0;
}

const char *fund_code(enum fund fund)
{
    return fund_codes[fund];
}

bool fund_parse(const char *code, enum fund *ret)
{
    for (int f = FUND_DIBAO; f <= FUND_COUNT; f++) {
        if (strcmp(code, fund_codes[f]) == 0) {
            *ret = (enum fund)f;
            return true;
        }
    }
    return false;
}

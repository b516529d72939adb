/* What books, stages, sources and states are called. */
#include "domain/project/project_internal.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/text.h"

static const struct {
    const char *code, *label;
} BOOKS[] = {
    [BOOK_CITY] = {"city", N_("市对县考核")},
    [BOOK_COUNTY] = {"county", N_("县对乡镇考核")},
};

const char *target_book_code(enum target_book b)
{
    assert(b == BOOK_CITY || b == BOOK_COUNTY);
    return BOOKS[b].code;
}

const char *target_book_label(enum target_book b)
{
    assert(b == BOOK_CITY || b == BOOK_COUNTY);
    return BOOKS[b].label;
}

enum status target_book_parse(const char *code, enum target_book *ret, struct error *e)
{
    for (int b = BOOK_CITY; code && b <= BOOK_COUNTY; b++) {
        if (text_equals(code, BOOKS[b].code)) {
            *ret = (enum target_book)b;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "TARGET_BOOK",
                     _("没有考核口径“%.40s”：可用 city（市对县）、county（县对乡镇）"),
                     code ? code : "");
}

const struct project_stage_row PROJECT_STAGE_ROWS[PROJECT_STAGES] = {
    {STAGE_SITE, "SITE", N_("选址")},
    {STAGE_APPROVAL, "APPROVAL", N_("立项审批")},
    {STAGE_DESIGN, "DESIGN", N_("图纸设计")},
    {STAGE_TENDER, "TENDER", N_("招标")},
    {STAGE_FOUNDATION, "FOUNDATION", N_("基础")},
    {STAGE_STRUCTURE, "STRUCTURE", N_("主体")},
    {STAGE_ROOF, "ROOF", N_("封顶")},
    {STAGE_FITOUT, "FITOUT", N_("装修")},
    {STAGE_ACCEPTANCE, "ACCEPTANCE", N_("竣工验收")},
    {STAGE_IN_USE, "IN_USE", N_("投入使用")},
};

enum status project_stage_parse(const char *code, enum project_stage *ret, struct error *e)
{
    for (size_t i = 0; code && i < PROJECT_STAGES; i++) {
        if (text_equals(code, PROJECT_STAGE_ROWS[i].code)) {
            *ret = PROJECT_STAGE_ROWS[i].stage;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "PROJECT_STAGE",
                     _("没有阶段“%.40s”：可用 SITE、APPROVAL、DESIGN、TENDER、FOUNDATION、"
                       "STRUCTURE、ROOF、FITOUT、ACCEPTANCE、IN_USE"),
                     code ? code : "");
}

const char *const PROJECT_SOURCE_LABELS[PROJECT_SOURCES] = {N_("中央"), N_("省级"), N_("市级"),
                                                            N_("县级"), N_("自筹")};

static const struct {
    const char *code, *label;
} RETURN_STATES[] = {
    [RETURN_DRAFT] = {"DRAFT", N_("草稿")},
    [RETURN_SUBMITTED] = {"SUBMITTED", N_("待签发")},
    [RETURN_SIGNED] = {"SIGNED", N_("已签发")},
    [RETURN_SENT_BACK] = {"SENT_BACK", N_("已退回")},
    [RETURN_REPLACED] = {"REPLACED", N_("已被替换")},
};

const char *return_state_code(enum return_state s)
{
    assert(s >= RETURN_DRAFT && s <= RETURN_REPLACED);
    return RETURN_STATES[s].code;
}

const char *return_state_label(enum return_state s)
{
    assert(s >= RETURN_DRAFT && s <= RETURN_REPLACED);
    return RETURN_STATES[s].label;
}

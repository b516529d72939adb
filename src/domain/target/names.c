/* Words and codes of targets. */
#include "domain/target/target_internal.h"

static const struct {
    const char *code, *label;
} UNITS[] = {[TARGET_COUNT] = {"COUNT", N_("数量")},
             [TARGET_FEN] = {"FEN", N_("金额（元）")},
             [TARGET_BP] = {"BP", N_("比率")}},
  RULES[] = {[TARGET_PLAN] = {"PLAN", N_("按方案")},
             [TARGET_PROPORTION] = {"PROPORTION", N_("按权重比例")},
             [TARGET_EQUAL] = {"EQUAL", N_("平均分解")},
             [TARGET_BY_HAND] = {"BY_HAND", N_("逐乡镇确定")}},
  STATES[] = {[TARGET_DRAFT] = {"DRAFT", N_("拟分解")},
              [TARGET_ISSUED] = {"ISSUED", N_("已下达")},
              [TARGET_REPLACED] = {"REPLACED", N_("已被替代")},
              [TARGET_DISCARDED] = {"DISCARDED", N_("已作废")}},
  LETTERS[] = {[LETTER_ISSUED] = {"ISSUED", N_("待签订")},
               [LETTER_SIGNED] = {"SIGNED", N_("已签订")},
               [LETTER_REPLACED] = {"REPLACED", N_("已被替代")}};

const char *target_unit_code(enum target_unit u)
{
    return UNITS[u].code;
}

const char *target_rule_code(enum target_rule r)
{
    return RULES[r].code;
}

const char *target_rule_label(enum target_rule r)
{
    return RULES[r].label;
}

const char *target_state_code(enum target_state s)
{
    return STATES[s].code;
}

const char *target_state_label(enum target_state s)
{
    return STATES[s].label;
}

const char *target_letter_state_code(enum target_letter_state s)
{
    return LETTERS[s].code;
}

const char *target_letter_state_label(enum target_letter_state s)
{
    return LETTERS[s].label;
}

enum target_unit target_unit_of(const char *code)
{
    enum target_unit u = TARGET_BP;
    while (u > 0 && !text_equals(UNITS[u].code, code))
        u--;
    return u;
}

enum target_book target_book_of(const char *code)
{
    return text_equals(code, target_book_code(BOOK_CITY)) ? BOOK_CITY : BOOK_COUNTY;
}

enum status target_unit_parse(const char *code, enum target_unit *ret, struct error *e)
{
    enum target_unit u = target_unit_of(code);
    if (u == 0)
        return error_set(e, STATUS_REFUSED, "TARGET_UNIT",
                         _("没有计量单位“%.40s”：可用 COUNT（数量）、FEN（金额）、BP（比率）"),
                         code);
    *ret = u;
    return STATUS_OK;
}

enum status target_rule_parse(const char *code, enum target_rule *ret, struct error *e)
{
    enum target_rule r = TARGET_BY_HAND;
    while (r > 0 && !text_equals(RULES[r].code, code))
        r--;
    if (r == 0)
        return error_set(
            e, STATUS_REFUSED, "TARGET_RULE",
            _("没有分解办法“%.40s”：可用 PROPORTION（比例）、EQUAL（平均）、BY_HAND（逐乡镇）"),
            code);
    *ret = r;
    return STATUS_OK;
}

const char *target_measure_label(const char *measure)
{
    if (text_equals(measure, "beds"))
        return N_("新增床位（张）");
    if (text_equals(measure, "inst_rate_bp"))
        return N_("五保集中供养率");
    if (text_equals(measure, "occupancy_bp"))
        return N_("敬老院入住率");
    const struct indicator *i = indicator_by_code(measure);
    return i ? i->label : measure;
}

char *target_value_text(enum target_unit unit, int64_t value, char out[TARGET_VALUE_BYTES])
{
    char fen[FEN_TEXT_BYTES], rate[RATIO_TEXT_BYTES];
    if (unit == TARGET_FEN)
        (void)snprintf(out, TARGET_VALUE_BYTES, "%s", fen_format(FEN(value), fen));
    else if (unit == TARGET_BP)
        (void)snprintf(out, TARGET_VALUE_BYTES, "%s", ratio_rate(value, rate));
    else
        (void)snprintf(out, TARGET_VALUE_BYTES, "%" PRId64, value);
    return out;
}

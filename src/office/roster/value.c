/* Numbers in cells: ID cards, accounts, money, months, counts. A spreadsheet keeps 15 digits of a
   number; what is longer is lost and can only be asked for again. */
#include "office/roster/value.h"
#include "base/i18n.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FAULT_BYTES 600
#define NAME_CHARACTERS_MAX 40
#define SAFE_DIGITS 15
#define COUNT_MAX 99
#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_DIGITS_MAX 32

bool value_fault_set(struct arena *a, struct value_fault *fault, const char *suggestion,
                     const char *format, ...)
{
    char text[FAULT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *kept = arena_strdup(a, text);
    *fault = (struct value_fault){kept ? kept : _("内存不足"), suggestion};
    return false;
}

static const char *solid(struct arena *a, const struct sheet_cell *cell)
{
    const char *text = text_tidy_solid(a, cell->text);
    return text ? text : "";
}

/* ---- numbers that are names: ID cards, accounts, phones ---- */

enum digits { DIGITS_WHOLE, DIGITS_DAMAGED, DIGITS_OTHER };

static bool is_exponent_form(const char *text)
{
    const char *p = text + strspn(text, "0123456789.");
    return p > text && (*p == 'E' || *p == 'e') && strspn(p + 1, "+-0123456789") == strlen(p + 1) &&
           p[1];
}

/* Of a number cell: its integer digits when a spreadsheet can have kept all of them. */
static enum digits number_digits(struct arena *a, const struct sheet_cell *cell, const char **ret)
{
    const char *text = sheet_cell_shown(a, cell);
    if (!text)
        return DIGITS_OTHER;
    if (is_exponent_form(text))
        return DIGITS_DAMAGED;
    size_t n = strspn(text, "0123456789");
    const char *rest = text + n;
    if (*rest == '.' && strspn(rest + 1, "0") == strlen(rest + 1))
        rest += strlen(rest);
    if (*rest || !n)
        return DIGITS_OTHER;
    const char *significant = text + strspn(text, "0");
    *ret = arena_strndup(a, text, n);
    return n - (size_t)(significant - text) > SAFE_DIGITS ? DIGITS_DAMAGED : DIGITS_WHOLE;
}

static enum digits cell_digits(struct arena *a, const struct sheet_cell *cell, const char **ret)
{
    if (cell->kind == SHEET_NUMBER)
        return number_digits(a, cell, ret);
    const char *text = solid(a, cell);
    if (*text == '\'' || *text == '`')
        text++;
    *ret = text;
    return is_exponent_form(text) ? DIGITS_DAMAGED : DIGITS_OTHER;
}

static bool damaged(struct arena *a, struct value_fault *fault, const char *what)
{
    return value_fault_set(a, fault, _("把这一列设为“文本”格式，再照证件或存折重新填写。"),
                           _("%s被表格软件改坏了：数字太长，后面的位数已经丢失。"), what);
}

bool value_id(struct arena *a, const struct sheet_cell *cell, struct date today, struct idno *ret,
              struct value_fault *fault)
{
    const char *text = "";
    if (cell_digits(a, cell, &text) == DIGITS_DAMAGED)
        return damaged(a, fault, _("身份证号"));
    if (!*text)
        return value_fault_set(a, fault, _("照身份证或户口簿填写。"), _("没有填身份证号。"));
    struct error e;
    if (idno_parse(text, today, ret, &e) == STATUS_OK)
        return true;
    return value_fault_set(a, fault, _("照身份证或户口簿核对每一位。"), "%s", e.message);
}

bool value_account(struct arena *a, const struct sheet_cell *cell, const char **ret,
                   struct value_fault *fault)
{
    const char *text = "";
    if (cell_digits(a, cell, &text) == DIGITS_DAMAGED)
        return damaged(a, fault, _("账号"));
    size_t n = 0;
    char *digits = arena_strdup(a, text);
    for (const char *p = text; digits && *p; p++) {
        if (*p != '-')
            digits[n++] = *p;
    }
    if (!digits)
        return value_fault_set(a, fault, NULL, _("内存不足"));
    digits[n] = 0;
    *ret = digits;
    if (!n || (text_is_digits(digits) && n >= ACCOUNT_DIGITS_MIN && n <= ACCOUNT_DIGITS_MAX))
        return true;
    if (!text_is_digits(digits))
        return value_fault_set(a, fault, _("照存折或卡填写，只填数字。"),
                               _("账号里有不是数字的字符。"));
    return value_fault_set(a, fault, _("照存折或卡核对每一位。"),
                           _("账号有 %zu 位，应为 %d 至 %d 位。"), n, ACCOUNT_DIGITS_MIN,
                           ACCOUNT_DIGITS_MAX);
}

bool value_phone(struct arena *a, const struct sheet_cell *cell, const char **ret,
                 struct value_fault *fault)
{
    const char *text = "";
    if (cell_digits(a, cell, &text) == DIGITS_DAMAGED)
        return damaged(a, fault, _("电话"));
    *ret = text;
    size_t digits = 0;
    for (const char *p = text; *p; p++)
        digits += *p >= '0' && *p <= '9';
    if (!*text || (strspn(text, "0123456789-+()/,、") == strlen(text) && digits >= 7))
        return true;
    return value_fault_set(a, fault, NULL, _("电话“%.40s”不像电话号码，没有录入。"), text);
}

/* ---- names ---- */

bool value_name(struct arena *a, const struct sheet_cell *cell, const char **ret,
                struct value_fault *fault)
{
    const char *text = solid(a, cell);
    bool has_letter = false;
    for (const char *p = text; *p; p++)
        has_letter = has_letter || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
    if (has_letter)
        text = text_tidy(a, cell->text); /* names in Latin letters keep their spaces */
    if (!text || !*text)
        return value_fault_set(a, fault, NULL, _("没有填姓名。"));
    if (strpbrk(text, "0123456789?*#@=<>") || cell->kind == SHEET_ERROR)
        return value_fault_set(a, fault, _("照身份证填写姓名。"), _("“%.60s”不是姓名。"), text);
    if (utf8_length(text) > NAME_CHARACTERS_MAX)
        return value_fault_set(a, fault, _("照身份证填写姓名。"), _("姓名太长。"));
    *ret = text;
    return true;
}

/* ---- amounts and counts ---- */

bool value_income(struct arena *a, const struct sheet_cell *cell, struct fen *ret,
                  struct value_fault *fault)
{
    struct error e;
    struct fen v;
    enum status s;
    const char *text = solid(a, cell);
    const char *hint = _("填全年收入，单位元，没有收入填 0。");
    if (!*text)
        return value_fault_set(a, fault, hint, _("没有填家庭年收入。"));
    if (cell->kind == SHEET_NUMBER) {
        s = fen_parse_cell_number(cell->text, &v, &e);
    } else {
        char *plain = arena_strdup(a, text_starts(text, "¥") ? text + strlen("¥") : text);
        if (!plain)
            return value_fault_set(a, fault, NULL, _("内存不足"));
        if (text_ends(plain, "元"))
            plain[strlen(plain) - strlen("元")] = 0;
        s = fen_parse(plain, &v, &e);
    }
    if (s != STATUS_OK)
        return value_fault_set(a, fault, hint, _("家庭年收入“%.40s”不是金额。"), text);
    if (v.v < 0)
        return value_fault_set(a, fault, hint, _("家庭年收入不能是负数。"));
    *ret = v;
    return true;
}

bool value_count(struct arena *a, const struct sheet_cell *cell, int16_t *ret,
                 struct value_fault *fault)
{
    const char *text = solid(a, cell);
    size_t n = strspn(text, "0123456789");
    const char *rest = text + n;
    if (*rest == '.' && rest[1] == '0')
        rest += 1 + strspn(rest + 1, "0");
    if (!n || n > 4 || (*rest && !text_equals(rest, "人") && !text_equals(rest, "口")))
        return value_fault_set(a, fault, _("只填数字。"),
                               *text ? _("“%.40s”不是人数。") : _("没有填人数。%.40s"), text);
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (text[i] - '0');
    if (v > COUNT_MAX)
        return value_fault_set(a, fault, _("请核对人数。"), _("人数 %d 太大。"), v);
    *ret = (int16_t)v;
    return true;
}

bool value_month(struct arena *a, const struct sheet_cell *cell, struct month *ret,
                 struct value_fault *fault)
{
    const char *shown = sheet_cell_shown(a, cell);
    const char *text = text_tidy_solid(a, shown ? shown : "");
    struct error e;
    if (text && month_parse_people(text, ret, &e) == STATUS_OK)
        return true;
    return value_fault_set(a, fault, _("写成 2013-06 这样的年月。"),
                           _("“%.40s”不是年月，或没有这个月。"), text ? text : "");
}

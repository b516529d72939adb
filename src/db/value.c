#include "db/value.h"
#include "base/i18n.h"
#include "base/text.h"

bool value_store_date(void *row, const struct db_column *c, int64_t v)
{
    if (v < 10000 || v > 99991231 ||
        !date_is_valid((int)(v / 10000), (int)(v / 100 % 100), (int)(v % 100)))
        return false;
    *(struct date *)(void *)((char *)row + c->offset) = date_from_yyyymmdd(v);
    return true;
}

const char *type_name(enum db_type type)
{
    static const char *const names[] = {"i64", "text", "blob", "fen", "month", "date", "bool"};
    return names[type];
}

/* Eight bytes at a time: most text of a bulk insert is ASCII, and this runs for each value. */
static size_t ascii_prefix(const char *text, size_t n)
{
    size_t i = 0;
    for (uint64_t eight; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < n && (unsigned char)text[i] < 0x80)
        i++;
    return i;
}

enum status value_text_length(const char *text, const struct db_column *c, const char *statement,
                              size_t *ret, struct error *e)
{
    size_t n = strlen(text);
    size_t i = ascii_prefix(text, n);
    if (i < n && !utf8_is_valid(text + i, n - i)) {
        error_set(e, STATUS_REFUSED, "DB_TEXT",
                  _("文字不是有效的 UTF-8，不能存入数据库；请检查来源文件的编码"));
        return error_place(e, "%s.%s", statement, c->name);
    }
    *ret = n;
    return STATUS_OK;
}

enum status value_type_error(const char *statement, const struct db_column *c, const char *got,
                             struct error *e)
{
    error_set(e, STATUS_FAILED, "DB_TYPE",
              _("数据库给出的内容与程序不符：应为 %s%s，实为 "
                "%s。数据库可能被其他程序改动，请运行完整性检查"),
              type_name(c->type), c->nullable ? "?" : "", got);
    error_place(e, "%s.%s", statement, c->name);
    return STATUS_FAILED;
}

enum status value_null_error(const char *statement, const struct db_column *c, struct error *e)
{
    error_set(e, STATUS_FAILED, "DB_ARGUMENT", _("程序错误：语句缺少必须的参数"));
    error_place(e, "%s.%s", statement, c->name);
    return STATUS_FAILED;
}

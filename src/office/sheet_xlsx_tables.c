/* The two tables of an xlsx package that cells point into: shared strings and styles. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "office/sheet_xlsx.h"

struct strings_parse {
    struct xlsx_strings *strings;
    size_t begin; /* of the current string */
    int phonetic_depth;
    bool is_in_item, is_collecting;
};

static void strings_start(struct xml_part *part, const char *name, const char **attributes)
{
    (void)attributes;
    struct strings_parse *s = part->user;
    if (strcmp(name, "si") == 0) {
        s->is_in_item = true;
        s->begin = s->strings->text.n;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic_depth++;
    } else if (strcmp(name, "t") == 0) {
        s->is_collecting = s->is_in_item && s->phonetic_depth == 0;
    }
}

static void strings_text(struct xml_part *part, const char *p, int n)
{
    struct strings_parse *s = part->user;
    if (!s->is_collecting)
        return;
    struct buf *text = &s->strings->text;
    buf_add(text, p, (size_t)n);
    if (text->n - s->begin > SHEET_CELL_BYTES_MAX)
        xml_part_refuse(part, "SHEET_LIMIT", _("有单元格的文字超过 %d 字节"), SHEET_CELL_BYTES_MAX);
    else if (text->overflow)
        xml_part_refuse(part, "SHEET_LIMIT", _("工作簿的文字太多，请拆成几个文件"));
}

static bool strings_finish_item(struct strings_parse *s)
{
    struct xlsx_strings *strings = s->strings;
    if (strings->count == strings->cap) {
        size_t cap = strings->cap ? strings->cap * 2 : 1024;
        size_t *grown = realloc(strings->offsets, cap * sizeof *grown);
        if (!grown)
            return false;
        strings->offsets = grown;
        strings->cap = cap;
    }
    if (strings->text.n > s->begin)
        strings->text.n =
            s->begin + xlsx_unescape(strings->text.p + s->begin, strings->text.n - s->begin);
    buf_addc(&strings->text, '\0');
    strings->offsets[strings->count++] = s->begin;
    return true;
}

static void strings_end(struct xml_part *part, const char *name)
{
    struct strings_parse *s = part->user;
    if (strcmp(name, "t") == 0) {
        s->is_collecting = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic_depth--;
    } else if (strcmp(name, "si") == 0 && s->is_in_item) {
        s->is_in_item = false;
        if (s->strings->count >= XLSX_STRINGS_MAX)
            xml_part_refuse(part, "SHEET_LIMIT", _("工作簿的文字太多，请拆成几个文件"));
        else if (!strings_finish_item(s))
            xml_part_exhausted(part);
    }
}

enum status xlsx_strings_load(struct xlsx_book *x, const char *name, struct error *e)
{
    struct xml_part part;
    struct strings_parse s = {.strings = &x->strings};
    x->strings.text = BUF_INIT(XLSX_STRINGS_BYTES_MAX);
    TRY(xml_part_open(&part, x->zip, name, e));
    part.user = &s;
    part.on_start = strings_start;
    part.on_end = strings_end;
    part.on_text = strings_text;
    enum status status = xml_part_run(&part, e);
    xml_part_close(&part);
    return status;
}

const char *xlsx_string(const struct xlsx_book *x, size_t index)
{
    return index < x->strings.count ? x->strings.text.p + x->strings.offsets[index] : NULL;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code of "_xHHHH_" at p, or -1. */
static int escape_code(const char *p, size_t n)
{
    if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return -1;
    int code = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_value(p[i]);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    /* Surrogates and NUL stand for nothing a cell may hold. */
    return code == 0 || (code >= 0xD800 && code <= 0xDFFF) ? -1 : code;
}

size_t xlsx_unescape(char *p, size_t n)
{
    if (n < 7 || !memmem(p, n, "_x", 2))
        return n;
    size_t out = 0;
    for (size_t i = 0; i < n;) {
        int code = escape_code(p + i, n - i);
        if (code < 0) {
            p[out++] = p[i++];
            continue;
        }
        i += 7;
        out += utf8_put_bmp(p + out, (uint32_t)code);
    }
    return out;
}

struct custom_format {
    int64_t id;
    struct number_format format;
};

struct styles_parse {
    struct xlsx_book *book;
    struct custom_format *formats;
    int format_count, style_cap;
    bool is_in_cell_styles;
};

static struct number_format format_of_id(const struct styles_parse *s, int64_t id)
{
    for (int i = 0; i < s->format_count; i++)
        if (s->formats[i].id == id)
            return s->formats[i].format;
    return number_format_builtin(id >= 0 && id < 164 ? (int)id : 0);
}

static void add_style(struct xml_part *part, struct styles_parse *s, const char **attributes)
{
    struct xlsx_book *x = s->book;
    if (x->style_count == XLSX_STYLES_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("工作簿的单元格样式太多"));
        return;
    }
    if (x->style_count == s->style_cap) {
        s->style_cap = s->style_cap ? s->style_cap * 2 : 64;
        struct number_format *grown = realloc(x->styles, (size_t)s->style_cap * sizeof *x->styles);
        if (!grown) {
            xml_part_exhausted(part);
            return;
        }
        x->styles = grown;
    }
    const char *id = xml_attribute(attributes, "numFmtId");
    int64_t value = 0;
    if (id && i64_parse(id, &value, NULL) != STATUS_OK)
        value = 0;
    x->styles[x->style_count++] = format_of_id(s, value);
}

static void styles_start(struct xml_part *part, const char *name, const char **attributes)
{
    struct styles_parse *s = part->user;
    if (strcmp(name, "numFmt") == 0) {
        const char *id = xml_attribute(attributes, "numFmtId");
        const char *code = xml_attribute(attributes, "formatCode");
        int64_t value;
        if (!id || !code || i64_parse(id, &value, NULL) != STATUS_OK)
            return;
        if (s->format_count == XLSX_FORMATS_MAX) {
            xml_part_refuse(part, "SHEET_LIMIT", _("工作簿的数字格式太多"));
            return;
        }
        s->formats[s->format_count++] = (struct custom_format){value, number_format_of_code(code)};
    } else if (strcmp(name, "cellXfs") == 0) {
        s->is_in_cell_styles = true;
    } else if (s->is_in_cell_styles && strcmp(name, "xf") == 0) {
        add_style(part, s, attributes);
    }
}

static void styles_end(struct xml_part *part, const char *name)
{
    struct styles_parse *s = part->user;
    if (strcmp(name, "cellXfs") == 0)
        s->is_in_cell_styles = false;
}

enum status xlsx_styles_load(struct xlsx_book *x, const char *name, struct error *e)
{
    struct xml_part part;
    struct styles_parse s = {.book = x};
    TRY(xml_part_open(&part, x->zip, name, e));
    s.formats = calloc(XLSX_FORMATS_MAX, sizeof *s.formats);
    part.user = &s;
    part.on_start = styles_start;
    part.on_end = styles_end;
    enum status status = s.formats ? xml_part_run(&part, e) : sheet_out_of_memory(e);
    xml_part_close(&part);
    free(s.formats);
    return status;
}

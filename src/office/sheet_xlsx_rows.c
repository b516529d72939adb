/* The rows of one worksheet part: the parser stops at the end of each row that has content. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/month.h"
#include "base/text.h"
#include "office/sheet_xlsx.h"

#define SCAN_BYTES 65536
#define SCAN_OVERLAP 512 /* no mergeCell element is longer */

struct xlsx_sheet {
    const struct xlsx_book *book;
    const char *part_name;
    struct xml_part part;
    struct row_builder row;
    struct buf value;
    struct sheet_row ready;
    bool has_row;
    int row_number, next_col;
    int64_t cell_count;
    /* the cell being read */
    int col, style;
    char type; /* n, s, i (inline), t (formula text), b, e, d */
    int phonetic_depth;
    bool is_in_row, is_in_cell, is_in_inline, is_collecting;
};

/* Column letters; -1 when there are none or too many. */
static int column_of(const char *address)
{
    int col = 0;
    const char *p = address;
    for (; *p >= 'A' && *p <= 'Z' && p - address < 4; p++)
        col = col * 26 + (*p - 'A' + 1);
    return p == address || (*p >= 'A' && *p <= 'Z') ? -1 : col - 1;
}

static void row_begin(struct xml_part *part, struct xlsx_sheet *s, const char **attributes)
{
    const char *r = xml_attribute(attributes, "r");
    int64_t number = s->row_number + 1;
    if (r && (i64_parse(r, &number, NULL) != STATUS_OK || number < 1)) {
        xml_part_refuse(part, "SHEET_BROKEN", _("行号“%.20s”不对"), r);
        return;
    }
    if (number > SHEET_ROWS_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("行数超过 %d"), SHEET_ROWS_MAX);
        return;
    }
    if (number <= s->row_number) {
        xml_part_refuse(part, "SHEET_ORDER",
                        _("第 %d 行之后又出现第 %d 行：请用表格软件打开后另存一次"), s->row_number,
                        (int)number);
        return;
    }
    s->row_number = (int)number;
    s->next_col = 0;
    s->is_in_row = true;
    row_builder_clear(&s->row);
}

static char type_letter(const char *t)
{
    if (!t || strcmp(t, "n") == 0)
        return 'n';
    if (strcmp(t, "inlineStr") == 0)
        return 'i';
    if (strcmp(t, "str") == 0)
        return 't';
    return t[0] && !t[1] && strchr("sbed", t[0]) ? t[0] : 't';
}

static void cell_begin(struct xml_part *part, struct xlsx_sheet *s, const char **attributes)
{
    const char *r = NULL, *t = NULL, *style = NULL;
    for (const char **a = attributes; *a; a += 2)
        if (!a[0][1]) {
            if (a[0][0] == 'r')
                r = a[1];
            else if (a[0][0] == 't')
                t = a[1];
            else if (a[0][0] == 's')
                style = a[1];
        }
    if (++s->cell_count > XLSX_CELLS_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("单元格太多"));
        return;
    }
    s->col = r ? column_of(r) : s->next_col;
    if (s->col < 0 || s->col >= 16384) {
        xml_part_refuse(part, "SHEET_BROKEN", _("第 %d 行有位置不对的单元格“%.20s”"), s->row_number,
                        r ? r : "");
        return;
    }
    s->next_col = s->col + 1;
    int64_t index = 0;
    s->style = style && i64_parse(style, &index, NULL) == STATUS_OK && index >= 0 &&
                       index < s->book->style_count
                   ? (int)index
                   : -1;
    s->type = type_letter(t);
    s->is_in_cell = true;
    s->is_in_inline = false;
    buf_clear(&s->value);
}

static bool is_number_text(const char *p)
{
    return p[strspn(p, "+-.0123456789eE")] == '\0';
}

static void put(struct xml_part *part, struct xlsx_sheet *s, enum sheet_kind kind, const char *text,
                size_t n)
{
    enum status status = row_builder_add(&s->row, s->col, kind, text, n, &part->error);
    if (status != STATUS_OK) {
        part->failed = status;
        (void)XML_StopParser(part->parser, XML_FALSE);
    }
}

static void cell_number(struct xml_part *part, struct xlsx_sheet *s, const char *text)
{
    char date[24];
    const struct number_format *f = s->style >= 0 ? &s->book->styles[s->style] : NULL;
    if (!is_number_text(text)) {
        put(part, s, SHEET_TEXT, text, s->value.n);
    } else if (f && f->is_date && serial_to_date(text, s->book->is_1904, date)) {
        put(part, s, SHEET_DATE, date, strlen(date));
    } else {
        put(part, s, SHEET_NUMBER, text, s->value.n);
        if (f && !f->is_date) {
            s->row.cells[s->col].shown_digits = f->digits;
            s->row.cells[s->col].shown_decimals = f->decimals;
        }
    }
}

static void cell_shared(struct xml_part *part, struct xlsx_sheet *s, const char *text)
{
    int64_t index;
    const char *shared = NULL;
    if (i64_parse(text, &index, NULL) == STATUS_OK && index >= 0)
        shared = xlsx_string(s->book, (size_t)index);
    if (!shared) {
        char at[SHEET_ADDRESS_BYTES];
        xml_part_refuse(part, "SHEET_BROKEN", _("%s 指向不存在的文字：请用表格软件打开后另存一次"),
                        sheet_address(s->row_number, s->col, at));
        return;
    }
    if (shared[0])
        row_builder_refer(&s->row, s->col, SHEET_TEXT, shared);
}

static void cell_end(struct xml_part *part, struct xlsx_sheet *s)
{
    char at[SHEET_ADDRESS_BYTES];
    s->is_in_cell = false;
    if (s->value.n == 0)
        return;
    if (s->col >= SHEET_COLS_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("%s 太靠右（最多 %d 列）：请删去多余的列"),
                        sheet_address(s->row_number, s->col, at), SHEET_COLS_MAX);
        return;
    }
    if (s->row.cells[s->col].kind != SHEET_EMPTY) {
        xml_part_refuse(part, "SHEET_ORDER", _("%s 出现了两次：请用表格软件打开后另存一次"),
                        sheet_address(s->row_number, s->col, at));
        return;
    }
    const char *text = buf_text(&s->value);
    switch (s->type) {
    case 's':
        cell_shared(part, s, text);
        break;
    case 'b':
        put(part, s, SHEET_BOOL, text[0] == '1' || text[0] == 't' ? "TRUE" : "FALSE",
            text[0] == '1' || text[0] == 't' ? 4 : 5);
        break;
    case 'e':
        put(part, s, SHEET_ERROR, text, s->value.n);
        break;
    case 'd': {
        char day[11] = "";
        struct date d;
        if (s->value.n >= 10)
            memcpy(day, text, 10);
        if (date_parse(day, &d, NULL) == STATUS_OK)
            put(part, s, SHEET_DATE, day, 10);
        else
            put(part, s, SHEET_TEXT, text, s->value.n);
        break;
    }
    case 'n':
        cell_number(part, s, text);
        break;
    default:
        put(part, s, SHEET_TEXT, text, xlsx_unescape(s->value.p, s->value.n));
        break;
    }
}

static void on_start(struct xml_part *part, const char *name, const char **attributes)
{
    struct xlsx_sheet *s = part->user;
    if (!s->is_in_row) {
        if (strcmp(name, "row") == 0)
            row_begin(part, s, attributes);
        return;
    }
    if (!s->is_in_cell) {
        if (strcmp(name, "c") == 0)
            cell_begin(part, s, attributes);
    } else if (strcmp(name, "v") == 0) {
        s->is_collecting = s->type != 'i';
    } else if (strcmp(name, "t") == 0) {
        s->is_collecting = s->is_in_inline && s->phonetic_depth == 0;
    } else if (strcmp(name, "is") == 0) {
        s->is_in_inline = s->type == 'i';
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic_depth++;
    }
}

static void on_end(struct xml_part *part, const char *name)
{
    struct xlsx_sheet *s = part->user;
    if (!s->is_in_row)
        return;
    if (s->is_in_cell) {
        if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
            s->is_collecting = false;
        else if (strcmp(name, "rPh") == 0)
            s->phonetic_depth--;
        else if (strcmp(name, "c") == 0)
            cell_end(part, s);
    } else if (strcmp(name, "row") == 0) {
        s->is_in_row = false;
        s->has_row = row_builder_finish(&s->row, s->row_number, &s->ready);
        if (s->has_row)
            xml_part_suspend(part);
    }
}

static void on_text(struct xml_part *part, const char *p, int n)
{
    struct xlsx_sheet *s = part->user;
    if (!s->is_collecting)
        return;
    buf_add(&s->value, p, (size_t)n);
    if (s->value.overflow) {
        char at[SHEET_ADDRESS_BYTES];
        xml_part_refuse(part, "SHEET_LIMIT", _("%s 的文字超过 %d 字节"),
                        sheet_address(s->row_number, s->col, at), SHEET_CELL_BYTES_MAX);
    }
}

enum status xlsx_sheet_open(struct sheet_book *b, int index, void **ret_state, struct error *e)
{
    struct xlsx_sheet *s = calloc(1, sizeof *s);
    if (!s)
        return sheet_out_of_memory(e);
    s->book = b->state;
    s->part_name = b->sheets[index].part;
    s->value = BUF_INIT(SHEET_CELL_BYTES_MAX);
    enum status status = row_builder_init(&s->row, e);
    if (status == STATUS_OK)
        status = xml_part_open(&s->part, s->book->zip, s->part_name, e);
    if (status != STATUS_OK) {
        xlsx_sheet_close(s);
        return status;
    }
    s->part.user = s;
    s->part.on_start = on_start;
    s->part.on_end = on_end;
    s->part.on_text = on_text;
    *ret_state = s;
    return STATUS_OK;
}

enum status xlsx_sheet_next(void *state, struct sheet_row *ret, struct error *e)
{
    struct xlsx_sheet *s = state;
    TRY(xml_part_step(&s->part, e));
    *ret = s->ready;
    return STATUS_OK;
}

void xlsx_sheet_close(void *state)
{
    struct xlsx_sheet *s = state;
    xml_part_close(&s->part);
    row_builder_free(&s->row);
    buf_free(&s->value);
    free(s);
}

struct merge_scan {
    struct sheet_range *items;
    int count, cap;
};

static bool read_address(const char **p, int *ret_row, int *ret_col)
{
    int col = 0, row = 0;
    const char *start = *p;
    for (; **p >= 'A' && **p <= 'Z' && *p - start < 3; (*p)++)
        col = col * 26 + (**p - 'A' + 1);
    if (*p == start)
        return false;
    start = *p;
    for (; **p >= '0' && **p <= '9' && *p - start < 7; (*p)++)
        row = row * 10 + (**p - '0');
    *ret_col = col - 1;
    *ret_row = row;
    return *p > start && row >= 1 && row <= SHEET_ROWS_MAX;
}

static enum status merge_take(struct merge_scan *m, const char *p, size_t n, struct error *e)
{
    char text[SCAN_OVERLAP + 1];
    struct sheet_range r;
    const char *end = memchr(p, '>', n);
    if (!end || (size_t)(end - p) > SCAN_OVERLAP)
        return STATUS_OK;
    memcpy(text, p, (size_t)(end - p));
    text[end - p] = '\0';
    const char *at = strstr(text, "ref=");
    if (!at || !(at[4] == '"' || at[4] == '\''))
        return STATUS_OK;
    at += 5;
    if (!read_address(&at, &r.first_row, &r.first_col) || *at++ != ':' ||
        !read_address(&at, &r.last_row, &r.last_col) || r.last_row < r.first_row ||
        r.last_col < r.first_col)
        return STATUS_OK;
    if (m->count == SHEET_MERGES_MAX)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("合并单元格太多"));
    if (m->count == m->cap) {
        int cap = m->cap ? m->cap * 2 : 64;
        struct sheet_range *grown = realloc(m->items, (size_t)cap * sizeof *grown);
        if (!grown)
            return sheet_out_of_memory(e);
        m->items = grown;
        m->cap = cap;
    }
    m->items[m->count++] = r;
    return STATUS_OK;
}

/* mergeCell elements stand behind all rows. Looking for their tag in the inflated bytes is ten
   times cheaper than a second parse; "<" can not stand in text, so a match is a tag. */
static enum status merges_in(struct merge_scan *m, const char *p, size_t n, size_t from,
                             size_t until, struct error *e)
{
    static const char tag[] = "mergeCell ";
    const char *at = p + from;
    while ((at = memmem(at, n - (size_t)(at - p), tag, sizeof tag - 1)) != NULL &&
           (size_t)(at - p) < until) {
        const char *before = at;
        while (before > p && (before[-1] == ':' || (before[-1] >= 'a' && before[-1] <= 'z')))
            before--;
        if (before > p && before[-1] == '<')
            TRY(merge_take(m, at, n - (size_t)(at - p), e));
        at += sizeof tag - 1;
    }
    return STATUS_OK;
}

enum status xlsx_sheet_merges(void *state, struct sheet_range **ret, int *ret_count,
                              struct error *e)
{
    struct xlsx_sheet *s = state;
    zip_file_t *file;
    zip_uint64_t limit, total = 0;
    struct merge_scan m = {0};
    TRY(zip_part_open(s->book->zip, s->part_name, &file, &limit, e));
    char *p = malloc(SCAN_BYTES + 2 * SCAN_OVERLAP);
    enum status status = p ? STATUS_OK : sheet_out_of_memory(e);
    size_t kept = 0,
           from = 0; /* kept: bytes of the last round; the first `from` of them were searched */
    bool is_ended = false;
    while (status == STATUS_OK && !is_ended) {
        zip_int64_t got = zip_fread(file, p + kept, SCAN_BYTES);
        if (got < 0)
            status = error_set(e, STATUS_REFUSED, "SHEET_BROKEN", _("文件损坏（%s 解压出错）"),
                               s->part_name);
        else if ((total += (zip_uint64_t)got) > limit)
            status = error_set(e, STATUS_REFUSED, "SHEET_LIMIT",
                               _("文件展开后过大或压缩比异常（%s），不予读取"), s->part_name);
        if (status != STATUS_OK)
            break;
        is_ended = got == 0;
        size_t n = kept + (size_t)got;
        /* A tag that begins in the last bytes may be cut: it is left to the next round. */
        size_t until = is_ended ? n : n > from + SCAN_OVERLAP ? n - SCAN_OVERLAP : from;
        status = merges_in(&m, p, n, from, until, e);
        size_t keep_from = until > SCAN_OVERLAP ? until - SCAN_OVERLAP : 0;
        kept = n - keep_from;
        from = until - keep_from;
        memmove(p, p + keep_from, kept);
    }
    free(p);
    (void)zip_fclose(file);
    if (status != STATUS_OK) {
        free(m.items);
        return status;
    }
    *ret = m.items;
    *ret_count = m.count;
    return STATUS_OK;
}

/* Finding the header of a roster: by what the columns are called, wherever the lines stand. */
#include "base/i18n.h"
#include "base/text.h"
#include "office/roster/roster_internal.h"
#include <stdio.h>
#include <string.h>

#define HEADER_TEXT_BYTES 192
#define MATCHES_WORTH_NAMING 4
#define HEADER_ARENA_BYTES (4u << 20)

struct synonym {
    enum roster_kind kind;
    enum roster_field field;
    bool is_required;
    const char *words; /* between bars, solid, without what stands in parentheses */
};

#define TOWNSHIP_WORDS "|乡镇|乡|镇|镇乡|乡镇名称|乡镇名|所属乡镇|所在乡镇|乡镇街道|街道|乡镇办|"
#define VILLAGE_WORDS                                                                                                                \
    "|村|村居|居|村委会|居委会|村居委会|行政村|村名|村名称|村居名称|所在村|所属村|村社区|社区|" \
    "村委|村级|"
#define GROUP_WORDS "|组|组别|小组|村民组|村民小组|组名|自然村|村组|"
#define ADDRESS_WORDS "|家庭住址|住址|地址|详细地址|家庭地址|"
#define ID_WORDS                                                                                                              \
    "|身份证号|身份证号码|身份证|公民身份号码|公民身份证号|公民身份证号码|居民身份证号|" \
    "居民身份证号码|证件号码|身份号码|"
#define HEAD_ID_WORDS                                                                                                                    \
    "|户主身份证号|户主身份证号码|户主身份证|户主公民身份号码|户主公民身份证号码|户主证件号码|" \
    "户主居民身份证号|"                                                                                                          \
    "申请人身份证号|申请人身份证号码|"
#define BANK_WORDS                                                                                 \
    "|开户行|开户银行|开户行名称|银行|银行名称|代发银行|发放银行|账户开户行|账户银行|"
#define HOLDER_WORDS                                                                               \
    "|账户名|户名|账户名称|帐户名|帐户名称|开户名|开户人|账户姓名|持卡人|账户户名|存折户名|"
#define ACCOUNT_WORDS                                                                                                                    \
    "|账号|帐号|银行账号|银行帐号|银行卡号|卡号|账户|账户号|账户账号|一卡通|一卡通号|一卡通账号|" \
    "一卡通帐号|一卡通卡号|"                                                                                                   \
    "存折账号|存折号|存折帐号|惠农卡号|银行账户|"
#define PHONE_WORDS "|联系电话|电话|电话号码|手机|手机号|手机号码|联系方式|"
#define BEGUN_WORDS                                                                                                                       \
    "|纳入月份|纳入时间|纳入年月|纳入日期|纳保时间|纳保月份|起保时间|起始月份|起始年月|开始月份|" \
    "享受月份|享受时间|"                                                                                                          \
    "享受起始月|享受起始月份|起始时间|批准月份|批准时间|审批时间|"
#define NOTE_WORDS "|备注|说明|"
#define SEQUENCE_WORDS "|序号|序|编号|"

static const struct synonym synonyms[] = {
    {KIND_HOUSEHOLD, FIELD_SEQUENCE, false, SEQUENCE_WORDS},
    {KIND_HOUSEHOLD, FIELD_TOWNSHIP, true, TOWNSHIP_WORDS},
    {KIND_HOUSEHOLD, FIELD_VILLAGE, true, VILLAGE_WORDS},
    {KIND_HOUSEHOLD, FIELD_GROUP, false, GROUP_WORDS},
    {KIND_HOUSEHOLD, FIELD_ADDRESS, false, ADDRESS_WORDS},
    {KIND_HOUSEHOLD, FIELD_HEAD_NAME, true,
     "|户主姓名|户主|户主名|姓名|低保户主|低保户主姓名|申请人|申请人姓名|户主名称|"},
    {KIND_HOUSEHOLD, FIELD_HEAD_ID, true, HEAD_ID_WORDS ID_WORDS},
    {KIND_HOUSEHOLD, FIELD_MEMBERS, false,
     "|家庭人口|家庭人口数|家庭人数|家庭成员数|家庭成员人数|家庭总人口|人口|人口数|总人口|户籍人口|"
     "家庭|"},
    {KIND_HOUSEHOLD, FIELD_PROTECTED, false,
     "|保障人口|保障人口数|保障人数|保障人员数|享受人数|享受人口|享受人口数|低保人口|低保人数|"
     "低保人口数|纳保人数|救助人数|保障|"},
    {KIND_HOUSEHOLD, FIELD_CLASS, false,
     "|类别|保障类别|低保类别|分类|救助类别|家庭类别|保障类型|低保分类|享受类别|类型|"},
    {KIND_HOUSEHOLD, FIELD_INCOME, true,
     "|家庭年收入|年收入|家庭年总收入|家庭年纯收入|家庭年收入合计|年总收入|年纯收入|全年收入|"
     "家庭全年收入|年家庭收入|"},
    {KIND_HOUSEHOLD, FIELD_BANK, true, BANK_WORDS},
    {KIND_HOUSEHOLD, FIELD_HOLDER, false, HOLDER_WORDS},
    {KIND_HOUSEHOLD, FIELD_ACCOUNT, true, ACCOUNT_WORDS},
    {KIND_HOUSEHOLD, FIELD_PHONE, false, PHONE_WORDS},
    {KIND_HOUSEHOLD, FIELD_BEGUN, false, BEGUN_WORDS},
    {KIND_HOUSEHOLD, FIELD_NOTE, false, NOTE_WORDS},

    {KIND_MEMBER, FIELD_SEQUENCE, false, SEQUENCE_WORDS},
    {KIND_MEMBER, FIELD_HEAD_ID, true, HEAD_ID_WORDS},
    {KIND_MEMBER, FIELD_HEAD_NAME, false, "|户主姓名|户主|户主名|"},
    {KIND_MEMBER, FIELD_NAME, true,
     "|姓名|成员姓名|家庭成员|家庭成员姓名|成员|人员姓名|家庭成员名称|"},
    {KIND_MEMBER, FIELD_ID, true,
     ID_WORDS
     "成员身份证号|成员身份证号码|成员身份证|家庭成员身份证号|家庭成员身份证号码|本人身份证号|"},
    {KIND_MEMBER, FIELD_RELATION, true,
     "|与户主关系|与户主的关系|关系|家庭关系|和户主关系|与申请人关系|成员关系|"},
    {KIND_MEMBER, FIELD_HEALTH, false, "|健康状况|健康情况|健康|身体状况|身体情况|"},
    {KIND_MEMBER, FIELD_DISABILITY_KIND, false,
     "|残疾类别|残疾类型|残疾种类|残疾|残疾情况|伤残类别|残疾状况|"},
    {KIND_MEMBER, FIELD_DISABILITY_GRADE, false, "|残疾等级|残疾级别|伤残等级|残级|残疾程度|"},
    {KIND_MEMBER, FIELD_STUDENT, false,
     "|是否在校|是否在校生|是否学生|在校|在校情况|在校生|在校学生|就学情况|"},
    {KIND_MEMBER, FIELD_IS_PROTECTED, true,
     "|是否保障|是否保障对象|是否保障人员|是否享受|是否享受低保|是否纳保|是否低保|保障|享受|"},
    {KIND_MEMBER, FIELD_NOTE, false, NOTE_WORDS},

    {KIND_WUBAO, FIELD_SEQUENCE, false, SEQUENCE_WORDS},
    {KIND_WUBAO, FIELD_TOWNSHIP, true, TOWNSHIP_WORDS},
    {KIND_WUBAO, FIELD_VILLAGE, true, VILLAGE_WORDS},
    {KIND_WUBAO, FIELD_GROUP, false, GROUP_WORDS},
    {KIND_WUBAO, FIELD_ADDRESS, false, ADDRESS_WORDS},
    {KIND_WUBAO, FIELD_HEAD_NAME, true,
     "|姓名|对象姓名|五保对象|五保对象姓名|供养对象|供养对象姓名|五保户|五保户姓名|户主姓名|户主|"},
    {KIND_WUBAO, FIELD_HEAD_ID, true, ID_WORDS HEAD_ID_WORDS},
    {KIND_WUBAO, FIELD_FORM, true,
     "|供养形式|供养方式|供养类型|供养类别|供养|形式|五保供养形式|五保供养方式|"},
    {KIND_WUBAO, FIELD_HOME, true,
     "|供养机构|供养机构名称|供养服务机构|机构|机构名称|敬老院|敬老院名称|所在机构|所在敬老院|"},
    {KIND_WUBAO, FIELD_CARE, false,
     "|自理能力|生活自理能力|自理情况|自理程度|生活自理情况|护理等级|"},
    {KIND_WUBAO, FIELD_BANK, true, BANK_WORDS},
    {KIND_WUBAO, FIELD_HOLDER, false, HOLDER_WORDS},
    {KIND_WUBAO, FIELD_ACCOUNT, true, ACCOUNT_WORDS},
    {KIND_WUBAO, FIELD_PHONE, false, PHONE_WORDS},
    {KIND_WUBAO, FIELD_BEGUN, false, BEGUN_WORDS},
    {KIND_WUBAO, FIELD_NOTE, false, NOTE_WORDS},
};
#define SYNONYM_COUNT (sizeof synonyms / sizeof synonyms[0])

/* The first word of a field's list is what we call it. */
const char *field_name(enum roster_field field)
{
    static const char *const names[FIELD_COUNT] = {
        "序号",     "乡镇",     "村(居)",   "组",         "家庭住址",   "户主姓名", "户主身份证号",
        "家庭人口", "保障人口", "类别",     "家庭年收入", "开户行",     "账户名",   "账号",
        "联系电话", "纳入月份", "姓名",     "身份证号",   "与户主关系", "健康状况", "残疾类别",
        "残疾等级", "是否在校", "是否保障", "供养形式",   "供养机构",   "自理能力", "备注"};
    return names[field];
}

/* What a header is compared by: solid, without what stands in parentheses and without marks such as
 * and ：. An amount in another unit than yuan is another column. */
static void header_core(const char *text, char out[HEADER_TEXT_BYTES])
{
    size_t n = 0;
    int depth = 0;
    out[0] = 0;
    if (strstr(text, "万元"))
        return;
    for (const char *p = text; *p && n + 1 < HEADER_TEXT_BYTES; p++) {
        if (*p == '(' || *p == '[')
            depth++;
        else if (*p == ')' || *p == ']')
            depth -= depth > 0;
        else if (!depth && !strchr("*:#/-_.,\"'", *p))
            out[n++] = *p;
    }
    out[n] = 0;
}

static const struct synonym *synonym_find(enum roster_kind kind, const char *core)
{
    char needle[HEADER_TEXT_BYTES + 2];
    if (!*core)
        return NULL;
    (void)snprintf(needle, sizeof needle, "|%s|", core);
    for (size_t i = 0; i < SYNONYM_COUNT; i++) {
        if (synonyms[i].kind == kind && strstr(synonyms[i].words, needle))
            return &synonyms[i];
    }
    return NULL;
}

static const char *const group_endings[] = {"基本信息", "基本情况", "信息", "情况", "状况"};

/* Of a column, from the top line to the bottom line: the joined words first, then the lowest alone.
 */
static const struct synonym *column_meaning(enum roster_kind kind, const char *const *parts,
                                            int count)
{
    char joined[HEADER_TEXT_BYTES], core[HEADER_TEXT_BYTES];
    size_t n = 0;
    joined[0] = 0;
    const char *lowest = "";
    for (int i = 0; i < count; i++) {
        header_core(parts[i], core);
        if (!*core || strcmp(core, lowest) == 0)
            continue;
        size_t used = strlen(core);
        for (size_t k = 0; i + 1 < count && k < sizeof group_endings / sizeof *group_endings; k++) {
            if (text_ends(core, group_endings[k]) && used > strlen(group_endings[k])) {
                used -= strlen(group_endings[k]);
                break;
            }
        }
        int added = snprintf(joined + n, sizeof joined - n, "%.*s", (int)used, core);
        if (added < 0 || n + (size_t)added >= sizeof joined)
            break;
        n += (size_t)added;
        lowest = parts[i];
    }
    const struct synonym *s = synonym_find(kind, joined);
    if (s)
        return s;
    header_core(lowest, core);
    return synonym_find(kind, core);
}

struct search {
    const char *text[HEADER_SEARCH_ROWS][HEADER_COLS_MAX]; /* solid; NULL: empty */
    int row[HEADER_SEARCH_ROWS], cols[HEADER_SEARCH_ROWS];
    int rows;
};

struct candidate {
    struct roster_header header;
    int matches, missing;
    enum roster_field twice;
    int twice_col;
    bool is_twice;
};

/* A group's word stands once over several columns when nothing was merged (csv): it holds until the
 * next one. */
static const char *upper_part(const struct search *s, int line, int col, bool spread)
{
    if (s->text[line][col] || !spread)
        return s->text[line][col] ? s->text[line][col] : "";
    for (int c = col; c >= 0; c--) {
        if (s->text[line][c])
            return s->text[line][c];
    }
    return "";
}

/* With the group's word when that makes sense, else the column's own word. */
static const struct synonym *meaning_at(const struct search *s, int first, int lines, int col,
                                        enum roster_kind kind)
{
    const char *parts[HEADER_LINES_MAX];
    bool has_lowest = s->text[first + lines - 1][col] != NULL;
    for (int i = 0; i < lines; i++)
        parts[i] = upper_part(s, first + i, col, has_lowest && i + 1 < lines);
    return column_meaning(kind, parts, lines);
}

static void candidate_try(const struct search *s, int first, int lines, enum roster_kind kind,
                          struct candidate *out)
{
    struct candidate c = {.header = {.kind = kind,
                                     .first_row = s->row[first],
                                     .last_row = s->row[first + lines - 1],
                                     .line_count = lines}};
    int cols = 0;
    for (int f = 0; f < FIELD_COUNT; f++)
        c.header.col[f] = -1;
    for (int i = 0; i < lines; i++)
        cols = s->cols[first + i] > cols ? s->cols[first + i] : cols;
    for (int col = 0; col < cols; col++) {
        const struct synonym *m = meaning_at(s, first, lines, col, kind);
        if (!m)
            continue;
        const char *lowest =
            s->text[first + lines - 1][col] ? s->text[first + lines - 1][col] : s->text[first][col];
        if (c.header.col[m->field] < 0) {
            c.header.col[m->field] = (int16_t)col;
            c.header.column_name[m->field] = lowest ? lowest : field_name(m->field);
            c.matches++;
        } else if (m->is_required && c.header.col[m->field] != col - 1) {
            c.is_twice = true;
            c.twice = m->field;
            c.twice_col = col;
        }
    }
    for (size_t i = 0; i < SYNONYM_COUNT; i++)
        c.missing += synonyms[i].kind == kind && synonyms[i].is_required &&
                     c.header.col[synonyms[i].field] < 0;
    c.header.col_count = cols;
    for (int i = 0; i < lines; i++)
        memcpy(c.header.line[i], s->text[first + i], sizeof c.header.line[i]);
    *out = c;
}

static bool candidate_is_better(const struct candidate *a, const struct candidate *b)
{
    if ((a->missing == 0) != (b->missing == 0))
        return a->missing == 0;
    return a->matches > b->matches;
}

static enum status search_fill(struct sheet_book *book, int sheet, struct arena *arena,
                               struct search *s, struct error *e)
{
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status status = STATUS_OK;
    /* As it is: looking for merged ranges would read the whole sheet once more, and words spread
     * without them. */
    TRY(sheet_open(book, sheet, SHEET_AS_IS, &reader, e));
    while (s->rows < HEADER_SEARCH_ROWS && (status = sheet_next(reader, &row, e)) == STATUS_OK) {
        int cols = row.count < HEADER_COLS_MAX ? row.count : HEADER_COLS_MAX;
        for (int c = 0; c < cols; c++) {
            if (row.cells[c].kind == SHEET_EMPTY)
                continue;
            const char *text = text_tidy_solid(arena, row.cells[c].text);
            if (!text)
                return arena_exhausted(e);
            s->text[s->rows][c] = *text ? text : NULL;
        }
        s->row[s->rows] = row.row;
        s->cols[s->rows++] = cols;
    }
    return status == STATUS_NONE ? STATUS_OK : status;
}

static enum status missing_error(const struct candidate *c, const char *sheet, struct error *e)
{
    CLEANUP(buf_free) struct buf missing = BUF_INIT(256), found = BUF_INIT(400);
    const struct roster_header *h = &c->header;
    for (size_t i = 0; i < SYNONYM_COUNT; i++) {
        if (synonyms[i].kind == h->kind && synonyms[i].is_required && h->col[synonyms[i].field] < 0)
            buf_addf(&missing, "%s%s", missing.n ? "、" : "", field_name(synonyms[i].field));
    }
    for (int col = 0; col < h->col_count; col++) {
        const char *text = h->line[h->line_count - 1][col];
        if (text)
            buf_addf(&found, "%s%s", found.n ? "、" : "", text);
    }
    error_set(e, STATUS_REFUSED, "IMPORT_HEADER_MISSING",
              _("工作表“%s”第 %d 行的表头缺少列：%s。找到的列：%s。请补上缺少的列后再导入。"),
              sheet, h->last_row, buf_text(&missing), buf_text(&found));
    return STATUS_REFUSED;
}

enum status header_find(struct sheet_book *book, int sheet, enum programme programme,
                        struct arena *arena, struct roster_header *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *own = arena_new(HEADER_ARENA_BYTES);
    struct search *s = own ? ARENA_NEW(own, struct search) : NULL;
    struct candidate *best = s ? ARENA_NEW(own, struct candidate) : NULL;
    struct candidate *one = best ? ARENA_NEW(own, struct candidate) : NULL;
    if (!one)
        return arena_exhausted(e);
    TRY(search_fill(book, sheet, arena, s, e));
    static const enum roster_kind dibao[] = {KIND_HOUSEHOLD, KIND_MEMBER};
    static const enum roster_kind wubao[] = {KIND_WUBAO};
    const enum roster_kind *kinds = programme == PROGRAMME_WUBAO ? wubao : dibao;
    size_t kind_count = programme == PROGRAMME_WUBAO ? 1 : 2;
    best->missing = 1;
    for (size_t k = 0; k < kind_count; k++) {
        for (int lines = 1; lines <= HEADER_LINES_MAX; lines++) {
            for (int first = 0; first + lines <= s->rows; first++) {
                candidate_try(s, first, lines, kinds[k], one);
                if (candidate_is_better(one, best))
                    *best = *one;
            }
        }
    }
    const char *name = sheet_book_name(book, sheet);
    const int16_t *col = best->header.col;
    bool names_people = best->matches && (col[FIELD_HEAD_ID] >= 0 || col[FIELD_ID] >= 0 ||
                                          col[FIELD_HEAD_NAME] >= 0 || col[FIELD_NAME] >= 0);
    if (best->matches < MATCHES_WORTH_NAMING || !names_people)
        return STATUS_NONE; /* a summary, an instruction: no roster */
    if (best->missing)
        return missing_error(best, name, e);
    if (best->is_twice)
        return error_set(e, STATUS_REFUSED, "IMPORT_HEADER_TWICE",
                         _("工作表“%s”的表头第 %d 行中有两列都是“%s”（第 %d 列和第 %d "
                           "列）。请改名或删除一列后再导入。"),
                         name, best->header.last_row, field_name(best->twice),
                         best->header.col[best->twice] + 1, best->twice_col + 1);
    *ret = best->header;
    return STATUS_OK;
}

/* ---- rows that are not data ---- */

static bool starts_with_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_starts(text, words[i]))
            return true;
    }
    return false;
}

static bool has_long_number(const char *text)
{
    size_t run = 0;
    for (; *text; text++) {
        run = *text >= '0' && *text <= '9' ? run + 1 : 0;
        if (run >= 14)
            return true;
    }
    return false;
}

/* Nearly every row: an ID number where one belongs. Nothing but data has that. */
static bool has_id(const struct roster_header *h, const struct sheet_row *row)
{
    static const enum roster_field fields[] = {FIELD_HEAD_ID, FIELD_ID};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        int c = h->col[fields[i]];
        if (c >= 0 && c < row->count && row->cells[c].kind == SHEET_TEXT &&
            has_long_number(row->cells[c].text))
            return true;
    }
    return false;
}

static bool repeats_header(const struct roster_header *h, const char *const *text, int count)
{
    for (int line = 0; line < h->line_count; line++) {
        int same = 0, filled = 0;
        for (int c = 0; c < count && c < HEADER_COLS_MAX; c++) {
            if (!text[c])
                continue;
            filled++;
            same += h->line[line][c] && strcmp(h->line[line][c], text[c]) == 0;
        }
        if (same >= 3 && same * 2 > filled)
            return true;
    }
    return false;
}

/* Whether the row has anything in a column that makes it a person or a household. */
static bool has_substance(const struct roster_header *h, const char *const *text, int count)
{
    static const enum roster_field fields[] = {FIELD_HEAD_NAME, FIELD_HEAD_ID, FIELD_NAME,
                                               FIELD_ID,        FIELD_ACCOUNT, FIELD_INCOME,
                                               FIELD_FORM,      FIELD_RELATION};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        int c = h->col[fields[i]];
        if (c >= 0 && c < count && text[c])
            return true;
    }
    return false;
}

enum row_sort row_sort(const struct roster_header *h, const struct sheet_row *row,
                       struct arena *scratch)
{
    static const char *const totals[] = {"合计", "小计",     "总计",    "累计",
                                         "共计", "本页合计", "本页小计"};
    static const char *const signatures[] = {"填表人",   "填报人",   "制表",       "审核人",
                                             "负责人",   "经办人",   "单位负责人", "填报单位",
                                             "填表日期", "填报日期", "主管领导",   "分管领导",
                                             "说明:",    "注:",      "备注:",      "填报时间"};
    if (has_id(h, row))
        return ROW_DATA;
    const char *text[HEADER_COLS_MAX] = {NULL};
    const char *first = NULL;
    int count = row->count < HEADER_COLS_MAX ? row->count : HEADER_COLS_MAX;
    bool one_text = true, long_number = false;
    for (int c = 0; c < count; c++) {
        if (row->cells[c].kind == SHEET_EMPTY)
            continue;
        const char *t = text_tidy_solid(scratch, row->cells[c].text);
        if (!t || !*t)
            continue;
        text[c] = t;
        first = first ? first : t;
        one_text = one_text && strcmp(first, t) == 0;
        long_number = long_number || has_long_number(t);
    }
    if (!first)
        return ROW_EMPTY;
    if (!long_number) {
        if (starts_with_any(first, totals, sizeof totals / sizeof *totals) ||
            text_ends(first, "小计") || text_ends(first, "合计"))
            return ROW_TOTAL;
        if (starts_with_any(first, signatures, sizeof signatures / sizeof *signatures))
            return ROW_SIGNATURE;
        if (repeats_header(h, text, count))
            return ROW_HEADER;
        if (one_text && utf8_length(first) > 8)
            return ROW_TITLE;
    }
    return has_substance(h, text, count) ? ROW_DATA : ROW_EMPTY;
}

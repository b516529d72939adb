#include "office/roster/roster_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "office/sheet.h"

/* ---- the county ---- */

void county_plan(struct county *c)
{
    struct error e;
    struct plan *plan;
    int64_t version;
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", c->arena, &plan, &e), &e);
    assert_ok_e(plan_load(c->db, plan, plan_content(plan), c->keys, "tester", &version, &e), &e);
}

void on_each_engine(void (*body)(struct county *c))
{
    county_on_each(county_plan, body);
}

int64_t count_of(struct county *c, const char *sql)
{
    int64_t n = -1;
    struct error e;
    assert_ok_e(db_query_i64_raw(c->db, sql, &n, &e), &e);
    return n;
}

int64_t registry_rows(struct county *c)
{
    return count_of(c, "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM household) + "
                       "(SELECT count(*) FROM entitlement) + (SELECT count(*) FROM member) + "
                       "(SELECT count(*) FROM account) + (SELECT count(*) FROM change_trail) + "
                       "(SELECT count(*) FROM import_file)");
}

/* ---- workbooks ---- */

void sheet_row_set(struct sheet_made *s, int row, const char *const *cells, int count)
{
    memset(s->cell[row], 0, sizeof s->cell[row]);
    for (int i = 0; i < count; i++)
        (void)snprintf(s->cell[row][i], MADE_BYTES, "%s", cells[i]);
    if (row >= s->rows)
        s->rows = row + 1;
}

static void write_cell(lxw_worksheet *w, int row, int col, const char *text)
{
    if (*text == '#')
        worksheet_write_number(w, (lxw_row_t)row, (lxw_col_t)col, strtod(text + 1, NULL), NULL);
    else if (*text)
        worksheet_write_string(w, (lxw_row_t)row, (lxw_col_t)col, text, NULL);
}

void book_write(const char *path, const struct sheet_made *sheets, int count)
{
    lxw_workbook *b = workbook_new(path);
    for (int i = 0; i < count; i++) {
        const struct sheet_made *s = &sheets[i];
        lxw_worksheet *w = workbook_add_worksheet(b, s->name);
        for (int k = 0; k < s->merge_count; k++)
            worksheet_merge_range(w, (lxw_row_t)s->merge[k][0], (lxw_col_t)s->merge[k][1],
                                  (lxw_row_t)s->merge[k][2], (lxw_col_t)s->merge[k][3], "", NULL);
        for (int row = 0; row < s->rows; row++)
            for (int col = 0; col < MADE_COLS; col++)
                write_cell(w, row, col, s->cell[row][col]);
    }
    assert_int_equal(workbook_close(b), LXW_NO_ERROR);
}

void csv_sheet_write(const char *path, const struct sheet_made *s, bool gb18030)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(1u << 20), out = BUF_INIT(1u << 20);
    struct error e;
    for (int row = 0; row < s->rows; row++) {
        for (int col = 0; col < MADE_COLS; col++)
            buf_addf(&text, "%s%s", col ? "," : "",
                     s->cell[row][col] + (s->cell[row][col][0] == '#'));
        buf_adds(&text, "\r\n");
    }
    if (gb18030)
        assert_ok_e(utf8_to_gb18030(text.p, text.n, &out, &e), &e);
    else
        buf_add(&out, text.p, text.n);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(out.p, 1, out.n, f), out.n);
    fclose(f);
}

int book_read(const char *path, struct sheet_made *sheets, int capacity)
{
    CLEANUP(sheet_book_cleanup) struct sheet_book *b = NULL;
    struct error e;
    assert_ok_e(sheet_book_open(path, &b, &e), &e);
    int count = sheet_book_count(b);
    assert_true(count <= capacity);
    for (int i = 0; i < count; i++) {
        CLEANUP(sheet_cleanup) struct sheet_reader *r = NULL;
        struct sheet_row row;
        memset(&sheets[i], 0, sizeof sheets[i]);
        static char names[8][64]; /* of the last two workbooks */
        static int at;
        char *name = names[at++ % 8];
        (void)snprintf(name, sizeof names[0], "%s", sheet_book_name(b, i));
        sheets[i].name = name;
        assert_ok_e(sheet_open(b, i, SHEET_AS_IS, &r, &e), &e);
        while (sheet_next(r, &row, &e) == STATUS_OK) {
            assert_true(row.row <= MADE_ROWS && row.count <= MADE_COLS);
            for (int c = 0; c < row.count; c++)
                (void)snprintf(sheets[i].cell[row.row - 1][c], MADE_BYTES, "%s%.390s",
                               row.cells[c].kind == SHEET_NUMBER ? "#" : "", row.cells[c].text);
            sheets[i].rows = row.row;
        }
    }
    return count;
}

int column_of(const struct sheet_made *s, const char *title)
{
    for (int c = 0; c < MADE_COLS; c++) {
        if (strcmp(s->cell[0][c], title) == 0)
            return c;
    }
    fail_msg("no column %s", title);
    return -1;
}

char *cell_at(struct sheet_made *s, int row, const char *title)
{
    return s->cell[row][column_of(s, title)];
}

void dibao_made(struct sheet_made out[2])
{
    static const char *const household_header[] = {
        "序号",     "乡镇", "村(居)",         "组",     "户主姓名", "户主身份证号", "家庭人口",
        "保障人口", "类别", "家庭年收入(元)", "开户行", "账户名",   "账号",         "联系电话",
        "纳入月份", "备注"};
    static const char *const member_header[] = {
        "序号",     "户主身份证号", "姓名",     "身份证号", "与户主关系", "健康状况",
        "残疾类别", "残疾等级",     "是否在校", "是否保障", "备注"};
    const char *head[] = {id_number(1950, 1, 2, 101), id_number(1960, 3, 4, 203),
                          id_number(1970, 5, 6, 305)};
    const char *wife = id_number(1955, 7, 8, 102), *son = id_number(2004, 9, 10, 307);
    const char *const households[][16] = {
        {"#1", "泾川镇", "高村村委会", "3", "张一", head[0], "#2", "#2", "A", "#1159.5",
         "泾县农村商业银行", "张一", "6229005608053630947", "13805630001", "2011-04", ""},
        {"#2", "云岭镇", "陈塘村村委会", "6", "李二", head[1], "#1", "#1", "C", "#1622",
         "泾县农村商业银行", "李二", "6229005704351563227", "", "2012-07", ""},
        {"#3", "蔡村镇", "上胡村村委会", "14", "王三", head[2], "#2", "#1", "B", "#5826",
         "泾县农村商业银行", "王三", "6229008742899226375", "", "2013-01", ""}};
    const char *const members[][11] = {
        {"#1", head[0], "张一", head[0], "户主", "重病", "", "", "", "是", ""},
        {"#2", head[0], "赵香", wife, "配偶", "健康", "肢体", "2", "", "是", ""},
        {"#3", head[1], "李二", head[1], "户主", "健康", "", "", "", "是", ""},
        {"#4", head[2], "王三", head[2], "户主", "健康", "", "", "", "否", ""},
        {"#5", head[2], "王小", son, "子", "健康", "", "", "是", "是", ""}};
    memset(out, 0, 2 * sizeof *out);
    out[HOUSEHOLDS].name = "家庭";
    out[MEMBERS].name = "成员";
    sheet_row_set(&out[HOUSEHOLDS], 0, household_header, 16);
    sheet_row_set(&out[MEMBERS], 0, member_header, 11);
    for (int i = 0; i < 3; i++)
        sheet_row_set(&out[HOUSEHOLDS], i + 1, households[i], 16);
    for (int i = 0; i < 5; i++)
        sheet_row_set(&out[MEMBERS], i + 1, members[i], 11);
}

void wubao_made(struct sheet_made *out)
{
    static const char *const header[] = {"序号",     "乡镇",     "村(居)",   "姓名",   "身份证号",
                                         "供养形式", "供养机构", "自理能力", "开户行", "账户名",
                                         "账号",     "纳入月份", "备注"};
    const char *const rows[][13] = {
        {"#1", "云岭镇", "靠山村村委会", "孙甲", id_number(1941, 5, 16, 882), "散居", "", "自理",
         "泾县农村商业银行", "孙甲", "6229007756354068891", "2013-01", ""},
        {"#2", "汀溪乡", "上漕村村委会", "钱乙", id_number(1937, 5, 9, 90), "集中", "汀溪乡敬老院",
         "半自理", "泾县农村商业银行", "钱乙", "6229008676423348133", "2012-03", ""},
        {"#3", "黄村镇", "紫阳村村委会", "周丙", id_number(1922, 1, 20, 437), "散居", "",
         "不能自理", "泾县农村商业银行", "周丙", "6229002672496965529", "2009-01", ""}};
    memset(out, 0, sizeof *out);
    out->name = "五保";
    sheet_row_set(out, 0, header, 13);
    for (int i = 0; i < 3; i++)
        sheet_row_set(out, i + 1, rows[i], 13);
}

/* ---- imports ---- */

struct roster_result import_files(struct county *c, enum programme p, struct month from,
                                  const char *const *files, size_t count, const char *errors)
{
    struct roster_result r;
    struct error e;
    const struct roster_request request = {.files = files,
                                           .file_count = count,
                                           .programme = p,
                                           .from = from,
                                           .actor = "tester",
                                           .errors_path = errors};
    assert_ok_e(roster_import(c->db, COUNTY, c->keys, &request, c->arena, &r, &e), &e);
    return r;
}

struct roster_result import_book(struct county *c, enum programme p, struct month from,
                                 const struct sheet_made *sheets, int count)
{
    const char *path = test_path("made.xlsx");
    book_write(path, sheets, count);
    return import_files(c, p, from, &path, 1, NULL);
}

const char *marks_text(struct county *c, const struct roster_result *r)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(1u << 20);
    for (size_t i = 0; i < r->mark_count; i++)
        buf_addf(&b, "%s%s %d %s", i ? "|" : "", r->marks[i].sheet_name, r->marks[i].row,
                 r->marks[i].column);
    return arena_strdup(c->arena, buf_text(&b));
}

int64_t household_of(struct county *c, const char *id)
{
    struct person_row p;
    struct person_place place;
    struct error e;
    if (person_by_id_number(c->db, COUNTY, c->keys, id, c->arena, &p, &e) != STATUS_OK ||
        person_current_place(c->db, COUNTY, p.id, c->arena, &place, &e) != STATUS_OK)
        return 0;
    return place.household;
}

struct dossier dossier_of(struct county *c, enum programme p, const char *head_id)
{
    struct dossier d;
    struct error e;
    assert_ok_e(dossier_read(c->db, COUNTY, p, household_of(c, head_id), month_make(2000, 1),
                             MONTH_OPEN, KNOWN_NOW, c->arena, &d, &e),
                &e);
    return d;
}

const struct member_row *member_at(struct county *c, const struct dossier *d, const char *id,
                                   struct month m)
{
    struct person_row p;
    struct error e;
    assert_ok_e(person_by_id_number(c->db, COUNTY, c->keys, id, c->arena, &p, &e), &e);
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *r = &d->members[i];
        if (r->person == p.id && r->from.v <= m.v && m.v <= r->to.v)
            return r;
    }
    return NULL;
}

/* The synthetic county as the workbooks that townships send. */
#include <stdio.h>
#include <xlsxwriter.h>

#include "base/i18n.h"
#include "office/demo/demo.h"

#define PATH_BYTES 4096

struct sheet {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
};
struct roster {
    lxw_workbook *dibao, *wubao;
    struct sheet households, members, supported;
    lxw_error error; /* the first one */
};

static void note(struct roster *r, lxw_error error)
{
    if (r->error == LXW_NO_ERROR)
        r->error = error;
}

static void text(struct roster *r, struct sheet *s, const char *value)
{
    if (value[0] != '\0')
        note(r, worksheet_write_string(s->sheet, s->row, s->column, value, NULL));
    s->column++;
}

static void number(struct roster *r, struct sheet *s, int64_t value)
{
    note(r, worksheet_write_number(s->sheet, s->row, s->column++, (double)value, NULL));
}

static void end_row(struct sheet *s)
{
    s->row++;
    s->column = 0;
}

static void open_sheet(struct roster *r, struct sheet *s, lxw_workbook *book, const char *name,
                       const char *const *titles)
{
    s->sheet = workbook_add_worksheet(book, name);
    if (s->sheet == NULL) {
        note(r, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    for (; *titles != NULL; titles++)
        text(r, s, *titles);
    end_row(s);
}

static const char *const HOUSEHOLD_TITLES[] = {"序号",     "乡镇",           "村(居)",   "组",
                                               "户主姓名", "户主身份证号",   "家庭人口", "保障人口",
                                               "类别",     "家庭年收入(元)", "开户行",   "账户名",
                                               "账号",     "联系电话",       "纳入月份", "备注",
                                               NULL};
static const char *const MEMBER_TITLES[] = {"序号",       "户主身份证号", "姓名",     "身份证号",
                                            "与户主关系", "健康状况",     "残疾类别", "残疾等级",
                                            "是否在校",   "是否保障",     "备注",     NULL};
static const char *const SUPPORTED_TITLES[] = {
    "序号",     "乡镇",   "村(居)", "姓名", "身份证号", "供养形式", "供养机构",
    "自理能力", "开户行", "账户名", "账号", "纳入月份", "备注",     NULL};

static void write_member(struct roster *r, const char *head, const struct demo_member *m)
{
    static const char *const relations[] = {"",     "户主", "配偶", "子",   "女",
                                            "孙子", "孙女", "父亲", "母亲", "其他"};
    static const char *const kinds[] = {"", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"};
    struct sheet *s = &r->members;
    number(r, s, s->row);
    text(r, s, head);
    text(r, s, m->name);
    text(r, s, m->id.text);
    text(r, s, relations[m->relation]);
    text(r, s, m->is_seriously_ill ? "重病" : "健康");
    text(r, s, kinds[m->disability_kind]);
    if (m->disability_grade > 0)
        number(r, s, m->disability_grade);
    else
        text(r, s, "");
    text(r, s, m->is_student ? "是" : "");
    text(r, s, m->is_protected ? "是" : "否");
    end_row(s);
}

static void write_account(struct roster *r, struct sheet *s, const struct demo_household *h)
{
    bool has_account = h->account[0] != '\0';
    text(r, s, has_account ? DEMO_BANK : "");
    text(r, s, has_account ? h->members[0].name : "");
    text(r, s, h->account);
}

static void write_dibao(struct roster *r, const struct demo_household *h)
{
    static const char *const classes[] = {"", "A", "B", "C"};
    char month[MONTH_TEXT_BYTES];
    const struct demo_member *head = &h->members[0];
    struct sheet *s = &r->households;
    number(r, s, s->row);
    text(r, s, h->place->township);
    text(r, s, h->place->village);
    number(r, s, h->group_no);
    text(r, s, head->name);
    text(r, s, head->id.text);
    number(r, s, (int64_t)h->member_count);
    number(r, s, h->protected_count);
    text(r, s, classes[h->mgmt_class]);
    number(r, s, h->income_year.v / 100); /* whole yuan by construction */
    write_account(r, s, h);
    text(r, s, head->phone);
    text(r, s, month_format(h->begun, month));
    end_row(s);
    for (size_t i = 0; i < h->member_count; i++)
        write_member(r, head->id.text, &h->members[i]);
}

static void write_wubao(struct roster *r, const struct demo_household *h)
{
    static const char *const care[] = {"", "自理", "半自理", "不能自理"};
    char month[MONTH_TEXT_BYTES];
    const struct demo_member *head = &h->members[0];
    struct sheet *s = &r->supported;
    number(r, s, s->row);
    text(r, s, h->place->township);
    text(r, s, h->place->village);
    text(r, s, head->name);
    text(r, s, head->id.text);
    text(r, s, h->form == FORM_INSTITUTION ? "集中" : "散居");
    text(r, s, h->home != NULL ? h->home->name : "");
    text(r, s, care[h->care]);
    write_account(r, s, h);
    text(r, s, month_format(h->begun, month));
    end_row(s);
}

static enum status broken(const char *what, lxw_error error, struct error *e)
{
    return error_set(e, STATUS_FAILED, "DEMO_ROSTER", _("不能写入 %s：%s"), what,
                     lxw_strerror(error));
}

static lxw_workbook *new_book(const char *folder, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof(path), "%.4000s/%s", folder, name);
    return workbook_new(path);
}

/* Closing also frees, whatever it answers. */
static void close_book(struct roster *r, lxw_workbook *book)
{
    if (book != NULL)
        note(r, workbook_close(book));
}

static void write_all(struct roster *r, struct demo_county *county, struct demo_counts *counts)
{
    struct demo_household h;
    while (demo_county_next(county, &h) && r->error == LXW_NO_ERROR) {
        counts->households++;
        counts->persons += (int64_t)h.member_count;
        if (h.programme == PROGRAMME_DIBAO)
            write_dibao(r, &h);
        else
            write_wubao(r, &h);
    }
}

enum status demo_roster_write(const char *folder, const struct demo_options *options,
                              struct demo_counts *ret, struct error *e)
{
    CLEANUP(demo_county_cleanup) struct demo_county *county = NULL;
    struct demo_counts counts = {0};
    struct roster r = {.error = LXW_NO_ERROR};

    TRY(demo_county_new(options, &county, e));
    r.dibao = new_book(folder, "dibao.xlsx");
    r.wubao = new_book(folder, "wubao.xlsx");
    if (r.dibao == NULL || r.wubao == NULL) {
        note(&r, LXW_ERROR_CREATING_XLSX_FILE);
    } else {
        open_sheet(&r, &r.households, r.dibao, "家庭", HOUSEHOLD_TITLES);
        open_sheet(&r, &r.members, r.dibao, "成员", MEMBER_TITLES);
        open_sheet(&r, &r.supported, r.wubao, "五保", SUPPORTED_TITLES);
        if (r.error == LXW_NO_ERROR)
            write_all(&r, county, &counts);
    }
    close_book(&r, r.dibao);
    close_book(&r, r.wubao);
    if (r.error != LXW_NO_ERROR)
        return broken(folder, r.error, e);
    if (ret != NULL)
        *ret = counts;
    return STATUS_OK;
}

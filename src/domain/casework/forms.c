/* Which form belongs to which step, what its fields must agree on, and its sums. */
#include "domain/casework/forms.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms_parts.h"

#define WUBAO_AGED_YEARS 60
#define WUBAO_MINOR_YEARS 16

static bool row_fits(const struct form_row *row, enum case_kind kind, enum case_change change,
                     enum case_action action)
{
    return row->action == action && (row->kinds >> kind & 1u) != 0 &&
           (row->change == CHANGE_NONE || row->change == change);
}

static const struct entry_form *find(const struct form_row *rows, enum case_kind kind,
                                     enum case_change change, enum case_action action)
{
    for (const struct form_row *row = rows; row->form; row++)
        if (row_fits(row, kind, change, action))
            return row->form;
    return NULL;
}

static const struct entry_form *plain_form(void)
{
    for (const struct form_row *row = STEP_FORMS; row->form; row++)
        if (row->action == ACTION_CONFIRM)
            return row->form;
    assert(false);
    return NULL;
}

const struct entry_form *case_form_of(enum case_kind kind, enum case_change change,
                                      enum case_action action)
{
    if (action == ACTION_APPLY)
        return kind == CASE_WUBAO     ? &WUBAO_APPLY
               : kind == CASE_MEDICAL ? &MEDICAL_APPLY
               : kind == CASE_ADVANCE ? &ADVANCE_APPLY
                                      : &DIBAO_APPLY;
    const struct entry_form *form = find(CHANGE_FORMS, kind, change, action);
    if (!form)
        form = find(MEDICAL_FORMS, kind, change, action);
    if (!form)
        form = find(STEP_FORMS, kind, change, action);
    return form ? form : plain_form();
}

const struct entry_form *case_form_at(size_t index)
{
    static const struct entry_form *const applications[] = {&DIBAO_APPLY, &WUBAO_APPLY,
                                                            &MEDICAL_APPLY, &ADVANCE_APPLY};
    static const struct form_row *const tables[] = {CHANGE_FORMS, MEDICAL_FORMS, STEP_FORMS};
    if (index < COUNT_OF(applications))
        return applications[index];
    index -= COUNT_OF(applications);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        for (const struct form_row *row = tables[i]; row->form; row++)
            if (index-- == 0)
                return row->form;
    return NULL;
}

/* ---- sums ---- */

int case_class_parse(const char *code)
{
    return *code && code[1] == '\0' && *code >= 'A' && *code <= 'C' ? *code - 'A' + 1 : 0;
}

const char *case_class_code(int mgmt_class)
{
    static const char *const codes[] = {"", "A", "B", "C"};
    return mgmt_class >= 1 && mgmt_class <= 3 ? codes[mgmt_class] : "";
}

int case_form_head(const struct entry_data *content)
{
    int rows = entry_rows(content, "members");
    for (int n = 1; n <= rows; n++)
        if (strcmp(entry_getf(content, "members.%d.relation", n), "HEAD") == 0)
            return n;
    return 0;
}

bool case_form_is_protected(const struct entry_data *content, int row)
{
    int rows = entry_rows(content, "members");
    for (int n = 1; n <= rows; n++)
        if (*entry_getf(content, "members.%d.is_protected", n))
            return *entry_getf(content, "members.%d.is_protected", row) != '\0';
    return row >= 1 && row <= rows;
}

struct fen case_form_income_lines(const struct entry_data *content)
{
    struct fen sum = {0};
    int rows = entry_rows(content, "incomes");
    for (int n = 1; n <= rows; n++) {
        struct fen line = {0};
        if (fen_parse(entry_getf(content, "incomes.%d.amount_year", n), &line, NULL) != STATUS_OK ||
            fen_add(sum, line, &sum) != STATUS_OK)
            continue;
    }
    return sum;
}

struct fen case_form_rigid_expense(const struct entry_data *content)
{
    struct fen sum = {0};
    int rows = entry_rows(content, "expenses");
    for (int n = 1; n <= rows; n++) {
        struct fen paid = {0}, back = {0};
        (void)!fen_parse(entry_getf(content, "expenses.%d.amount_year", n), &paid, NULL);
        (void)!fen_parse(entry_getf(content, "expenses.%d.reimbursed_year", n), &back, NULL);
        if (paid.v > back.v) /* both checked: not negative */
            (void)!fen_add(sum, FEN(paid.v - back.v), &sum);
    }
    return sum;
}

struct form_totals case_form_totals(enum case_kind kind, const struct entry_data *content)
{
    struct form_totals t = {.people = entry_rows(content, "members"),
                            .mgmt_class = case_class_parse(entry_get(content, "mgmt_class"))};
    for (int n = 1; n <= t.people; n++)
        t.protected_count += case_form_is_protected(content, n) ? 1 : 0;
    if (kind == CASE_DIBAO || kind == CASE_WUBAO)
        t.income_year = *entry_get(content, "assessed_income_year")
                            ? entry_fen(content, "assessed_income_year")
                            : case_form_income_lines(content);
    else
        t.income_year = entry_fen(content, "income_year");
    return t;
}

/* ---- what must agree ---- */

static void check_nobody_twice(const struct entry_data *d, struct entry_faults *faults)
{
    int rows = entry_rows(d, "members");
    for (int n = 2; n <= rows; n++) {
        const char *number = entry_getf(d, "members.%d.id_number", n);
        char field[ENTRY_NAME_BYTES_MAX];
        for (int m = 1; *number && m < n; m++) {
            if (strcmp(number, entry_getf(d, "members.%d.id_number", m)) != 0)
                continue;
            (void)snprintf(field, sizeof field, "members.%d.id_number", n);
            entry_fault_add(faults, field, _("身份证号"), _("第 %d 行与第 %d 行是同一个号码。"), m,
                            n);
        }
    }
}

static void check_member_facts(const struct entry_data *d, struct entry_faults *faults)
{
    int rows = entry_rows(d, "members");
    char field[ENTRY_NAME_BYTES_MAX];
    for (int n = 1; n <= rows; n++) {
        bool has_kind = *entry_getf(d, "members.%d.disability_kind", n) != '\0';
        bool has_grade = *entry_getf(d, "members.%d.disability_grade", n) != '\0';
        if (has_kind == has_grade)
            continue;
        (void)snprintf(field, sizeof field, "members.%d.disability_%s", n,
                       has_kind ? "grade" : "kind");
        entry_fault_add(faults, field, has_kind ? _("残疾等级") : _("残疾类别"),
                        _("残疾类别和等级要一起填。"));
    }
}

static void check_dibao(const struct entry_data *d, struct entry_faults *faults)
{
    int rows = entry_rows(d, "members"), heads = 0;
    char field[ENTRY_NAME_BYTES_MAX];
    for (int n = 1; n <= rows; n++) {
        const char *relation = entry_getf(d, "members.%d.relation", n);
        (void)snprintf(field, sizeof field, "members.%d.relation", n);
        heads += strcmp(relation, "HEAD") == 0 ? 1 : 0;
        if (!*relation)
            entry_fault_add(faults, field, _("与户主关系"), _("没有填写。"));
        else if (heads > 1 && strcmp(relation, "HEAD") == 0)
            entry_fault_add(faults, field, _("与户主关系"), _("户主只能有一人。"));
    }
    if (rows > 0 && heads == 0)
        entry_fault_add(faults, "members.1.relation", _("与户主关系"),
                        _("没有户主。请把一名成员的关系填为户主。"));
}

static void check_relative(const struct entry_data *d, struct entry_faults *faults)
{
    if (entry_bool(d, "is_relative") && !*entry_get(d, "relative_of"))
        entry_fault_add(faults, "relative_of", _("近亲属姓名、职务及关系"),
                        _("是近亲属的，必须写明是谁的近亲属。"));
}

static void check_home(const struct entry_data *d, struct entry_faults *faults)
{
    bool is_institution = strcmp(entry_get(d, "form"), "INSTITUTION") == 0;
    if (is_institution && !*entry_get(d, "home"))
        entry_fault_add(faults, "home", _("供养机构"), _("集中供养必须写明供养机构。"));
    if (!is_institution && *entry_get(d, "home"))
        entry_fault_add(faults, "home", _("供养机构"), _("分散供养没有供养机构，请去掉。"));
}

/* 令456号 Art. 6: the old, the disabled, who is not yet 16. */
static void check_wubao_reason(const struct entry_data *d, struct date today,
                               struct entry_faults *faults)
{
    const char *reason = entry_get(d, "wubao_reason");
    struct date birth = entry_date(d, "members.1.birth");
    if (!*entry_get(d, "members.1.birth"))
        return;
    int age = age_in_month(date_month(birth), date_month(today));
    if (strcmp(reason, "AGED") == 0 && age < WUBAO_AGED_YEARS)
        entry_fault_add(faults, "wubao_reason", _("申请理由"), _("申请人不满 %d 周岁，不是老年。"),
                        WUBAO_AGED_YEARS);
    if (strcmp(reason, "MINOR") == 0 && age >= WUBAO_MINOR_YEARS)
        entry_fault_add(faults, "wubao_reason", _("申请理由"), _("申请人已满 %d 周岁。"),
                        WUBAO_MINOR_YEARS);
    if (strcmp(reason, "DISABLED") == 0 && !*entry_get(d, "members.1.disability_kind"))
        entry_fault_add(faults, "members.1.disability_kind", _("残疾类别"),
                        _("以残疾为理由的，必须填写残疾类别和等级。"));
}

/* Who joins is somebody's relative, and no second head. */
static void check_joiners(const struct entry_data *d, struct entry_faults *faults)
{
    int rows = entry_rows(d, "members");
    char field[ENTRY_NAME_BYTES_MAX];
    for (int n = 1; n <= rows; n++) {
        const char *relation = entry_getf(d, "members.%d.relation", n);
        if (*relation && strcmp(relation, "HEAD") != 0)
            continue;
        (void)snprintf(field, sizeof field, "members.%d.relation", n);
        entry_fault_add(faults, field, _("与户主关系"),
                        *relation ? _("家庭已有户主；换户主请办户主变更。") : _("没有填写。"));
    }
}

static void check_wubao_account(const struct entry_data *d, struct entry_faults *faults)
{
    static const struct {
        const char *field, *label;
    } parts[] = {{"bank", N_("开户行")},
                 {"account_holder", N_("账户名")},
                 {"account_number", N_("一卡通账号")}};
    if (strcmp(entry_get(d, "form"), "SCATTERED") != 0)
        return;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!*entry_get(d, parts[i].field))
            entry_fault_add(faults, parts[i].field, _(parts[i].label),
                            _("分散供养由本人账户领取，必须填写。"));
}

/* Income lines that are given must add up to the total that is given. */
static void check_income_lines(const struct entry_data *d, const char *total,
                               struct entry_faults *faults)
{
    char sum[FEN_TEXT_BYTES];
    if (entry_rows(d, "incomes") == 0 || !*entry_get(d, total))
        return;
    struct fen lines = case_form_income_lines(d);
    if (lines.v != entry_fen(d, total).v)
        entry_fault_add(faults, total, _("家庭年收入"), _("与收入明细之和 %s 元不符。"),
                        fen_format(lines, sum));
}

/* What the township found outweighs what was declared: nobody writes it on his own application. */
static void check_nothing_assessed(const struct entry_data *d, struct entry_faults *faults)
{
    if (*entry_get(d, "assessed_income_year"))
        entry_fault_add(faults, "assessed_income_year", _("核定家庭年收入（元）"),
                        _("由乡镇在调查、审核时核定，申请时不填。"));
}

static void check_to_change(const struct entry_data *d, struct entry_faults *faults)
{
    const char *change = entry_get(d, "change");
    if (strcmp(change, "income") == 0 && !*entry_get(d, "income_year"))
        entry_fault_add(faults, "income_year", _("变动后家庭年收入（元）"), _("没有填写。"));
    if (strcmp(change, "class") == 0 && !*entry_get(d, "mgmt_class"))
        entry_fault_add(faults, "mgmt_class", _("变动后类别"), _("没有填写。"));
    bool needs_cause = strcmp(change, "stop") == 0 || strcmp(change, "suspend") == 0 ||
                       strcmp(change, "grace") == 0;
    if (needs_cause && !*entry_get(d, "cause"))
        entry_fault_add(faults, "cause", _("原因"), _("没有填写。"));
}

static void check_dates(enum case_change change, const struct entry_data *d,
                        struct entry_faults *faults)
{
    if (change == CHANGE_DEATH && *entry_get(d, "funeral_on") && *entry_get(d, "died_on") &&
        entry_date(d, "funeral_on").v < entry_date(d, "died_on").v)
        entry_fault_add(faults, "funeral_on", _("丧事办结日期"), _("在死亡日期以前。"));
    if (change == CHANGE_HEAD && strcmp(entry_get(d, "cause"), "DEATH") == 0 &&
        !*entry_get(d, "died_on"))
        entry_fault_add(faults, "died_on", _("原户主死亡日期"), _("没有填写。"));
}

static void check_between(enum case_kind kind, enum case_change change, enum case_action action,
                          const struct entry_data *d, struct date today,
                          struct entry_faults *faults)
{
    switch (action) {
    case ACTION_APPLY:
        if (kind == CASE_MEDICAL)
            claim_form_check(d, faults);
        if (case_kind_is_medical(kind))
            break;
        check_nothing_assessed(d, faults);
        check_nobody_twice(d, faults);
        check_member_facts(d, faults);
        check_relative(d, faults);
        if (kind == CASE_DIBAO) {
            check_dibao(d, faults);
        } else {
            check_home(d, faults);
            check_wubao_account(d, faults);
            check_wubao_reason(d, today, faults);
        }
        break;
    case ACTION_PROPOSE:
        check_nobody_twice(d, faults);
        check_member_facts(d, faults);
        check_dates(change, d, faults);
        if (change == CHANGE_MEMBER_JOIN)
            check_joiners(d, faults);
        if (kind == CASE_FORM)
            check_home(d, faults);
        if (kind == CASE_CHANGE)
            check_income_lines(d, "income_year", faults);
        break;
    case ACTION_REPORT:
        check_dates(change, d, faults);
        break;
    case ACTION_ACCEPT:
        check_relative(d, faults);
        break;
    case ACTION_SURVEY:
        check_income_lines(d, "income_year", faults);
        break;
    case ACTION_TO_CHANGE:
        check_to_change(d, faults);
        break;
    default:
        break;
    }
}

/* Whole households are protected (按户施保) unless somebody was marked; the single person of wubao
   is his own head. Written out, so that whoever reads the form needs no rule. */
static enum status fill_members(enum case_kind kind, const struct entry_data *d,
                                struct arena *arena, const struct entry_data **ret, struct error *e)
{
    struct entry_data *full = entry_data_new(arena);
    char field[ENTRY_NAME_BYTES_MAX];
    int rows = entry_rows(d, "members");
    if (!full)
        return arena_exhausted(e);
    TRY(entry_merge(full, d, e));
    for (int n = 1; n <= rows; n++) {
        (void)snprintf(field, sizeof field, "members.%d.is_protected", n);
        TRY(entry_data_set(full, field, case_form_is_protected(d, n) ? "1" : "", e));
    }
    if (kind == CASE_WUBAO)
        TRY(entry_data_set(full, "members.1.relation", "HEAD", e));
    *ret = full;
    return STATUS_OK;
}

enum status case_form_check(enum case_kind kind, enum case_change change, enum case_action action,
                            const struct entry_data *in, struct date today, struct arena *arena,
                            struct entry_faults *faults, const struct entry_data **ret,
                            struct error *e)
{
    struct entry_faults *own = ARENA_NEW(arena, struct entry_faults);
    const struct entry_data *checked = NULL;
    if (!own)
        return arena_exhausted(e);
    own->arena = arena;
    if (!faults)
        faults = own;
    TRY(entry_check(case_form_of(kind, change, action), in, today, arena, faults, &checked, e));
    check_between(kind, change, action, checked, today, faults);
    TRY(entry_faults_status(faults, e));
    if ((action == ACTION_APPLY && !case_kind_is_medical(kind)) || change == CHANGE_MEMBER_JOIN)
        return fill_members(kind, checked, arena, ret, e);
    *ret = checked;
    return STATUS_OK;
}

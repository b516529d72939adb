/* The table of indicators, and one way to ask any of them. */
#include "domain/indicator/indicator.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator_internal.h"

#define LEVEL_TOWNSHIP 2
#define TENTHS 10

typedef enum status (*span_open)(struct db *db, const struct indicator_span *s,
                                 struct db_cursor **ret, struct error *e);

/* Each statement has arguments of a type of its own; rows are all alike. */
#define SPAN_QUERY(query)                                                                          \
    static enum status query##_of(struct db *db, const struct indicator_span *s,                   \
                                  struct db_cursor **ret, struct error *e)                         \
    {                                                                                              \
        struct query##_args arguments = {                                                          \
            .county = s->county, .from_month = s->from, .to_month = s->to, .known = s->known};     \
        return query##_open(db, arguments, ret, e);                                                \
    }
SPAN_QUERY(indicator_coverage)
SPAN_QUERY(indicator_before_during_money)
SPAN_QUERY(indicator_before_during_people)
SPAN_QUERY(indicator_before_people)
SPAN_QUERY(indicator_threshold)
SPAN_QUERY(indicator_rate)
SPAN_QUERY(indicator_on_counter)
SPAN_QUERY(indicator_days_from_discharge)
SPAN_QUERY(indicator_days_from_application)

static enum status indicator_premium_enrolled_of(struct db *db, const struct indicator_span *s,
                                                 struct db_cursor **ret, struct error *e)
{
    struct indicator_premium_enrolled_args arguments = {
        .county = s->county, .year = month_year(s->to), .to_month = s->to, .known = s->known};
    return indicator_premium_enrolled_open(db, arguments, ret, e);
}

static enum status indicator_fund_use_of(struct db *db, const struct indicator_span *s,
                                         struct db_cursor **ret, struct error *e)
{
    struct indicator_fund_use_args arguments = {.county = s->county,
                                                .january = month_make(month_year(s->to), 1),
                                                .to_month = s->to,
                                                .known = s->known};
    return indicator_fund_use_open(db, arguments, ret, e);
}

struct entry {
    struct indicator is;
    span_open open;          /* one statement, or */
    indicator_source source; /* another noun's own figures */
};
#define DONE_BEDS N_("已签发月报的新增床位累计")
#define DONE_INVESTMENT N_("已签发月报的完成投资累计")
#define DONE_STAGE N_("各项目床位乘以形象进度的权重（万分之几）")
#define NUMERATOR_HELPED N_("期内出院、得到医疗救助的人数")
static const struct entry ENTRIES[] = {
    {{"medical.coverage", N_("救助覆盖面"), "P3.3", INDICATOR_RATE, NUMERATOR_HELPED,
      N_("期末月份在册的救助对象人数"), true, false},
     indicator_coverage_of},
    {{"medical.before_during_money", N_("医前医中救助资金比例"), "P3.3", INDICATOR_RATE,
      N_("期内出院的医疗费中，出院结算时已经救助的金额"), N_("期内出院的全部救助金额"), true, false,
      true, true},
     indicator_before_during_money_of},
    {{"medical.before_during_people", N_("医前医中救助人数比例"), "P3.3", INDICATOR_RATE,
      N_("其中在医院窗口得到救助的人数"), NUMERATOR_HELPED, true, false},
     indicator_before_during_people_of},
    {{"medical.before_people", N_("医前救助人数比例"), "P3.3", INDICATOR_RATE,
      N_("其中入院时支用了医前救助的人数"), NUMERATOR_HELPED, true, false},
     indicator_before_people_of},
    {{"medical.threshold", N_("平均起付线"), "P3.3", INDICATOR_FEN,
      N_("期内出院各笔医疗费的起付线之和"), N_("期内出院的救助对象医疗费笔数"), false, false, true,
      false},
     indicator_threshold_of},
    {{"medical.rate", N_("救助占自负费用比例"), "P3.3", INDICATOR_RATE, N_("救助金额"),
      N_("保险和其他补助之后应由个人负担的金额"), true, false, true, true},
     indicator_rate_of},
    {{"medical.days_from_discharge", N_("出院到救助金到账的平均天数"), "P3.3", INDICATOR_DAYS,
      N_("期内到账各笔从出院到到账的天数之和，窗口结算为 0 天"), N_("期内到账的笔数"), false,
      false},
     indicator_days_from_discharge_of},
    {{"medical.days_from_application", N_("申请到救助金到账的平均天数"), "P3.3", INDICATOR_DAYS,
      N_("期内到账的医后申请从申请到到账的天数之和"), N_("期内到账的医后申请件数"), false, false},
     indicator_days_from_application_of},
    {{"medical.on_counter", N_("一站式结算比例"), "P3.3", INDICATOR_RATE,
      N_("期内出院、在医院窗口结算的笔数"), N_("期内出院的全部笔数"), true, false},
     indicator_on_counter_of},
    {{"medical.fund_use", N_("基金使用率"), "P3.3", INDICATOR_RATE, N_("专账当年到期末月份的支出"),
      N_("全年预算"), true, true, true, true},
     indicator_fund_use_of},
    {{"medical.premium_enrolled", N_("资助参合率"), "P3.3", INDICATOR_RATE,
      N_("当年由救助资金资助参合的人数"), N_("期末月份在册的救助对象人数"), true, false},
     indicator_premium_enrolled_of},
    {{"home.inst_rate", N_("集中供养率"), "P3.4", INDICATOR_RATE,
      N_("期末那天夜里住在敬老院的五保对象，按户籍乡镇"), N_("当月在册、当天在世的五保对象"), true,
      false},
     .source = indicator_inst_rate},
    {{"home.occupancy", N_("敬老院入住率"), "P3.4", INDICATOR_RATE,
      N_("期末那天入住的人数，按敬老院所在乡镇"), N_("可用床位"), true, false},
     .source = indicator_occupancy},
    {{"home.returns_on_time", N_("项目月报按时率"), "P4.2", INDICATOR_RATE,
      N_("次月 10 日前签发的月报份数"), N_("应报的月报份数"), true, false},
     .source = indicator_returns},
    {{"home.claims_days", N_("报账从提交到支付的平均天数"), "P3.2", INDICATOR_DAYS,
      N_("期内支付的报账单从提交到支付的天数之和"), N_("期内支付的报账单份数"), false, false},
     .source = indicator_claims_days},
    {{"project.beds_city", N_("新增床位完成率（市对县）"), "P3.4", INDICATOR_RATE, DONE_BEDS,
      N_("市对县考核的床位任务"), true, false},
     .source = indicator_beds_city},
    {{"project.beds_county", N_("新增床位完成率（县对乡镇）"), "P3.4", INDICATOR_RATE, DONE_BEDS,
      N_("县对乡镇考核的床位任务"), true, false},
     .source = indicator_beds_county},
    {{"project.investment_city", N_("投资完成率（市对县）"), "P3.4", INDICATOR_RATE,
      DONE_INVESTMENT, N_("市对县考核项目的计划投资"), true, false, true, true},
     .source = indicator_investment_city},
    {{"project.investment_county", N_("投资完成率（县对乡镇）"), "P3.4", INDICATOR_RATE,
      DONE_INVESTMENT, N_("县对乡镇考核项目的计划投资"), true, false, true, true},
     .source = indicator_investment_county},
    {{"project.stage_city", N_("形象进度（市对县）"), "P3.4", INDICATOR_RATE, DONE_STAGE,
      N_("市对县考核项目的计划床位乘以一万"), true, false},
     .source = indicator_stage_city},
    {{"project.stage_county", N_("形象进度（县对乡镇）"), "P3.4", INDICATOR_RATE, DONE_STAGE,
      N_("县对乡镇考核项目的计划床位乘以一万"), true, false},
     .source = indicator_stage_county},
};
#define ENTRY_COUNT (sizeof ENTRIES / sizeof ENTRIES[0])

const struct indicator *indicator_at(size_t index)
{
    return index < ENTRY_COUNT ? &ENTRIES[index].is : NULL;
}

const struct indicator *indicator_by_code(const char *code)
{
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        if (text_equals(ENTRIES[i].is.code, code))
            return &ENTRIES[i].is;
    return NULL;
}

/* ---- rows ---- */

static struct indicator_row *row_of(struct indicator_rows *rows, int64_t township)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->row[i].township == township)
            return &rows->row[i];
    return NULL;
}

static enum status townships_add(struct db *db, const struct indicator_span *s, struct arena *arena,
                                 struct indicator_rows *rows, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    TRY(division_table_read(db, s->county, s->to, arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL && rows->count < INDICATOR_TOWNSHIPS_MAX;
         i++)
        if (d->level == LEVEL_TOWNSHIP)
            rows->row[rows->count++] = (struct indicator_row){.township = d->code, .name = d->name};
    return STATUS_OK;
}

enum status indicator_take(struct indicator_rows *rows, int64_t township, int64_t numerator,
                           int64_t denominator, struct arena *arena, struct error *e)
{
    struct indicator_row *row = row_of(rows, township);
    if (row == NULL) {
        if (rows->count == INDICATOR_TOWNSHIPS_MAX)
            return error_set(e, STATUS_FAILED, "INDICATOR_TOWNSHIPS", _("乡镇超过 %d 个"),
                             INDICATOR_TOWNSHIPS_MAX);
        row = &rows->row[rows->count++];
        *row = (struct indicator_row){.township = township};
        row->name = rows->is_county_only ? _("全县")
                    : township == 0      ? _("无户籍所在地")
                                         : arena_printf(arena, "%" PRId64, township);
        if (row->name == NULL)
            return arena_exhausted(e);
    }
    row->numerator = numerator;
    row->denominator = denominator;
    return STATUS_OK;
}

static enum status statement_take(struct db *db, const struct indicator_span *s, span_open open,
                                  struct arena *arena, struct indicator_rows *rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_count_row counted;
    enum status status;
    TRY(open(db, s, &cursor, e));
    while ((status = db_next(cursor, &counted, e)) == STATUS_OK)
        TRY(indicator_take(rows, counted.township, counted.numerator, counted.denominator, arena,
                           e));
    return status == STATUS_NONE ? STATUS_OK : status;
}

enum status indicator_read(struct db *db, int64_t county, const struct indicator *i,
                           struct month from, struct month to, int64_t known, struct arena *arena,
                           struct indicator_row **ret, size_t *ret_count, struct error *e)
{
    const struct entry *entry = NULL;
    const struct indicator_span span = {.county = county, .known = known, .from = from, .to = to};
    for (size_t n = 0; n < ENTRY_COUNT; n++)
        if (&ENTRIES[n].is == i)
            entry = &ENTRIES[n];
    if (entry == NULL)
        return error_set(e, STATUS_REFUSED, "INDICATOR_UNKNOWN", _("没有这个指标"));
    if (from.v > to.v)
        return error_set(e, STATUS_REFUSED, "INDICATOR_SPAN", _("起始月份晚于截止月份"));
    struct indicator_rows *rows = ARENA_NEW(arena, struct indicator_rows);
    if (rows == NULL)
        return arena_exhausted(e);
    rows->is_county_only = i->is_county_only;
    if (!i->is_county_only)
        TRY(townships_add(db, &span, arena, rows, e));
    TRY(entry->source ? entry->source(db, &span, arena, rows, e)
                      : statement_take(db, &span, entry->open, arena, rows, e));
    *ret = rows->row;
    *ret_count = rows->count;
    return STATUS_OK;
}

struct indicator_row indicator_total(const struct indicator_row *rows, size_t count)
{
    struct indicator_row total = {.name = ""};
    for (size_t i = 0; i < count; i++) {
        total.numerator += rows[i].numerator;
        total.denominator += rows[i].denominator;
    }
    return total;
}

/* ---- in words ---- */

static void tenths_format(int64_t tenths, char out[INDICATOR_TEXT_BYTES])
{
    int64_t size = tenths < 0 ? -tenths : tenths;
    snprintf(out, INDICATOR_TEXT_BYTES, "%s%" PRId64 ".%" PRId64, tenths < 0 ? "-" : "",
             size / TENTHS, size % TENTHS);
}

char *indicator_format(const struct indicator *i, int64_t numerator, int64_t denominator,
                       char out[INDICATOR_TEXT_BYTES])
{
    char yuan[FEN_TEXT_BYTES];
    if (i->unit == INDICATOR_COUNT)
        snprintf(out, INDICATOR_TEXT_BYTES, "%" PRId64, numerator);
    else if (denominator <= 0)
        snprintf(out, INDICATOR_TEXT_BYTES, "—");
    else if (i->unit == INDICATOR_RATE)
        ratio_percent(numerator, denominator, 1, out);
    else if (i->unit == INDICATOR_DAYS)
        tenths_format(fen_half_up_i64((__int128)numerator * TENTHS, denominator), out);
    else
        snprintf(out, INDICATOR_TEXT_BYTES, "%.31s",
                 fen_format_people(FEN(fen_half_up_i64(numerator, denominator)), yuan));
    return out;
}

/* A round's head, and whether somebody is on its team. */
#include "domain/assessment/head.h"

#include "base/i18n.h"
#include "head_sql.h"

static const struct {
    const char *code, *label;
} states[] = {[ASSESSMENT_OPEN] = {"OPEN", N_("已启动")},
              [ASSESSMENT_SELF_SUBMITTED] = {"SELF_SUBMITTED", N_("自评已报")},
              [ASSESSMENT_INSPECTED] = {"INSPECTED", N_("检查完成")},
              [ASSESSMENT_SURVEYED] = {"SURVEYED", N_("测评完成")},
              [ASSESSMENT_SCORED] = {"SCORED", N_("已计分")},
              [ASSESSMENT_REVIEWED] = {"REVIEWED", N_("已复核")},
              [ASSESSMENT_PUBLISHED] = {"PUBLISHED", N_("已公布")},
              [ASSESSMENT_FILED] = {"FILED", N_("已归档")},
              [ASSESSMENT_CANCELLED] = {"CANCELLED", N_("已取消")}};

const char *assessment_state_code(enum assessment_state s)
{
    return s >= ASSESSMENT_OPEN && s <= ASSESSMENT_CANCELLED ? states[s].code : "";
}

const char *assessment_state_label(enum assessment_state s)
{
    return s >= ASSESSMENT_OPEN && s <= ASSESSMENT_CANCELLED ? states[s].label : "";
}

/* A day that may be missing is 0 in the table. */
static struct date day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

enum status assessment_head_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                 struct assessment_head *ret, struct error *e)
{
    struct assessment_head_row row;
    TRY(assessment_head_get(db, (struct assessment_head_get_args){.county = county, .id = id},
                            arena, &row, e));
    enum assessment_scope scope;
    TRY(assessment_scope_parse(row.scope, &scope, e));
    *ret = (struct assessment_head){.id = row.id,
                                    .plan = row.plan,
                                    .year = (int)row.year,
                                    .scope = scope,
                                    .state = (enum assessment_state)row.state,
                                    .from = row.from_month,
                                    .to = row.to_month,
                                    .known = row.known,
                                    .survey = row.survey,
                                    .tie = row.tie,
                                    .opened_by = row.opened_by,
                                    .published_by = row.published_by,
                                    .opened_on = day_of(row.opened_on),
                                    .dispute_until = day_of(row.dispute_until),
                                    .published_on = day_of(row.published_on),
                                    .document = row.document,
                                    .published_change = row.published_change};
    return STATUS_OK;
}

enum status assessment_team_has(struct db *db, int64_t county, int64_t assessment, int64_t township,
                                const char *user, bool *ret, struct error *e)
{
    struct assessment_team_member_row row;
    enum status s = assessment_team_member(
        db,
        (struct assessment_team_member_args){
            .county = county, .assessment = assessment, .township = township, .user_name = user},
        NULL, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK;
    return STATUS_OK;
}

/* Every page of the site and every place of its navigation. */
#include "web/pages/pages.h"
#include "base/i18n.h"

static const struct navigation_entry NAVIGATION[] = {
    {"/", N_("我的工作"), PERMISSION_SESSION},
    {"/cases", N_("办件"), PERMISSION_CASE_READ},
    {"/notices", N_("公示"), PERMISSION_CASE_READ},
    {"/samples", N_("抽查"), PERMISSION_CASE_READ},
    {"/recheck", N_("定期复核"), PERMISSION_CASE_READ},
    {"/changes", N_("月度变动"), PERMISSION_CASE_READ},
    {"/runs", N_("发放"), PERMISSION_PAYMENT_READ},
    {"/returns", N_("银行退回"), PERMISSION_PAYMENT_READ},
    {"/households", N_("家庭"), PERMISSION_REGISTRY_READ},
    {"/match", N_("名单比对"), PERMISSION_CASE_READ},
    {"/import", N_("导入花名册"), PERMISSION_REGISTRY_IMPORT},
    {"/funds", N_("专账"), PERMISSION_LEDGER_READ},
    {"/simulate", N_("政策测算"), PERMISSION_SIMULATE},
    {"/indicators", N_("指标"), PERMISSION_INDICATOR_READ},
    {"/jobs", N_("作业"), PERMISSION_SESSION},
    {"/users", N_("用户"), PERMISSION_USER_MANAGE},
    {"/account", N_("我的账户"), PERMISSION_SESSION},
};

static const struct route_table *const TABLES[] = {
    &MATCH_ROUTES,        &MATCH_HIT_ROUTES,  &MATCH_CANDIDATE_ROUTES,
    &LOGIN_ROUTES,        &HOME_ROUTES,       &RUN_ROUTES,
    &RUN_STEP_ROUTES,     &RUN_ITEM_ROUTES,   &RETURNS_ROUTES,
    &FUND_ROUTES,         &SIMULATE_ROUTES,   &HOUSEHOLD_ROUTES,
    &IMPORT_ROUTES,       &JOB_ROUTES,        &OPENAPI_ROUTES,
    &ACCOUNT_ROUTES,      &USERS_ROUTES,      &REVEAL_ROUTES,
    &CASE_LIST_ROUTES,    &CASE_NEW_ROUTES,   &CASE_CHECK_ROUTES,
    &CASE_PAPER_ROUTES,   &CASE_ROUTES,       &CASE_STEP_ROUTES,
    &DRAFT_ROUTES,        &NOTICE_NEW_ROUTES, &NOTICE_ROUTES,
    &NOTICE_PAPER_ROUTES, &SAMPLE_ROUTES,     &ATTACHMENT_ROUTES,
    &PUBLIC_ROUTES,       &RECHECK_ROUTES,    &CHANGES_ROUTES,
    &INDICATOR_ROUTES,
};

const struct site_map SITE_MAP = {
    .tables = TABLES,
    .table_count = sizeof(TABLES) / sizeof(TABLES[0]),
    .navigation = NAVIGATION,
    .navigation_count = sizeof(NAVIGATION) / sizeof(NAVIGATION[0]),
    .interrupted = login_interrupted,
};

/* Each page file's table; gathered in pages.c. */
#pragma once
#include "web/router.h"
extern const struct route_table LOGIN_ROUTES, HOME_ROUTES, HOUSEHOLD_ROUTES, IMPORT_ROUTES,
    JOB_ROUTES;
extern const struct route_table RUN_ROUTES, RUN_STEP_ROUTES, RUN_ITEM_ROUTES, RETURNS_ROUTES,
    FUND_ROUTES, SIMULATE_ROUTES, SIMULATE_MEDICAL_ROUTES;
extern const struct route_table ACCOUNT_ROUTES, USERS_ROUTES, REVEAL_ROUTES;
extern const struct route_table OPENAPI_ROUTES;
extern const struct route_table MATCH_ROUTES, MATCH_HIT_ROUTES, MATCH_CANDIDATE_ROUTES;
extern const struct route_table CASE_ROUTES, CASE_LIST_ROUTES, CASE_NEW_ROUTES, CASE_STEP_ROUTES,
    CASE_CHECK_ROUTES, CASE_PAPER_ROUTES, DRAFT_ROUTES;
extern const struct route_table NOTICE_NEW_ROUTES, NOTICE_ROUTES, NOTICE_PAPER_ROUTES,
    SAMPLE_ROUTES, ATTACHMENT_ROUTES, PUBLIC_ROUTES;
extern const struct route_table COUNTER_MESSAGE_ROUTES, COUNTER_READ_ROUTES,
    COUNTER_STATEMENT_ROUTES;
/* For site_map.signature: a hospital's. */
enum status counter_signature(struct request *r, struct error *e);
/* For site_map.interrupted. */
enum status login_interrupted(struct request *r, struct error *e);
extern const struct route_table RECHECK_ROUTES, CHANGES_ROUTES;
extern const struct route_table INDICATOR_ROUTES, HANDOVER_ROUTES;
extern const struct route_table MEDICAL_HOME_ROUTES, MEDICAL_BILL_ROUTES, MEDICAL_ADVANCE_ROUTES,
    MEDICAL_PERSON_ROUTES, COUNTER_ROUTES, COUNTER_STEP_ROUTES, STATEMENT_ROUTES,
    STATEMENT_STEP_ROUTES, MEDICAL_PAPER_ROUTES, PREMIUM_ROUTES, TRANSFER_ROUTES,
    TRANSFER_STEP_ROUTES;
extern const struct route_table PROJECT_ROUTES, PROJECT_EXPORT_ROUTES, PROJECT_RETURN_ROUTES,
    PROJECT_PHOTO_ROUTES, PROJECT_CHANGE_ROUTES, PROJECT_STEP_ROUTES, PROJECT_STORY_ROUTES;
extern const struct route_table HOMES_ROUTES, HOMES_ADMIT_ROUTES, HOMES_MANAGE_ROUTES,
    HOMES_DAY_ROUTES, HOMES_MANY_ROUTES, HOMES_STAFF_ROUTES, RESIDENT_ROUTES, RESIDENT_STEP_ROUTES,
    RESIDENT_CARE_ROUTES;
extern const struct route_table HOME_RATE_ROUTES, PUBLIC_HOME_ROUTES;

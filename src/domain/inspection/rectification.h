/* An order to put something right (整改通知): NOTICE → REPLY → RECHECK → CLOSED, each step a row;
   whoever replied does not look whether it is true. P4.3. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum rectification_origin {
    RECTIFICATION_ASSESSMENT = 1,
    RECTIFICATION_INSPECTION,
    RECTIFICATION_PROBLEM,
    RECTIFICATION_COMPLAINT
};
struct rectification_new {
    enum rectification_origin origin;
    int64_t origin_id, township;
    const char *node; /* of the assessment's tree, or "" */
    const char *problem, *demand, *document;
    struct date issued_on, due_on;
};
/* Inside db_transaction, with its change recorded by the caller and rights checked. REFUSED:
   RECTIFICATION_FIELD, RECTIFICATION_DATE. */
MUST_USE enum status rectification_issue_within(struct db *db, int64_t county,
                                                const struct rectification_new *order,
                                                const char *actor, int64_t change, int64_t *ret_id,
                                                struct error *e);

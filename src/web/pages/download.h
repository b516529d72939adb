/* Tables and files made for one download: written under a random name beside the uploads, gone from
   the folder before the first byte leaves. */
#pragma once
#include "office/paper.h"
#include "web/request.h"

struct download {
    const char *path, *ending; /* ".xlsx", ".csv", ".pdf" */
    struct paper_writer *paper;
};
/* A table of these columns (titles: msgids), amounts in yuan; its kind is the ending of the route's
   pattern: "/runs/{run}/items.xlsx". subtitle may be NULL. */
MUST_USE enum status download_begin(struct request *r, const char *title, const char *subtitle,
                                    const struct paper_column *columns, size_t column_count,
                                    struct download *ret, struct error *e);
/* Closes the table and answers with it; name without ending. */
MUST_USE enum status download_send(struct request *r, struct download *d, const char *name,
                                   struct error *e);
/* The file of that path, which is removed. */
MUST_USE enum status download_file(struct request *r, const char *path, const char *ending,
                                   const char *name, struct error *e);
void download_cleanup(struct download *d);

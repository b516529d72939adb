/* Files that people hand in, until the job that reads them is done. They hold whole ID numbers in
   clear, so the folder is 0700, each file 0600 under a random name, and work removes what it has
   read. */
#pragma once
#include "web/request.h"

/* Copies an uploaded file beside the database (MINSHENG_UPLOADS, else <database folder>/uploads,
   else var/uploads). The name keeps its ending, if it is one we read. Path in the request's arena.
 */
MUST_USE enum status upload_keep(struct request *r, const struct form_file *file,
                                 const char **ret_path, struct error *e);
/* Says the file's name as its owner knows it where a refusal names the place it was kept at. */
void upload_name_place(const struct form_file *file, struct error *e);
/* A fresh path in the same folder with this ending (".xlsx"), not yet created. */
MUST_USE enum status upload_new_path(struct request *r, const char *ending, const char **ret_path,
                                     struct error *e);

/* Papers and photographs that come with a form and are looked at again: cases, projects' returns,
   homes' claims. */
#pragma once
#include "domain/casework/enclosure.h"
#include "web/request.h"

#define ENCLOSURE_KB 1024

/* What was handed in, whole, in the request's arena. REFUSED ATTACHMENT_SIZE. */
MUST_USE enum status enclosure_file_read(struct request *r, const struct form_file *file,
                                         const void **ret, struct error *e);
/* The form's field "file" with its thumbnail; the title is cut to what a caption holds. NONE:
   nothing was handed in. */
MUST_USE enum status enclosure_of_form(struct request *r, enum enclosure_kind kind, int64_t subject,
                                       const char *title, struct enclosure_new *ret,
                                       struct error *e);
/* The number of a paper in an address. NONE beyond what there can be. */
MUST_USE enum status enclosure_of_address(const struct request *r, const char *name, int *ret);
/* A PDF is saved under the name, never shown inside the site; pictures are only pictures. */
MUST_USE enum status enclosure_respond(struct request *r, const void *bytes, size_t n,
                                       const char *media_type, const char *name, struct error *e);

/* One XML part of a zip package, parsed as it is inflated, with limits on size and compression
   ratio. Document type declarations are refused, and with them every entity trick. */
#pragma once
#include <expat.h>
#include <zip.h>

#include "base/status.h"

#define XML_PART_BYTES_MAX ((zip_uint64_t)2 << 30)
#define XML_PART_RATIO_MAX 150 /* inflated to deflated, for parts above XML_PART_SMALL_BYTES */
#define XML_PART_SMALL_BYTES ((zip_uint64_t)4 << 20)
#define XML_DEPTH_MAX 64

struct xml_part {
    zip_file_t *file;
    XML_Parser parser;
    const char *name;
    zip_uint64_t read_bytes, limit_bytes;
    int depth;
    bool is_started, is_ended;
    enum status failed; /* what a handler said */
    struct error error;
    void *user;
    void (*on_start)(struct xml_part *part, const char *name, const char **attributes);
    void (*on_end)(struct xml_part *part, const char *name);
    void (*on_text)(struct xml_part *part, const char *p, int n);
};

/* *ret_size: inflated limit of this entry. REFUSED when the package has no such part, or it is
 * encrypted. */
MUST_USE enum status zip_part_open(zip_t *zip, const char *name, zip_file_t **ret,
                                   zip_uint64_t *ret_limit_bytes, struct error *e);
/* Names given to the handlers are local: the namespace prefix is cut off. Set user and handlers
 * after opening. */
MUST_USE enum status xml_part_open(struct xml_part *part, zip_t *zip, const char *name,
                                   struct error *e);
void xml_part_close(struct xml_part *part);
/* Goes on until a handler suspends (OK), the part ends (NONE) or something is wrong. */
MUST_USE enum status xml_part_step(struct xml_part *part, struct error *e);
/* To the end at once. */
MUST_USE enum status xml_part_run(struct xml_part *part, struct error *e);
/* For handlers. */
void xml_part_suspend(struct xml_part *part);
void xml_part_refuse(struct xml_part *part, const char *code, const char *format, ...)
    PRINTF_LIKE(3, 4);
void xml_part_exhausted(struct xml_part *part);
/* The value of a local attribute name; NULL when not given. */
const char *xml_attribute(const char **attributes, const char *name);

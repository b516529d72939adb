#include "office/document_package.h"

#include <string.h>
#include <time.h>
#include <zip.h>

#include "base/i18n.h"

struct buf *package_part(struct package *p, const char *name)
{
    struct package_part *part = &p->parts[p->count++];
    *part = (struct package_part){.name = name, .bytes = BUF_INIT(DOCUMENT_BYTES_MAX)};
    return &part->bytes;
}

void package_free(struct package *p)
{
    for (int i = 0; i < p->count; i++)
        buf_free(&p->parts[i].bytes);
}

static enum status zip_failed(const char *why, struct error *e)
{
    return error_set(e, STATUS_FAILED, "DOCUMENT_WRITE", _("写 DOCX 出错：%s"), why);
}

/* Zip keeps local time without a zone, by mktime's rules: noon is the same day everywhere. */
static time_t noon(struct date date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    struct tm t = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12, .tm_isdst = -1};
    return mktime(&t);
}

static enum status parts_add(zip_t *zip, const struct package *p, struct date date, struct error *e)
{
    for (int i = 0; i < p->count; i++) {
        const struct buf *b = &p->parts[i].bytes;
        TRY(buf_status(b, e));
        zip_source_t *source = zip_source_buffer(zip, buf_text(b), b->n, 0);
        zip_int64_t index =
            source ? zip_file_add(zip, p->parts[i].name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            return zip_failed(zip_strerror(zip), e);
        }
        if (zip_file_set_mtime(zip, (zip_uint64_t)index, noon(date), 0) != 0 ||
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) != 0)
            return zip_failed(zip_strerror(zip), e);
    }
    return STATUS_OK;
}

static enum status source_read(zip_source_t *source, struct buf *ret, struct error *e)
{
    char chunk[16384];
    zip_int64_t n;
    if (zip_source_open(source) != 0)
        return zip_failed(zip_error_strerror(zip_source_error(source)), e);
    while ((n = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buf_add(ret, chunk, (size_t)n);
    (void)zip_source_close(source);
    return n < 0 ? zip_failed(zip_error_strerror(zip_source_error(source)), e) : STATUS_OK;
}

enum status docx_package_write(struct package *p, struct date date, struct buf *ret,
                               struct error *e)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    if (!zip) {
        zip_source_free(source);
        enum status s = zip_failed(zip_error_strerror(&error), e);
        zip_error_fini(&error);
        return s;
    }
    zip_error_fini(&error);
    zip_source_keep(source);
    enum status s = parts_add(zip, p, date, e);
    if (s != STATUS_OK) {
        zip_discard(zip);
    } else if (zip_close(zip) != 0) {
        s = zip_failed(zip_strerror(zip), e);
        zip_discard(zip);
    } else {
        s = source_read(source, ret, e);
    }
    zip_source_free(source);
    return s;
}

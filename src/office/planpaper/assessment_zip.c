/* A pack as one zip: the same files and day give the same bytes. */
#include "office/planpaper/assessment.h"

#include <time.h>
#include <zip.h>

#include "base/i18n.h"

static enum status zip_fault(struct error *e)
{
    return error_set(e, STATUS_FAILED, "ASSESSMENT_ZIP", _("不能打包材料"));
}

/* Noon of the day in the program's own time zone: what a zip keeps has no zone. */
static time_t noon_of(struct date date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    struct tm t = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12, .tm_isdst = -1};
    return mktime(&t);
}

static enum status files_add(zip_t *zip, const struct assessment_pack_file *files, size_t count,
                             struct date day, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, files[i].bytes, files[i].n, 0);
        zip_int64_t index =
            source ? zip_file_add(zip, files[i].name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            return zip_fault(e);
        }
        if (zip_file_set_mtime(zip, (zip_uint64_t)index, noon_of(day), 0) != 0 ||
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) != 0)
            return zip_fault(e);
    }
    return STATUS_OK;
}

static enum status zip_bytes(zip_source_t *source, struct buf *ret, struct error *e)
{
    char chunk[16384];
    zip_int64_t n;
    if (zip_source_open(source) != 0)
        return zip_fault(e);
    while ((n = zip_source_read(source, chunk, sizeof chunk)) > 0)
        buf_add(ret, chunk, (size_t)n);
    (void)zip_source_close(source);
    return n < 0 ? zip_fault(e) : buf_status(ret, e);
}

enum status assessment_pack_zip(const struct assessment_pack_file *files, size_t count,
                                struct date day, struct buf *ret, struct error *e)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
    if (!zip) {
        zip_source_free(source);
        return zip_fault(e);
    }
    zip_source_keep(source);
    enum status s = files_add(zip, files, count, day, e);
    if (s != STATUS_OK) {
        zip_discard(zip);
    } else if (zip_close(zip) != 0) {
        s = zip_fault(e);
        zip_discard(zip);
    } else {
        s = zip_bytes(source, ret, e);
    }
    zip_source_free(source);
    return s;
}

#include "office/csv_write.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"

void csv_begin(struct csv_writer *w, FILE *file, bool with_bom)
{
    *w = (struct csv_writer){.file = file};
    if (with_bom)
        (void)fwrite("\xEF\xBB\xBF", 1, 3, file);
}

static void write_field(struct csv_writer *w, const char *text, bool is_guarded)
{
    if (w->col++ > 0)
        (void)fputc(',', w->file);
    size_t plain = strcspn(text, "\",\r\n");
    /* Spaces at the ends would be cut by some readers. */
    bool is_quoted =
        is_guarded || text[plain] || text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' ');
    if (!is_quoted) {
        (void)fputs(text, w->file);
        return;
    }
    (void)fputc('"', w->file);
    if (is_guarded)
        (void)fputc('\'', w->file);
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            (void)fputc('"', w->file);
        (void)fputc(*p, w->file);
    }
    (void)fputc('"', w->file);
}

void csv_text(struct csv_writer *w, const char *text)
{
    write_field(w, text, text[0] && strchr("=+-@\t\r\n", text[0]) != NULL);
}

void csv_plain(struct csv_writer *w, const char *text)
{
    write_field(w, text, false);
}

void csv_end_row(struct csv_writer *w)
{
    (void)fputs("\r\n", w->file);
    w->col = 0;
}

enum status csv_end(struct csv_writer *w, struct error *e)
{
    if (fflush(w->file) != 0 || ferror(w->file))
        return error_set(e, STATUS_FAILED, "CSV_WRITE", _("写文件出错：%s（磁盘可能已满）"),
                         strerror(errno));
    return STATUS_OK;
}

#include "office/document.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/i18n.h"
#include "base/mustache.h"
#include "base/text.h"
#include "office/document_model.h"
#include "office/outfile.h"

#define ARENA_BYTES_MAX ((size_t)256 << 20)
#define NAME_BYTES_MAX 64
#define ENDING ".xml"

extern const struct embedded_file EMBEDDED_DOCUMENTS[];
extern const size_t EMBEDDED_DOCUMENT_COUNT;

/* Compiled once, at the first document; never freed, like the text it points into. */
static struct {
    pthread_once_t once;
    struct mustache *set;
    char names[MUSTACHE_TEMPLATES_MAX][NAME_BYTES_MAX];
    size_t count;
    enum status failed;
    struct error error;
} templates = {.once = PTHREAD_ONCE_INIT};

static void templates_compile(void)
{
    static struct mustache_source sources[MUSTACHE_TEMPLATES_MAX];
    static const struct mustache_options options = {.resolve = NULL};
    size_t count = EMBEDDED_DOCUMENT_COUNT;
    for (size_t i = 0; i < count && i < MUSTACHE_TEMPLATES_MAX; i++) {
        const struct embedded_file *f = &EMBEDDED_DOCUMENTS[i];
        sources[i] = (struct mustache_source){f->name, f->bytes, f->byte_count};
        size_t n = strlen(f->name);
        if (strchr(f->name, '/') || !text_ends(f->name, ENDING) || n >= NAME_BYTES_MAX)
            continue;
        memcpy(templates.names[templates.count++], f->name, n - strlen(ENDING));
    }
    templates.failed = mustache_compile(sources, count, &options, &templates.set, &templates.error);
}

static enum status templates_ready(struct error *e)
{
    (void)pthread_once(&templates.once, templates_compile);
    if (templates.failed != STATUS_OK && e)
        *e = templates.error;
    return templates.failed;
}

size_t document_template_count(void)
{
    return templates_ready(NULL) == STATUS_OK ? templates.count : 0;
}

const char *document_template_name(size_t i)
{
    return i < document_template_count() ? templates.names[i] : NULL;
}

enum status document_fill(const char *template_name, const struct view *data, struct buf *ret,
                          struct error *e)
{
    char name[NAME_BYTES_MAX + sizeof ENDING];
    TRY(templates_ready(e));
    TRY(view_status(data, e));
    int n = snprintf(name, sizeof name, "%s" ENDING, template_name);
    if (n < 0 || (size_t)n >= sizeof name || strchr(template_name, '/'))
        return STATUS_NONE;
    enum status s = mustache_render(templates.set, name, &data, 1, VIEW_CHINESE, ret, e);
    if (ret->overflow)
        return document_limit(e, 1, _("文书内容太长，请分成几份打印"));
    return s;
}

enum status document_page_count(const char *template_name, const struct view *data,
                                struct date date, int *ret, struct error *e)
{
    CLEANUP(buf_free) struct buf xml = BUF_INIT(DOCUMENT_XML_BYTES_MAX);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES_MAX);
    struct document document;
    if (!arena)
        return arena_exhausted(e);
    TRY(document_fill(template_name, data, &xml, e));
    TRY(document_parse(buf_text(&xml), xml.n, arena, &document, e));
    return document_pdf(&document, date, NULL, ret, e);
}

enum status document_render_xml(const char *xml, size_t bytes, enum document_kind kind,
                                struct date date, struct buf *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES_MAX);
    struct document document;
    if (!arena)
        return arena_exhausted(e);
    TRY(document_parse(xml, bytes, arena, &document, e));
    TRY(kind == DOCUMENT_PDF ? document_pdf(&document, date, ret, NULL, e)
                             : document_docx(&document, date, ret, e));
    if (ret->overflow)
        return document_limit(e, 1, _("文书内容太长，请分成几份打印"));
    return STATUS_OK;
}

static enum status render(const char *template_name, const struct view *data,
                          enum document_kind kind, struct date date, struct buf *ret,
                          struct error *e)
{
    CLEANUP(buf_free) struct buf xml = BUF_INIT(DOCUMENT_XML_BYTES_MAX);
    TRY(document_fill(template_name, data, &xml, e));
    return document_render_xml(buf_text(&xml), xml.n, kind, date, ret, e);
}

enum status document_render(const char *template_name, const struct view *data,
                            enum document_kind kind, struct date date, struct buf *ret,
                            struct error *e)
{
    enum status s = render(template_name, data, kind, date, ret, e);
    /* So that a message says which paper it is about. */
    if (s == STATUS_REFUSED || s == STATUS_FAILED) {
        char place[ERROR_PLACE_BYTES];
        if (e) {
            (void)snprintf(place, sizeof place, "%s %.200s", template_name, e->place);
            memcpy(e->place, place, sizeof place);
        }
    }
    return s;
}

enum status document_write(const char *template_name, const struct view *data,
                           enum document_kind kind, struct date date, const char *path,
                           struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    CLEANUP(outfile_discard) struct outfile out = {.file = NULL};
    TRY(document_render(template_name, data, kind, date, &bytes, e));
    TRY(outfile_open(&out, path, e));
    (void)fwrite(bytes.p, 1, bytes.n, out.file);
    return outfile_commit(&out, e);
}

const char *document_ending(enum document_kind kind)
{
    return kind == DOCUMENT_PDF ? ".pdf" : ".docx";
}

const char *document_media_type(enum document_kind kind)
{
    return kind == DOCUMENT_PDF
               ? "application/pdf"
               : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
}

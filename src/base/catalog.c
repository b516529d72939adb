#include "base/catalog.h"
#include "base/buf.h"
#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MO_MAGIC 0x950412deu
#define MO_HEADER_BYTES 28u
#define MO_HEADER_1_BYTES 48u /* of a file with texts that depend on the machine */
#define MO_SEGMENTS_END 0xffffffffu
#define FORMAT_BYTES_MAX 4096u
#define FORMATS_ARENA_BYTES (4u * CATALOG_BYTES_MAX)

struct catalog {
    uint32_t count, originals, translations; /* offsets of the two tables */
    size_t bytes;
    char *data;          /* one NUL more than bytes */
    struct arena *arena; /* holds the formats */
    struct catalog_format *formats;
    size_t format_count, format_max;
};

static uint32_t word_at(const struct catalog *c, size_t offset)
{
    uint32_t v;
    memcpy(&v, c->data + offset, sizeof(v));
    return v;
}

/* Text number i of a table, NULL when the file lies. */
static const char *text_at(const struct catalog *c, uint32_t table, uint32_t i)
{
    uint32_t length = word_at(c, table + i * 8u), offset = word_at(c, table + i * 8u + 4u);
    if (offset >= c->bytes || length >= c->bytes - offset || c->data[offset + length] != '\0')
        return NULL;
    return c->data + offset;
}

static bool catalog_is_sound(struct catalog *c)
{
    if (c->bytes < MO_HEADER_BYTES || word_at(c, 0) != MO_MAGIC)
        return false;
    c->count = word_at(c, 8);
    c->originals = word_at(c, 12);
    c->translations = word_at(c, 16);
    if (c->count > c->bytes / 16 || c->originals > c->bytes - c->count * 8u ||
        c->translations > c->bytes - c->count * 8u)
        return false;
    for (uint32_t i = 0; i < c->count; i++)
        if (text_at(c, c->originals, i) == NULL || text_at(c, c->translations, i) == NULL)
            return false;
    return true;
}

static const char *machine_text(const char *name)
{
    static const char *const known[][2] = {
        {"PRId64", PRId64}, {"PRIi64", PRIi64}, {"PRIu64", PRIu64}, {"PRIx64", PRIx64}, {"I", ""}};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i][0], name) == 0)
            return known[i][1];
    return NULL;
}

/* Text number i of a table of texts that depend on the machine: pieces of the file with names such
   as PRId64 between them. NULL when the file lies or a name is unknown. */
static const char *machine_text_at(const struct catalog *c, uint32_t table, uint32_t i)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(FORMAT_BYTES_MAX);
    uint32_t segments = word_at(c, 28), names = word_at(c, 32);
    if (table > c->bytes || i >= (c->bytes - table) / 4)
        return NULL;
    size_t at = word_at(c, table + i * 4u);
    if (at > c->bytes || c->bytes - at < 4)
        return NULL;
    size_t from = word_at(c, at);
    for (at += 4; c->bytes - at >= 8; at += 8) {
        uint32_t n = word_at(c, at), name = word_at(c, at + 4);
        if (from > c->bytes || n > c->bytes - from)
            return NULL;
        buf_add(&text, c->data + from, n);
        from += n;
        if (name == MO_SEGMENTS_END)
            return text.overflow ? NULL : arena_strdup(c->arena, buf_text(&text));
        if (name >= segments || names > c->bytes || name >= (c->bytes - names) / 8)
            return NULL;
        uint32_t offset = word_at(c, names + name * 8u + 4u);
        const char *segment = offset < c->bytes ? c->data + offset : NULL;
        const char *known = segment == NULL ? NULL : machine_text(segment);
        if (known == NULL)
            return NULL;
        buf_adds(&text, known);
    }
    return NULL;
}

static void format_add(struct catalog *c, const char *msgid, const char *text)
{
    if (msgid == NULL || text == NULL || text[0] == '\0' || strchr(msgid, '%') == NULL ||
        c->format_count == c->format_max)
        return;
    c->formats[c->format_count++] = (struct catalog_format){msgid, text};
}

static bool formats_collect(struct catalog *c)
{
    bool has_machine = c->bytes >= MO_HEADER_1_BYTES && (word_at(c, 4) & 0xffffu) >= 1;
    uint32_t machine = has_machine ? word_at(c, 36) : 0;
    if (machine > c->bytes / 8)
        return false;
    c->format_max = c->count + machine;
    c->arena = arena_new(FORMATS_ARENA_BYTES);
    c->formats =
        c->arena == NULL ? NULL : ARENA_ARRAY(c->arena, struct catalog_format, c->format_max + 1);
    if (c->formats == NULL)
        return false;
    for (uint32_t i = 0; i < c->count; i++)
        format_add(c, text_at(c, c->originals, i), text_at(c, c->translations, i));
    for (uint32_t i = 0; i < machine; i++)
        format_add(c, machine_text_at(c, word_at(c, 40), i), machine_text_at(c, word_at(c, 44), i));
    return true;
}

size_t catalog_formats(const struct catalog *c, const struct catalog_format **ret)
{
    *ret = c->formats;
    return c->format_count;
}

enum status catalog_open(const char *path, struct catalog **ret, struct error *e)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return STATUS_NONE;
    struct catalog *c = calloc(1, sizeof(*c));
    if (c != NULL)
        c->data = calloc(1, CATALOG_BYTES_MAX + 1);
    if (c != NULL && c->data != NULL)
        c->bytes = fread(c->data, 1, CATALOG_BYTES_MAX, f);
    fclose(f);
    char *smaller = c == NULL || c->data == NULL ? NULL : realloc(c->data, c->bytes + 1);
    if (smaller != NULL)
        c->data = smaller;
    if (c == NULL || c->data == NULL || !catalog_is_sound(c) || !formats_collect(c)) {
        catalog_free(c);
        return error_set(e, STATUS_FAILED, "CATALOG_FORM", _("翻译文件 %s 已损坏，请重新安装"),
                         path);
    }
    *ret = c;
    return STATUS_OK;
}

void catalog_free(struct catalog *c)
{
    if (c == NULL)
        return;
    arena_free(c->arena);
    free(c->data);
    free(c);
}

const char *catalog_text(const struct catalog *c, const char *msgid)
{
    if (c == NULL || msgid[0] == '\0')
        return msgid;
    uint32_t low = 0, high = c->count; /* the originals are sorted by byte value */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, text_at(c, c->originals, middle));
        if (order == 0) {
            const char *text = text_at(c, c->translations, middle);
            return text[0] == '\0' ? msgid : text;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return msgid;
}

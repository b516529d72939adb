#include "base/catalog.h"
#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MO_MAGIC 0x950412deu
#define MO_HEADER_BYTES 28u

struct catalog {
    uint32_t count, originals, translations; /* offsets of the two tables */
    size_t bytes;
    char *data; /* one NUL more than bytes */
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
    if (c == NULL || c->data == NULL || !catalog_is_sound(c)) {
        catalog_free(c);
        return error_set(e, STATUS_FAILED, "CATALOG_FORM", _("翻译文件 %s 已损坏，请重新安装"),
                         path);
    }
    char *smaller = realloc(c->data, c->bytes + 1);
    if (smaller != NULL)
        c->data = smaller;
    *ret = c;
    return STATUS_OK;
}

void catalog_free(struct catalog *c)
{
    if (c == NULL)
        return;
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

/* The xlsx package: which parts there are and how they hang together. */
#include "office/sheet_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define RELATIONS_MAX 4096
#define PATH_BYTES_MAX 512

struct relation {
    char *id, *type, *target;
};

struct relations {
    struct relation *items;
    int count;
};

static void relations_free(struct relations *r)
{
    for (int i = 0; i < r->count; i++) {
        free(r->items[i].id);
        free(r->items[i].type);
        free(r->items[i].target);
    }
    free(r->items);
}

static void relations_start(struct xml_part *part, const char *name, const char **attributes)
{
    struct relations *r = part->user;
    if (strcmp(name, "Relationship") != 0)
        return;
    const char *id = xml_attribute(attributes, "Id");
    const char *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (!id || !type || !target || text_equals(mode, "External"))
        return;
    if (r->count == RELATIONS_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("工作簿的部件太多"));
        return;
    }
    struct relation *grown = realloc(r->items, (size_t)(r->count + 1) * sizeof *grown);
    if (!grown) {
        xml_part_exhausted(part);
        return;
    }
    r->items = grown;
    grown[r->count] = (struct relation){strdup(id), strdup(type), strdup(target)};
    r->count++;
    if (!grown[r->count - 1].id || !grown[r->count - 1].type || !grown[r->count - 1].target)
        xml_part_exhausted(part);
}

static enum status relations_load(zip_t *zip, const char *name, struct relations *r,
                                  struct error *e)
{
    struct xml_part part;
    TRY(xml_part_open(&part, zip, name, e));
    part.user = r;
    part.on_start = relations_start;
    enum status s = xml_part_run(&part, e);
    xml_part_close(&part);
    return s;
}

/* Joins a target to the folder of the part that names it ("xl/workbook.xml" + "../a/b" -> "a/b").
 */
static bool path_resolve(const char *base, const char *target, char out[PATH_BYTES_MAX])
{
    size_t n = 0;
    if (target[0] != '/') {
        const char *slash = strrchr(base, '/');
        n = slash ? (size_t)(slash - base) : 0;
        if (n >= PATH_BYTES_MAX)
            return false;
        memcpy(out, base, n);
    }
    while (*target) {
        target += strspn(target, "/");
        size_t step = strcspn(target, "/");
        if (step == 2 && memcmp(target, "..", 2) == 0) {
            while (n > 0 && out[--n] != '/')
                ;
        } else if (step > 0 && !(step == 1 && target[0] == '.')) {
            if (n + step + 2 > PATH_BYTES_MAX)
                return false;
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, target, step);
            n += step;
        }
        target += step;
    }
    out[n] = '\0';
    return n > 0;
}

static const struct relation *relation_by_type(const struct relations *r, const char *ending)
{
    for (int i = 0; i < r->count; i++)
        if (text_ends(r->items[i].type, ending))
            return &r->items[i];
    return NULL;
}

struct workbook_parse {
    struct sheet_book *book;
    struct xlsx_book *xlsx;
    const struct relations *relations;
    const char *part_name;
};

static void workbook_sheet(struct xml_part *part, struct workbook_parse *w, const char **attributes)
{
    const char *name = xml_attribute(attributes, "name");
    const char *state = xml_attribute(attributes, "state");
    const char *id = NULL;
    /* r:id, not sheetId: the relationship id is the prefixed one. */
    for (const char **a = attributes; *a; a += 2)
        if (text_ends(a[0], ":id"))
            id = a[1];
    for (int i = 0; name && id && i < w->relations->count; i++) {
        const struct relation *r = &w->relations->items[i];
        char path[PATH_BYTES_MAX];
        if (strcmp(r->id, id) != 0 || !text_ends(r->type, "/worksheet"))
            continue;
        if (!path_resolve(w->part_name, r->target, path)) {
            xml_part_refuse(part, "SHEET_BROKEN", _("工作表“%s”的部件路径不对"), name);
            return;
        }
        bool is_hidden = text_equals(state, "hidden") || text_equals(state, "veryHidden");
        enum status s = sheet_book_add(w->book, name, is_hidden, path, &part->error);
        if (s != STATUS_OK) {
            part->failed = s;
            (void)XML_StopParser(part->parser, XML_FALSE);
        }
        return;
    }
}

static void workbook_start(struct xml_part *part, const char *name, const char **attributes)
{
    struct workbook_parse *w = part->user;
    if (strcmp(name, "workbookPr") == 0) {
        const char *is_1904 = xml_attribute(attributes, "date1904");
        w->xlsx->is_1904 = text_equals(is_1904, "1") || text_equals(is_1904, "true");
    } else if (strcmp(name, "sheet") == 0) {
        workbook_sheet(part, w, attributes);
    }
}

static enum status workbook_load(struct sheet_book *b, struct xlsx_book *x, const char *name,
                                 const struct relations *relations, struct error *e)
{
    struct workbook_parse w = {b, x, relations, name};
    struct xml_part part;
    TRY(xml_part_open(&part, x->zip, name, e));
    part.user = &w;
    part.on_start = workbook_start;
    enum status s = xml_part_run(&part, e);
    xml_part_close(&part);
    if (s != STATUS_OK)
        return s;
    char path[PATH_BYTES_MAX];
    const struct relation *r = relation_by_type(relations, "/styles");
    if (r && path_resolve(name, r->target, path))
        TRY(xlsx_styles_load(x, path, e));
    r = relation_by_type(relations, "/sharedStrings");
    if (r && path_resolve(name, r->target, path))
        TRY(xlsx_strings_load(x, path, e));
    return STATUS_OK;
}

static enum status workbook_name(zip_t *zip, char out[PATH_BYTES_MAX], struct error *e)
{
    struct relations top = {0};
    enum status s = relations_load(zip, "_rels/.rels", &top, e);
    if (s == STATUS_OK) {
        const struct relation *r = relation_by_type(&top, "/officeDocument");
        if (!r || !path_resolve("", r->target, out))
            s = error_set(e, STATUS_REFUSED, "SHEET_KIND",
                          _("压缩包里没有工作簿：请另存为 xlsx 再导入"));
    }
    relations_free(&top);
    return s;
}

static enum status package_load(struct sheet_book *b, struct xlsx_book *x, struct error *e)
{
    char name[PATH_BYTES_MAX], relations_path[PATH_BYTES_MAX + 16];
    if (zip_get_num_entries(x->zip, 0) > XLSX_ENTRIES_MAX)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT", _("压缩包里的文件太多"));
    if (zip_name_locate(x->zip, "mimetype", 0) >= 0)
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("这是 ods 等其他格式的表格：请另存为 xlsx 再导入"));
    if (zip_name_locate(x->zip, "_rels/.rels", ZIP_FL_NOCASE) < 0)
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("这是普通压缩包，不是工作簿：请解压后导入其中的表格"));
    TRY(workbook_name(x->zip, name, e));
    if (text_ends(name, ".bin"))
        return error_set(e, STATUS_REFUSED, "SHEET_KIND",
                         _("这是 xlsb 二进制工作簿：请另存为 xlsx 再导入"));
    const char *slash = strrchr(name, '/');
    int folder = slash ? (int)(slash - name) + 1 : 0;
    (void)snprintf(relations_path, sizeof relations_path, "%.*s_rels/%s.rels", folder, name,
                   name + folder);
    struct relations relations = {0};
    enum status s = relations_load(x->zip, relations_path, &relations, e);
    if (s == STATUS_OK)
        s = workbook_load(b, x, name, &relations, e);
    relations_free(&relations);
    return s;
}

static enum status xlsx_book_open(struct sheet_book *b, struct error *e)
{
    struct xlsx_book *x = calloc(1, sizeof *x);
    if (!x)
        return sheet_out_of_memory(e);
    b->state = x;
    int code = 0;
    x->zip = zip_open(b->path, ZIP_RDONLY, &code);
    if (!x->zip)
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                         _("文件损坏，打不开（压缩包错误 %d）：请用表格软件打开后另存为 xlsx"),
                         code);
    return package_load(b, x, e);
}

static void xlsx_book_close(struct sheet_book *b)
{
    struct xlsx_book *x = b->state;
    if (!x)
        return;
    buf_free(&x->strings.text);
    free(x->strings.offsets);
    free(x->styles);
    if (x->zip)
        zip_discard(x->zip);
    free(x);
}

const struct sheet_source sheet_xlsx_source = {
    .book_open = xlsx_book_open,
    .book_close = xlsx_book_close,
    .open = xlsx_sheet_open,
    .next = xlsx_sheet_next,
    .close = xlsx_sheet_close,
    .merges = xlsx_sheet_merges,
};

#include "document_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

static void view_fill(struct arena *a, struct view *parent, const char *name, const json_t *v)
{
    const char *key;
    json_t *item;
    size_t i;
    name = arena_strdup(a, name);
    if (json_is_object(v)) {
        struct view *o = view_add_object(parent, name);
        json_object_foreach((json_t *)(uintptr_t)v, key, item) view_fill(a, o, key, item);
    } else if (json_is_array(v)) {
        struct view *list = view_add_list(parent, name);
        json_array_foreach(v, i, item) view_fill(a, list, NULL, item);
    } else if (json_is_string(v)) {
        view_add_text(parent, name, json_string_value(v));
    } else if (json_is_integer(v)) {
        view_add_integer(parent, name, json_integer_value(v));
    } else {
        view_add_bool(parent, name, json_is_true(v));
    }
}

struct view *view_of_json(struct arena *a, const json_t *json)
{
    const char *key;
    json_t *item;
    struct view *root = view_new(a);
    json_object_foreach((json_t *)(uintptr_t)json, key, item) view_fill(a, root, key, item);
    return root;
}

json_t *document_data(const char *name)
{
    char path[600];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s.json", DOCUMENT_DATA, name);
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!json)
        print_message("# %s:%d: %s\n", path, error.line, error.text);
    return json;
}

static void write_temporary(const struct buf *b, char path[32])
{
    snprintf(path, 32, "/tmp/document-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, b->p, b->n), (ssize_t)b->n);
    close(fd);
}

static char *output_of(const char *command, bool keep_lines)
{
    struct buf text = BUF_INIT(4u << 20);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    for (int c; (c = fgetc(p)) != EOF;)
        if (keep_lines || (c != ' ' && c != '\n' && c != '\f'))
            buf_addc(&text, (char)c);
    assert_int_equal(pclose(p), 0);
    if (!text.p)
        return strdup("");
    return text.p;
}

char *pdf_words(const struct buf *pdf, int page)
{
    char path[32], command[200], pages[40] = "";
    write_temporary(pdf, path);
    if (page > 0)
        snprintf(pages, sizeof pages, "-f %d -l %d", page, page);
    snprintf(command, sizeof command, "pdftotext -raw %s '%s' -", pages, path);
    char *words = output_of(command, false);
    unlink(path);
    return words;
}

char *pdf_boxes(const struct buf *pdf, int page)
{
    char path[32], command[200];
    write_temporary(pdf, path);
    snprintf(command, sizeof command, "pdftotext -bbox -f %d -l %d '%s' -", page, page, path);
    char *boxes = output_of(command, true);
    unlink(path);
    return boxes;
}

int pdf_page_count(const struct buf *pdf)
{
    char path[32], command[200];
    write_temporary(pdf, path);
    snprintf(command, sizeof command, "pdfinfo '%s'", path);
    char *info = output_of(command, true);
    const char *pages = strstr(info, "Pages:");
    int n = pages ? (int)strtol(pages + 6, NULL, 10) : 0;
    unlink(path);
    free(info);
    return n;
}

char *docx_part(const struct buf *docx, const char *name)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(docx->p, docx->n, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null(zip);
    char *text = NULL;
    zip_stat_t stat;
    if (zip_stat(zip, name, 0, &stat) == 0) {
        zip_file_t *file = zip_fopen(zip, name, 0);
        text = calloc(1, stat.size + 1);
        assert_int_equal(zip_fread(file, text, stat.size), (zip_int64_t)stat.size);
        zip_fclose(file);
    }
    zip_discard(zip);
    zip_error_fini(&error);
    return text;
}

bool tool_is_there(const char *command)
{
    char line[100];
    snprintf(line, sizeof line, "%s -v >/dev/null 2>&1", command);
    FILE *p = popen(line, "r");
    if (p && pclose(p) == 0)
        return true;
    print_message("# %s is not there\n", command);
    return false;
}

/* Tags, spaces and line ends taken off; boxes ticked and empty as a PDF has them. */
static size_t words_keep(char *to, const char *xml)
{
    static const char *const marks[][2] = {{"\u3000", ""}, {"☑", "√"}, {"☐", "□"}};
    const size_t mark_n = strlen("☑");
    size_t n = 0;
    while (*xml != '\0') {
        size_t k = 0;
        while (k < sizeof marks / sizeof marks[0] && strncmp(xml, marks[k][0], mark_n) != 0)
            k++;
        if (k < sizeof marks / sizeof marks[0]) {
            for (const char *p = marks[k][1]; *p != '\0'; p++)
                to[n++] = *p;
            xml += mark_n;
        } else if (*xml == '<') {
            xml += strcspn(xml, ">");
            xml += *xml == '>';
        } else {
            if (*xml != ' ' && *xml != '\n')
                to[n++] = *xml;
            xml++;
        }
    }
    to[n] = '\0';
    return n;
}

char *docx_words(const struct buf *docx)
{
    char *body = docx_part(docx, "word/document.xml"), *foot = docx_part(docx, "word/footer1.xml");
    assert_non_null(body);
    char *words = calloc(1, strlen(body) + (foot ? strlen(foot) : 0) + 1);
    assert_non_null(words);
    size_t n = words_keep(words, body);
    if (foot)
        words_keep(words + n, foot);
    free(body);
    free(foot);
    return words;
}

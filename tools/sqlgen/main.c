/* sqlgen FILE.sql OUT.h OUT.c
   sqlgen --migrations FOLDER OUT.c DEPFILE */
#include "sqlgen.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void fail_at(const char *path, int line, const char *format, ...)
{
    va_list list;
    fprintf(stderr, "%s:%d: ", path, line);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

void *must_alloc(size_t bytes)
{
    void *p = calloc(1, bytes);
    if (p == NULL) {
        fprintf(stderr, "sqlgen: out of memory\n");
        exit(1);
    }
    return p;
}

char *must_read(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        fail_at(path, 0, "cannot be read");
    char *text = must_alloc(FILE_MAX_BYTES + 1);
    size_t n = fread(text, 1, FILE_MAX_BYTES + 1, f);
    if (ferror(f) != 0 || n > FILE_MAX_BYTES)
        fail_at(path, 0, "cannot be read, or larger than %d bytes", FILE_MAX_BYTES);
    fclose(f);
    text[n] = '\0';
    if (strlen(text) != n)
        fail_at(path, 0, "contains a zero byte");
    return text;
}

FILE *must_create(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        fail_at(path, 0, "cannot be written");
    return f;
}

void must_close(FILE *f, const char *path)
{
    if (fclose(f) != 0)
        fail_at(path, 0, "cannot be written");
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static void generate(const char *in, const char *header, const char *code)
{
    struct file *file = file_parse(in, must_read(in));
    file->path = base_name(in); /* generated files do not depend on where the tree stands */
    FILE *out = must_create(header);
    header_write(file, out);
    must_close(out, header);
    out = must_create(code);
    code_write(file, base_name(header), out);
    must_close(out, code);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "--migrations") == 0)
        migrations_write(argv[2], argv[3], argv[4]);
    else if (argc == 4)
        generate(argv[1], argv[2], argv[3]);
    else {
        fprintf(stderr, "usage: sqlgen FILE.sql OUT.h OUT.c\n"
                        "       sqlgen --migrations FOLDER OUT.c DEPFILE\n");
        return 2;
    }
    return 0;
}

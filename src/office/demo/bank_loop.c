/* Between the payment run and the bank's file formats. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#define SOURCE_COUNT LAYOUT_SOURCE_COUNT /* the plan's sources of money are counted by that name   \
                                          */
#include "office/bank.h"
#undef SOURCE_COUNT
#include "office/demo/bank.h"

#define LAYOUT_ARENA_BYTES (1u << 20)
#define FILE_BYTES_MAX ((size_t)1 << 30)

struct outgoing {
    const struct layout *layout;
    const char *path;
    struct bank_batch batch;
    struct bank_writer *writer;
    FILE *kept; /* the finished file, read back */
};

static enum status out_begin(void *context, const struct payment_batch *batch, struct error *e)
{
    struct outgoing *o = context;
    o->batch = (struct bank_batch){batch->unit, batch->on, batch->count, batch->total};
    return bank_writer_open(o->layout, o->path, &o->batch, &o->writer, e);
}

static enum status out_line(void *context, const struct payment_line *line, struct error *e)
{
    const struct outgoing *o = context;
    return bank_writer_line(o->writer,
                            &(struct bank_line){.agent_no = line->agent_no,
                                                .name = line->holder,
                                                .amount = line->amount,
                                                .account = line->account,
                                                .id_number = line->id_number},
                            e);
}

static enum status broken_file(const char *path, struct error *e)
{
    return error_set(e, STATUS_FAILED, "DEMO_BANK", _("不能读取 %s"), path);
}

static enum status out_end(void *context, struct error *e)
{
    struct outgoing *o = context;
    TRY(bank_writer_finish(o->writer, e));
    bank_writer_cleanup(&o->writer);
    o->kept = fopen(o->path, "rb");
    return o->kept != NULL ? STATUS_OK : broken_file(o->path, e);
}

static enum status out_read(void *context, void *p, size_t capacity, size_t *ret_n, struct error *e)
{
    const struct outgoing *o = context;
    size_t n = fread(p, 1, capacity, o->kept);
    if (n == 0 && ferror(o->kept))
        return broken_file(o->path, e);
    *ret_n = n;
    return n > 0 ? STATUS_OK : STATUS_NONE;
}

enum status demo_bank_send(struct db *db, const struct payment_context *c, int64_t run,
                           bool reissue, const char *path, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LAYOUT_ARENA_BYTES);
    struct outgoing o = {.path = path};
    struct payment_sink sink = {
        .context = &o, .begin = out_begin, .line = out_line, .end = out_end, .read = out_read};
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(layout_load(arena, NULL, DEMO_LAYOUT, &o.layout, e));
    enum status s = payment_send(db, c, run, DEMO_LAYOUT, reissue, &sink, NULL, e);
    bank_writer_cleanup(&o.writer);
    if (o.kept != NULL)
        fclose(o.kept);
    return s;
}

static enum status in_next(void *context, struct payment_return_line *ret, struct error *e)
{
    struct bank_return_line line;
    enum status s = bank_return_next(context, &line, e);
    if (s != STATUS_OK)
        return s;
    *ret = (struct payment_return_line){.agent_no = line.sent.agent_no,
                                        .account = line.sent.account,
                                        .holder = line.sent.name,
                                        .code = line.code,
                                        .reason = line.reason,
                                        .amount = line.sent.amount,
                                        .is_paid = line.is_paid,
                                        .line_number = line.line_no};
    return STATUS_OK;
}

static void memory_cleanup(void **p)
{
    free(*p);
}

static enum status read_file(const char *path, void **ret, size_t *ret_n, struct error *e)
{
    CLEANUP(memory_cleanup) void *p = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return broken_file(path, e);
    long n = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    bool is_read = n > 0 && (size_t)n <= FILE_BYTES_MAX && fseek(file, 0, SEEK_SET) == 0 &&
                   (p = malloc((size_t)n)) != NULL && fread(p, 1, (size_t)n, file) == (size_t)n;
    fclose(file);
    if (!is_read)
        return broken_file(path, e);
    *ret = p;
    *ret_n = (size_t)n;
    p = NULL;
    return STATUS_OK;
}

enum status demo_bank_take(struct db *db, const struct payment_context *c, int64_t run,
                           const char *path, struct payment_return_result *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LAYOUT_ARENA_BYTES);
    CLEANUP(bank_return_cleanup) struct bank_return *file = NULL;
    CLEANUP(memory_cleanup) void *bytes = NULL;
    const struct layout *layout;
    struct remittance_row sent;
    size_t n;

    if (arena == NULL)
        return arena_exhausted(e);
    TRY(layout_load(arena, NULL, DEMO_LAYOUT, &layout, e));
    TRY(payment_remittance_open(db, c->county, run, arena, &sent, e));
    struct bank_batch expected = {sent.unit, sent.sent_on, sent.items, sent.total};
    TRY(bank_return_open(layout, path, &expected, &file, e));
    TRY(read_file(path, &bytes, &n, e));
    struct payment_source source = {.context = file, .next = in_next};
    const char *name = strrchr(path, '/');
    return payment_take_return(db, c, run, &source, name != NULL ? name + 1 : path, bytes, n, ret,
                               e);
}

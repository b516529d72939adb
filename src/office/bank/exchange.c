#include "office/bank.h"
#include "office/bank/exchange.h"

#include "base/i18n.h"
#include "office/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAYOUT_ARENA_BYTES ((size_t)1024 * 1024)
#define FILE_BYTES_MAX ((off_t)1 << 30)
#define PATH_BYTES 1024

/* The file in clear lives only in a folder of our own (mode 0700) while it is being made. */
struct outgoing {
    const struct layout *layout;
    char folder[PATH_BYTES], path[PATH_BYTES + 16];
    struct bank_batch batch;
    struct bank_writer *writer;
    FILE *made;
};

static void outgoing_cleanup(struct outgoing *o)
{
    bank_writer_cleanup(&o->writer);
    if (o->made)
        fclose(o->made);
    o->made = NULL;
    if (o->folder[0]) {
        unlink(o->path);
        rmdir(o->folder);
    }
    o->folder[0] = '\0';
}

static enum status file_failed(const char *path, struct error *e)
{
    return error_set(e, STATUS_FAILED, "FILE_IO", _("%s:%s"), path, strerror(errno));
}

/* May be called again when the database asks to repeat the transaction: starts over. */
static enum status out_begin(void *context, const struct payment_batch *batch, struct error *e)
{
    struct outgoing *o = context;
    outgoing_cleanup(o);
    const char *tmp = getenv("TMPDIR");
    snprintf(o->folder, sizeof o->folder, "%.900s/minsheng-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(o->folder)) {
        enum status s = file_failed(o->folder, e);
        o->folder[0] = '\0';
        return s;
    }
    snprintf(o->path, sizeof o->path, "%s/%s", o->folder,
             o->layout->kind == LAYOUT_XLSX ? "batch.xlsx" : "batch.txt");
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

static enum status out_end(void *context, struct error *e)
{
    struct outgoing *o = context;
    TRY(bank_writer_finish(o->writer, e));
    bank_writer_cleanup(&o->writer);
    o->made = fopen(o->path, "rb");
    return o->made ? STATUS_OK : file_failed(o->path, e);
}

static enum status out_read(void *context, void *p, size_t capacity, size_t *ret_n, struct error *e)
{
    const struct outgoing *o = context;
    size_t n = fread(p, 1, capacity, o->made);
    if (n == 0 && ferror(o->made))
        return file_failed(o->path, e);
    *ret_n = n;
    return n > 0 ? STATUS_OK : STATUS_NONE;
}

enum status bank_exchange_send(struct db *db, const struct payment_context *c, int64_t run,
                               const char *layout, bool reissue, int64_t *ret_remittance,
                               struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LAYOUT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    CLEANUP(outgoing_cleanup) struct outgoing o = {0};
    TRY(layout_load(arena, NULL, layout, &o.layout, e));
    const struct payment_sink sink = {
        .context = &o, .begin = out_begin, .line = out_line, .end = out_end, .read = out_read};
    return payment_send(db, c, run, layout, reissue, &sink, ret_remittance, e);
}

static enum status part_write(void *context, const void *p, size_t n, struct error *e)
{
    struct outfile *out = context;
    return fwrite(p, 1, n, out->file) == n ? STATUS_OK : file_failed(out->path, e);
}

enum status bank_exchange_write(struct db *db, int64_t county, const struct keyring *keys,
                                int64_t run, int64_t remittance, const char *path, struct error *e)
{
    int64_t file;
    TRY(payment_out_file(db, county, run, remittance, &file, e));
    CLEANUP(outfile_discard) struct outfile out = {0};
    TRY(outfile_open(&out, path, e));
    TRY(payment_file_read(db, county, keys, file, part_write, &out, e));
    if (fflush(out.file) != 0 || fsync(fileno(out.file)) != 0)
        return file_failed(path, e);
    return outfile_commit(&out, e);
}

/* The detail fields, by what they hold, that the layout both sends and returns; NULL: not both. */
struct carried {
    const struct layout_field *returned[SOURCE_REASON + 1];
    const char *id_kind; /* as out_line leaves it to the layout */
};

static void carried_find(const struct layout *l, struct carried *ret)
{
    *ret = (struct carried){.id_kind = ""};
    for (int i = 0; i < l->return_detail.count; i++) {
        const struct layout_field *back = &l->return_detail.fields[i];
        for (int k = 0; k < l->detail.count; k++) {
            if (l->detail.fields[k].source == back->source)
                ret->returned[back->source] = back;
        }
    }
    for (int k = 0; k < l->detail.count; k++) {
        if (l->detail.fields[k].source == SOURCE_ID_KIND && l->detail.fields[k].value)
            ret->id_kind = l->detail.fields[k].value;
    }
}

/* Opened at the first line, when it is known that these bytes were not taken in before. */
struct incoming {
    struct db *db;
    const struct payment_context *c;
    int64_t run;
    const char *path;
    struct arena *arena;
    struct bank_batch expected;
    struct carried carried;
    struct bank_return *file;
    int fd; /* of the same path: what is kept */
};

static enum status incoming_open(struct incoming *in, struct error *e)
{
    struct remittance_row sent;
    const struct layout *layout;
    TRY(payment_remittance_open(in->db, in->c->county, in->run, in->arena, &sent, e));
    TRY(layout_load(in->arena, NULL, sent.layout, &layout, e));
    carried_find(layout, &in->carried);
    in->expected = (struct bank_batch){sent.unit, sent.sent_on, sent.items, sent.total};
    return bank_return_open(layout, in->path, &in->expected, &in->file, e);
}

/* What out_line left to the writer is the same in every line. */
static enum status constants_check(const struct incoming *in, const struct bank_return_line *line,
                                   struct error *e)
{
    const struct layout_field *const *f = in->carried.returned;
    const struct layout_field *altered = NULL;
    if (f[SOURCE_LINE_UNIT] && strcmp(line->sent.unit, in->expected.unit) != 0)
        altered = f[SOURCE_LINE_UNIT];
    else if (f[SOURCE_ID_KIND] && strcmp(line->sent.id_kind, in->carried.id_kind) != 0)
        altered = f[SOURCE_ID_KIND];
    else if (f[SOURCE_TIMES] && line->sent.times != 1)
        altered = f[SOURCE_TIMES];
    if (!altered)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "RETURN_ALTERED",
                     _("第 %" PRId64 " 行(代理编号 %.40s)的“%s”与送出的不同。整份文件未入账。"),
                     (int64_t)line->line_no, line->sent.agent_no, altered->title);
}

static enum status in_next(void *context, struct payment_return_line *ret, struct error *e)
{
    struct incoming *in = context;
    struct bank_return_line line;
    if (!in->file)
        TRY(incoming_open(in, e));
    TRY(bank_return_next(in->file, &line, e));
    TRY(constants_check(in, &line, e));
    const struct layout_field *const *f = in->carried.returned;
    *ret =
        (struct payment_return_line){.agent_no = line.sent.agent_no,
                                     .account = f[SOURCE_ACCOUNT] ? line.sent.account : NULL,
                                     .holder = f[SOURCE_NAME] ? line.sent.name : NULL,
                                     .id_number = f[SOURCE_ID_NUMBER] ? line.sent.id_number : NULL,
                                     .code = line.code,
                                     .reason = line.reason,
                                     .amount = line.sent.amount,
                                     .is_paid = line.is_paid,
                                     .line_number = line.line_no};
    return STATUS_OK;
}

static enum status in_read(void *context, int64_t offset, void *p, size_t capacity, size_t *ret_n,
                           struct error *e)
{
    const struct incoming *in = context;
    ssize_t n;
    do
        n = pread(in->fd, p, capacity, (off_t)offset);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return file_failed(in->path, e);
    *ret_n = (size_t)n;
    return n > 0 ? STATUS_OK : STATUS_NONE;
}

static void incoming_cleanup(struct incoming *in)
{
    bank_return_cleanup(&in->file);
    if (in->fd >= 0)
        close(in->fd);
    in->fd = -1;
}

enum status bank_exchange_take(struct db *db, const struct payment_context *c, int64_t run,
                               const char *path, struct payment_return_result *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(LAYOUT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    CLEANUP(incoming_cleanup)
    struct incoming in = {.db = db,
                          .c = c,
                          .run = run,
                          .path = path,
                          .arena = arena,
                          .fd = open(path, O_RDONLY | O_CLOEXEC)};
    if (in.fd < 0)
        return error_set(e, STATUS_REFUSED, "FILE_OPEN", _("打不开 %s:%s"), path, strerror(errno));
    struct stat st;
    if (fstat(in.fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0 ||
        st.st_size > FILE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "FILE_READ", _("%s 是空的或读不完整。"), path);
    const struct payment_source source = {.context = &in, .next = in_next, .read = in_read};
    const char *slash = strrchr(path, '/');
    return payment_take_return(db, c, run, &source, slash ? slash + 1 : path, ret, e);
}

/* What was handed to the bank and what it answered: items, books and the kept bytes must all say
 * the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"

#define SUBJECT_BYTES 64
#define FILE_FIELDS_MAX 8
#define FILE_FIELD_BYTES 256
#define FILE_HOLDER_BYTES 1024

/* How the auditor itself reads a text layout: which field of a detail line is what, and in what
 * unit amounts are. The one other line of a file has FRAME_FIELDS: a mark, date, unit, rows, total.
 */
struct file_shape {
    const char *layout;
    char separator;
    int fields; /* of a detail; a line with more or fewer is none */
    int agent_field, holder_field, account_field, amount_field; /* from 0 */
    bool is_yuan;
};
static const struct file_shape SHAPES[] = {
    {"nsh-pipe", '|', 8, 0, 1, 3, 2, true},
    {"txt-fen", '|', 4, 0, 2, 1, 3, false},
};
#define FRAME_FIELDS 5

struct file_field {
    char text[FILE_FIELD_BYTES];
    size_t n;
};
struct file_sum {
    const struct file_shape *shape; /* NULL: a workbook; hash and length only */
    const struct audit_remittance_row *remittance;
    const struct keyring *keys;
    struct db_cursor *payees; /* whom each line should name, in the order of the file */
    struct file_field value[FILE_FIELDS_MAX];
    int field; /* more than FILE_FIELDS_MAX are counted, not kept */
    int64_t lines, total_fen;
    int64_t frames, wrong_frames;
    int64_t wrong_payees, first_wrong; /* lines, from 1 */
    bool is_broken, is_inside;         /* is_inside: the second byte of a GB18030 pair follows */
};

static void file_sum_cleanup(struct file_sum *f)
{
    db_cursor_cleanup(&f->payees);
}

static const struct file_shape *shape_of(const char *layout)
{
    for (size_t i = 0; i < sizeof(SHAPES) / sizeof(SHAPES[0]); i++)
        if (strcmp(SHAPES[i].layout, layout) == 0)
            return &SHAPES[i];
    return NULL;
}

/* "123.45" in yuan or "12345" in fen, digits only: the auditor's own reading. */
static bool amount_fen(const char *text, bool is_yuan, int64_t *ret)
{
    int64_t value = 0;
    int decimals = -1;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '.' && is_yuan && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *p - '0', &value))
            return false;
        if (decimals >= 0)
            decimals++;
    }
    if (is_yuan && decimals != 2)
        return false;
    *ret = value;
    return text[0] != '\0';
}

static bool is_same_text(const char *gb18030, size_t n, const char *utf8)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(FILE_HOLDER_BYTES);
    struct error ignored = {0};
    return gb18030_to_utf8(gb18030, n, &text, &ignored) == STATUS_OK && text.n == strlen(utf8) &&
           memcmp(text.p, utf8, text.n) == 0;
}

static bool is_payee(const struct file_sum *f, const struct audit_payee_row *row)
{
    const struct file_field *agent = &f->value[f->shape->agent_field],
                            *holder = &f->value[f->shape->holder_field],
                            *account = &f->value[f->shape->account_field];
    char expected[FILE_FIELD_BYTES];
    uint8_t look_up[BLIND_INDEX_BYTES];
    snprintf(expected, sizeof(expected), "%06d%06" PRId64, (int)month_yyyymm(row->month),
             row->household);
    blind_index(f->keys, SEAL_ACCOUNT, account->text, look_up);
    return strcmp(agent->text, expected) == 0 && row->number_index.p != NULL &&
           row->number_index.n == BLIND_INDEX_BYTES &&
           memcmp(row->number_index.p, look_up, BLIND_INDEX_BYTES) == 0 && row->holder != NULL &&
           is_same_text(holder->text, holder->n, row->holder);
}

static enum status read_detail(struct file_sum *f, struct error *e)
{
    struct audit_payee_row row;
    int64_t fen = 0;
    if (!amount_fen(f->value[f->shape->amount_field].text, f->shape->is_yuan, &fen) ||
        __builtin_add_overflow(f->total_fen, fen, &f->total_fen))
        f->is_broken = true;
    f->lines++;
    enum status s = audit_payees_next(f->payees, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && is_payee(f, &row))
        return STATUS_OK;
    if (f->wrong_payees++ == 0)
        f->first_wrong = f->lines;
    return STATUS_OK;
}

static void read_frame(struct file_sum *f)
{
    const struct audit_remittance_row *r = f->remittance;
    int64_t day = 0, items = 0, fen = 0;
    bool is_read = amount_fen(f->value[1].text, false, &day) &&
                   amount_fen(f->value[3].text, false, &items) &&
                   amount_fen(f->value[4].text, f->shape->is_yuan, &fen);
    f->frames++;
    if (!is_read || day != date_yyyymmdd(r->sent_on) || items != r->items || fen != r->total_fen ||
        !is_same_text(f->value[2].text, f->value[2].n, r->unit))
        f->wrong_frames++;
}

static enum status end_line(struct file_sum *f, struct error *e)
{
    enum status s = STATUS_OK;
    if (f->field + 1 == f->shape->fields)
        s = read_detail(f, e);
    else if (f->field + 1 == FRAME_FIELDS)
        read_frame(f);
    memset(f->value, 0, sizeof(f->value));
    f->field = 0;
    return s;
}

static void keep_byte(struct file_sum *f, char c)
{
    if (f->field >= FILE_FIELDS_MAX)
        return;
    struct file_field *field = &f->value[f->field];
    if (field->n + 1 < sizeof(field->text))
        field->text[field->n++] = c;
    else
        f->is_broken = true;
}

static enum status read_bytes(struct file_sum *f, const char *p, size_t n, struct error *e)
{
    for (size_t i = 0; i < n && f->shape != NULL; i++) {
        /* The second byte of a character may look like the separator: 珅 is AB 7C. */
        bool is_second = f->is_inside;
        f->is_inside = !is_second && (unsigned char)p[i] >= 0x81;
        if (is_second || f->is_inside)
            keep_byte(f, p[i]);
        else if (p[i] == '\n')
            TRY(end_line(f, e));
        else if (p[i] == f->shape->separator)
            f->field++;
        else if (p[i] != '\r')
            keep_byte(f, p[i]);
    }
    return STATUS_OK;
}

/* Opens the kept file part by part: NONE when a part can not be opened (already reported). */
static enum status read_file(struct audit *a, int64_t file, const char *subject,
                             struct file_sum *sum, uint8_t hash[HASH_BYTES], int64_t *ret_bytes,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_file_part_row row;
    struct hash_state h;
    int64_t bytes = 0;
    enum status s;
    hash_init(&h);
    TRY(audit_file_parts_open(
        a->db, (struct audit_file_parts_args){.county = a->scope.county, .file = file}, &cursor,
        e));
    while ((s = audit_file_parts_next(cursor, &row, e)) == STATUS_OK) {
        size_t n = 0;
        struct error ignored = {0};
        char *plain = malloc(row.content.n + 1);
        if (plain == NULL)
            return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
        enum status opened =
            unseal(a->scope.keys, SEAL_FILE, row.content.p, row.content.n, plain, &n, &ignored);
        if (opened == STATUS_OK) {
            hash_update(&h, plain, n);
            s = read_bytes(sum, plain, n, e);
            bytes += (int64_t)n;
        }
        free(plain);
        if (s != STATUS_OK)
            return s;
        if (opened == STATUS_OK)
            continue;
        s = audit_find(a, "FILE_SEAL", e, subject,
                       _("文件 %" PRId64 " 第 %" PRId64 " 部分打不开或被改动"), file, row.part);
        return s == STATUS_OK ? STATUS_NONE : s;
    }
    if (s != STATUS_NONE)
        return s;
    if (sum->shape != NULL && sum->field > 0)
        TRY(end_line(sum, e));
    hash_final(&h, hash);
    *ret_bytes = bytes;
    return STATUS_OK;
}

static enum status check_file(struct audit *a, const struct audit_remittance_row *r, int64_t file,
                              bool is_out, const char *subject, struct error *e)
{
    struct audit_file_row row;
    CLEANUP(file_sum_cleanup)
    struct file_sum sum = {
        .shape = is_out ? shape_of(r->layout) : NULL, .remittance = r, .keys = a->scope.keys};
    uint8_t hash[HASH_BYTES];
    int64_t bytes = 0;
    enum status s =
        audit_file(a->db, (struct audit_file_args){.county = a->scope.county, .file = file},
                   a->arena, &row, e);
    if (s == STATUS_NONE)
        return audit_find(a, "FILE_MISSING", e, subject, _("文件 %" PRId64 " 没有保存"), file);
    if (s != STATUS_OK)
        return s;
    a->result.files++;
    if (a->scope.keys == NULL)
        return audit_find(a, "FILE_UNOPENED", e, subject, _("没有密钥，文件 %" PRId64 " 未核对"),
                          file);
    if (sum.shape != NULL)
        TRY(audit_payees_open(a->db,
                              (struct audit_payees_args){.county = a->scope.county,
                                                         .remittance = r->id,
                                                         .known = r->known_from,
                                                         .programme = r->programme},
                              &sum.payees, e));
    s = read_file(a, file, subject, &sum, hash, &bytes, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    if (bytes != row.bytes || row.sha256.n != HASH_BYTES ||
        memcmp(row.sha256.p, hash, HASH_BYTES) != 0)
        return audit_find(a, "FILE_HASH", e, subject, _("文件 %" PRId64 " 的内容与登记的哈希不符"),
                          file);
    if (sum.shape != NULL &&
        (sum.is_broken || sum.lines != r->items || sum.total_fen != r->total_fen))
        return audit_find(a, "FILE_TOTAL", e, subject,
                          _("文件内 %" PRId64 " 行 %s 元，登记 %" PRId64 " 行 %s 元"), sum.lines,
                          audit_yuan(a, sum.total_fen), r->items, audit_yuan(a, r->total_fen));
    if (sum.shape != NULL && (sum.frames != 1 || sum.wrong_frames > 0))
        return audit_find(a, "FILE_HEADER", e, subject,
                          _("文件所写的日期、单位编号、笔数或总额与登记不符"));
    if (sum.wrong_payees > 0)
        return audit_find(
            a, "PAYEE", e, subject,
            _("文件内 %" PRId64 " 行的收款人或账号不是送出时登记的，首见于第 %" PRId64 " 笔"),
            sum.wrong_payees, sum.first_wrong);
    return STATUS_OK;
}

static enum status check_sums(struct audit *a, const struct audit_remittance_row *r,
                              const char *subject, struct error *e)
{
    struct audit_remittance_sum_row sum;
    TRY(audit_remittance_sum(
        a->db, (struct audit_remittance_sum_args){.county = a->scope.county, .remittance = r->id},
        a->arena, &sum, e));
    if (sum.items != r->items || sum.total_fen != r->total_fen)
        return audit_find(a, "SENT_TOTAL", e, subject,
                          _("登记送出 %" PRId64 " 项 %s 元，发放项为 %" PRId64 " 项 %s 元"),
                          r->items, audit_yuan(a, r->total_fen), sum.items,
                          audit_yuan(a, sum.total_fen));
    bool is_same = sum.paid_items == r->paid_items && sum.paid_fen == r->paid_fen &&
                   sum.returned_items == r->returned_items && sum.returned_fen == r->returned_fen;
    if (r->is_reconciled == 1 && !is_same)
        return audit_find(a, "RETURN_TOTAL", e, subject,
                          _("登记已付 %s 退回 %s，明细已付 %s 退回 %s"), audit_yuan(a, r->paid_fen),
                          audit_yuan(a, r->returned_fen), audit_yuan(a, sum.paid_fen),
                          audit_yuan(a, sum.returned_fen));
    return STATUS_OK;
}

static enum status check_books(struct audit *a, const struct audit_remittance_row *r,
                               const char *subject, struct error *e)
{
    struct audit_remittance_books_row books;
    TRY(audit_remittance_books(
        a->db,
        (struct audit_remittance_books_args){
            .county = a->scope.county, .fund = audit_fund(r->programme), .remittance = r->id},
        a->arena, &books, e));
    int64_t paid_fen = r->is_reconciled ? r->paid_fen : 0,
            returned_fen = r->is_reconciled ? r->returned_fen : 0;
    if (books.sent_fen != r->total_fen || books.paid_fen != paid_fen ||
        books.returned_fen != returned_fen)
        return audit_find(a, "SENT_BOOKS", e, subject,
                          _("账上送出 %s 已付 %s 退回 %s，银行文件为 %s、%s、%s"),
                          audit_yuan(a, books.sent_fen), audit_yuan(a, books.paid_fen),
                          audit_yuan(a, books.returned_fen), audit_yuan(a, r->total_fen),
                          audit_yuan(a, paid_fen), audit_yuan(a, returned_fen));
    return STATUS_OK;
}

static enum status check_remittance(struct audit *a, const struct audit_remittance_row *r,
                                    struct error *e)
{
    char subject[SUBJECT_BYTES];
    snprintf(subject, sizeof(subject), "remittance %" PRId64 " of run %" PRId64, r->id, r->run);
    TRY(check_sums(a, r, subject, e));
    TRY(check_books(a, r, subject, e));
    TRY(check_file(a, r, r->out_file, true, subject, e));
    return r->is_reconciled == 1 ? check_file(a, r, r->in_file, false, subject, e) : STATUS_OK;
}

enum status audit_check_remittances(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_remittance_row row;
    enum status s;
    audit_check_begin(a);
    TRY(audit_remittances_open(a->db, (struct audit_remittances_args){.county = a->scope.county},
                               &cursor, e));
    while ((s = audit_remittances_next(cursor, &row, e)) == STATUS_OK) {
        s = check_remittance(a, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* What a return file says of accounts, holders and persons against what was sent. */
#include "compare.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum status refuse_field(int64_t line_number, const char *agent_no, const char *what,
                                struct error *e)
{
    return error_set(e, STATUS_REFUSED, "RETURN_ALTERED",
                     _("第 %" PRId64 " 行(代理编号 %.40s)的“%s”与送出的不同。整份文件未入账。"),
                     line_number, agent_no, what);
}

enum status comparison_end(struct comparison *c, struct error *e)
{
    uint8_t indexes[COMPARISON_FIELDS_MAX][BLIND_INDEX_BYTES];
    size_t count = c->count;
    c->count = 0;
    blind_index_texts(c->keys, c->texts, count, indexes);
    for (size_t i = 0; i < count; i++) {
        const struct compared_field *f = &c->fields[i];
        if (memcmp(indexes[i], f->sent, BLIND_INDEX_BYTES) != 0)
            return refuse_field(f->line_number, f->agent_no, f->what, e);
    }
    return STATUS_OK;
}

static enum status field_add(struct comparison *c, const struct payment_return_line *line,
                             enum seal_purpose purpose, const char *text, const char *what,
                             const uint8_t sent[BLIND_INDEX_BYTES], struct error *e)
{
    size_t n = strlen(text);
    if (n >= BLIND_SHORT_BYTES) { /* longer than banks' accounts are: by itself */
        TRY(comparison_end(c, e));
        uint8_t index[BLIND_INDEX_BYTES];
        blind_index(c->keys, purpose, text, index);
        return memcmp(index, sent, BLIND_INDEX_BYTES) == 0
                   ? STATUS_OK
                   : refuse_field(line->line_number, line->agent_no, what, e);
    }
    struct compared_field *f = &c->fields[c->count];
    f->line_number = line->line_number;
    snprintf(f->agent_no, sizeof f->agent_no, "%s", line->agent_no);
    f->what = what;
    memcpy(f->sent, sent, BLIND_INDEX_BYTES);
    c->texts[c->count].purpose = purpose;
    memcpy(c->texts[c->count].text, text, n + 1);
    return ++c->count < COMPARISON_FIELDS_MAX ? STATUS_OK : comparison_end(c, e);
}

enum status comparison_add(struct comparison *c, const struct matcher *m,
                           const struct payment_return_line *line, const struct sent_item *sent,
                           struct error *e)
{
    char sent_text[FEN_TEXT_BYTES], line_text[FEN_TEXT_BYTES];
    if (line->amount.v != sent->amount.v)
        return error_set(
            e, STATUS_REFUSED, "RETURN_ALTERED",
            _("第 %" PRId64 " 行(代理编号 %.40s)金额为 %s 元，送出的是 %s 元。整份文件未入账。"),
            line->line_number, line->agent_no, fen_format(line->amount, line_text),
            fen_format(sent->amount, sent_text));
    if (line->account)
        TRY(field_add(c, line, SEAL_ACCOUNT, line->account, _("账号"), sent->account_index, e));
    if (line->holder) {
        uint8_t holder[HOLDER_INDEX_BYTES];
        matcher_holder_index(m, line->holder, holder);
        if (memcmp(holder, sent->holder_index, HOLDER_INDEX_BYTES) != 0)
            return refuse_field(line->line_number, line->agent_no, _("户名"), e);
    }
    if (line->id_number)
        TRY(field_add(c, line, SEAL_ID_NUMBER, line->id_number, _("证件号码"), sent->id_index, e));
    return STATUS_OK;
}

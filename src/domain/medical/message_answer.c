/* The content of a message in one hash, and its answer as kept: JSON that is repeated byte for
   byte. */
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "bill_internal.h"

#include <jansson.h>
#include <string.h>

#define ANSWER_BYTES_MAX ((size_t)4 << 10)

static void digest_text(struct hash_state *h, const void *p, size_t n)
{
    uint8_t length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
    hash_update(h, length, sizeof length);
    hash_update(h, p, n);
}

static void digest_string(struct hash_state *h, const char *text)
{
    digest_text(h, text ? text : "", text ? strlen(text) : 0);
}

static void digest_i64(struct hash_state *h, int64_t v)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
    digest_text(h, bytes, sizeof bytes);
}

/* Numbers of people enter by their keyed look-up value: a plain hash of them could be guessed. */
static void digest_number(struct hash_state *h, const struct keyring *keys, const char *number)
{
    uint8_t index[BLIND_INDEX_BYTES];
    if (!number || !number[0]) {
        digest_string(h, "");
        return;
    }
    blind_index(keys, SEAL_ID_NUMBER, number, index);
    digest_text(h, index, sizeof index);
}

void message_digest(const struct medical_desk *desk, const struct medical_message *m,
                    uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    const struct medical_amounts *a = &m->amounts;
    hash_init(&h);
    digest_i64(&h, m->kind);
    digest_string(&h, m->admission_no);
    switch (m->kind) {
    case MESSAGE_ADMIT:
        digest_number(&h, desk->keys, m->id_number);
        digest_string(&h, m->name);
        digest_string(&h, m->department);
        digest_string(&h, m->disease);
        digest_string(&h, m->disease_name);
        digest_number(&h, desk->keys, m->insurance_no);
        digest_i64(&h, m->visit);
        digest_i64(&h, m->scheme);
        digest_i64(&h, m->admitted_on.v);
        break;
    case MESSAGE_SETTLE: {
        const struct fen amounts[] = {a->total, a->in_scope, a->insurance, a->critical,
                                      a->other, a->relief,   a->veteran};
        digest_i64(&h, m->discharged_on.v);
        for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++)
            digest_i64(&h, amounts[i].v);
        digest_string(&h, m->replaces);
        break;
    }
    case MESSAGE_REVERSE:
    case MESSAGE_CANCEL:
        digest_string(&h, m->reason);
        break;
    }
    hash_final(&h, out);
}

static void add_i64(struct buf *b, const char *key, int64_t v)
{
    buf_addc(b, ',');
    buf_add_json(b, key);
    buf_addc(b, ':');
    buf_add_i64(b, v);
}

static void add_text(struct buf *b, const char *key, const char *text)
{
    if (b->n > 1)
        buf_addc(b, ',');
    buf_add_json(b, key);
    buf_addc(b, ':');
    buf_add_json(b, text);
}

static const char *const KINDS[] = {[MESSAGE_ADMIT] = "admit",
                                    [MESSAGE_SETTLE] = "settle",
                                    [MESSAGE_REVERSE] = "reverse",
                                    [MESSAGE_CANCEL] = "cancel"};

enum status message_answer(const struct medical_message *m, struct arena *arena,
                           struct medical_answer *ret, struct error *e)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(ANSWER_BYTES_MAX);
    const struct medical_assessment *a = &ret->assessment;
    buf_addc(&b, '{');
    add_text(&b, "kind", KINDS[m->kind]);
    add_text(&b, "serial", m->serial ? m->serial : "");
    add_text(&b, "admission_no", m->admission_no);
    add_i64(&b, "admission", ret->admission);
    add_text(&b, "class", medical_class_code(ret->class));
    if (m->kind == MESSAGE_SETTLE || m->kind == MESSAGE_REVERSE) {
        add_i64(&b, "bill", ret->bill);
        add_i64(&b, "deductible_fen", a->terms.deductible.v);
        add_i64(&b, "rate_bp", a->terms.rate_bp);
        add_i64(&b, "cap_fen", a->terms.cap.v);
        add_i64(&b, "aided_before_fen", a->aided_before.v);
        add_i64(&b, "borne_fen", a->borne.v);
        add_i64(&b, "aid_fen", a->aid.v);
        add_i64(&b, "personal_fen", a->personal.v);
    }
    if (m->kind != MESSAGE_CANCEL)
        add_i64(&b, "advance_fen", ret->advance.v);
    if (m->kind == MESSAGE_SETTLE)
        add_i64(&b, "pay_now_fen", ret->pay_now.v);
    buf_addc(&b, '}');
    TRY(buf_status(&b, e));
    ret->json = arena_strdup(arena, buf_text(&b));
    return ret->json ? STATUS_OK : arena_exhausted(e);
}

static int64_t number_of(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

enum status message_answer_again(const char *json, struct arena *arena, struct medical_answer *ret,
                                 struct error *e)
{
    json_t *o = json_loads(json, 0, NULL);
    const char *class = o ? json_string_value(json_object_get(o, "class")) : NULL;
    struct medical_answer answer = {.is_repeat = true, .json = arena_strdup(arena, json)};
    if (!o || (class && strcmp(class, medical_class_code(MEDICAL_NONE)) != 0 &&
               medical_class_parse(class, &answer.class, NULL) != STATUS_OK)) {
        json_decref(o);
        return error_set(e, STATUS_FAILED, "MESSAGE_ANSWER", _("保存的应答无法读出"));
    }
    struct medical_assessment *a = &answer.assessment;
    answer.admission = number_of(o, "admission");
    answer.bill = number_of(o, "bill");
    answer.advance = FEN(number_of(o, "advance_fen"));
    answer.pay_now = FEN(number_of(o, "pay_now_fen"));
    a->terms.class = answer.class;
    a->terms.deductible = FEN(number_of(o, "deductible_fen"));
    a->terms.rate_bp = number_of(o, "rate_bp");
    a->terms.cap = FEN(number_of(o, "cap_fen"));
    a->aided_before = FEN(number_of(o, "aided_before_fen"));
    a->borne = FEN(number_of(o, "borne_fen"));
    a->aid = FEN(number_of(o, "aid_fen"));
    a->personal = FEN(number_of(o, "personal_fen"));
    json_decref(o);
    if (!answer.json)
        return arena_exhausted(e);
    *ret = answer;
    return STATUS_OK;
}

/* Numbers written by hand in a text: digits of any width, Chinese numerals before a unit, shares in
   words. Dates, numbers of documents and ordinals are no such numbers. The words below are data of
   the language, with what looks like a number and is none. */
#include "domain/bulletin/bulletin_internal.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/i18n.h"

#define STAND_IN 0xFFFC
#define LOOK_AHEAD 8

struct scan {
    utf8proc_int32_t *at; /* code points, then LOOK_AHEAD zeros */
    size_t n;
};
struct token {
    size_t start, end; /* of the number */
    bool is_digits, is_decimal;
};

/* Followed by one of these it is a quantity. */
static const char *const UNITS[] = {
    "%",  "‰",  "个百分点", "百分点", "元", "角", "分", "户", "人", "张", "床", "件", "次",
    "名", "例", "笔",       "家",     "处", "所", "套", "亩", "天", "倍", "成", "份", "平方米"};
/* After digits these too: in Chinese numerals they belong to names (四项民生工程). */
static const char *const DIGIT_UNITS[] = {"个", "项"};
static const char *const SPANS[] = {"个月", "个工作日", "个小时", "个季度"};
static const char NUMERALS[] = "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅";
static const char MULTIPLIERS[] = "十百千万亿";
static const char ABOUT[] = "多余来几";
/* 统一, 每一, 同一 … are words of their own. */
static const char BEFORE_ONE[] = "每逐某任这那上下同统唯单之不如划";

static bool is_one_of(utf8proc_int32_t cp, const char *set)
{
    utf8proc_uint8_t text[5] = {0};
    if (cp <= 0)
        return false;
    (void)utf8proc_encode_char(cp, text);
    return strstr(set, (const char *)text) != NULL;
}

static bool is_digit(utf8proc_int32_t cp)
{
    return cp > 0 && utf8proc_category(cp) == UTF8PROC_CATEGORY_ND;
}

static bool is_numeral(utf8proc_int32_t cp)
{
    return cp > 0x7F && is_one_of(cp, NUMERALS);
}

static bool is_space(utf8proc_int32_t cp)
{
    return cp == ' ' || cp == '\t';
}

static size_t spaces_skip(const struct scan *s, size_t at)
{
    while (is_space(s->at[at]))
        at++;
    return at;
}

static utf8proc_int32_t before(const struct scan *s, size_t at)
{
    while (at > 0 && is_space(s->at[at - 1]))
        at--;
    return at > 0 ? s->at[at - 1] : 0;
}

/* Code points of `word` matched from `at`; 0: not there. */
static size_t word_at(const struct scan *s, size_t at, const char *word)
{
    size_t n = 0;
    for (const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)word; *p; n++) {
        utf8proc_int32_t cp;
        p += utf8proc_iterate(p, -1, &cp);
        if (at + n >= s->n || s->at[at + n] != cp)
            return 0;
    }
    return n;
}

static struct token token_at(const struct scan *s, size_t i)
{
    struct token t = {.start = i, .end = i, .is_digits = is_digit(s->at[i])};
    if (t.is_digits) {
        while (is_digit(s->at[t.end]) || ((s->at[t.end] == '.' || s->at[t.end] == ',') &&
                                          t.end > i && is_digit(s->at[t.end + 1]))) {
            t.is_decimal = t.is_decimal || s->at[t.end] == '.';
            t.end++;
        }
        while (is_one_of(s->at[t.end], MULTIPLIERS) && !word_at(s, t.end, "百分点"))
            t.end++;
        return t;
    }
    while (is_numeral(s->at[t.end]) ||
           (t.end > i && word_at(s, t.end, "点") && is_numeral(s->at[t.end + 1])))
        t.end++;
    return t;
}

static bool token_is(const struct scan *s, const struct token *t, const char *word)
{
    const size_t n = word_at(s, t->start, word);
    return n > 0 && t->start + n == t->end;
}

/* Code points of the unit after it; 0: none. */
static size_t unit_at(const struct scan *s, const struct token *t, size_t at)
{
    for (size_t i = 0; t->is_digits && i < sizeof SPANS / sizeof SPANS[0]; i++)
        if (word_at(s, at, SPANS[i]))
            return 0;
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        const size_t n = word_at(s, at, UNITS[i]);
        if (n)
            return n;
    }
    for (size_t i = 0; t->is_digits && i < sizeof DIGIT_UNITS / sizeof DIGIT_UNITS[0]; i++) {
        const size_t n = word_at(s, at, DIGIT_UNITS[i]);
        if (n)
            return n;
    }
    return 0;
}

/* Words in which a numeral before a unit counts nothing. */
static bool is_idiom(const struct scan *s, const struct token *t)
{
    const utf8proc_int32_t next = s->at[t->end + 1];
    if (word_at(s, t->start, "百分点") || word_at(s, t->start, "千家万") ||
        (token_is(s, t, "万") && word_at(s, t->end, "户") &&
         before(s, t->start) == 0x5BB6 /* 家 */))
        return true;
    if (word_at(s, t->end, "分") && t->end - t->start == 1 &&
        is_one_of(s->at[t->start], "十百千万"))
        return !is_one_of(next, "之百"); /* 十分重要, 百分比 */
    if (word_at(s, t->end, "元") && t->end - t->start == 1 && is_one_of(s->at[t->start], "万亿"))
        return true; /* 以万元为单位 */
    if (!token_is(s, t, "一"))
        return false;
    return is_one_of(next, "一性") || word_at(s, t->end, "成") ||
           is_one_of(before(s, t->start), BEFORE_ONE); /* 一户一策, 一次性, 统一人员 */
}

/* Code points after `end` that make a quantity of it; SIZE_MAX: it is none. */
static size_t quantity(const struct scan *s, const struct token *t)
{
    const utf8proc_int32_t previous = before(s, t->start);
    size_t at = spaces_skip(s, t->end);
    const bool is_mark_before = t->start > 0 && previous == STAND_IN;
    if (is_one_of(previous, "第") && s->at[at] != STAND_IN)
        return SIZE_MAX;
    if (word_at(s, at, "分之"))
        return at + 2 - t->end;
    if (!t->is_digits && !is_mark_before && is_idiom(s, t))
        return SIZE_MAX;
    if (is_mark_before && word_at(s, t->start, "百分点"))
        return SIZE_MAX;
    if (is_mark_before || s->at[at] == STAND_IN)
        return 0;
    if (is_one_of(s->at[at], ABOUT))
        at = spaces_skip(s, at + 1);
    while (is_one_of(s->at[at], MULTIPLIERS) && !word_at(s, at, "百分点"))
        at = spaces_skip(s, at + 1); /* 30多万元, 3 万元 */
    if (is_one_of(previous, "时点") && word_at(s, at, "分"))
        return SIZE_MAX; /* 9时30分 */
    const size_t unit = unit_at(s, t, at);
    return unit ? at + unit - t->end : t->is_decimal ? 0 : SIZE_MAX;
}

static enum status piece_take(const struct scan *s, size_t start, size_t end, struct arena *arena,
                              const char **ret)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(512);
    for (size_t i = start; i < end && i < s->n; i++) {
        utf8proc_uint8_t text[5] = {0};
        if (s->at[i] == STAND_IN) {
            buf_adds(&out, "[[…]]");
            continue;
        }
        buf_add(&out, text, (size_t)utf8proc_encode_char(s->at[i], text));
    }
    *ret = arena_strdup(arena, buf_text(&out));
    return *ret ? STATUS_OK : STATUS_FAILED;
}

static enum status scan_find(const struct scan *s, struct arena *arena, const char **ret)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i] == STAND_IN) { /* a mark brings its own sign; and is no fraction's part */
            const size_t at = spaces_skip(s, i + 1);
            const size_t sign = word_at(s, at, "分之") + word_at(s, at, "%") + word_at(s, at, "‰");
            if (sign)
                return piece_take(s, i, at + sign, arena, ret);
            continue;
        }
        if (!is_digit(s->at[i]) && !is_numeral(s->at[i]))
            continue;
        const struct token t = token_at(s, i);
        const size_t after = quantity(s, &t);
        if (after != SIZE_MAX) {
            const bool is_mark_before = before(s, t.start) == STAND_IN;
            const bool is_mark_after = s->at[spaces_skip(s, t.end)] == STAND_IN;
            return piece_take(s, t.start - is_mark_before,
                              t.end + (after ? after : (size_t)is_mark_after), arena, ret);
        }
        i = t.end - 1;
    }
    return STATUS_OK;
}

enum status bulletin_number_find(const char *paragraph, struct arena *arena, const char **ret,
                                 struct error *e)
{
    utf8proc_uint8_t *normal = NULL;
    struct scan s = {0};
    const utf8proc_ssize_t bytes = utf8proc_map(
        (const utf8proc_uint8_t *)paragraph, 0, &normal,
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
    if (bytes < 0)
        return error_set(e, STATUS_REFUSED, "BULLETIN_FIELD", _("文字不是有效的 UTF-8 编码"));
    s.at = ARENA_ARRAY(arena, utf8proc_int32_t, (size_t)bytes + LOOK_AHEAD);
    enum status status = STATUS_OK;
    for (const utf8proc_uint8_t *p = normal; s.at && *p;)
        p += utf8proc_iterate(p, -1, &s.at[s.n++]);
    if (s.at)
        status = scan_find(&s, arena, ret);
    free(normal);
    return s.at && status == STATUS_OK ? STATUS_OK : arena_exhausted(e);
}

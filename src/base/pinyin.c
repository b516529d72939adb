#include "base/text.h"
#include "base/utf8.h"
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unicode/utrans.h>

#define CODE_COUNT 0x10000 /* rarer characters, past the basic plane, are asked anew each time */
#define READING_UNITS 64

enum reading { READING_SURNAME, READING_ORDINARY, READING_COUNT };

/* Surnames read differently from the common word, checked against the usual lists of surnames; and
   some that ICU's name table leaves at the common reading. */
static const char surnames[][5] = {
    "单s", "曾z", "仇q", "解x", "区o", "查z", "朴p", "任r", "华h", "宁n", "盖g", "乐y",
    "纪j", "尉w", "种c", "繁p", "秘b", "冼x", "洗x", "覃q", "员y", "祭z", "翟z", "逄p",
    "隗w", "黑h", "折s", "召s", "车c", "柏b", "缪m", "谌c", "郗x", "都d", "能n", "那n",
    "谷g", "哈h", "缴j", "句g", "阚k", "瞿q", "冯f", "万w", "叶y", "石s", "盛s", "沈s",
    "俞y", "贾j", "费f", "燕y", "应y", "牟m", "眭s", "嵇j", "么y", "幺y", "厍s", "郇x",
    "臧z", "逯l", "贲b", "葛g", "褚c", "乜n", "訾z", "佘s", "薄b", "宓m", "仉z", "令l",
    "颉x", "撒s", "晟c", "曲q", "卜b", "过g", "钭t",
};
/* Of two characters, where the first one alone would be read otherwise. */
static const char compounds[][10] = {"尉迟yc", "万俟mq", "单于cy", "长孙zs", "澹台tt"};

static pthread_once_t opened = PTHREAD_ONCE_INIT;
static pthread_mutex_t reading_lock = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *readings[READING_COUNT];
/* 0: not asked yet; '-': has no letter. Every thread would write the same letter, so races do no
 * harm. */
static _Atomic char known[READING_COUNT][CODE_COUNT];

static UTransliterator *open_reading(const UChar *id)
{
    UErrorCode code = U_ZERO_ERROR;
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    return U_SUCCESS(code) ? t : NULL;
}

static void open_readings(void)
{
    readings[READING_SURNAME] = open_reading(u"Han-Latin/Names; Latin-ASCII");
    readings[READING_ORDINARY] = open_reading(u"Han-Latin; Latin-ASCII");
    for (size_t i = 0; i < sizeof surnames / sizeof surnames[0]; i++) {
        size_t step = utf8_step(surnames[i], 4);
        atomic_store(&known[READING_SURNAME][utf8_code(surnames[i], step)], surnames[i][step]);
    }
}

static char ask(enum reading reading, int code)
{
    UChar text[READING_UNITS] = {0};
    int32_t length = 0, limit;
    UErrorCode error = U_ZERO_ERROR;
    if (code >= 0x10000) {
        text[length++] = (UChar)(0xD800 + ((code - 0x10000) >> 10));
        text[length++] = (UChar)(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
        text[length++] = (UChar)code;
    }
    limit = length;
    pthread_mutex_lock(&reading_lock);
    if (readings[reading])
        utrans_transUChars(readings[reading], text, &length, READING_UNITS, 0, &limit, &error);
    pthread_mutex_unlock(&reading_lock);
    if (!readings[reading] || U_FAILURE(error) || length < 1)
        return '-';
    UChar c = text[0] | 0x20;
    return c >= 'a' && c <= 'z' ? (char)c : '-';
}

static char initial(enum reading reading, int code)
{
    pthread_once(&opened, open_readings);
    if (code >= CODE_COUNT)
        return ask(reading, code);
    char letter = atomic_load_explicit(&known[reading][code], memory_order_relaxed);
    if (!letter) {
        letter = ask(reading, code);
        atomic_store_explicit(&known[reading][code], letter, memory_order_relaxed);
    }
    return letter;
}

static bool is_latin_letter(int code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

void pinyin_initials(const char *name, char out[PINYIN_INITIALS_BYTES])
{
    size_t n = 0, left = strlen(name);
    bool in_word = false;
    for (size_t i = 0; i < sizeof compounds / sizeof compounds[0]; i++) {
        if (strncmp(name, compounds[i], 6) == 0) {
            memcpy(out, compounds[i] + 6, 2);
            n = 2;
            name += 6;
            left -= 6;
        }
    }
    while (left && n < PINYIN_INITIALS_BYTES - 1) {
        size_t step = utf8_step(name, left);
        int code = step ? utf8_code(name, step) : 0;
        if (is_latin_letter(code)) {
            if (!in_word)
                out[n++] = (char)(code | 0x20);
            in_word = true;
        } else {
            in_word = false;
            char letter =
                code >= 0x80 ? initial(n ? READING_ORDINARY : READING_SURNAME, code) : '-';
            if (letter != '-')
                out[n++] = letter;
        }
        name += step ? step : 1;
        left -= step ? step : 1;
    }
    out[n] = 0;
}

/* Which passwords are good, and how they are kept. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_BYTES_MIN 4 /* of a name worth looking for in a password */

_Static_assert(crypto_pwhash_STRBYTES <= ACCESS_HASH_TEXT_BYTES, "the hash text fits");

/* What is tried first, of those long enough to pass otherwise. */
static const char *const COMMON[] = {
    "12345678",      "123456789",  "1234567890",  "0123456789",  "87654321",    "987654321",
    "9876543210",    "11223344",   "12341234",    "123123123",   "147258369",   "1qaz2wsx",
    "1qaz2wsx3edc",  "1q2w3e4r",   "1q2w3e4r5t",  "qwertyui",    "qwertyuiop",  "qwerty123",
    "qwer1234",      "asdfghjkl",  "asdf1234",    "zxcvbnm123",  "zaq12wsx",    "abcd1234",
    "abc12345",      "abc123456",  "abcdefgh",    "a1234567",    "a12345678",   "a123456789",
    "aa123456",      "aa12345678", "password",    "password1",   "password12",  "password123",
    "passw0rd",      "p@ssw0rd",   "p@ssword",    "admin123",    "admin1234",   "admin12345",
    "administrator", "adminadmin", "root1234",    "test1234",    "user1234",    "welcome1",
    "welcome123",    "letmein1",   "changeme",    "changeme1",   "iloveyou",    "iloveyou1",
    "sunshine",      "princess",   "football",    "baseball",    "superman",    "trustno1",
    "woaini520",     "woaini521",  "woaini1314",  "woaini123",   "5201314520",  "1314520520",
    "520131400",     "wang1234",   "zhang123",    "li123456",    "minsheng",    "minsheng1",
    "minsheng123",   "minzheng",   "minzheng1",   "minzheng123", "minzhengju",  "dibao123",
    "dibao1234",     "jingxian",   "jingxian123", "caizheng",    "caizheng123", "xuancheng",
};

static bool is_common(const char *password)
{
    for (size_t i = 0; i < sizeof(COMMON) / sizeof(COMMON[0]); i++)
        if (strcasecmp(password, COMMON[i]) == 0)
            return true;
    return false;
}

enum status access_password_check(const char *name, const char *password, struct error *e)
{
    size_t n = strlen(password);
    if (n > ACCESS_PASSWORD_BYTES_MAX || !utf8_is_valid(password, n))
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_WEAK",
                         _("密码过长或含有无法识别的字符，最多 %d 字节"),
                         ACCESS_PASSWORD_BYTES_MAX);
    bool is_one_character = true;
    for (size_t i = 1; i < n; i++)
        is_one_character = is_one_character && password[i] == password[0];
    bool has_name = strcasecmp(name, password) == 0 ||
                    (strlen(name) >= NAME_BYTES_MIN && strcasestr(password, name) != NULL);
    if (n < ACCESS_PASSWORD_BYTES_MIN || is_one_character || has_name)
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_WEAK",
                         _("密码太弱：至少 %d 位，不能含有用户名，也不能全是同一个字符。"),
                         ACCESS_PASSWORD_BYTES_MIN);
    if (is_common(password))
        return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_WEAK",
                         _("这个密码人人会猜，请换一个：几个不相干的词连在一起就很好。"));
    return STATUS_OK;
}

enum status access_password_same(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_SAME",
                     _("新密码与原来的一样，请换一个。"));
}

enum status access_password_hash(const char *password, enum access_cost cost,
                                 char out[ACCESS_HASH_TEXT_BYTES], struct error *e)
{
    unsigned long long operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    size_t memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    if (cost == ACCESS_COST_MODERATE) {
        operations = crypto_pwhash_OPSLIMIT_MODERATE;
        memory_bytes = crypto_pwhash_MEMLIMIT_MODERATE;
    } else if (cost == ACCESS_COST_TEST) {
        operations = crypto_pwhash_OPSLIMIT_MIN;
        memory_bytes = crypto_pwhash_MEMLIMIT_MIN;
    }
    if (sodium_init() < 0 ||
        crypto_pwhash_str(out, password, strlen(password), operations, memory_bytes) != 0)
        return error_set(e, STATUS_FAILED, "ACCESS_HASH", _("内存不足，无法保存密码，请稍后重试"));
    return STATUS_OK;
}

void access_password_detail(const char *hash, char out[ACCESS_PASSWORD_DETAIL_BYTES])
{
    uint8_t digest[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    hash_bytes(hash, strlen(hash), digest);
    hash_hex(digest, hex);
    snprintf(out, ACCESS_PASSWORD_DETAIL_BYTES, "{\"sha256\":\"%s\"}", hex);
}

/* A well-formed hash nobody knows the password of: an unknown name costs the same time as a known
 * one. */
bool access_password_matches(const char *hash, const char *password)
{
    static const char decoy[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                "RdescudvJCsgt3ub+b4dWRWJTmaasKXW7LjHMPXlCn0";
    bool has_hash = hash != NULL && strlen(hash) < crypto_pwhash_STRBYTES;
    const char *text = has_hash ? hash : decoy;
    char padded[crypto_pwhash_STRBYTES] = {0}; /* the library reads this many bytes */
    memcpy(padded, text, strlen(text));
    bool matches = crypto_pwhash_str_verify(padded, password, strlen(password)) == 0;
    return matches && has_hash;
}

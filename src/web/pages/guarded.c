#include "web/pages/guarded.h"
#include "base/i18n.h"
#include "web/server_internal.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ISSUER "minsheng"
#define QR_PATH_BYTES_MAX (64u * 1024)
#define CHINA_OFFSET_S (8 * 3600)

int64_t clock_s(void)
{
    return (int64_t)time(NULL);
}

enum status guarded_begin(struct request *r, struct db **ret, struct error *e)
{
    pthread_mutex_lock(&r->server->login_lock);
    enum status s = connection_login(r->server, ret, e);
    if (s != STATUS_OK)
        pthread_mutex_unlock(&r->server->login_lock);
    return s;
}

void guarded_end(struct request *r, enum status s)
{
    if (s == STATUS_FAILED)
        connection_login_drop(r->server);
    pthread_mutex_unlock(&r->server->login_lock);
}

enum status require_keys(const struct request *r, struct error *e)
{
    if (r->keys != NULL)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "KEY_MISSING", _("网站启动时没有密钥文件，不能办理此事。"));
}

void session_cookie_set(struct request *r, const char *token)
{
    response_cookie_add(r, COOKIE_SESSION, token, ACCESS_LIFE_S);
    response_cookie_add(r, COOKIE_LOGIN, "", 0);
}

/* The dark modules, row by row, neighbours joined: "M4 0h7v1h-7z". */
static void modules_write(const QRcode *code, struct buf *out)
{
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++) {
            int from = x;
            while (x < code->width && (code->data[y * code->width + x] & 1) != 0)
                x++;
            if (x > from)
                buf_addf(out, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
        }
}

enum status authenticator_add(struct request *r, const char *user_name, const char *secret,
                              struct error *e)
{
    CLEANUP(buf_free) struct buf path = BUF_INIT(QR_PATH_BYTES_MAX);
    CLEANUP(buf_free) struct buf groups = BUF_INIT(128);
    const char *uri = arena_printf(
        r->arena, "otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER, user_name, secret);
    if (uri == NULL)
        return arena_exhausted(e);
    QRcode *code = QRcode_encodeString8bit(uri, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return error_set(e, STATUS_FAILED, "QR", _("二维码没有画成。"));
    modules_write(code, &path);
    for (size_t i = 0; secret[i] != '\0'; i++)
        buf_addf(&groups, "%s%c", i > 0 && i % 4 == 0 ? " " : "", secret[i]);
    struct view *v = view_add_object(r->page, "authenticator");
    view_add_text(v, "user", user_name);
    view_add_text(v, "secret", buf_text(&groups));
    view_add_text(v, "uri", uri);
    struct view *qr = view_add_object(v, "qr");
    view_add_integer(qr, "size", code->width + 8); /* four modules of quiet on each side */
    view_add_text(qr, "path", buf_text(&path));
    QRcode_free(code);
    return buf_status(&path, e);
}

void recovery_add(struct request *r, char (*codes)[ACCESS_RECOVERY_BYTES])
{
    struct view *list = view_add_list(r->page, "codes");
    for (int i = 0; i < ACCESS_RECOVERY_CODES; i++)
        view_add_text(list, NULL, codes[i]);
}

void stamp_add(struct view *v, const char *name, const char *stamp)
{
    struct tm tm = {0};
    int year, month;
    if (stamp == NULL || sscanf(stamp, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &tm.tm_mday,
                                &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6) {
        view_add_text(v, name, "");
        return;
    }
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    time_t at = timegm(&tm) + CHINA_OFFSET_S;
    char text[32];
    struct tm *there = gmtime_r(&at, &tm);
    size_t n = there == NULL ? 0 : strftime(text, sizeof(text), "%Y-%m-%d %H:%M", there);
    view_add_text(v, name, n > 0 ? text : "");
}

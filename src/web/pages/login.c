/* Coming in and going out. */
#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/draft.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"

#include <microhttpd.h>
#include <string.h>

/* Only a path of this site: "/runs/3?tab=items", never "//elsewhere". */
static const char *next_path(const char *next)
{
    bool is_ours = next[0] == '/' && next[1] != '/' && next[1] != '\\' && strlen(next) < 1024 &&
                   !text_starts(next, "/login") && !text_starts(next, "/logout");
    for (const char *p = next; *p != '\0'; p++)
        is_ours = is_ours && (unsigned char)*p > 0x20 && (unsigned char)*p < 0x7f;
    return is_ours ? next : "/";
}

static enum status login_show(struct request *r, struct error *e)
{
    if (r->has_session)
        return respond_redirect(r, NULL, e, "%s", next_path(request_query(r, "next")));
    view_add_text(r->page, "next", next_path(request_query(r, "next")));
    return respond_page(r, "login/page.html", NULL, e);
}

static enum status login_try(struct request *r, char token[ACCESS_TOKEN_BYTES],
                             struct access_session *session, struct error *e)
{
    struct db *db = NULL;
    TRY(guarded_begin(r, &db, e));
    enum status s =
        access_login(db, r->county, request_field(r, "name"), request_field(r, "password"),
                     clock_s(), r->token, r->arena, token, session, e);
    guarded_end(r, s);
    return s;
}

/* On to the site, or to the step that is still lacking. The ticket takes the place of the login
   cookie, so that it is also what the next form must carry. */
static enum status step_on(struct request *r, const char *token,
                           const struct access_session *session, struct error *e)
{
    const char *next = next_path(request_field(r, "next"));
    CLEANUP(buf_free) struct buf query = BUF_INIT(4096);
    if (session->next == ACCESS_STEP_NONE) {
        session_cookie_set(r, token);
        return respond_redirect(r, NULL, e, "%s", next);
    }
    if (session->next == ACCESS_STEP_ENROL) {
        struct db *db;
        TRY(require_keys(r, e));
        TRY(request_writer(r, &db, e));
        TRY(access_totp_begin(db, r->county, r->keys, session->user.name, e));
    }
    response_cookie_add(r, COOKIE_SESSION, "", 0);
    response_cookie_add(r, COOKIE_LOGIN, token, ACCESS_TICKET_S);
    form_encode(&query, next);
    return respond_redirect(r, NULL, e, "/login/step?next=%s", buf_text(&query));
}

/* What somebody had typed when his session ended goes along in the login's own form. */
static enum status typed_add(struct request *r, struct error *e)
{
    static const char *const beside[] = {"draft", "draft_version", "typed_by", "on"};
    struct view *list = view_add_list(r->page, "typed");
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        bool is_kept = text_starts(f->name, "f.");
        for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
            is_kept = is_kept || strcmp(f->name, beside[i]) == 0;
        if (!is_kept)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "field", f->name);
        view_add_text(v, "value", f->value);
    }
    view_add_bool(r->page, "has_typed", request_field(r, "draft")[0] != '\0');
    return view_status(r->page, e);
}

enum status login_interrupted(struct request *r, struct error *e)
{
    struct draft_place place;
    TRY(draft_place_of(r->arena, request_field(r, "draft"), &place));
    view_add_text(r->page, "name", request_field(r, "typed_by"));
    view_add_text(r->page, "next", next_path(draft_address(r->arena, &place)));
    TRY(typed_add(r, e));
    return respond_page_status(r, MHD_HTTP_UNAUTHORIZED, "login/page.html",
                               request_text(r, N_("登录")), NULL, e);
}

/* Kept as the draft of the user whose password was right, whatever step is still lacking. */
static enum status typed_keep(struct request *r, const char *user, struct error *e)
{
    struct db *db;
    if (request_field(r, "draft")[0] == '\0' || r->keys == NULL)
        return STATUS_OK;
    TRY(request_writer(r, &db, e));
    enum status s = draft_take_over(r, db, user, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status login_take(struct request *r, struct error *e)
{
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
    struct error why = {0};
    enum status s = login_try(r, token, &session, &why);
    if (s == STATUS_REFUSED) {
        view_add_text(r->page, "name", request_field(r, "name"));
        view_add_text(r->page, "next", next_path(request_field(r, "next")));
        TRY(typed_add(r, e));
        return respond_page_status(r, MHD_HTTP_UNPROCESSABLE_CONTENT, "login/page.html", NULL, &why,
                                   e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    TRY(typed_keep(r, session.user.name, e));
    return step_on(r, token, &session, e);
}

/* ---- the steps after the password ---- */

/* The ticket's step as a page; NONE: there is no ticket. */
static enum status step_page(struct request *r, const char *next, const struct error *why,
                             struct error *e)
{
    struct access_ticket ticket;
    char secret[ACCESS_SECRET_TEXT_BYTES];
    TRY(access_ticket_find(r->db, r->county, r->csrf, clock_s(), r->arena, &ticket, e));
    view_add_text(r->page, "next", next);
    view_add_text(r->page, "user", ticket.user.name);
    view_add_text(r->page, "title", ticket.user.title);
    view_add_bool(r->page, "is_code", ticket.step == ACCESS_STEP_CODE);
    view_add_bool(r->page, "is_password", ticket.step == ACCESS_STEP_PASSWORD);
    view_add_bool(r->page, "is_enrol", ticket.step == ACCESS_STEP_ENROL);
    if (ticket.step == ACCESS_STEP_ENROL) {
        TRY(require_keys(r, e));
        enum status s =
            access_totp_pending(r->db, r->county, r->keys, ticket.user.name, r->arena, secret, e);
        if (s == STATUS_OK)
            s = authenticator_add(r, ticket.user.name, secret, e);
        if (s != STATUS_OK)
            return s;
    }
    return respond_page_status(r, why != NULL ? MHD_HTTP_UNPROCESSABLE_CONTENT : MHD_HTTP_OK,
                               "login/step.html", NULL, why, e);
}

static enum status step_over(struct request *r, struct error *e)
{
    return respond_redirect(r, _("登录已过期，请重新登录。"), e, "/login");
}

static enum status step_show(struct request *r, struct error *e)
{
    const char *next = next_path(request_query(r, "next"));
    if (r->has_session)
        return respond_redirect(r, NULL, e, "%s", next);
    enum status s = step_page(r, next, NULL, e);
    return s == STATUS_NONE ? step_over(r, e) : s;
}

struct step_try {
    char token[ACCESS_TOKEN_BYTES];
    struct access_session session;
    char codes[ACCESS_RECOVERY_CODES][ACCESS_RECOVERY_BYTES];
    enum access_step step;
};

static enum status step_do(struct request *r, struct db *db, struct step_try *t, struct error *e)
{
    struct access_ticket ticket;
    const char *code = request_field(r, "code");
    TRY(access_ticket_find(db, r->county, r->csrf, clock_s(), r->arena, &ticket, e));
    t->step = ticket.step;
    if (t->step == ACCESS_STEP_PASSWORD) {
        if (!text_equals(request_field(r, "password"), request_field(r, "again")))
            return error_set(e, STATUS_REFUSED, "ACCESS_PASSWORD_TYPED",
                             _("两次输入的新密码不一样，请重新输入。"));
        return access_ticket_password(db, r->county, r->csrf, request_field(r, "password"),
                                      ACCESS_COST_INTERACTIVE, clock_s(), r->arena, t->token,
                                      &t->session, e);
    }
    TRY(require_keys(r, e));
    if (t->step == ACCESS_STEP_ENROL)
        return access_ticket_enrol(db, r->county, r->keys, r->csrf, code, clock_s(), r->arena,
                                   t->codes, t->token, &t->session, e);
    return access_ticket_code(db, r->county, r->keys, r->csrf, code, clock_s(), r->arena, t->token,
                              &t->session, e);
}

static enum status step_take(struct request *r, struct error *e)
{
    struct step_try t = {.step = ACCESS_STEP_NONE};
    struct error why = {0};
    struct db *db = NULL;
    const char *next = next_path(request_field(r, "next"));
    if (r->has_session)
        return respond_redirect(r, NULL, e, "%s", next);
    TRY(guarded_begin(r, &db, e));
    enum status s = step_do(r, db, &t, &why);
    guarded_end(r, s);
    if (s == STATUS_REFUSED)
        s = step_page(r, next, &why, e);
    else if (s == STATUS_OK && t.step == ACCESS_STEP_ENROL) {
        session_cookie_set(r, t.token);
        recovery_add(r, t.codes);
        view_add_text(r->page, "next", next);
        return respond_page(r, "login/codes.html", request_text(r, N_("恢复码")), e);
    } else if (s == STATUS_OK)
        return step_on(r, t.token, &t.session, e);
    else if (s != STATUS_NONE)
        *e = why;
    return s == STATUS_NONE ? step_over(r, e) : s;
}

static enum status logout_take(struct request *r, struct error *e)
{
    struct db *db;
    TRY(request_writer(r, &db, e));
    TRY(access_logout(db, r->county, r->token, r->session.user.name, e));
    response_cookie_add(r, COOKIE_SESSION, "", 0);
    return respond_redirect(r, NULL, e, "/login");
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/login", login_show, PERMISSION_PUBLIC, N_("登录"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/login", login_take, PERMISSION_PUBLIC, N_("登录"), AUDIENCE_PEOPLE},
    {HTTP_GET, "/login/step", step_show, PERMISSION_PUBLIC, N_("登录第二步"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/login/step", step_take, PERMISSION_PUBLIC, N_("登录第二步"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/logout", logout_take, PERMISSION_SESSION, N_("退出登录"), AUDIENCE_PEOPLE},
};
const struct route_table LOGIN_ROUTES = ROUTE_TABLE("login", ROUTES);

#include "web/server_internal.h"

#include <string.h>

static bool navigation_is_current(const char *entry, const char *path)
{
    size_t n = strlen(entry);
    if (strcmp(entry, "/") == 0)
        return strcmp(path, "/") == 0;
    return strncmp(path, entry, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static void navigation_add(const struct request *r, struct view *site)
{
    struct view *list = view_add_list(site, "navigation");
    const struct site_map *map = r->server->options.map;
    for (size_t i = 0; r->has_session && i < map->navigation_count; i++) {
        const struct navigation_entry *place = &map->navigation[i];
        if (!request_can(r, place->permission))
            continue;
        struct view *entry = view_add_object(list, NULL);
        view_add_text(entry, "path", place->path);
        view_add_text(entry, "label", request_text(r, place->label));
        view_add_bool(entry, "is_current", navigation_is_current(place->path, r->path));
    }
}

/* This page's own address, ready for one more parameter: the switches of language and theme. */
static void here_add(const struct request *r, struct view *site)
{
    CLEANUP(buf_free) struct buf here = BUF_INIT(REQUEST_QUERY_BYTES_MAX * 4);
    buf_adds(&here, r->method == HTTP_GET ? r->path : "/");
    buf_addc(&here, '?');
    for (const struct form_field *f = r->query.first; f != NULL && r->method == HTTP_GET;
         f = f->next) {
        if (strcmp(f->name, "lang") == 0 || strcmp(f->name, "theme") == 0)
            continue;
        form_encode(&here, f->name);
        buf_addc(&here, '=');
        form_encode(&here, f->value);
        buf_addc(&here, '&');
    }
    view_add_text(site, "here", here.overflow ? "/?" : buf_text(&here));
}

static void user_add(const struct request *r, struct view *site)
{
    if (!r->has_session)
        return;
    const struct access_user *u = &r->session.user;
    struct view *user = view_add_object(site, "user");
    view_add_text(user, "name", u->name);
    view_add_text(user, "title", u->title[0] == '\0' ? u->name : u->title);
    view_add_text(user, "role", request_text(r, role_label(u->role)));
}

static void error_add(const struct request *r, struct view *site, const struct error *error)
{
    if (error == NULL)
        return;
    struct view *v = view_add_object(site, "error");
    view_add_text(v, "message", request_text(r, error->message));
    view_add_text(v, "place", error->place);
    view_add_text(v, "code", error->code);
}

struct view *site_view(const struct request *r, const char *title, const struct error *error)
{
    struct view *root = view_new(r->arena);
    struct view *site = view_add_object(root, "site");
    view_add_text(site, "title", title);
    view_add_text(site, "language", r->language == VIEW_ENGLISH ? "en" : "zh-CN");
    view_add_bool(site, "is_english", r->language == VIEW_ENGLISH);
    view_add_bool(site, "has_english", r->server->english != NULL);
    view_add_text(site, "theme", r->theme);
    view_add_bool(site, "is_dark", strcmp(r->theme, "dark") == 0);
    view_add_text(site, "csrf", r->csrf);
    view_add_text(site, "notice", r->notice);
    user_add(r, site);
    here_add(r, site);
    navigation_add(r, site);
    error_add(r, site, error);
    return root;
}

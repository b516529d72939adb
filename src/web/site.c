#include "web/server_internal.h"

#include <string.h>

/* How much of an address an entry explains; 0: another place. The longest one is where one is. */
static size_t navigation_reach(const char *entry, const char *path)
{
    size_t n = entry == NULL ? 0 : strlen(entry);
    if (n <= 1)
        return n == 1 && strcmp(path, "/") == 0 ? 1 : 0;
    return strncmp(path, entry, n) == 0 && (path[n] == '\0' || path[n] == '/') ? n : 0;
}

static size_t navigation_entry_reach(const struct navigation_entry *place, const char *path)
{
    size_t own = navigation_reach(place->path, path), also = navigation_reach(place->also, path);
    return own > also ? own : also;
}

static const struct navigation_entry *navigation_current(const struct request *r)
{
    const struct site_map *map = r->server->options.map;
    const struct navigation_entry *ret = NULL;
    size_t best = 0;
    for (size_t i = 0; i < map->navigation_count; i++) {
        const struct navigation_entry *place = &map->navigation[i];
        size_t reach = navigation_entry_reach(place, r->path);
        if (reach <= best || !request_can(r, place->permission))
            continue;
        best = reach;
        ret = place;
    }
    return ret;
}

static bool is_same_group(const struct navigation_entry *a, const struct navigation_entry *b)
{
    return a->group != NULL && b->group != NULL && strcmp(a->group, b->group) == 0;
}

static void navigation_add(const struct request *r, struct view *site)
{
    struct view *list = view_add_list(site, "navigation"), *group = NULL, *places = NULL;
    const struct site_map *map = r->server->options.map;
    const struct navigation_entry *here = r->has_session ? navigation_current(r) : NULL;
    const struct navigation_entry *before = NULL;
    size_t in_group = 0;
    for (size_t i = 0; r->has_session && i < map->navigation_count; i++) {
        const struct navigation_entry *place = &map->navigation[i];
        if (!request_can(r, place->permission))
            continue;
        if (before == NULL || !is_same_group(before, place)) {
            bool is_here = here != NULL && (here == place || is_same_group(here, place));
            group = view_add_object(list, NULL);
            places = view_add_list(group, "places");
            view_add_text(group, "group_label",
                          request_text(r, place->group != NULL ? place->group : place->label));
            view_add_bool(group, "is_here", is_here);
            in_group = 0;
        }
        struct view *entry = view_add_object(places, NULL);
        view_add_text(entry, "path", place->path);
        view_add_text(entry, "label", request_text(r, place->label));
        view_add_bool(entry, "is_current", place == here);
        if (++in_group == 2)
            view_add_bool(group, "is_group", true);
        before = place;
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

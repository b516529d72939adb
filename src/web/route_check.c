/* Run by the build, before anything that serves the site is linked: a route without a permission
   that somebody holds, or one that can not be reached, is no program. Writes the header that the
   others wait for. */
#include "web/pages/pages.h"

#include <stdio.h>
#include <string.h>

static unsigned fault_count;

static void fault(const struct route_table *table, const struct route *route, const char *what)
{
    fprintf(stderr, "src/web/pages/%s.c: %s %s: %s\n", table->name,
            route->method == HTTP_POST ? "POST" : "GET",
            route->pattern == NULL ? "?" : route->pattern, what);
    fault_count++;
}

static bool permission_is_held(enum permission p)
{
    return p > PERMISSION_NONE && p < PERMISSION_COUNT && PERMISSIONS[p].permission == p &&
           PERMISSIONS[p].name != NULL && PERMISSIONS[p].label != NULL && PERMISSIONS[p].roles != 0;
}

static void parameters_check(const struct route_table *table, const struct route *route)
{
    size_t count = 0;
    for (const char *p = route->pattern; *p != '\0'; p++)
        count += *p == '{';
    if (count > ROUTE_PARAMETERS_MAX)
        fault(table, route, "more parameters than ROUTE_PARAMETERS_MAX");
}

static void inputs_check(const struct route_table *table, const struct route *route)
{
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++)
        if (i->name[0] == '\0' || i->description == NULL || i->description[0] == '\0')
            fault(table, route, "an input without a name or a description");
}

/* A path that is the pattern itself, "{run}" taken as a value, must come back to this route. */
static void reach_check(const struct route_table *table, const struct route *route)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 16);
    struct route_match match;
    enum route_answer (*const find[])(const struct site_map *, enum http_method, const char *,
                                      struct arena *,
                                      struct route_match *) = {route_find, route_find_program};
    for (int is_program = 0; is_program < 2; is_program++) {
        if (route->audience == (is_program ? AUDIENCE_PEOPLE : AUDIENCE_PROGRAMS))
            continue;
        if (arena == NULL || find[is_program](&SITE_MAP, route->method, route->pattern, arena,
                                              &match) != ROUTE_FOUND)
            fault(table, route, "its own pattern does not match");
        else if (match.route != route)
            fault(table, route, "hidden by an earlier route");
    }
}

static void signature_check(const struct route_table *table, const struct route *route)
{
    if (route->is_signed &&
        (route->method != HTTP_POST || route->audience != AUDIENCE_PROGRAMS ||
         access_can(ROLE_NONE, route->permission) || SITE_MAP.signature == NULL))
        fault(table, route, "only a POST of programs with a token is signed");
}

static void route_check(const struct route_table *table, const struct route *route)
{
    if (route->pattern == NULL || route->pattern[0] != '/' || route->handle == NULL ||
        route->title == NULL || route->title[0] == '\0') {
        fault(table, route, "needs a pattern, a handler and a title");
        return;
    }
    if (!permission_is_held(route->permission))
        fault(table, route, "its permission has no row, or nobody holds it (permission.c)");
    parameters_check(table, route);
    inputs_check(table, route);
    signature_check(table, route);
    reach_check(table, route);
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (size_t t = 0; t < SITE_MAP.table_count; t++)
        for (size_t i = 0; i < SITE_MAP.tables[t]->count; i++, count++)
            route_check(SITE_MAP.tables[t], &SITE_MAP.tables[t]->routes[i]);
    if (fault_count > 0 || argc < 2)
        return 1;
    FILE *out = fopen(argv[1], "w");
    if (out == NULL)
        return 1;
    fprintf(out, "#define ROUTES_CHECKED %zu\n", count);
    return fclose(out) == 0 ? 0 : 1;
}

#include "web/router.h"

#include <string.h>

/* False when the path is another one. Values are cut out of the path into the arena. */
static bool pattern_matches(const struct route *route, const char *path, struct arena *arena,
                            struct route_match *ret, bool *ret_no_memory)
{
    struct route_match match = {.route = route};
    const char *p = route->pattern;
    while (*p != '\0') {
        if (*p != '{') {
            if (*p++ != *path++)
                return false;
            continue;
        }
        const char *close = strchr(p, '}');
        size_t n = strcspn(path, "/");
        if (close == NULL || n == 0 || match.parameter_count == ROUTE_PARAMETERS_MAX)
            return false;
        char *value = arena_strndup(arena, path, n);
        *ret_no_memory = *ret_no_memory || value == NULL;
        match.parameter[match.parameter_count].name = p + 1;
        match.parameter[match.parameter_count].name_bytes = (size_t)(close - p - 1);
        match.parameter[match.parameter_count++].value = value;
        path += n;
        p = close + 1;
    }
    if (*path != '\0')
        return false;
    *ret = match;
    return true;
}

static enum route_answer find(const struct site_map *map, enum route_audience not_for,
                              enum http_method method, const char *path, struct arena *arena,
                              struct route_match *ret)
{
    enum route_answer answer = ROUTE_UNKNOWN;
    for (size_t t = 0; t < map->table_count; t++)
        for (size_t i = 0; i < map->tables[t]->count; i++) {
            struct route_match match;
            bool no_memory = false;
            if (map->tables[t]->routes[i].audience == not_for ||
                !pattern_matches(&map->tables[t]->routes[i], path, arena, &match, &no_memory))
                continue;
            if (no_memory)
                return ROUTE_NO_MEMORY;
            if (map->tables[t]->routes[i].method != method) {
                answer = ROUTE_OTHER_METHOD;
                continue;
            }
            *ret = match;
            return ROUTE_FOUND;
        }
    return answer;
}

enum route_answer route_find(const struct site_map *map, enum http_method method, const char *path,
                             struct arena *arena, struct route_match *ret)
{
    return find(map, AUDIENCE_PROGRAMS, method, path, arena, ret);
}

enum route_answer route_find_program(const struct site_map *map, enum http_method method,
                                     const char *path, struct arena *arena, struct route_match *ret)
{
    return find(map, AUDIENCE_PEOPLE, method, path, arena, ret);
}

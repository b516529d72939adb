#include "web/pages/layout_list.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "office/layout.h"

#define ENDING ".yaml"

static int by_name(const void *a, const void *b)
{
    const struct layout_name *x = a, *y = b;
    return strcmp(x->name, y->name);
}

size_t layout_list(struct arena *arena, struct layout_name ret[LAYOUT_LIST_MAX])
{
    DIR *folder = opendir(layout_folder());
    const struct dirent *entry;
    size_t count = 0;
    while (folder != NULL && count < LAYOUT_LIST_MAX && (entry = readdir(folder)) != NULL) {
        const struct layout *layout;
        struct error ignored;
        if (entry->d_name[0] == '.' || !text_ends(entry->d_name, ENDING))
            continue;
        const char *name =
            arena_strndup(arena, entry->d_name, strlen(entry->d_name) - strlen(ENDING));
        if (name != NULL && layout_load(arena, NULL, name, &layout, &ignored) == STATUS_OK)
            ret[count++] = (struct layout_name){.name = name, .title = layout->title};
    }
    if (folder != NULL)
        closedir(folder);
    qsort(ret, count, sizeof(ret[0]), by_name);
    return count;
}

enum status layout_ending(struct arena *arena, const char *name, const char **ret, struct error *e)
{
    const struct layout *layout;
    TRY(layout_load(arena, NULL, name, &layout, e));
    *ret = layout->kind == LAYOUT_XLSX ? ".xlsx" : ".txt";
    return STATUS_OK;
}

/* Townships, villages and homes by the names clerks write. Each spelling is looked up once. */
#include "office/roster/places.h"
#include "base/i18n.h"
#include "base/text.h"
#include "household_sql.h"
#include <string.h>

#define PLACES_MAX 20000
#define PLACE_TABLE 65536
#define HOMES_MAX 4096

enum status places_open(struct roster_import *m, struct error *e)
{
    TRY(division_table_read(m->db, m->county, m->request->from, m->arena, &m->divisions, e));
    TRY(key_table_init(&m->place_table, PLACE_TABLE / 2, m->arena, e));
    m->places = ARENA_ARRAY(m->arena, struct place, PLACES_MAX);
    struct home_known *homes = ARENA_ARRAY(m->arena, struct home_known, HOMES_MAX);
    if (!m->places || !homes)
        return arena_exhausted(e);
    m->homes = homes;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct registry_home_row r;
    enum status s;
    TRY(home_list_open(m->db, (struct home_list_args){.county = m->county}, &cursor, e));
    while ((s = home_list_next(cursor, &r, e)) == STATUS_OK) {
        if (m->home_count == HOMES_MAX)
            return error_set(e, STATUS_FAILED, "HOMES_MAX", _("供养机构超过 %d 个"), HOMES_MAX);
        const char *name = arena_strdup(m->arena, r.name);
        if (!name)
            return arena_exhausted(e);
        homes[m->home_count++] = (struct home_known){r.id, name};
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Where else a village of that name is: the commonest slip is the wrong township. */
static const char *village_elsewhere(struct roster_import *m, int64_t township, const char *name)
{
    const struct division *d;
    const char *found = NULL;
    for (size_t i = 0; (d = division_at(m->divisions, i)); i++) {
        if (d->level != 2 || d->code == township)
            continue;
        const char *unused = NULL;
        if (!division_by_name(m->divisions, d->code, name, &unused))
            continue;
        if (found)
            return NULL;
        found = d->name;
    }
    return found;
}

static const struct place *place_find(struct roster_import *m, int64_t township, const char *text)
{
    uint64_t key = text_key(text) ^ ((uint64_t)township * UINT64_C(0x9E3779B97F4A7C15));
    int32_t at = key_table_get(&m->place_table, key ? key : 1);
    if (at >= 0 && m->places[at].township == township && strcmp(m->places[at].text, text) == 0)
        return &m->places[at];
    if (at < 0 && m->place_count < PLACES_MAX) {
        at = m->place_count++;
        key_table_put(&m->place_table, key ? key : 1, at);
    } else {
        at = PLACES_MAX - 1; /* more spellings than anyone writes: one slot is reused */
    }
    struct place *p = &m->places[at];
    const char *suggestion = NULL;
    const struct division *d = division_by_name(m->divisions, township, text, &suggestion);
    *p = (struct place){.text = arena_strdup(m->arena, text),
                        .township = township,
                        .code = d ? d->code : 0,
                        .suggestion = suggestion};
    if (!d && township)
        p->elsewhere = village_elsewhere(m, township, text);
    return p->text ? p : NULL;
}

static const char *known_townships(struct roster_import *m)
{
    CLEANUP(buf_free) struct buf names = BUF_INIT(400);
    const struct division *d;
    for (size_t i = 0; (d = division_at(m->divisions, i)); i++) {
        if (d->level == 2)
            buf_addf(&names, "%s%s", names.n ? "、" : "", d->name);
    }
    const char *text = arena_printf(m->arena, _("本县乡镇：%s。"), buf_text(&names));
    return text ? text : "";
}

static const char *meant(struct roster_import *m, const char *suggestion)
{
    return suggestion ? arena_printf(m->arena, _("是不是“%s”？"), suggestion) : NULL;
}

bool place_township(struct roster_import *m, const char *text, int64_t *ret,
                    struct value_fault *fault)
{
    if (!*text)
        return value_fault_set(m->arena, fault, NULL, _("没有填乡镇。"));
    const struct place *p = place_find(m, 0, text);
    if (p && p->code) {
        *ret = p->code;
        return true;
    }
    const char *hint = p ? meant(m, p->suggestion) : NULL;
    return value_fault_set(m->arena, fault, hint ? hint : known_townships(m),
                           _("没有“%.60s”这个乡镇。"), text);
}

const char *place_township_of(struct roster_import *m, const char *village)
{
    const char *name = *village ? village_elsewhere(m, 0, village) : NULL;
    return name ? arena_printf(m->arena, _("有“%.60s”的是%s。"), village, name) : NULL;
}

bool place_village(struct roster_import *m, int64_t township, const char *text, int64_t *ret,
                   struct value_fault *fault)
{
    if (!*text)
        return value_fault_set(m->arena, fault, NULL, _("没有填村（居）。"));
    const struct place *p = place_find(m, township, text);
    if (p && p->code) {
        *ret = p->code;
        return true;
    }
    const struct division *d = division_by_code(m->divisions, township);
    const char *township_name = d ? d->name : "";
    if (p && p->elsewhere)
        return value_fault_set(m->arena, fault,
                               arena_printf(m->arena, _("核对乡镇：%s有这个村。"), p->elsewhere),
                               _("%s没有“%.60s”这个村（居）。"), township_name, text);
    return value_fault_set(m->arena, fault, p ? meant(m, p->suggestion) : NULL,
                           _("%s没有“%.60s”这个村（居）。"), township_name, text);
}

bool place_home(struct roster_import *m, const char *text, int64_t *ret, struct value_fault *fault)
{
    CLEANUP(buf_free) struct buf names = BUF_INIT(400);
    for (size_t i = 0; i < m->home_count; i++) {
        if (strcmp(m->homes[i].name, text) == 0) {
            *ret = m->homes[i].id;
            return true;
        }
    }
    for (size_t i = 0; i < m->home_count; i++)
        buf_addf(&names, "%s%s", names.n ? "、" : "", m->homes[i].name);
    return value_fault_set(m->arena, fault,
                           arena_printf(m->arena, _("现有机构：%s。"), buf_text(&names)),
                           _("没有叫“%.60s”的供养机构。"), text);
}

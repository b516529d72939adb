/* Entering a project, and a version of what is to be built. Compiled below the plan, which enters
   projects as it is loaded. */
#include "domain/project/project_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_write_sql.h"

#define CODE_BYTES_MAX 20
#define LAND_MAX 10000000
#define AREA_MAX 10000000

enum status project_field(struct error *e, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "PROJECT_FIELD", "%s", reason);
    return error_place(e, "%s", field), STATUS_REFUSED;
}

enum status project_text_check(const char *field, const char *text, bool is_needed, struct error *e)
{
    if (is_needed && (!text || !text[0]))
        return project_field(e, field, _("没有填写：这一项必须写明"));
    if (text && (strlen(text) > PROJECT_TEXT_BYTES_MAX || !utf8_is_valid(text, strlen(text))))
        return project_field(e, field, _("过长，或含有不能保存的字符"));
    return STATUS_OK;
}

static enum status amounts_check(const struct project_scope *s, struct error *e)
{
    static const char *const fields[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                        "own"};
    struct fen total = FEN(0);
    for (size_t i = 0; i < PROJECT_SOURCES; i++) {
        if (s->investment[i].v < 0 || fen_add(total, s->investment[i], &total) != STATUS_OK)
            return project_field(e, fields[i], _("投资额应为零或正数"));
    }
    if (s->contract.v < 0)
        return project_field(e, "contract", _("合同价应为零或正数"));
    if (s->contract.v > 0 && !s->contractor)
        return project_field(e, "contractor", _("写了合同价，须写明施工单位"));
    return STATUS_OK;
}

static enum status places_check(struct db *db, int64_t county, const struct project_scope *s,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct project_township_known_row township;
    struct project_contractor_known_row contractor;
    if (!arena)
        return arena_exhausted(e);
    enum status st = project_township_known(
        db,
        (struct project_township_known_args){
            .county = county, .township = s->township, .on_month = date_month(s->finish_on)},
        arena, &township, e);
    if (st == STATUS_NONE)
        return project_field(e, "township", _("没有这个乡镇"));
    if (st != STATUS_OK || !s->contractor)
        return st;
    st = project_contractor_known(
        db, (struct project_contractor_known_args){.county = county, .payee = s->contractor}, arena,
        &contractor, e);
    return st == STATUS_NONE ? project_field(e, "contractor", _("没有这家施工单位：先登记其账户"))
                             : st;
}

enum status project_scope_check(struct db *db, int64_t county, const struct project_scope *s,
                                struct error *e)
{
    if (s->kind < PROJECT_NEW || s->kind > PROJECT_CONVERT)
        return project_field(e, "kind", _("应为新建、改扩建或购置改造"));
    if (s->beds <= 0 || s->beds > PROJECT_BEDS_MAX)
        return project_field(e, "beds", _("床位数应大于零"));
    if (s->land < 0 || s->land > LAND_MAX)
        return project_field(e, "land", _("占地面积不对"));
    if (s->area_m2 < 0 || s->area_m2 > AREA_MAX)
        return project_field(e, "area", _("建筑面积不对"));
    if (s->start_on.v > s->finish_on.v)
        return project_field(e, "finish", _("竣工日早于开工日"));
    TRY(project_text_check("site", s->site, false, e));
    TRY(project_text_check("reason", s->reason, false, e));
    TRY(project_text_check("document", s->document, false, e));
    TRY(amounts_check(s, e));
    return places_check(db, county, s, e);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

enum status project_scope_write(struct db *db, int64_t county, int64_t project,
                                const struct project_scope *s, int64_t change,
                                int64_t decided_change, struct error *e)
{
    return project_scope_insert(
        db,
        (struct project_scope_insert_args){.county = county,
                                           .project = project,
                                           .version = s->version,
                                           .change = s->change,
                                           .kind = s->kind,
                                           .township = s->township,
                                           .site = text_or_empty(s->site),
                                           .land = s->land,
                                           .area_m2 = s->area_m2,
                                           .beds = s->beds,
                                           .central = s->investment[0],
                                           .province = s->investment[1],
                                           .city = s->investment[2],
                                           .county_money = s->investment[3],
                                           .own = s->investment[4],
                                           .contractor = s->contractor,
                                           .contract = s->contract,
                                           .start_on = s->start_on,
                                           .finish_on = s->finish_on,
                                           .reason = text_or_empty(s->reason),
                                           .document = text_or_empty(s->document),
                                           .state = s->state,
                                           .requested_by = s->requested_by,
                                           .requested_on = s->requested_on,
                                           .decided_on = day_number(s->decided_on),
                                           .known_from = change,
                                           .decided_change = decided_change},
        NULL, e);
}

static bool code_is_good(const char *code)
{
    size_t n = code ? strlen(code) : 0;
    return n > 0 && n <= CODE_BYTES_MAX &&
           strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

static enum status entry_check(struct db *db, int64_t county, const struct project_entry *entry,
                               struct error *e)
{
    struct date last = {0};
    struct project_home_known_row home;
    TRY(project_text_check("name", entry->name, true, e));
    if (!entry->is_city && !entry->is_county)
        return project_field(e, "books", _("没有写考核口径：可用 city、county"));
    TRY(project_scope_check(db, county, &entry->scope, e));
    for (size_t i = 0; i < PROJECT_STAGES; i++) {
        if (entry->stages[i].v && entry->stages[i].v < last.v)
            return project_field(e, "stages", _("各阶段的计划日期应按先后排列"));
        last = entry->stages[i].v ? entry->stages[i] : last;
    }
    if (!entry->home)
        return STATUS_OK;
    enum status s = project_home_known(
        db, (struct project_home_known_args){.county = county, .home = entry->home}, NULL, &home,
        e);
    return s == STATUS_NONE ? project_field(e, "home", _("没有这所敬老院，或已停办")) : s;
}

/* What the targets rest on stays as it was entered: another plan can not move it. */
static enum status same_or_refused(const struct project_known_code_row *known,
                                   const struct project_entry *entry, struct error *e)
{
    if (known->is_city == entry->is_city && known->is_county == entry->is_county &&
        known->township == entry->scope.township && known->beds == entry->scope.beds)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "PROJECT_DIFFERS",
                     _("项目 %s 已登记，乡镇、床位或考核口径与此不同：原定目标不改，"
                       "变更须申请（project change request），新项目请另用编号"),
                     entry->code);
}

enum status project_write(struct db *db, int64_t county, const struct project_entry *entry,
                          const char *actor, int64_t change, int64_t *ret_id, struct error *e)
{
    struct project_known_code_row known;
    struct project_scope scope = entry->scope;
    int64_t id;
    assert(db_in_transaction(db));
    if (!code_is_good(entry->code))
        return error_set(e, STATUS_REFUSED, "PROJECT_CODE",
                         _("项目编号只能用字母、数字和 . _ -，最多 %d 个"), CODE_BYTES_MAX);
    enum status s = project_known_code(
        db, (struct project_known_code_args){.county = county, .code = entry->code}, NULL, &known,
        e);
    if (s == STATUS_OK) {
        TRY(same_or_refused(&known, entry, e));
        *ret_id = known.id;
        return STATUS_OK;
    }
    if (s != STATUS_NONE)
        return s;
    TRY(entry_check(db, county, entry, e));
    TRY(counter_take(db, county, "project", 1, &id, e));
    TRY(project_insert(db,
                       (struct project_insert_args){.county = county,
                                                    .id = id,
                                                    .code = entry->code,
                                                    .name = entry->name,
                                                    .home = entry->home,
                                                    .is_city = entry->is_city,
                                                    .is_county = entry->is_county,
                                                    .known_from = change},
                       NULL, e));
    scope.version = 1;
    scope.change = "ORIGINAL";
    scope.state = SCOPE_APPROVED;
    scope.requested_by = actor;
    scope.requested_on = scope.decided_on = date_today();
    TRY(project_scope_write(db, county, id, &scope, change, change, e));
    for (int i = 0; i < PROJECT_STAGES; i++) {
        if (entry->stages[i].v)
            TRY(project_stage_insert(
                db,
                (struct project_stage_insert_args){.county = county,
                                                   .project = id,
                                                   .stage = i + 1,
                                                   .known_from = change,
                                                   .planned_on = day_number(entry->stages[i]),
                                                   .actor = actor},
                NULL, e));
    }
    *ret_id = id;
    return STATUS_OK;
}

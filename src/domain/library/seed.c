/* The product's first documents: what the laws it rests on say, in short and in our own words, with
   their numbers and dates; and the plan's clauses as documents. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/library_internal.h"
#include "plan_sql.h"

#define SEED_ARENA_BYTES ((size_t)16 << 20)

/* yyyymmdd; until 0: no end. */
struct seed {
    enum library_kind kind;
    const char *document, *title, *issuer;
    int64_t issued_on, from, until;
    int programme;
    const char *body;
};

#define SUMMARY "（摘要，由本系统编写，不是原文；以公布的原文为准。）\n"
static const struct seed SEEDS[] = {
    {LIBRARY_LAW, "国务院令第456号", "农村五保供养工作条例", "国务院", 20060121, 20060301, 0,
     PROGRAMME_WUBAO,
     SUMMARY
     "第六条：老年、残疾或者未满16周岁的村民，无劳动能力、无生活来源又无法定赡养、抚养、扶养"
     "义务人，或者义务人无能力的，享受农村五保供养待遇。\n"
     "第七条：由本人（或村民小组、其他村民代为）向村民委员会申请；村民委员会民主评议、在村内"
     "公告，无重大异议的报乡镇；乡镇自收到之日起20日内提出审核意见，县级民政部门20日内审批；"
     "批准的发给《农村五保供养证书》，不批准的书面说明理由。\n"
     "第八条：不再符合条件的，由村民委员会或敬老院报告，乡镇审核、县级民政部门核准后核销证书；"
     "死亡的，丧葬事宜办理完毕后核销。\n"
     "第九条：供养内容包括吃、穿、住、医、葬，未满16周岁或仍在受义务教育的保障教育。\n"
     "第十条：供养标准不得低于当地村民的平均生活水平，并适时调整。\n"
     "第十一条：供养资金在地方人民政府财政预算中安排，专款专用。\n"
     "第十二条：可以在敬老院集中供养，也可以在家分散供养，由供养对象自行选择。\n"
     "第二十条：申请条件、程序、民主评议情况、供养标准和资金使用情况应当公布，接受社会监督。"},
    {LIBRARY_LAW, "国务院令第431号", "信访条例", "国务院", 20050110, 20050501, 20220430, 0,
     SUMMARY
     "第二十一条、第二十二条：收到信访事项，15日内决定是否受理或转送，并书面告知信访人。\n"
     "第三十三条：自受理之日起60日内办结；情况复杂的，经批准可以延长，延长期限不得超过30日，"
     "并告知延期理由。\n"
     "第三十四条：对处理意见不服的，收到书面答复之日起30日内可以请求复查；复查机关30日内答复。\n"
     "第三十五条：对复查意见不服的，30日内可以请求复核；复核机关30日内提出复核意见。"},
    {LIBRARY_LAW, "国务院令第649号", "社会救助暂行办法", "国务院", 20140221, 20140501, 0,
     PROGRAMME_DIBAO,
     SUMMARY
     "第九条：共同生活的家庭成员人均收入低于当地最低生活保障标准，且符合当地家庭财产状况规定"
     "的家庭，给予最低生活保障。\n"
     "第十条：标准由省级或设区的市级人民政府按居民生活必需的费用确定、公布，并适时调整。\n"
     "第十一条：向户籍所在地的乡镇（街道）书面申请；乡镇调查核实，提出初审意见，在申请人所在村"
     "公示后报县级民政部门审批；批准的由县级民政部门在村公布，不批准的书面说明理由。\n"
     "第十二条：按家庭人均收入低于标准的差额，按月发给最低生活保障金；对获得后生活仍有困难的"
     "老年人、未成年人、重度残疾人和重病患者，采取必要措施给予生活保障。\n"
     "第十三条：家庭人口、收入、财产变化的应当及时告知；县级民政部门定期核查，按变化增发、减发"
     "或停发，停发应当书面说明理由。"},
    {LIBRARY_NOTICE, "国发〔2012〕45号", "国务院关于进一步加强和改进最低生活保障工作的意见",
     "国务院", 20120901, 20120901, 0, PROGRAMME_DIBAO,
     SUMMARY "要求：以家庭收入和财产状况认定对象，申请人申报并授权核对；乡镇入户调查、民主评议，"
             "县级审批前按比例抽查；评议、审核、审批结果公示，经办人员和村干部近亲属享受的备案；"
             "定期复核、动态管理；低保金社会化发放、按时到户；畅通投诉举报，查处人情保、关系保。"},
    {LIBRARY_NOTICE, "国发〔2007〕19号", "国务院关于在全国建立农村最低生活保障制度的通知", "国务院",
     20070711, 20070711, 0, PROGRAMME_DIBAO,
     SUMMARY "要求：农村最低生活保障由地方人民政府负责、属地管理；对象为家庭年人均纯收入低于当地"
             "标准的农村居民，主要是因病残、年老体弱、丧失劳动能力等常年困难的；申请、审核、审批、"
             "民主公示，资金专户管理、社会化发放。"},
};
static const char *const CLAUSES[] = {"P0", "P1",   "P2",   "P3",   "P3.1", "P3.2", "P3.3", "P3.4",
                                      "P4", "P4.1", "P4.2", "P4.3", "P5",   "P5.1", "P5.2", "P5.3"};

/* Enters it unless it is there with the same words; ret_entered counts. */
static enum status seed_put(struct db *db, int64_t county, struct library_document *d,
                            const char *actor, struct arena *arena, int64_t *ret_entered,
                            struct error *e)
{
    struct library_same_row same;
    struct library_document old;
    enum status s = library_document_same(
        db,
        (struct library_document_same_args){
            .county = county, .document = d->document, .title = d->title, .clause = d->clause},
        arena, &same, e);
    if (s == STATUS_OK) {
        d->id = same.id;
        s = library_read_open(db, county, same.id, arena, &old, e);
        if (s == STATUS_NONE)
            s = library_read(db, county, same.id, KNOWN_NOW, false, arena, &old, e);
        if (s != STATUS_OK)
            return s;
        if (text_equals(old.body, d->body))
            return STATUS_OK;
        d->is_public = old.is_public;
    } else if (s != STATUS_NONE) {
        return s;
    }
    TRY(library_enter(db, county, d, actor, &d->id, e));
    (*ret_entered)++;
    return STATUS_OK;
}

static enum status clauses_put(struct db *db, int64_t county, const char *actor,
                               struct arena *arena, int64_t *ret_entered, struct error *e)
{
    struct plan_version_row plan;
    enum status s = plan_latest(db, (struct plan_latest_args){.county = county}, arena, &plan, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    for (size_t i = 0; i < sizeof CLAUSES / sizeof CLAUSES[0]; i++) {
        const char *title, *body;
        s = plan_clause_text(db, county, CLAUSES[i], arena, &title, &body, e);
        if (s == STATUS_NONE)
            continue;
        if (s != STATUS_OK)
            return s;
        struct library_document d = {.kind = LIBRARY_PLAN,
                                     .document = plan.document,
                                     .title = arena_printf(arena, "%s %s", plan.title, title),
                                     .issuer = _("县民政局"),
                                     .clause = CLAUSES[i],
                                     .body = body[0] ? body : title,
                                     .issued_on = date_make((int)plan.year, 1, 1),
                                     .effective_from = date_make((int)plan.year, 1, 1),
                                     .effective_until = date_make((int)plan.year, 12, 31),
                                     .programme =
                                         strcmp(CLAUSES[i], "P3.1") == 0   ? PROGRAMME_DIBAO
                                         : strcmp(CLAUSES[i], "P3.2") == 0 ? PROGRAMME_WUBAO
                                         : strcmp(CLAUSES[i], "P3.3") == 0 ? PROGRAMME_MEDICAL
                                                                           : 0,
                                     .is_public = true,
                                     .is_example = strstr(plan.document, "示例") != NULL};
        if (!d.title)
            return arena_exhausted(e);
        TRY(seed_put(db, county, &d, actor, arena, ret_entered, e));
    }
    return STATUS_OK;
}

enum status library_seed(struct db *db, int64_t county, const char *actor, int64_t *ret_entered,
                         struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SEED_ARENA_BYTES);
    int64_t entered = 0;
    if (!arena)
        return arena_exhausted(e);
    for (size_t i = 0; i < sizeof SEEDS / sizeof SEEDS[0]; i++) {
        const struct seed *seed = &SEEDS[i];
        struct library_document d = {.kind = seed->kind,
                                     .document = seed->document,
                                     .title = seed->title,
                                     .issuer = seed->issuer,
                                     .clause = "",
                                     .body = seed->body,
                                     .issued_on = date_from_yyyymmdd(seed->issued_on),
                                     .effective_from = date_from_yyyymmdd(seed->from),
                                     .effective_until =
                                         seed->until ? date_from_yyyymmdd(seed->until) : DATE_OPEN,
                                     .programme = seed->programme,
                                     .is_public = true};
        TRY(seed_put(db, county, &d, actor, arena, &entered, e));
    }
    TRY(clauses_put(db, county, actor, arena, &entered, e));
    *ret_entered = entered;
    return STATUS_OK;
}

/* The kinds of lists. A new list is a new row here and nothing else. */
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "domain/match/match_kind.h"

#define BIT(x) (1u << (x))
#define OF_THE_DEAD (BIT(MATCH_NOT_SAME) | BIT(MATCH_LIST_WRONG) | BIT(MATCH_DEATH_REPORTED))
#define OF_MEANS                                                                                   \
    (BIT(MATCH_NO_EFFECT) | BIT(MATCH_NOT_SAME) | BIT(MATCH_LIST_WRONG) |                          \
     BIT(MATCH_CHANGE_PROPOSED) | BIT(MATCH_STOP_PROPOSED))

const char MATCH_ID_WORDS[] =
    "|身份证号|身份证号码|身份证|公民身份号码|公民身份证号|公民身份证号码|居民身份证号|"
    "居民身份证号码|证件号码|证件号|身份号码|死者身份证号|死者身份证号码|逝者身份证号|"
    "逝者身份证号码|亡者身份证号|车主身份证号|车主身份证号码|车主证件号码|所有人身份证号|"
    "所有人身份证号码|所有人证件号码|法定代表人身份证号|法定代表人身份证号码|法人身份证号|"
    "权利人身份证号|权利人证件号码|权利人证件号|参保人身份证号|参保人身份证号码|存款人证件号码|"
    "客户证件号码|残疾人身份证号|患者身份证号|患者身份证号码|儿童身份证号|本人身份证号|"
    "户主身份证号|负责人身份证号|经营者身份证号|";
const char MATCH_NAME_WORDS[] =
    "|姓名|名字|死者姓名|逝者姓名|亡者姓名|死者|车主姓名|车主|所有人|所有人姓名|机动车所有人|"
    "法定代表人|法定代表人姓名|法人|法人姓名|经营者|经营者姓名|负责人|权利人|权利人姓名|"
    "权利人名称|参保人|参保人姓名|领取人|领取人姓名|存款人|客户名称|客户姓名|户名|残疾人姓名|"
    "患者姓名|患者|儿童姓名|本人姓名|户主姓名|户主|注销人员姓名|";
const char MATCH_TOWNSHIP_WORDS[] =
    "|乡镇|乡|镇|乡镇名称|所属乡镇|所在乡镇|乡镇街道|街道|户籍乡镇|乡镇办|";
const char MATCH_VILLAGE_WORDS[] =
    "|村|村居|居|村委会|居委会|行政村|村名|村名称|所在村|所属村|村社区|社区|户籍村|村居名称|";
const char MATCH_ADDRESS_WORDS[] =
    "|家庭住址|住址|地址|详细地址|家庭地址|户籍地址|现住址|居住地址|";

const struct match_kind_row MATCH_KINDS[MATCH_KIND_COUNT] = {
    [MATCH_CREMATION] = {MATCH_CREMATION,
                         "cremation",
                         N_("火化登记"),
                         N_("名单上已经火化，待遇还在：是不是本人，哪天去世，报告死亡了没有"),
                         MATCH_OF_BENEFIT,
                         MATCH_EXPLAIN_DAYS,
                         OF_THE_DEAD,
                         {{N_("死亡日期"),
                           "|死亡日期|死亡时间|去世日期|去世时间|逝世日期|逝世时间|亡故日期|",
                           MATCH_DAY},
                          {N_("火化日期"), "|火化日期|火化时间|", MATCH_TEXT},
                          {N_("殡仪馆"), "|殡仪馆|火化单位|殡葬单位|办理单位|", MATCH_TEXT}}},
    [MATCH_DEREGISTERED] =
        {MATCH_DEREGISTERED,
         "deregistered",
         N_("户籍注销"),
         N_("户口已经注销，待遇还在：去世、迁出还是重户，查清后报告死亡或提出变动"),
         MATCH_OF_BENEFIT,
         MATCH_EXPLAIN_DAYS,
         OF_THE_DEAD | OF_MEANS,
         {{N_("死亡日期"), "|死亡日期|死亡时间|去世日期|", MATCH_DAY},
          {N_("注销日期"), "|注销日期|注销时间|销户日期|", MATCH_TEXT},
          {N_("注销原因"), "|注销原因|注销类别|注销类型|原因|", MATCH_TEXT}}},
    [MATCH_VEHICLE] = {MATCH_VEHICLE,
                       "vehicle",
                       N_("车辆登记"),
                       N_("名下有车：是不是残疾人代步车、早已卖掉或报废，还是应当重新核定"),
                       MATCH_OF_BENEFIT,
                       MATCH_EXPLAIN_DAYS,
                       OF_MEANS,
                       {{N_("号牌种类"), "|号牌种类|号牌类型|车牌种类|车牌类型|", MATCH_TEXT},
                        {N_("号牌号码"), "|号牌号码|号牌|车牌号|车牌号码|车牌|", MATCH_TEXT},
                        {N_("车辆类型"), "|车辆类型|车型|车辆种类|品牌型号|车辆品牌|", MATCH_TEXT},
                        {N_("登记日期"), "|登记日期|初次登记日期|注册日期|登记时间|", MATCH_TEXT},
                        {N_("机动车状态"), "|机动车状态|车辆状态|状态|", MATCH_TEXT}}},
    [MATCH_COMPANY] = {MATCH_COMPANY,
                       "company",
                       N_("工商登记"),
                       N_("名下有企业或个体户：还在经营没有，有没有没申报的收入"),
                       MATCH_OF_BENEFIT,
                       MATCH_EXPLAIN_DAYS,
                       OF_MEANS,
                       {{N_("企业名称"),
                         "|企业名称|单位名称|名称|字号名称|公司名称|企业个体户名称|", MATCH_TEXT},
                        {N_("职务"), "|职务|身份|任职|角色|", MATCH_TEXT},
                        {N_("注册资本"), "|注册资本|注册资金|出资额|", MATCH_TEXT},
                        {N_("成立日期"), "|成立日期|成立时间|注册日期|", MATCH_TEXT},
                        {N_("企业状态"), "|企业状态|经营状态|登记状态|状态|", MATCH_TEXT}}},
    [MATCH_PENSION] = {MATCH_PENSION,
                       "pension",
                       N_("养老金"),
                       N_("每月领取养老金：家庭收入里算进去没有"),
                       MATCH_OF_BENEFIT,
                       MATCH_EXPLAIN_DAYS,
                       OF_MEANS,
                       {{N_("养老保险险种"), "|养老保险险种|险种|险种类型|参保险种|", MATCH_TEXT},
                        {N_("月养老金"),
                         "|月养老金|养老金|月待遇|月领取金额|待遇金额|发放金额|月发放金额|",
                         MATCH_TEXT},
                        {N_("领取起始"), "|领取起始|领取起始月|待遇开始时间|享受待遇时间|起始月份|",
                         MATCH_TEXT}}},
    [MATCH_HOUSING] = {MATCH_HOUSING,
                       "housing",
                       N_("不动产登记"),
                       N_("名下有房产：是不是唯一住房，面积和用途是否超出规定"),
                       MATCH_OF_BENEFIT,
                       MATCH_EXPLAIN_DAYS,
                       OF_MEANS,
                       {{N_("坐落"), "|坐落|房屋坐落|不动产坐落|房屋地址|", MATCH_TEXT},
                        {N_("面积"), "|面积|建筑面积|房屋面积|", MATCH_TEXT},
                        {N_("用途"), "|用途|房屋用途|规划用途|", MATCH_TEXT},
                        {N_("登记日期"), "|登记日期|登记时间|", MATCH_TEXT}}},
    [MATCH_DEPOSIT] = {MATCH_DEPOSIT,
                       "deposit",
                       N_("金融资产"),
                       N_("存款等金融资产：合计是否超过规定的倍数"),
                       MATCH_OF_BENEFIT,
                       MATCH_EXPLAIN_DAYS,
                       OF_MEANS,
                       {{N_("金融机构"), "|金融机构|银行|银行名称|开户行|机构名称|", MATCH_TEXT},
                        {N_("资产种类"), "|资产种类|资产类型|产品类型|", MATCH_TEXT},
                        {N_("余额"), "|余额|存款余额|金额|合计|资产余额|", MATCH_TEXT},
                        {N_("截止日期"), "|截止日期|查询日期|余额日期|", MATCH_TEXT}}},
    [MATCH_DISABILITY] = {MATCH_DISABILITY,
                          "disability",
                          N_("残疾人名册"),
                          N_("持证残疾人，没有享受待遇：家庭是否困难"),
                          MATCH_OF_NEED,
                          MATCH_VISIT_DAYS,
                          0,
                          {{N_("残疾类别"), "|残疾类别|残疾类型|残疾种类|", MATCH_TEXT},
                           {N_("残疾等级"), "|残疾等级|残疾级别|残级|", MATCH_TEXT}}},
    [MATCH_MEDICAL_COST] = {MATCH_MEDICAL_COST,
                            "medical-cost",
                            N_("医疗大额支出"),
                            N_("自己负担的医疗费很高，没有享受待遇：是否因病致贫"),
                            MATCH_OF_NEED,
                            MATCH_VISIT_DAYS,
                            0,
                            {{N_("病种"), "|病种|疾病名称|疾病|诊断|", MATCH_TEXT},
                             {N_("个人负担"),
                              "|个人负担|自付金额|个人自付|自负费用|个人负担金额|自付费用|",
                              MATCH_TEXT},
                             {N_("总费用"), "|总费用|医疗总费用|费用合计|", MATCH_TEXT}}},
    [MATCH_ORPHAN] = {MATCH_ORPHAN,
                      "orphan",
                      N_("孤儿和困境儿童"),
                      N_("孤儿或无人抚养的儿童，没有享受待遇：由谁照料，按哪一项供养"),
                      MATCH_OF_NEED,
                      MATCH_VISIT_DAYS,
                      0,
                      {{N_("类别"), "|类别|儿童类别|类型|", MATCH_TEXT},
                       {N_("监护人"), "|监护人|监护人姓名|抚养人|", MATCH_TEXT}}},
    [MATCH_LOW_INCOME] = {MATCH_LOW_INCOME,
                          "low-income",
                          N_("低收入监测"),
                          N_("监测系统里的低收入或返贫风险户，没有享受待遇：收入是否低于标准"),
                          MATCH_OF_NEED,
                          MATCH_VISIT_DAYS,
                          0,
                          {{N_("风险类别"), "|风险类别|风险类型|风险|监测类别|", MATCH_TEXT},
                           {N_("人均收入"), "|人均收入|人均纯收入|年人均收入|家庭人均收入|",
                            MATCH_TEXT}}},
    [MATCH_ELDER] = {MATCH_ELDER,
                     "elder",
                     N_("无赡养人的老人"),
                     N_("六十周岁以上、没有赡养人，没有享受待遇：是否符合五保条件"),
                     MATCH_OF_NEED,
                     MATCH_VISIT_DAYS,
                     0,
                     {{N_("居住情况"), "|居住情况|居住状况|", MATCH_TEXT},
                      {N_("赡养情况"), "|赡养情况|子女情况|赡养人|", MATCH_TEXT}}},
    [MATCH_ENDED] = {MATCH_ENDED,
                     "ended",
                     N_("退出后收入又低于标准"),
                     N_("待遇已经终止，最后核定的人均收入低于现行标准：重新核对"),
                     MATCH_OF_REGISTRY,
                     MATCH_VISIT_DAYS,
                     0,
                     {{NULL}}},
    [MATCH_REFUSED] = {MATCH_REFUSED,
                       "refused",
                       N_("未获批准而收入低于现行标准"),
                       N_("申请没有批准，申报的人均收入低于现行标准：重新核对"),
                       MATCH_OF_REGISTRY,
                       MATCH_VISIT_DAYS,
                       0,
                       {{NULL}}},
    [MATCH_ALONE] = {MATCH_ALONE,
                     "alone",
                     N_("独自一户的低保老人"),
                     N_("六十周岁以上、独自一户，现在享受低保：是否符合五保条件"),
                     MATCH_OF_REGISTRY,
                     MATCH_VISIT_DAYS,
                     0,
                     {{NULL}}},
};

enum match_kind match_kind_by_code(const char *code)
{
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++)
        if (strcmp(MATCH_KINDS[k].code, code) == 0)
            return (enum match_kind)k;
    return MATCH_NONE;
}

enum status match_kind_parse(const char *code, enum match_kind *ret, struct error *e)
{
    enum match_kind kind = code ? match_kind_by_code(code) : MATCH_NONE;
    if (kind != MATCH_NONE && MATCH_KINDS[kind].sense != MATCH_OF_REGISTRY) {
        *ret = kind;
        return STATUS_OK;
    }
    CLEANUP(buf_free) struct buf all = BUF_INIT(ERROR_MESSAGE_BYTES / 2);
    for (int k = MATCH_NONE + 1; k < MATCH_KIND_COUNT; k++)
        if (MATCH_KINDS[k].sense != MATCH_OF_REGISTRY)
            buf_addf(&all, "%s%s", all.n ? _("、") : "", MATCH_KINDS[k].code);
    return error_set(e, STATUS_REFUSED, "MATCH_KIND", _("没有名单种类“%.40s”。可用的有：%s。"),
                     code ? code : "", buf_text(&all));
}

bool match_kind_allows(enum match_kind kind, enum match_conclusion conclusion)
{
    return (MATCH_KINDS[kind].conclusions & BIT(conclusion)) != 0;
}

struct named {
    const char *code, *label;
};
static const struct named CONCLUSIONS[MATCH_CONCLUSION_COUNT] = {
    [MATCH_OPEN] = {"", N_("待核实")},
    [MATCH_NO_EFFECT] = {"no-effect", N_("属实，不影响待遇")},
    [MATCH_NOT_SAME] = {"not-same", N_("不是同一个人")},
    [MATCH_LIST_WRONG] = {"list-wrong", N_("名单有误")},
    [MATCH_DEATH_REPORTED] = {"death-reported", N_("已报告死亡")},
    [MATCH_CHANGE_PROPOSED] = {"change-proposed", N_("已提出变动")},
    [MATCH_STOP_PROPOSED] = {"stop-proposed", N_("已提出停发")},
};
static const struct named RESULTS[MATCH_RESULT_COUNT] = {
    [MATCH_UNVISITED] = {"", N_("待走访")},
    [MATCH_APPLIES] = {"applies", N_("已申请")},
    [MATCH_NOT_ELIGIBLE] = {"not-eligible", N_("不符合条件")},
    [MATCH_MOVED] = {"moved", N_("已不在本地居住")},
    [MATCH_DECLINED] = {"declined", N_("本人不愿申请")},
    [MATCH_DEAD] = {"dead", N_("已去世")},
    [MATCH_HAS_BENEFIT] = {"has-benefit", N_("已享受待遇")},
};

/* 0 when there is none of that code; the first of a table stands for nothing chosen. */
static int named_find(const struct named *table, int count, const char *code)
{
    for (int i = 1; code && i < count; i++)
        if (strcmp(table[i].code, code) == 0)
            return i;
    return 0;
}

static enum status named_unknown(const struct named *table, int count, const char *name,
                                 const char *code, struct error *e)
{
    CLEANUP(buf_free) struct buf all = BUF_INIT(ERROR_MESSAGE_BYTES / 2);
    for (int i = 1; i < count; i++)
        buf_addf(&all, "%s%s", i > 1 ? _("、") : "", table[i].code);
    return error_set(e, STATUS_REFUSED, name, _("没有这样的结论：“%.40s”。可用的有：%s。"),
                     code ? code : "", buf_text(&all));
}

const char *match_conclusion_code(enum match_conclusion c)
{
    return CONCLUSIONS[c].code;
}

const char *match_conclusion_label(enum match_conclusion c)
{
    return CONCLUSIONS[c].label;
}

enum status match_conclusion_parse(const char *code, enum match_conclusion *ret, struct error *e)
{
    int found = named_find(CONCLUSIONS, MATCH_CONCLUSION_COUNT, code);
    if (!found)
        return named_unknown(CONCLUSIONS, MATCH_CONCLUSION_COUNT, "MATCH_CONCLUSION", code, e);
    *ret = (enum match_conclusion)found;
    return STATUS_OK;
}

const char *match_result_code(enum match_result r)
{
    return RESULTS[r].code;
}

const char *match_result_label(enum match_result r)
{
    return RESULTS[r].label;
}

enum status match_result_parse(const char *code, enum match_result *ret, struct error *e)
{
    int found = named_find(RESULTS, MATCH_RESULT_COUNT, code);
    if (!found)
        return named_unknown(RESULTS, MATCH_RESULT_COUNT, "MATCH_RESULT", code, e);
    *ret = (enum match_result)found;
    return STATUS_OK;
}

/* The lists to choose from, and the rows that several forms have in common (§A.4, §A.8, §B.1). */
#include "domain/casework/forms_parts.h"

const struct field_choice SEX_CHOICES[] = {{"1", N_("男")}, {"2", N_("女")}, {0}};
/* In the order of enum relation. */
const struct field_choice RELATION_CHOICES[] = {
    {"HEAD", N_("户主")},     {"SPOUSE", N_("配偶")},
    {"SON", N_("子")},        {"DAUGHTER", N_("女儿")},
    {"GRANDSON", N_("孙子")}, {"GRANDDAUGHTER", N_("孙女")},
    {"FATHER", N_("父")},     {"MOTHER", N_("母")},
    {"OTHER", N_("其他")},    {0},
};
const struct field_choice HEALTH_CHOICES[] = {
    {"HEALTHY", N_("健康")}, {"WEAK", N_("体弱")},     {"CHRONIC", N_("慢性病")},
    {"SERIOUS", N_("重病")}, {"DISABLED", N_("残疾")}, {0},
};
const struct field_choice DISABILITY_CHOICES[] = {
    {"1", N_("视力残疾")}, {"2", N_("听力残疾")}, {"3", N_("言语残疾")}, {"4", N_("肢体残疾")},
    {"5", N_("智力残疾")}, {"6", N_("精神残疾")}, {"7", N_("多重残疾")}, {0},
};
const struct field_choice WORK_CHOICES[] = {
    {"FULL", N_("有劳动能力")},
    {"PARTIAL", N_("部分丧失劳动能力")},
    {"NONE", N_("完全丧失劳动能力")},
    {"AGE", N_("未成年或年老")},
    {0},
};
const struct field_choice EMPLOYMENT_CHOICES[] = {
    {"FARMING", N_("务农")},      {"LOCAL", N_("就近务工")},
    {"AWAY", N_("外出务工")},     {"BUSINESS", N_("经商")},
    {"UNEMPLOYED", N_("未就业")}, {"STUDENT", N_("在校")},
    {"RETIRED", N_("不再劳动")},  {0},
};
const struct field_choice EDUCATION_CHOICES[] = {
    {"NONE", N_("文盲或半文盲")}, {"PRIMARY", N_("小学")},
    {"MIDDLE", N_("初中")},       {"HIGH", N_("高中或中专")},
    {"COLLEGE", N_("大专")},      {"BACHELOR", N_("本科")},
    {"MASTER", N_("研究生")},     {0},
};
const struct field_choice MARRIAGE_CHOICES[] = {
    {"SINGLE", N_("未婚")},
    {"MARRIED", N_("已婚")},
    {"WIDOWED", N_("丧偶")},
    {"DIVORCED", N_("离异")},
    {0},
};
const struct field_choice CARE_CHOICES[] = {
    {"SELF", N_("全自理")}, {"HALF", N_("半护理")}, {"FULL", N_("全护理")}, {0}};
const struct field_choice HUKOU_CHOICES[] = {
    {"RURAL", N_("农业户口")}, {"URBAN", N_("非农业户口")}, {"MIXED", N_("城乡混合户")}, {0}};
const struct field_choice POVERTY_CHOICES[] = {
    {"ILLNESS", N_("因病")},
    {"DISABILITY", N_("因残")},
    {"LABOUR", N_("缺少劳动力")},
    {"STUDY", N_("因学")},
    {"DISASTER", N_("因灾")},
    {"OTHER", N_("其他")},
    {0},
};
const struct field_choice INCOME_CHOICES[] = {
    {"WAGE", N_("工资性收入")},
    {"BUSINESS", N_("经营净收入")},
    {"PROPERTY", N_("财产净收入")},
    {"TRANSFER", N_("转移净收入")},
    {"ALIMONY", N_("赡养抚养扶养费")},
    {"OTHER", N_("其他收入")},
    {0},
};
const struct field_choice EXEMPT_CHOICES[] = {
    {"PENSION", N_("基础养老金")},
    {"MERIT", N_("优抚抚恤补助")},
    {"AWARD", N_("奖励金")},
    {"STUDY", N_("助学金")},
    {"RELIEF", N_("临时救助")},
    {"AGED", N_("高龄津贴")},
    {"ORPHAN", N_("孤儿基本生活费")},
    {"ONECHILD", N_("独生子女费")},
    {"INJURY", N_("工伤护理费")},
    {"OTHER", N_("其他")},
    {0},
};
const struct field_choice EXPENSE_CHOICES[] = {
    {"MEDICAL", N_("医疗")}, {"EDUCATION", N_("教育")}, {"REHAB", N_("残疾康复")}, {0}};
const struct field_choice CLASS_CHOICES[] = {
    {"A", N_("A 类")}, {"B", N_("B 类")}, {"C", N_("C 类")}, {0}};
const struct field_choice HOUSE_CHOICES[] = {
    {"BRICK", N_("砖混")},
    {"TIMBER", N_("砖木")},
    {"EARTH", N_("土坯")},
    {"NONE", N_("无自有住房")},
    {0},
};
const struct field_choice FORM_CHOICES[] = {
    {"SCATTERED", N_("分散供养")}, {"INSTITUTION", N_("集中供养")}, {0}};
const struct field_choice APPLICANT_CHOICES[] = {
    {"SELF", N_("本人或家庭成员")},
    {"VILLAGE", N_("村（居）委会代为申请")},
    {"OTHER", N_("其他村民代为申请")},
    {0},
};
const struct field_choice OPINION_CHOICES[] = {
    {"AGREE", N_("同意")}, {"DISAGREE", N_("不同意")}, {0}};
const struct field_choice REFUSAL_CHOICES[] = {
    {"INCOME", N_("家庭人均收入不低于标准")},
    {"PROPERTY", N_("家庭财产超过规定")},
    {"HUKOU", N_("户籍或共同生活情况不符")},
    {"SUPPORTER", N_("有能力履行义务的赡养抚养扶养人")},
    {"LABOUR", N_("有劳动能力")},
    {"CONCEALED", N_("隐瞒或不如实申报")},
    {"REFUSED_CHECK", N_("不配合核对或调查")},
    {"NOTHING", N_("事实没有变化")},
    {"OTHER", N_("其他")},
    {0},
};
const struct field_choice STOP_CHOICES[] = {
    {"OVER_INCOME", N_("收入超标")},
    {"OVER_PROPERTY", N_("财产超标")},
    {"DEATH", N_("人员死亡")},
    {"MOVED", N_("户籍迁移")},
    {"WORK", N_("有劳动能力")},
    {"PRISON", N_("服刑")},
    {"SUPPORTER", N_("义务人有能力")},
    {"VOLUNTARY", N_("自愿放弃")},
    {"CONCEALED", N_("隐瞒或骗取")},
    {"LOST", N_("失踪或失联")},
    {"OTHER", N_("其他")},
    {0},
};
const struct field_choice LEAVE_CHOICES[] = {
    {"DEATH", N_("死亡")},         {"MOVED", N_("户籍迁出")}, {"MARRIED", N_("婚嫁迁出")},
    {"PRISON", N_("服刑")},        {"ARMY", N_("服兵役")},    {"GRADUATED", N_("最高学历毕业")},
    {"JOBS_OVER", N_("择业期满")}, {"OTHER", N_("其他")},     {0},
};

const struct entry_field MEMBER_FIELDS[MEMBER_FIELD_COUNT] = {
    FIELD("name", N_("姓名"), NAME, .is_required = true, .max = 50),
    FIELD("id_number", N_("身份证号"), ID_NUMBER, .is_required = true, .is_secret = true),
    FIELD("sex", N_("性别"), CHOICE, .choices = SEX_CHOICES, .hint = N_("由身份证号得出")),
    FIELD("birth", N_("出生日期"), DATE, .hint = N_("由身份证号得出")),
    FIELD("nation", N_("民族"), TEXT, .max = 20),
    FIELD("relation", N_("与户主关系"), CHOICE, .choices = RELATION_CHOICES),
    FIELD("health", N_("健康状况"), CHOICE, .is_secret = true, .choices = HEALTH_CHOICES),
    FIELD("disability_kind", N_("残疾类别"), CHOICE, .is_secret = true,
          .choices = DISABILITY_CHOICES),
    FIELD("disability_grade", N_("残疾等级"), COUNT, .is_secret = true, .min = 1, .max = 4,
          .hint = N_("1（最重）至 4")),
    FIELD("disability_no", N_("残疾证号"), TEXT, .is_secret = true, .max = 30),
    FIELD("disease", N_("患何种疾病"), TEXT, .is_secret = true),
    FIELD("is_seriously_ill", N_("重病患者"), BOOL, .is_secret = true),
    FIELD("work_capacity", N_("劳动能力"), CHOICE, .choices = WORK_CHOICES),
    FIELD("employment", N_("就业状况"), CHOICE, .choices = EMPLOYMENT_CHOICES),
    FIELD("education", N_("文化程度"), CHOICE, .choices = EDUCATION_CHOICES),
    FIELD("is_student", N_("在校学生"), BOOL),
    FIELD("school", N_("学校"), TEXT),
    FIELD("marriage", N_("婚姻状况"), CHOICE, .choices = MARRIAGE_CHOICES),
    FIELD("self_care", N_("自理能力"), CHOICE, .is_secret = true, .choices = CARE_CHOICES),
    FIELD("is_protected", N_("是否保障对象"), BOOL),
    FIELD("remark", N_("备注"), TEXT),
};
const struct entry_field INCOME_FIELDS[INCOME_FIELD_COUNT] = {
    FIELD("class", N_("收入类别"), CHOICE, .is_required = true, .choices = INCOME_CHOICES),
    FIELD("name", N_("收入人"), NAME, .max = 50),
    FIELD("item", N_("收入项目"), TEXT, .hint = N_("如：茶园 3 亩、外出务工 6 个月")),
    FIELD("amount_year", N_("年净收入（元）"), YUAN, .is_required = true),
};
const struct entry_field EXEMPT_FIELDS[EXEMPT_FIELD_COUNT] = {
    FIELD("item", N_("不计入收入的项目"), CHOICE, .is_required = true, .choices = EXEMPT_CHOICES),
    FIELD("name", N_("收入人"), NAME, .max = 50),
    FIELD("amount_year", N_("年金额（元）"), YUAN, .is_required = true),
};
const struct entry_field EXPENSE_FIELDS[EXPENSE_FIELD_COUNT] = {
    FIELD("kind", N_("刚性支出类别"), CHOICE, .is_required = true, .choices = EXPENSE_CHOICES),
    FIELD("name", N_("支出人"), NAME, .max = 50),
    FIELD("amount_year", N_("年支出（元）"), YUAN, .is_required = true),
    FIELD("reimbursed_year", N_("其中已报销或减免（元）"), YUAN),
};
const struct entry_field OBLIGOR_FIELDS[OBLIGOR_FIELD_COUNT] = {
    FIELD("name", N_("赡养抚养扶养义务人"), NAME, .is_required = true, .max = 50),
    FIELD("sex", N_("性别"), CHOICE, .choices = SEX_CHOICES),
    FIELD("age", N_("年龄"), COUNT, .max = 130),
    FIELD("relation", N_("与申请人关系"), TEXT, .max = 30),
    FIELD("amount_year", N_("年给付（元）"), YUAN),
    FIELD("ability", N_("给付能力"), TEXT),
};
/* 民发〔2021〕43号: six abilities. */
const struct entry_field ABILITY_FIELDS[ABILITY_FIELD_COUNT] = {
    FIELD("can_eat", N_("能自己吃饭"), BOOL, .is_secret = true),
    FIELD("can_dress", N_("能自己穿衣"), BOOL, .is_secret = true),
    FIELD("can_rise", N_("能自己上下床"), BOOL, .is_secret = true),
    FIELD("can_toilet", N_("能自己如厕"), BOOL, .is_secret = true),
    FIELD("can_walk", N_("能室内行走"), BOOL, .is_secret = true),
    FIELD("can_wash", N_("能自己洗澡"), BOOL, .is_secret = true),
};
const struct entry_field ACCOUNT_FIELDS[ACCOUNT_FIELD_COUNT] = {
    FIELD("bank", N_("开户行"), TEXT, .is_required = true),
    FIELD("account_holder", N_("账户名"), NAME, .is_required = true, .max = 50),
    FIELD("account_number", N_("一卡通账号"), ACCOUNT, .is_required = true, .is_secret = true),
};
const struct entry_field INVESTIGATOR_FIELDS[INVESTIGATOR_FIELD_COUNT] = {
    FIELD("name", N_("调查人"), NAME, .is_required = true, .max = 50),
    FIELD("post", N_("单位职务"), TEXT),
};

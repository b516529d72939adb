/* demo: a synthetic county to look round in, or its rosters to import. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "office/demo/cases.h"
#include "office/demo/homes.h"
#include "office/demo/lists.h"
#include "office/demo/medical.h"
#include "office/demo/projects.h"
#include "office/demo/year.h"

#define DEMO_ACTOR "dibao1"
#define DEMO_OPEN_RETURNS 3
#define DEMO_CASES_UNTIL 3 /* days after the first of the next month */
#define DEMO_SCRATCH_BYTES 4096

static enum status number_option(struct cli *cli, const char *name, int64_t otherwise, int64_t *ret,
                                 struct error *e)
{
    int64_t v = otherwise;
    if (cli_has(cli, name) &&
        (i64_parse(cli_option(cli, name), &v, e) != STATUS_OK || v < 0 || v > DEMO_HOUSEHOLDS_MAX))
        return cli_usage(e, _("%s 应为 0 到 %lld 的整数"), name, (long long)DEMO_HOUSEHOLDS_MAX);
    *ret = v;
    return STATUS_OK;
}

static enum status read_options(struct cli *cli, struct demo_options *options, struct error *e)
{
    int64_t seed = 0;
    options->month = month_make(2013, cli_has(cli, "--year") ? 1 : 6);
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &options->month, e));
    TRY(number_option(cli, "--seed", DEMO_SEED, &seed, e));
    options->seed = (uint64_t)seed;
    TRY(number_option(cli, "--households", DEMO_DIBAO_HOUSEHOLDS, &options->dibao_households, e));
    /* The county's own proportion, unless it is said. */
    int64_t wubao = options->dibao_households * DEMO_WUBAO_PERSONS / DEMO_DIBAO_HOUSEHOLDS;
    return number_option(cli, "--wubao", wubao, &options->wubao_persons, e);
}

static enum status ensure_folder(const char *path, struct error *e)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return error_set(e, STATUS_REFUSED, "DEMO_FOLDER", _("不能创建文件夹 %s：%s"), path,
                         strerror(errno));
    return STATUS_OK;
}

static enum status demo_rosters(struct cli *cli, int64_t county, struct demo_options *options,
                                struct error *e)
{
    struct demo_counts counts;
    struct db *db;
    const char *folder = cli_option(cli, "--roster");
    TRY(cli_reader(cli, &db, e));
    TRY(demo_ground_read(db, county, cli_arena(cli), options, e));
    TRY(ensure_folder(folder, e));
    TRY(demo_roster_write(folder, options, &counts, e));
    cli_say(cli, _("已写出 %s/dibao.xlsx 和 %s/wubao.xlsx：%" PRId64 " 户 %" PRId64 " 人"), folder,
            folder, counts.households, counts.persons);
    return STATUS_OK;
}

/* The story happens in its own months, whatever day it is; a day the user has set stays. */
static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void say_month(struct cli *cli, const struct demo_month *m,
                      const struct demo_month_result *r)
{
    char month[MONTH_TEXT_BYTES], next[MONTH_TEXT_BYTES], total[FEN_TEXT_BYTES];
    cli_say(cli,
            _("%s %s：发放 %" PRId64 " 号，%" PRId64 " 笔，%s 元；银行退回 %" PRId64
              " 笔，尚有 %" PRId64 " 笔待更正%s"),
            programme_name(m->programme), month_format_people(m->month, month), r->run, r->items,
            fen_format_people(r->total, total), r->returned, r->open_returns,
            r->is_closed ? _("；已办结") : "");
    cli_say(cli, _("%s %s：草稿，发放 %" PRId64 " 号"), programme_name(m->programme),
            month_format_people(month_add(m->month, 1), next), r->draft_run);
}

/* Account numbers do not stay about, even if nobody owns them. */
static void remove_folder(const char *path)
{
    char file[DEMO_SCRATCH_BYTES];
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof(file), "%.1000s/%.255s", path, entry->d_name);
        unlink(file);
    }
    closedir(folder);
    rmdir(path);
}

static enum status pay_both(struct cli *cli, struct db *db, const struct payment_context *c,
                            const struct demo_options *options, const char *folder, struct error *e)
{
    bool is_set = getenv("MINSHENG_TODAY") != NULL;
    const int64_t size[PROGRAMME_ENTITLED_COUNT + 1] = {
        [PROGRAMME_DIBAO] = options->dibao_households, [PROGRAMME_WUBAO] = options->wubao_persons};
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_ENTITLED_COUNT; p++) {
        struct demo_month_result result;
        struct demo_month m = {.programme = (enum programme)p,
                               .month = options->month,
                               .returns = p == PROGRAMME_DIBAO ? 9 : 4,
                               .open_returns = p == PROGRAMME_DIBAO ? DEMO_OPEN_RETURNS : 0,
                               .closes = p == PROGRAMME_WUBAO,
                               .scratch = folder,
                               .set_today = is_set ? NULL : set_today};
        if (size[p] == 0)
            continue;
        TRY(demo_month_pay(db, c, &m, &result, e));
        say_month(cli, &m, &result);
    }
    if (!is_set)
        unsetenv("MINSHENG_TODAY");
    return STATUS_OK;
}

static enum status pay_months(struct cli *cli, struct db *db, const struct payment_context *c,
                              const struct demo_options *options, struct error *e)
{
    char scratch[] = "/tmp/minsheng-demo-XXXXXX";
    const char *folder = cli_option(cli, "--bank-files");
    if (folder != NULL) {
        TRY(ensure_folder(folder, e));
        return pay_both(cli, db, c, options, folder, e);
    }
    if (mkdtemp(scratch) == NULL)
        return error_set(e, STATUS_FAILED, "DEMO_FOLDER", _("不能创建临时文件夹：%s"),
                         strerror(errno));
    enum status s = pay_both(cli, db, c, options, scratch, e);
    remove_folder(scratch);
    return s;
}

/* Two months of applications and changes, up to the fourth of the month after. */
static enum status make_cases(struct cli *cli, struct db *db, const struct payment_context *c,
                              const struct demo_options *options, struct error *e)
{
    struct demo_case_counts counts;
    bool is_set = getenv("MINSHENG_TODAY") != NULL;
    struct date until = {month_first_day(month_add(options->month, 1)).v + DEMO_CASES_UNTIL};
    enum status s = demo_cases_store(db, c, options, until, is_set ? NULL : set_today, &counts, e);
    if (!is_set)
        unsetenv("MINSHENG_TODAY");
    if (s == STATUS_OK)
        cli_say(cli,
                _("办件 %" PRId64 " 件，变动 %" PRId64 " 件，公示 %" PRId64 " 份，抽查 %" PRId64
                  " 次；村级经办 %" PRId64 " 人，登录名是 village加村的12位代码加.clerk"),
                counts.cases, counts.changes, counts.notices, counts.samples, counts.clerks);
    return s;
}

/* What a part of the story needs: its last day, a folder that does not stay about, the day's hand.
 */
struct telling {
    char scratch[32];
    struct date until;
    bool is_set; /* somebody else has set the day */
    void (*set_today)(struct date day);
};

static enum status telling_begin(struct telling *t, const struct demo_options *options,
                                 struct error *e)
{
    *t = (struct telling){
        .scratch = "/tmp/minsheng-demo-XXXXXX",
        .until = {month_first_day(month_add(options->month, 1)).v + DEMO_CASES_UNTIL},
        .is_set = getenv("MINSHENG_TODAY") != NULL};
    t->set_today = t->is_set ? NULL : set_today;
    if (mkdtemp(t->scratch) == NULL)
        return error_set(e, STATUS_FAILED, "DEMO_FOLDER", _("不能创建临时文件夹：%s"),
                         strerror(errno));
    return STATUS_OK;
}

static void telling_end(const struct telling *t)
{
    remove_folder(t->scratch);
    if (!t->is_set)
        unsetenv("MINSHENG_TODAY");
}

/* Lists from outside, taken in as files. */
static enum status make_lists(struct cli *cli, struct db *db, const struct payment_context *c,
                              const struct demo_options *options, struct error *e)
{
    struct demo_list_counts counts;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_lists_store(db, c, options, t.until, t.scratch, t.set_today, &counts, e);
    telling_end(&t);
    if (s == STATUS_OK)
        cli_say(cli,
                _("外部名单 %" PRId64 " 份 %" PRId64 " 行，比中待核实 %" PRId64
                  " 条，待走访 %" PRId64 " 人；办件材料 %" PRId64 " 份"),
                counts.lists, counts.rows, counts.hits, counts.candidates, counts.papers);
    return s;
}

/* A month of medical assistance; small counties have too few who could be ill. */
static enum status make_medical(struct cli *cli, struct db *db, const struct payment_context *c,
                                const struct demo_options *options, struct error *e)
{
    struct demo_medical_counts counts;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_medical_store(db, c, options, t.until, t.scratch, t.set_today, &counts, e);
    telling_end(&t);
    if (s == STATUS_OK)
        cli_say(cli,
                _("医疗救助：就诊 %" PRId64 " 次，医前救助 %" PRId64 " 件，医后申请 %" PRId64
                  " 件，资助参合 %" PRId64 " 人，医院结算单 %" PRId64 " 份，已拨付 %" PRId64 " 笔"),
                counts.stays, counts.advances, counts.claims, counts.premiums, counts.statements,
                counts.paid);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Homes for the aged; a small county's would stand empty. */
static enum status make_homes(struct cli *cli, struct db *db, const struct payment_context *c,
                              const struct demo_options *options, struct error *e)
{
    struct demo_home_counts counts;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_homes_store(db, c, options, t.until, t.set_today, &counts, e);
    telling_end(&t);
    if (s == STATUS_OK)
        cli_say(cli,
                _("敬老院：%" PRId64 " 所 %" PRId64 " 张床，入住 %" PRId64 " 人，入住意愿 %" PRId64
                  " 件，日常记录 %" PRId64 " 条，报账单 %" PRId64 " 张，管理经费已拨付 %" PRId64
                  " 笔；院长的登录名是 home100.director 等"),
                counts.homes, counts.beds, counts.residents, counts.wishes, counts.records,
                counts.claims, counts.paid);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Half a year of the plan's projects. */
static enum status make_projects(struct cli *cli, struct db *db, const struct payment_context *c,
                                 const struct demo_options *options, struct error *e)
{
    struct demo_project_counts counts;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_projects_store(db, c, options, t.until, t.set_today, &counts, e);
    telling_end(&t);
    if (s == STATUS_OK)
        cli_say(
            cli,
            _("建设项目 %" PRId64 " 个，月报 %" PRId64 " 份，市对县考核床位已签发 %" PRId64 " 张"),
            counts.projects, counts.returns, counts.city_beds);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The plan in motion: what is asked of townships, looked at, told and answered. */
static enum status make_motion(struct cli *cli, struct db *db, const struct payment_context *c,
                               const struct demo_options *options, struct error *e)
{
    struct demo_motion_counts n;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_motion_store(db, c, options, t.set_today, &n, e);
    telling_end(&t);
    if (s == STATUS_OK)
        cli_say(cli,
                _("目标 %" PRId64 " 项，责任书 %" PRId64 " 份，调度会 %" PRId64 " 次，问题 %" PRId64
                  " 个，通报 %" PRId64 " 期，检查 %" PRId64 " 次，投诉 %" PRId64
                  " 件，测评答卷 %" PRId64 " 份，明白卡 %" PRId64
                  " 张；局长 director，民生办 supervisor、supervisor2，督查员 inspector"),
                n.targets, n.letters, n.meetings, n.problems, n.bulletins, n.visits, n.complaints,
                n.answers, n.slips);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The whole year instead of a month. */
static enum status make_year(struct cli *cli, struct db *db, const struct payment_context *c,
                             const struct demo_options *options, struct error *e)
{
    struct demo_year_counts counts;
    struct telling t;
    TRY(telling_begin(&t, options, e));
    enum status s = demo_year_store(db, c, options, t.scratch, t.set_today, &counts, e);
    telling_end(&t);
    if (s != STATUS_OK)
        return s;
    cli_say(cli,
            _("一年：发放 %" PRId64 " 个月 %" PRId64 " 笔，银行退回 %" PRId64 " 笔，死亡 %" PRId64
              " 人，变动 %" PRId64 " 户，入住敬老院 %" PRId64 " 人，项目月报 %" PRId64 " 份"),
            counts.months, counts.items, counts.returned, counts.deaths, counts.changes,
            counts.admissions, counts.returns);
    cli_say(cli,
            _("目标 %" PRId64 " 项，责任书 %" PRId64 " 份，调度会 %" PRId64 " 次，问题 %" PRId64
              " 个，通报 %" PRId64 " 期，检查 %" PRId64 " 次，整改 %" PRId64 " 件，考核 %" PRId64
              " 次，投诉 %" PRId64 " 件，测评答卷 %" PRId64 " 份"),
            counts.motion.targets, counts.motion.letters, counts.motion.meetings,
            counts.motion.problems, counts.motion.bulletins, counts.motion.visits,
            counts.motion.orders, counts.motion.assessments, counts.motion.complaints,
            counts.motion.answers);
    return STATUS_OK;
}

/* Whoever looks round has neither an authenticator nor a wish for a password of his own. */
static enum status demo_logins_ease(struct db *db, int64_t county, struct error *e)
{
    for (int i = 0; i < ACCESS_SETTING_COUNT; i++)
        TRY(access_setting_set(db, county, ACTOR_SYSTEM, (enum access_setting)i, false, e));
    return STATUS_OK;
}

/* What goes beyond the monthly payment. */
static enum status make_more(struct cli *cli, struct db *db, const struct payment_context *c,
                             const struct demo_options *options, struct error *e)
{
    TRY(make_medical(cli, db, c, options, e));
    TRY(make_homes(cli, db, c, options, e));
    TRY(make_projects(cli, db, c, options, e));
    return make_motion(cli, db, c, options, e);
}

static enum status make_month(struct cli *cli, struct db *db, const struct payment_context *c,
                              const struct demo_options *options, struct error *e)
{
    bool pays = !cli_has(cli, "--no-pay"), works = !cli_has(cli, "--no-cases");
    if (pays)
        TRY(pay_months(cli, db, c, options, e));
    if (works)
        TRY(make_cases(cli, db, c, options, e));
    if (works)
        TRY(make_lists(cli, db, c, options, e));
    return pays && works ? make_more(cli, db, c, options, e) : STATUS_OK;
}

static enum status demo_fill(struct cli *cli, int64_t county, struct demo_options *options,
                             struct error *e)
{
    struct payment_context c = {
        .county = county, .actor = DEMO_ACTOR, .progress = cli_progress, .progress_context = cli};
    struct demo_counts counts;
    enum demo_presence presence;
    int64_t users;
    struct db *db;

    TRY(cli_writer(cli, &db, e));
    TRY(cli_keys(cli, &c.keys, e));
    TRY(demo_presence_read(db, county, &presence, e));
    if (presence == DEMO_LOADED) {
        cli_say(cli, _("演示数据已在库中，没有改动"));
        return STATUS_OK;
    }
    TRY(demo_require_empty(db, county, e));
    TRY(demo_ground_read(db, county, cli_arena(cli), options, e));
    if (getenv("MINSHENG_TODAY") == NULL) {
        set_today(month_first_day(options->month));
        enum status s = demo_store(db, &c, options, &counts, e);
        unsetenv("MINSHENG_TODAY");
        if (s != STATUS_OK)
            return s;
    } else {
        TRY(demo_store(db, &c, options, &counts, e));
    }
    TRY(db_analyze(db, e));
    cli_say(cli, _("虚构的泾县：%" PRId64 " 户 %" PRId64 " 人，种子 %" PRIu64), counts.households,
            counts.persons, options->seed);
    TRY(cli_has(cli, "--year") ? make_year(cli, db, &c, options, e)
                               : make_month(cli, db, &c, options, e));
    TRY(demo_logins_ease(db, county, e));
    TRY(demo_passwords_set(db, county, ACTOR_SYSTEM, ACCESS_COST_INTERACTIVE, &users, e));
    cli_say(cli,
            _("登录名：dibao1、dibao2、wubao1、wubao2、accountant、finance1、finance2、supervisor、"
              "auditor、admin 等 %" PRId64 " 个岗位；密码都是 %s（仅供演示）"),
            users, DEMO_PASSWORD);
    return STATUS_OK;
}

static enum status demo(struct cli *cli, struct error *e)
{
    struct demo_options options = {0};
    int64_t county;
    TRY(cli_county(cli, &county, e));
    TRY(read_options(cli, &options, e));
    if (cli_has(cli, "--roster"))
        return demo_rosters(cli, county, &options, e);
    return demo_fill(cli, county, &options, e);
}

const struct cli_command CLI_DEMO[] = {
    {"demo",
     "",
     0,
     0,
     N_("装入一个虚构的县（真实区划，没有真人），发放一个月，起草下一个月"),
     "user.manage",
     demo,
     {{"--households", "N", N_("低保户数；默认 4500"), false},
      {"--wubao", "N", N_("五保人数；默认按 4500 比 2500"), false},
      {"--seed", "S", N_("种子：同一种子得到同样的数据"), false},
      {"--month", "YYYY-MM", N_("从哪个月开始；默认 2013-06"), false},
      {"--year", NULL, N_("演示一整年：从一月到次年一月，发放、调度、通报、考核、测评"), false},
      {"--no-pay", NULL, N_("只装人员，不发放"), false},
      {"--no-cases", NULL, N_("不办理申请和变动"), false},
      {"--bank-files", "DIR", N_("银行文件留在哪个文件夹；默认不留"), false},
      {"--roster", "DIR", N_("不装入数据库，写成可导入的花名册"), false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

/* serve: the web server with workers inside; work: workers elsewhere. Both stay until Ctrl-C. */
#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/cli.h"
#include "office/work/work.h"
#include "web/server.h"

#define DEFAULT_LISTEN "127.0.0.1:8080"
#define DEFAULT_WORK_THREADS 1
#define KEPT_FREE_BYTES (64 * 1024 * 1024) /* of an allocator's arena */
#define PUBLIC_COUNT_MAX 1000000
#define MAPPED_BYTES_MIN (4 * 1024 * 1024)

/* Blocked before any thread starts, so that only this one takes them. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

static void wait_for_signal(const sigset_t *set)
{
    int signal_number = 0;
    while (sigwait(set, &signal_number) != 0)
        continue;
}

/* A request takes and frees some megabytes, again and again: given back to the kernel each time,
   half of a settlement was page faults. */
static void keep_freed_memory(void)
{
    mallopt(M_TRIM_THRESHOLD, KEPT_FREE_BYTES);
    mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES_MIN);
}

static enum status work_options_read(struct cli *cli, struct work_options *ret, struct error *e)
{
    int64_t threads = DEFAULT_WORK_THREADS;
    *ret = (struct work_options){.db_url = cli_db_url(cli)};
    TRY(cli_county(cli, &ret->county, e));
    TRY(cli_keys(cli, &ret->keys, e));
    if (cli_has(cli, "--workers") &&
        i64_parse(cli_option(cli, "--workers"), &threads, e) != STATUS_OK)
        return error_place(e, "--workers");
    if (threads < 0 || threads > WORK_THREADS_MAX)
        return cli_usage(e, _("--workers 应在 0 到 %d 之间"), WORK_THREADS_MAX);
    ret->threads = (int)threads;
    return STATUS_OK;
}

static enum status count_read(struct cli *cli, const char *option, unsigned otherwise,
                              unsigned *ret, struct error *e)
{
    int64_t count = otherwise;
    if (cli_has(cli, option) && i64_parse(cli_option(cli, option), &count, e) != STATUS_OK)
        return error_place(e, "%s", option);
    if (count < 0 || count > PUBLIC_COUNT_MAX)
        return cli_usage(e, _("%s 应在 0 到 %d 之间，0 表示不限"), option, PUBLIC_COUNT_MAX);
    *ret = (unsigned)count;
    return STATUS_OK;
}

static enum status public_read(struct cli *cli, struct server_options *ret, struct error *e)
{
    TRY(count_read(cli, "--public-pages", SERVER_PAGES_A_MINUTE, &ret->pages_a_minute, e));
    TRY(count_read(cli, "--public-lookups", SERVER_LOOKUPS_A_MINUTE, &ret->lookups_a_minute, e));
    TRY(count_read(cli, "--public-posts", SERVER_POSTS_AN_HOUR, &ret->posts_an_hour, e));
    ret->trusted_proxies = cli_option(cli, "--trusted-proxy");
    ret->keeps_public_pages = true;
    if (ret->is_behind_tls && ret->trusted_proxies == NULL)
        log_event(LOG_WARNING, "trusted_proxy",
                  "--behind-tls without --trusted-proxy: all visitors count as one address");
    return STATUS_OK;
}

static enum status serve(struct cli *cli, struct error *e)
{
    CLEANUP(worker_cleanup) struct worker *worker = NULL;
    CLEANUP(server_cleanup) struct server *server = NULL;
    const char *listen = cli_option(cli, "--listen");
    struct work_options work;
    sigset_t signals;

    TRY(work_options_read(cli, &work, e));
    keep_freed_memory();
    block_signals(&signals);
    if (work.threads > 0)
        TRY(worker_start(&work, &worker, e));
    struct server_options options = {.listen = listen != NULL ? listen : DEFAULT_LISTEN,
                                     .db_url = work.db_url,
                                     .county = work.county,
                                     .keys = work.keys,
                                     .worker = worker,
                                     .templates_dir = getenv("MINSHENG_TEMPLATES"),
                                     .is_behind_tls = cli_has(cli, "--behind-tls"),
                                     .is_quiet = cli_has(cli, "--quiet"),
                                     .map = &SITE_MAP};
    TRY(public_read(cli, &options, e));
    TRY(server_start(&options, &server, e));
    cli_say(cli, _("网站已启动：http://%.*s:%u (按 Ctrl-C 停止)"),
            (int)(strrchr(options.listen, ':') - options.listen), options.listen,
            (unsigned)server_port(server));
    fflush(stdout);
    wait_for_signal(&signals);
    cli_say(cli, _("正在停止…"));
    return STATUS_OK;
}

static enum status work(struct cli *cli, struct error *e)
{
    CLEANUP(worker_cleanup) struct worker *worker = NULL;
    struct work_options options;
    sigset_t signals;

    TRY(work_options_read(cli, &options, e));
    if (cli_has(cli, "--once")) {
        int64_t done = 0;
        TRY(work_drain(&options, &done, e));
        cli_say(cli, _("办完 %" PRId64 " 个作业"), done);
        return STATUS_OK;
    }
    if (options.threads == 0)
        return cli_usage(e, _("--workers 至少为 1"));
    block_signals(&signals);
    TRY(worker_start(&options, &worker, e));
    cli_say(cli, _("作业进程已启动(按 Ctrl-C 停止)"));
    fflush(stdout);
    wait_for_signal(&signals);
    return STATUS_OK;
}

const struct cli_command CLI_SERVE[] = {
    {"serve",
     "",
     0,
     0,
     N_("启动网站"),
     NULL,
     serve,
     {{"--listen", "ADDR:PORT", N_("监听地址，默认 127.0.0.1:8080"), false},
      {"--workers", "N", N_("网站内的作业线程数，默认 1"), false},
      {"--behind-tls", NULL, N_("前面有 HTTPS 代理：Cookie 加 Secure"), false},
      {"--trusted-proxy", "ADDR,…", N_("前面代理的 IP 地址：以它报的访客地址计数"), false},
      {"--public-pages", "N", N_("公开网站每个地址每分钟最多看几页，默认 300，0 不限"), false},
      {"--public-lookups", "N", N_("每个地址每分钟最多用查询码查几次，默认 20，0 不限"), false},
      {"--public-posts", "N", N_("每个地址每小时最多提交几次，默认 10，0 不限"), false},
      {"--quiet", NULL, N_("不逐条记录请求"), false},
      {NULL, NULL, NULL, false}}},
    {"work",
     "",
     0,
     0,
     N_("另起作业进程"),
     NULL,
     work,
     {{"--workers", "N", N_("作业线程数，默认 1"), false},
      {"--once", NULL, N_("办完等待中的作业就退出"), false},
      {NULL, NULL, NULL, false}}},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, {{NULL, NULL, NULL, false}}},
};

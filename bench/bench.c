#include "bench/bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define PATH_BYTES 4096

static double cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct bench_meter bench_start(void)
{
    return (struct bench_meter){cpu_s(), wall_s()};
}

static long peak_kib(void)
{
    char line[256];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f != NULL && fgets(line, sizeof(line), f) != NULL)
        if (sscanf(line, "VmHWM: %ld", &kib) == 1)
            break;
    if (f != NULL)
        fclose(f);
    return kib;
}

void bench_stop(const struct bench_meter *meter, const char *name, int64_t count)
{
    printf("%s %.3f %.3f %ld %" PRId64 "\n", name, cpu_s() - meter->cpu_s, wall_s() - meter->wall_s,
           peak_kib(), count);
}

void bench_check(enum status s, const struct error *e)
{
    char text[ERROR_MESSAGE_BYTES + ERROR_PLACE_BYTES + 8];
    if (s == STATUS_OK)
        return;
    error_text(e, text, sizeof(text));
    fprintf(stderr, "bench: status %d %s\n", (int)s, s == STATUS_NONE ? "nothing there" : text);
    exit(1);
}

int bench_usage(const char *arguments)
{
    fprintf(stderr, "usage: %s %s\n", program_invocation_short_name, arguments);
    return 2;
}

enum status bench_open(const char *path, struct db **ret, struct keyring **ret_keys,
                       struct error *e)
{
    char url[PATH_BYTES], key[PATH_BYTES];
    snprintf(url, sizeof(url), "sqlite:%.4000s", path);
    snprintf(key, sizeof(key), "%.4000s.key", path);
    TRY(keyring_open(key, true, ret_keys, e));
    return db_open(url, DB_WRITER, ret, e);
}

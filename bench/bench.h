/* What the measuring programs share: a meter and an end on error. Each program measures itself and
   prints one line: NAME CPU_SECONDS WALL_SECONDS PEAK_KIB COUNT. */
#pragma once
#include "base/seal.h"
#include "db/db.h"

struct bench_meter {
    double cpu_s, wall_s;
};
struct bench_meter bench_start(void);
void bench_stop(const struct bench_meter *meter, const char *name, int64_t count);
void bench_check(enum status s, const struct error *e); /* ends the program unless OK */
int bench_usage(const char *arguments);
/* An SQLite file's writer and the key beside it (FILE.key, made when missing). */
MUST_USE enum status bench_open(const char *path, struct db **ret, struct keyring **ret_keys,
                                struct error *e);

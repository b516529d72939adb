#include "crash/walk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

#define RESULT_BYTES_MAX (16u << 20)

static void bank_answers(struct story *s)
{
    bank_answer_pipe(s, "sent", "back", "", BANK_RIGHT);
}

const struct walk_step WALK[WALK_STEPS] = {
    {"import", "roster import {ground}/rosters/dibao.xlsx --programme dibao --from 2013-06", NULL,
     NULL, NULL},
    {"prepare", "pay prepare --programme dibao --month 2013-06 --as dibao1", "DRAFT", NULL, NULL},
    {"check", "pay check dibao/2013-06 --as dibao2", "CHECKED", NULL, NULL},
    {"review", "pay review dibao/2013-06 --as supervisor", "REVIEWED", NULL, NULL},
    {"approve", "pay approve dibao/2013-06 --as finance1", "APPROVED", NULL, NULL},
    {"fund", "pay fund dibao/2013-06 --as finance2", "FUNDED", NULL, NULL},
    {"send", "pay send dibao/2013-06 -o {dir}/sent --as finance2", "SENT", "sent", NULL},
    {"return", "pay return dibao/2013-06 {dir}/back --as finance2", "RECONCILED", NULL,
     bank_answers},
    {"backup", "backup {dir}/backup.db", "RECONCILED", "backup.db", NULL},
};

int walk_steps(enum db_engine engine)
{
    return engine == DB_SQLITE ? WALK_STEPS : WALK_STEPS - 1;
}

void walk_ground(struct story *s, enum db_engine engine)
{
    char command[128];
    story_open(s, engine);
    story_set(s, "ground", s->folder);
    snprintf(command, sizeof command,
             "demo --households %d --wubao 1 --seed 11 --roster {ground}/rosters", WALK_HOUSEHOLDS);
    STORY_TELL(s, {"the county begins", "init --plan {plan}"}, {"its rosters", command});
}

char *walk_result(struct story *s)
{
    static const char *const commands[] = {
        "pay list --format csv", "pay items dibao/2013-06 --format csv",
        "ledger balance --fund dibao_rural --format csv", "pay returns --all --format csv"};
    CLEANUP(buf_free) struct buf all = BUF_INIT(RESULT_BYTES_MAX);
    char line[256];
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        STORY_TELL(s, {"the result", commands[i]});
        buf_adds(&all, s->out);
    }
    struct story_position p = story_position(s, "dibao/2013-06");
    snprintf(line, sizeof line, "%lld due, %lld paid, %lld under way\n", (long long)p.due,
             (long long)p.paid, (long long)p.in_transit);
    buf_adds(&all, line);
    return strdup(buf_text(&all));
}

bool walk_has_file(const struct story *s, const char *name)
{
    char path[PROCESS_PATH_BYTES];
    return access(story_path(s, name, path), F_OK) == 0;
}

/* A library that reads strangers' files works in a child process with hard limits, which says what
   it found through a pipe: whatever a damaged or hostile file does to it ends there. */
#pragma once
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"

#define CHILD_MEMORY_BYTES ((size_t)1 << 30)

struct child {
    pid_t pid; /* 0: none */
    int fd;    /* what it says; -1: none */
};
/* Runs in the child with its standard streams on /dev/null; says everything with child_write to fd
   and ends with _exit. */
typedef void (*child_work)(void *context, int fd);
/* 0, or the errno of what could not be had; *ret is to be stopped. The child may use cpu_seconds
   and CHILD_MEMORY_BYTES, may write no file and leaves no core. */
MUST_USE int child_start(unsigned cpu_seconds, child_work work, void *context, struct child *ret);
enum child_answer {
    CHILD_SAID,   /* 1..max bytes */
    CHILD_CLOSED, /* it has said all, or it died */
    CHILD_SILENT, /* for silence_ms */
    CHILD_BROKEN, /* the pipe can not be read */
};
MUST_USE enum child_answer child_read(const struct child *c, void *out, size_t max, int silence_ms,
                                      size_t *ret_n);
/* Kills it when it still hangs, and reaps it; harmless on a child that never was. Whether it had
   ended well, or was only killed here. */
bool child_stop(struct child *c);
/* For the child's side: all of it, or the child exits with 1. */
void child_write(int fd, const void *bytes, size_t n);

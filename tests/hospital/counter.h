/* A hospital's program: signs what it sends, keeps its connection, and sends again what got no
   answer. */
#pragma once
#include "base/buf.h"
#include "domain/access/access.h"
#include "domain/medical/hospital.h"

struct counter {
    uint16_t port;
    const char *token, *secret;
    int fd; /* -1: not connected */
};

enum counter_way {
    COUNTER_PLAIN,
    COUNTER_CUT, /* hangs up after sending and does not hear the answer */
};
/* The status of the answer, whose body is in `out`; 0: no answer. path: without /api/v1. */
int counter_post(struct counter *c, const char *path, const char *body, enum counter_way way,
                 struct buf *out);
/* With a time and signature of its own; NULL: without. */
int counter_post_as(struct counter *c, const char *path, const char *body, const char *stamp,
                    const char *signature, struct buf *out);
int counter_get(struct counter *c, const char *path, struct buf *out);
void counter_hang_up(struct counter *c);

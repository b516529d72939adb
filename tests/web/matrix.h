/* The county that the matrix of access is tried on: who is asked, and for whose things. */
#pragma once
#include "domain/publicity/slip.h"
#include "web/live.h"

/* Two villages of one township, and one of another. */
enum side { SIDE_OWN, SIDE_NEAR, SIDE_OTHER, SIDE_COUNT };
const char *side_name(enum side s);

struct matrix_things {
    int64_t village, household, case_id, notice, hit, candidate, person, bill, advance;
    const char *applicant, *number, *receipt; /* of the case; nobody else is called so */
    const char *project;                      /* code of the township's */
    int64_t project_return, problem, acceptance;
    int64_t home, stay, claim; /* of the township's home */
    int64_t listed;            /* problem on the list */
    int64_t complaint;         /* about the township */
    int64_t inspection, rectification;
    int64_t publicity; /* reported by the township */
};
struct matrix {
    struct live live;
    struct keyring *keys;
    struct arena *arena;
    struct db *db; /* reader */
    struct matrix_things of[SIDE_COUNT];
    int64_t sample;
    int64_t admission, statement, transfer, premium_list; /* of medical assistance */
    int64_t allocation;
    /* A draft of targets, the township's letter, one of the leading group, who answers. */
    int64_t split, letter, member, responsible;
    int64_t meeting, practice;
    int64_t survey;
    int64_t bulletin;
    int64_t accountability;
    int64_t assessment;
    int64_t document, course;   /* of the library; planned */
    char slip[SLIP_CODE_BYTES]; /* what anybody may look up */
};
#define MATRIX_TOWNSHIP INT64_C(341823106000)
#define MATRIX_OTHER_TOWNSHIP INT64_C(341823101000)
#define MATRIX_PAID_RUN 1
#define MATRIX_PAPER 1
#define MATRIX_ADMISSION_NO "M-OPEN" /* of the stay `admission` */
/* Somebody whom the tests may lock and give another post. */
#define MATRIX_SPARE_USER "matrix.spare"

/* One user for each role: village clerk of SIDE_OWN's village, the township's posts, the county's
   posts. */
void matrix_start(struct matrix *m, enum db_engine engine);
void matrix_stop(struct matrix *m);
/* Part of matrix_start, once the users are there. */
void matrix_medical_fill(struct matrix *m, struct db *db);
void matrix_library_fill(struct matrix *m, struct db *db);
void matrix_project_fill(struct matrix *m, struct db *db);
void matrix_home_fill(struct matrix *m, struct db *db);
void matrix_target_fill(struct matrix *m, struct db *db);
void matrix_meeting_fill(struct matrix *m, struct db *db);
void matrix_voice_fill(struct matrix *m, struct db *db);
void matrix_bulletin_fill(struct matrix *m, struct db *db);
void matrix_inspection_fill(struct matrix *m, struct db *db);
#define MATRIX_RECEIPT 1                 /* of claim */
#define MATRIX_PHOTO 1                   /* of project_return */
#define MATRIX_SECTION 1                 /* of the bulletin */
#define MATRIX_SCOPE_VERSION 2           /* asked for, not decided */
const char *matrix_user(enum role role); /* static buffer */
int64_t matrix_scope(const struct matrix *m, enum role role);

enum parameter_kind {
    PARAMETER_UNKNOWN,
    PARAMETER_COUNTY, /* the same thing for everybody */
    PARAMETER_PLACED, /* a thing of a village: outside the viewer's scope it is not there */
    PARAMETER_TOWNSHIP, /* of a township: its village's clerk sees it and does nothing to it */
    PARAMETER_OWN,    /* a thing of one user (draft, token, job) that nobody of these has */
};
/* What stands for {name} in a pattern, for that side. */
enum parameter_kind matrix_parameter(const struct matrix *m, const char *name, size_t name_bytes,
                                     enum side side, char *out, size_t out_bytes);

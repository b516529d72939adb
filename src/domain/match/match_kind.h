/* The kinds of lists, as a table: which columns they have, what a hit means, whom it concerns, and
   what may be concluded. */
#pragma once
#include "base/month.h"

enum match_kind {
    MATCH_NONE = 0,
    MATCH_CREMATION,    /* 火化登记 */
    MATCH_DEREGISTERED, /* 户籍注销 */
    MATCH_VEHICLE,      /* 车辆登记 */
    MATCH_COMPANY,      /* 工商登记 */
    MATCH_PENSION,      /* 养老金 */
    MATCH_HOUSING,      /* 不动产登记 */
    MATCH_DEPOSIT,      /* 金融资产 */
    MATCH_DISABILITY,   /* 残疾人名册: those in need, from here on */
    MATCH_MEDICAL_COST, /* 医疗大额支出 */
    MATCH_ORPHAN,       /* 孤儿 */
    MATCH_LOW_INCOME,   /* 低收入监测 */
    MATCH_ELDER,        /* 无赡养人的老人 */
    MATCH_ENDED,        /* found in the registry, without a list, from here on */
    MATCH_REFUSED,      /* application refused */
    MATCH_ALONE,        /* of 60 or more, alone in a dibao household */
    MATCH_KIND_COUNT
};
/* Whom a list concerns: people with a current benefit, or those without one in their household. */
enum match_sense { MATCH_OF_BENEFIT, MATCH_OF_NEED, MATCH_OF_REGISTRY };

enum match_conclusion {
    MATCH_OPEN = 0,
    MATCH_NO_EFFECT,       /* the fact is true and changes nothing */
    MATCH_NOT_SAME,        /* another person */
    MATCH_LIST_WRONG,      /* the list is wrong */
    MATCH_DEATH_REPORTED,  /* the death is in the registry */
    MATCH_CHANGE_PROPOSED, /* a change was proposed: a case */
    MATCH_STOP_PROPOSED,   /* a stop was proposed: a case */
    MATCH_CONCLUSION_COUNT
};
enum match_result {
    MATCH_UNVISITED = 0,
    MATCH_APPLIES,      /* applies: a case */
    MATCH_NOT_ELIGIBLE, /* because … */
    MATCH_MOVED,        /* lives elsewhere */
    MATCH_DECLINED,     /* does not want to apply */
    MATCH_DEAD,
    MATCH_HAS_BENEFIT, /* has got one meanwhile */
    MATCH_RESULT_COUNT
};

enum match_column_type { MATCH_TEXT, MATCH_DAY };
struct match_column {
    const char *name; /* what we call it; the key of the fact */
    const char
        *words; /* between bars: how headers write it, solid, without what is in parentheses */
    enum match_column_type type; /* MATCH_DAY: the row's day; at most one a kind */
};
#define MATCH_COLUMNS_MAX 6
struct match_kind_row {
    enum match_kind kind;
    const char *code;    /* "cremation" */
    const char *label;   /* msgid */
    const char *meaning; /* msgid: what a hit asks */
    enum match_sense sense;
    int days; /* working days within which a hit is explained or a candidate visited; 示例 */
    uint32_t conclusions;                           /* bit 1 << conclusion */
    struct match_column columns[MATCH_COLUMNS_MAX]; /* ends with a NULL name, or is full */
};
extern const struct match_kind_row MATCH_KINDS[MATCH_KIND_COUNT];
/* REFUSED (MATCH_KIND) naming those there are: kinds that come as a list only. */
MUST_USE enum status match_kind_parse(const char *code, enum match_kind *ret, struct error *e);
/* Also the rules of the registry; MATCH_NONE when unknown. */
enum match_kind match_kind_by_code(const char *code);
bool match_kind_allows(enum match_kind kind, enum match_conclusion conclusion);

const char *match_conclusion_code(enum match_conclusion c);  /* "no-effect"; "" when open */
const char *match_conclusion_label(enum match_conclusion c); /* msgid */
MUST_USE enum status match_conclusion_parse(const char *code, enum match_conclusion *ret,
                                            struct error *e);
const char *match_result_code(enum match_result r); /* "applies"; "" when not visited */
const char *match_result_label(enum match_result r);
MUST_USE enum status match_result_parse(const char *code, enum match_result *ret, struct error *e);

#define MATCH_EXPLAIN_DAYS 10 /* 示例: no rule names it yet */
#define MATCH_VISIT_DAYS 20   /* 示例 */
#define MATCH_REST_DAYS 180   /* 示例: not asked again for the same reason within */
#define MATCH_ALONE_YEARS 60  /* 民发〔2021〕43号: 60 周岁以上 */
/* How headers write the columns that every list has. */
extern const char MATCH_ID_WORDS[], MATCH_NAME_WORDS[], MATCH_TOWNSHIP_WORDS[],
    MATCH_VILLAGE_WORDS[], MATCH_ADDRESS_WORDS[];

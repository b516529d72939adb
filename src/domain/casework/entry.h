/* What people write on forms: flat names and texts ("members.2.name" = "王小明"), checked against
   a static table of fields in the order of the paper form. The same table draws the page, checks
   the command line and the JSON, and prints the paper. Values are kept in one normal spelling:
   yuan "1234.50", dates "2013-06-30", months "2013-06", truth "1" or "", numbers plain. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/fen.h"
#include "base/month.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_LONG_TEXT,
    FIELD_DATE,
    FIELD_MONTH,
    FIELD_YUAN, /* not negative */
    FIELD_COUNT,
    FIELD_BOOL,
    FIELD_CHOICE, /* one of choices */
    FIELD_ID_NUMBER,
    FIELD_ACCOUNT,
    FIELD_PHONE,
    FIELD_DIVISION, /* 12 digits */
};
struct field_choice {
    const char *value, *label; /* label: msgid */
};
struct entry_field {
    const char *name;  /* "name"; in a repeating section "members.N.name" */
    const char *label; /* msgid, the paper's words */
    enum field_kind kind;
    bool is_required;
    bool is_secret;   /* health, numbers, accounts: never in facts, logs or trail */
    bool is_fact;     /* copied to case_step.facts, for the auditor: votes, days, codes */
    int64_t min, max; /* COUNT, YUAN (fen), text length in characters; 0, 0: the kind's default */
    const struct field_choice *choices; /* ends with {NULL, NULL} */
    const char *hint;                   /* msgid; NULL */
};
struct entry_section {
    const char *name;  /* NULL: fields stand by themselves */
    const char *label; /* msgid */
    int repeat_max;    /* 0: not a table */
    int repeat_min;
    const struct entry_field *fields;
    size_t field_count;
};
struct entry_form {
    const char *name;  /* "dibao.apply" */
    const char *label; /* msgid */
    const struct entry_section *sections;
    size_t section_count;
};
#define ENTRY_FIELDS_MAX 600 /* of one filled form, all repeats */
#define ENTRY_VALUE_BYTES_MAX 4000
#define ENTRY_REPEAT_MAX 20

struct entry_data {
    struct arena *arena;
    size_t count;
    struct {
        const char *name, *value;
    } item[ENTRY_FIELDS_MAX]; /* as set, by entry_data_set */
};
struct entry_data *entry_data_new(struct arena *a); /* NULL: arena exhausted */
/* Copies both; "" removes. FAILED (ENTRY_TOO_LARGE) beyond the limits. */
MUST_USE enum status entry_data_set(struct entry_data *d, const char *name, const char *value,
                                    struct error *e);
const char *entry_get(const struct entry_data *d,
                      const char *name); /* "" when absent; d may be NULL */
const char *entry_getf(const struct entry_data *d, const char *format, ...) PRINTF_LIKE(2, 3);
bool entry_bool(const struct entry_data *d, const char *name);
/* For values that entry_check passed: 0 / v 0 when absent. */
struct fen entry_fen(const struct entry_data *d, const char *name);
int64_t entry_count(const struct entry_data *d, const char *name);
struct date entry_date(const struct entry_data *d, const char *name);
struct month entry_month(const struct entry_data *d, const char *name);
/* How many rows of a repeating section are filled (largest N with any value). */
int entry_rows(const struct entry_data *d, const char *section);

#define ENTRY_FAULTS_MAX 100
struct entry_faults {
    struct arena *arena; /* texts; set by the caller */
    size_t count;
    struct {
        const char *field, *label, *message; /* localised */
    } fault[ENTRY_FAULTS_MAX];
};
/* Checks every value (kind, limits, required, unknown names) and brings it into its normal
   spelling in ret; all faults at once. REFUSED (CASE_FORM) when there are any: the error's message
   is the first with the count. faults may be NULL. today: no birth or event later. */
MUST_USE enum status entry_check(const struct entry_form *form, const struct entry_data *in,
                                 struct date today, struct arena *arena,
                                 struct entry_faults *faults, const struct entry_data **ret,
                                 struct error *e);
/* JSON object, names sorted: the same data has the same bytes. */
MUST_USE enum status entry_json(const struct entry_data *d, struct buf *out, struct error *e);
MUST_USE enum status entry_json_read(const char *text, size_t bytes, struct arena *arena,
                                     struct entry_data **ret, struct error *e);

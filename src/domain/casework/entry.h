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
    FIELD_NAME,     /* of a person: no spaces inside */
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
    int64_t min, max; /* COUNT, YUAN (fen), text length in characters; 0, 0: the kind's default.
                         DATE: max 1 lets it lie after today */
    const struct field_choice *choices; /* ends with {NULL, NULL} */
    const char *hint;                   /* msgid; NULL */
};
struct entry_section {
    const char *name;  /* of a table; NULL: the fields stand by themselves under their own names */
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
#define ENTRY_FIELDS_MAX 1000 /* of one filled form, all repeats */
#define ENTRY_VALUE_BYTES_MAX 4000
#define ENTRY_NAME_BYTES_MAX 64
#define ENTRY_REPEAT_MAX 20
#define ENTRY_JSON_BYTES_MAX (256u << 10)

struct entry_data {
    struct arena *arena;
    size_t count;
    struct {
        const char *name, *value;
    } item[ENTRY_FIELDS_MAX]; /* as set, by entry_data_set */
};
struct entry_data *entry_data_new(struct arena *a); /* NULL: arena exhausted */
/* Copies both; "" removes. Names are a–z, 0–9, "_" and "."; values UTF-8. REFUSED: ENTRY_NAME,
   ENTRY_TEXT, ENTRY_TOO_LARGE. */
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
   spelling in ret; all faults at once. Empty rows of a table are closed up; an ID number fills
   `birth` and `sex` beside it. REFUSED (CASE_FORM) when there are faults: the error's message is
   the first with the count. faults may be NULL. today: no birth or event later. */
MUST_USE enum status entry_check(const struct entry_form *form, const struct entry_data *in,
                                 struct date today, struct arena *arena,
                                 struct entry_faults *faults, const struct entry_data **ret,
                                 struct error *e);
/* One more fault, when a check between fields finds one. Past the maximum it is dropped. */
void entry_fault_add(struct entry_faults *faults, const char *field, const char *label,
                     const char *format, ...) PRINTF_LIKE(4, 5);
/* REFUSED (CASE_FORM) with the first fault and the count; OK when there is none. */
MUST_USE enum status entry_faults_status(const struct entry_faults *faults, struct error *e);
/* The field of a name ("members.2.name"); NULL when the form has none. ret_row (may be NULL): 2, or
   0 outside tables. */
const struct entry_field *entry_field_find(const struct entry_form *form, const char *name,
                                           int *ret_row);
/* Sets in `into` whatever `from` has. */
MUST_USE enum status entry_merge(struct entry_data *into, const struct entry_data *from,
                                 struct error *e);
/* JSON object, names sorted: the same data has the same bytes. */
MUST_USE enum status entry_json(const struct entry_data *d, struct buf *out, struct error *e);
/* {"members": [{"name": …}]} is read like {"members.1.name": …}; numbers and truth as text. */
MUST_USE enum status entry_json_read(const char *text, size_t bytes, struct arena *arena,
                                     struct entry_data **ret, struct error *e);

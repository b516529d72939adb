/* Forms into facts: the words of a form become the codes of the registry. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/effect_internal.h"

#define ABILITIES 6
#define HALF_CARE_FAILURES_MAX 3

enum relation effect_relation(const char *code)
{
    static const char *const codes[] = {
        [RELATION_HEAD] = "HEAD",         [RELATION_SPOUSE] = "SPOUSE",
        [RELATION_SON] = "SON",           [RELATION_DAUGHTER] = "DAUGHTER",
        [RELATION_GRANDSON] = "GRANDSON", [RELATION_GRANDDAUGHTER] = "GRANDDAUGHTER",
        [RELATION_FATHER] = "FATHER",     [RELATION_MOTHER] = "MOTHER",
    };
    for (size_t i = RELATION_HEAD; i < sizeof codes / sizeof codes[0]; i++) {
        if (text_equals(codes[i], code))
            return (enum relation)i;
    }
    return RELATION_OTHER;
}

int effect_class(const char *code)
{
    return code[0] >= 'A' && code[0] <= 'C' && code[1] == '\0' ? code[0] - 'A' + 1 : 0;
}

enum support_form effect_form(const char *code)
{
    if (text_equals(code, "SCATTERED"))
        return FORM_SCATTERED;
    return text_equals(code, "INSTITUTION") ? FORM_INSTITUTION : FORM_NONE;
}

enum care_level effect_care(const struct entry_data *form)
{
    static const char *const abilities[ABILITIES] = {"can_eat",    "can_dress", "can_rise",
                                                     "can_toilet", "can_walk",  "can_wash"};
    int failed = 0;
    for (size_t i = 0; i < ABILITIES; i++)
        failed += !entry_bool(form, abilities[i]);
    if (failed == 0)
        return CARE_SELF;
    return failed <= HALF_CARE_FAILURES_MAX ? CARE_HALF : CARE_FULL;
}

static bool bool_of(const struct entry_data *form, const char *prefix, int n, const char *field)
{
    return entry_getf(form, "%s.%d.%s", prefix, n, field)[0] == '1';
}

/* One digit: kinds 1..7, grades 1..4. */
static int digit_of(const struct entry_data *form, const char *prefix, int n, const char *field)
{
    char c = entry_getf(form, "%s.%d.%s", prefix, n, field)[0];
    return c >= '0' && c <= '9' ? c - '0' : 0;
}

void effect_member_read(const struct entry_data *form, const char *prefix, int n,
                        struct effect_member *ret)
{
    *ret = (struct effect_member){
        .person = {.name = entry_getf(form, "%s.%d.name", prefix, n),
                   .id_number = entry_getf(form, "%s.%d.id_number", prefix, n),
                   .phone = ""},
        .row = {.to = MONTH_OPEN,
                .is_present = true,
                .is_protected = bool_of(form, prefix, n, "is_protected"),
                .is_seriously_ill = bool_of(form, prefix, n, "is_seriously_ill"),
                .is_student = bool_of(form, prefix, n, "is_student"),
                .relation = effect_relation(entry_getf(form, "%s.%d.relation", prefix, n)),
                .disability_kind = digit_of(form, prefix, n, "disability_kind"),
                .disability_grade = digit_of(form, prefix, n, "disability_grade"),
                .cause = ""}};
}

enum status effect_head_find(const struct entry_data *form, int *ret_count, int *ret_head,
                             struct error *e)
{
    int count = entry_rows(form, "members"), head = 0, heads = 0;
    for (int n = 1; n <= count; n++) {
        if (effect_relation(entry_getf(form, "members.%d.relation", n)) == RELATION_HEAD) {
            head = n;
            heads++;
        }
    }
    if (heads != 1)
        return error_set(e, STATUS_REFUSED, "CASE_HEAD",
                         _("家庭成员中须有且只有一名户主，现有 %d 名。请更正申请书。"), heads);
    *ret_count = count;
    *ret_head = head;
    return STATUS_OK;
}

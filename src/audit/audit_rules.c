/* What must hold whatever the amounts: the end of the chain, deaths and heads, what runs knew, the
   kinds of journals, files, exceptions, users and plans. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"
#include "audit_rules_sql.h"
#include "base/hash.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 64

typedef enum status (*rule_open)(struct audit *a, struct db_cursor **ret, struct error *e);

/* The statements answer one row shape, so one next function reads them all. */
#define RULE_OPEN(rule)                                                                            \
    static enum status open_##rule(struct audit *a, struct db_cursor **ret, struct error *e)       \
    {                                                                                              \
        return audit_##rule##_open(a->db, (struct audit_##rule##_args){.county = a->scope.county}, \
                                   ret, e);                                                        \
    }
RULE_OPEN(trail_cut)
RULE_OPEN(death_ignored)
RULE_OPEN(death_missing)
RULE_OPEN(head_not_member)
RULE_OPEN(run_known)
RULE_OPEN(run_known_before)
RULE_OPEN(journal_kind)
RULE_OPEN(journal_unrecorded)
RULE_OPEN(journal_accounts)
RULE_OPEN(repayment_books)
RULE_OPEN(cancel_books)
RULE_OPEN(recovery_floor)
RULE_OPEN(file_kind)
RULE_OPEN(file_orphan)
RULE_OPEN(carry_unlisted)
RULE_OPEN(exception_false)
RULE_OPEN(user_unrecorded)

/* What the two numbers of a row are. */
enum numbers { NONE_SHOWN, ONE_SHOWN, COUNTS, MONEY };

struct rule {
    const char *code;
    rule_open open_rows;
    enum numbers numbers;
    const char *what;
};
static const struct rule RULES[] = {
    {"TRAIL_CUT", open_trail_cut, COUNTS, N_("变动记录的末条与计数不符，末尾可能被截去")},
    {"DEATH_IGNORED", open_death_ignored, NONE_SHOWN, N_("已登记死亡，死亡次月以后仍列为在保")},
    {"DEATH_MISSING", open_death_missing, NONE_SHOWN,
     N_("因死亡减员，但没有死亡登记，或死亡月份不在减员之前")},
    {"HEAD_NOT_MEMBER", open_head_not_member, ONE_SHOWN, N_("户主不是该户现有成员")},
    {"RUN_KNOWN", open_run_known, COUNTS, N_("批次所依据的变动不是最后一次编制")},
    {"RUN_KNOWN", open_run_known_before, COUNTS, N_("批次所记的上一批依据与上一批不符")},
    {"JOURNAL_KIND", open_journal_kind, NONE_SHOWN, N_("凭证种类与批次、银行文件不相配")},
    {"JOURNAL_KIND", open_journal_unrecorded, ONE_SHOWN, N_("凭证所记的变动不在变动记录中")},
    {"JOURNAL_KIND", open_journal_accounts, NONE_SHOWN, N_("这种凭证不得使用其中的科目")},
    {"REPAYMENT_BOOKS", open_repayment_books, MONEY, N_("账上退款与退款登记不符")},
    {"CANCEL_BOOKS", open_cancel_books, MONEY, N_("账上取消与已取消的发放项不符")},
    {"RECOVERY_FLOOR", open_recovery_floor, MONEY, N_("追回后低于必须留足的金额")},
    {"FILE_KIND", open_file_kind, NONE_SHOWN, N_("送出与收回的银行文件混用")},
    {"FILE_ORPHAN", open_file_orphan, COUNTS, N_("保存的银行文件应恰好属于一次送盘")},
    {"CARRY_UNLISTED", open_carry_unlisted, NONE_SHOWN, N_("待追回的余额与例外清单不符")},
    {"EXCEPTION_FALSE", open_exception_false, NONE_SHOWN, N_("例外清单称不发，却有本月金额")},
    {"USER_UNRECORDED", open_user_unrecorded, ONE_SHOWN, N_("用户不是由变动记录中的登记产生的")},
};

static enum status report(struct audit *a, const struct rule *rule,
                          const struct audit_breach_row *row, struct error *e)
{
    switch (rule->numbers) {
    case MONEY:
        return audit_find(a, rule->code, e, row->subject, _("%s：应为 %s 元，现为 %s 元"),
                          _(rule->what), audit_yuan(a, row->expected), audit_yuan(a, row->actual));
    case COUNTS:
        return audit_find(a, rule->code, e, row->subject, _("%s：应为 %" PRId64 "，现为 %" PRId64),
                          _(rule->what), row->expected, row->actual);
    case ONE_SHOWN:
        return audit_find(a, rule->code, e, row->subject, _("%s：%" PRId64), _(rule->what),
                          row->expected);
    case NONE_SHOWN:
        break;
    }
    return audit_find(a, rule->code, e, row->subject, "%s", _(rule->what));
}

static enum status check_rule(struct audit *a, const struct rule *rule, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_breach_row row;
    enum status s;
    audit_check_begin(a);
    TRY(rule->open_rows(a, &cursor, e));
    while ((s = audit_trail_cut_next(cursor, &row, e)) == STATUS_OK) {
        s = report(a, rule, &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_plans(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_plan_version_row row;
    uint8_t hash[HASH_BYTES];
    char subject[SUBJECT_BYTES];
    enum status s;
    audit_check_begin(a);
    TRY(audit_plan_versions_open(
        a->db, (struct audit_plan_versions_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_plan_versions_next(cursor, &row, e)) == STATUS_OK) {
        hash_bytes(row.content, strlen(row.content), hash);
        if (row.sha256.n == HASH_BYTES && memcmp(row.sha256.p, hash, HASH_BYTES) == 0)
            continue;
        snprintf(subject, sizeof(subject), "plan %" PRId64, row.id);
        s = audit_find(a, "PLAN_HASH", e, subject, _("方案的内容与登记的哈希不符"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_rules(struct audit *a, struct error *e)
{
    for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
        TRY(check_rule(a, &RULES[i], e));
    return check_plans(a, e);
}

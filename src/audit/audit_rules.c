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

RULE_STATEMENT(trail_cut, audit_breach_row)
RULE_STATEMENT(death_ignored, audit_breach_row)
RULE_STATEMENT(death_missing, audit_breach_row)
RULE_STATEMENT(head_not_member, audit_breach_row)
RULE_STATEMENT(run_known, audit_breach_row)
RULE_STATEMENT(run_known_before, audit_breach_row)
RULE_STATEMENT(journal_kind, audit_breach_row)
RULE_STATEMENT(journal_unrecorded, audit_breach_row)
RULE_STATEMENT(journal_accounts, audit_breach_row)
RULE_STATEMENT(repayment_books, audit_breach_row)
RULE_STATEMENT(cancel_books, audit_breach_row)
RULE_STATEMENT(recovery_floor, audit_breach_row)
RULE_STATEMENT(file_kind, audit_breach_row)
RULE_STATEMENT(file_orphan, audit_breach_row)
RULE_STATEMENT(carry_unlisted, audit_breach_row)
RULE_STATEMENT(exception_false, audit_breach_row)
RULE_STATEMENT(user_unrecorded, audit_breach_row)

static const struct audit_rule RULES[] = {
    {"TRAIL_CUT", RULE_ROWS(trail_cut), RULE_COUNTS,
     N_("变动记录的末条与计数不符，末尾可能被截去")},
    {"DEATH_IGNORED", RULE_ROWS(death_ignored), RULE_NONE_SHOWN,
     N_("已登记死亡，死亡次月以后仍列为在保")},
    {"DEATH_MISSING", RULE_ROWS(death_missing), RULE_NONE_SHOWN,
     N_("因死亡减员，但没有死亡登记，或死亡月份不在减员之前")},
    {"HEAD_NOT_MEMBER", RULE_ROWS(head_not_member), RULE_ONE_SHOWN, N_("户主不是该户现有成员")},
    {"RUN_KNOWN", RULE_ROWS(run_known), RULE_COUNTS, N_("批次所依据的变动不是最后一次编制")},
    {"RUN_KNOWN", RULE_ROWS(run_known_before), RULE_COUNTS, N_("批次所记的上一批依据与上一批不符")},
    {"JOURNAL_KIND", RULE_ROWS(journal_kind), RULE_NONE_SHOWN,
     N_("凭证种类与批次、银行文件不相配")},
    {"JOURNAL_KIND", RULE_ROWS(journal_unrecorded), RULE_ONE_SHOWN,
     N_("凭证所记的变动不在变动记录中")},
    {"JOURNAL_KIND", RULE_ROWS(journal_accounts), RULE_NONE_SHOWN,
     N_("这种凭证不得使用其中的科目")},
    {"REPAYMENT_BOOKS", RULE_ROWS(repayment_books), RULE_MONEY, N_("账上退款与退款登记不符")},
    {"CANCEL_BOOKS", RULE_ROWS(cancel_books), RULE_MONEY, N_("账上取消与已取消的发放项不符")},
    {"RECOVERY_FLOOR", RULE_ROWS(recovery_floor), RULE_MONEY, N_("追回后低于必须留足的金额")},
    {"FILE_KIND", RULE_ROWS(file_kind), RULE_NONE_SHOWN, N_("送出与收回的银行文件混用")},
    {"FILE_ORPHAN", RULE_ROWS(file_orphan), RULE_COUNTS, N_("保存的银行文件应恰好属于一次送盘")},
    {"CARRY_UNLISTED", RULE_ROWS(carry_unlisted), RULE_NONE_SHOWN,
     N_("待追回的余额与例外清单不符")},
    {"EXCEPTION_FALSE", RULE_ROWS(exception_false), RULE_NONE_SHOWN,
     N_("例外清单称不发，却有本月金额")},
    {"USER_UNRECORDED", RULE_ROWS(user_unrecorded), RULE_ONE_SHOWN,
     N_("用户不是由变动记录中的登记产生的")},
};

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
        TRY(audit_check_rule(a, &RULES[i], e));
    return check_plans(a, e);
}

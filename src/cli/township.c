#include "cli/township.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define CODE_DIGITS 12

enum status cli_township_option(struct cli *cli, const struct case_actor *actor, int64_t *ret,
                                struct error *e)
{
    const char *text = cli_option(cli, "--township");
    int64_t code;
    if (text == NULL) {
        *ret = actor->scope;
        return STATUS_OK;
    }
    if (strlen(text) != CODE_DIGITS || i64_parse(text, &code, NULL) != STATUS_OK)
        return cli_usage(e, _("--township 应为 12 位区划代码，如 341823106000"));
    TRY(cli_case_scope(actor, code, e));
    *ret = code;
    return STATUS_OK;
}

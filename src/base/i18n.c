#include "base/i18n.h"
#include <locale.h>
#include <stdlib.h>

#define TEXT_DOMAIN "minsheng"

/* Numbers stay in the C locale: amounts and JSON must not depend on the machine. */
void i18n_init(void)
{
    setlocale(LC_MESSAGES, "");
    setlocale(LC_CTYPE, "");
    const char *set = getenv("MINSHENG_LOCALEDIR");
    bindtextdomain(TEXT_DOMAIN, set && *set ? set : MINSHENG_LOCALEDIR_BUILT_IN);
    bind_textdomain_codeset(TEXT_DOMAIN, "UTF-8");
    textdomain(TEXT_DOMAIN);
}

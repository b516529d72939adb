/* gettext: message ids are Simplified Chinese; po/en.po holds the English. */
#pragma once
#include <libintl.h>
#define _(text) gettext(text)
#define N_(text) text
/* Binds the text domain "minsheng"; locale from LANGUAGE/LANG; directory from MINSHENG_LOCALEDIR or
 * built in. */
void i18n_init(void);

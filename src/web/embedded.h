/* Files compiled into the program by tools/embed.sh: templates and assets. Sorted by name. */
#pragma once
#include "base/embedded.h"

extern const struct embedded_file EMBEDDED_TEMPLATES[], EMBEDDED_ASSETS[];
extern const size_t EMBEDDED_TEMPLATE_COUNT, EMBEDDED_ASSET_COUNT;

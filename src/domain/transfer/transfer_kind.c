/* The table of transfer kinds. */
#include "domain/transfer/transfer_kind.h"

#include "base/text.h"
#include "domain/allocation/allocation.h"
#include "domain/medical/transfer_kinds.h"
#include "domain/project/works.h"

const struct transfer_kind *const TRANSFER_KINDS[] = {
    &TRANSFER_OF_STATEMENT,  &TRANSFER_OF_PREMIUM, &TRANSFER_OF_SUPPORT,
    &TRANSFER_OF_MANAGEMENT, &TRANSFER_OF_PROJECT, NULL,
};

const struct transfer_kind *transfer_kind_by_code(const char *code)
{
    for (const struct transfer_kind *const *k = TRANSFER_KINDS; *k; k++)
        if (text_equals((*k)->code, code))
            return *k;
    return NULL;
}

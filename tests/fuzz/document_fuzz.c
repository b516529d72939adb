/* The vocabulary of documents, written in both kinds. */
#include "fuzz.h"
#include "office/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    if (bytes > FUZZ_INPUT_BYTES_MAX)
        return 0;
    for (enum document_kind kind = DOCUMENT_PDF; kind <= DOCUMENT_DOCX; kind++) {
        struct buf out CLEANUP(buf_free) = BUF_INIT(DOCUMENT_BYTES_MAX);
        struct error e = {0};
        fuzz_check(document_render_xml((const char *)data, bytes, kind, date_make(2013, 9, 30),
                                       &out, &e),
                   &e);
    }
    return 0;
}

/* Official documents into files: "-o FILE.pdf" or "-o FILE.docx". */
#pragma once
#include "base/buf.h"
#include "cli/cli.h"
#include "office/document.h"

/* The file's ending says which kind. REFUSED (USAGE). */
MUST_USE enum status cli_document_kind(struct cli *cli, enum document_kind *ret, struct error *e);
/* Whether that file could be written: asked before what can not be undone. */
MUST_USE enum status cli_document_probe(struct cli *cli, struct error *e);
/* The bytes into that file, and says so. */
MUST_USE enum status cli_document_write(struct cli *cli, const struct buf *bytes, struct error *e);

/* QR codes in documents: read, and written as a drawn shape. No picture file is needed: a shape is
   sharp on any printer. */
#include <qrencode.h>
#include <string.h>

#include "base/i18n.h"
#include "office/document_package.h"
#include "office/document_reader.h"

#define QR_TEXT_BYTES_MAX 600
#define QR_SIZE_MM 25
#define EMU_PER_POINT 12700

static struct document_qr *encode(struct reader *r, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code) {
        reader_limit(r, _("二维码的内容太长"));
        return NULL;
    }
    size_t count = (size_t)code->width * (size_t)code->width;
    struct document_qr *qr = ARENA_NEW(r->arena, struct document_qr);
    uint8_t *modules = ARENA_ARRAY(r->arena, uint8_t, count);
    if (qr && modules) {
        for (size_t i = 0; i < count; i++)
            modules[i] = code->data[i] & 1;
        *qr = (struct document_qr){.width = code->width, .modules = modules};
    } else {
        reader_exhausted(r);
    }
    QRcode_free(code);
    return modules ? qr : NULL;
}

void reader_qr(struct reader *r, const char **attributes)
{
    const char *text = reader_attribute(attributes, "text");
    int64_t size = reader_number(r, attributes, "size_mm", 10, 100, QR_SIZE_MM);
    if (!text) {
        reader_form(r, _("二维码没有内容"));
        return;
    }
    if (!*text) /* what a template gives for data that is not there */
        return;
    if (strlen(text) > QR_TEXT_BYTES_MAX) {
        reader_limit(r, _("二维码的内容太长"));
        return;
    }
    r->block->qr = encode(r, text);
    if (r->block->qr)
        r->block->qr->size = (double)size * POINTS_PER_MM;
}

static void point_add(struct buf *out, const char *element, int x, int y)
{
    buf_addf(out, "<a:%s><a:pt x=\"%d\" y=\"%d\"/></a:%s>", element, x, y, element);
}

static void modules_add(struct buf *out, const struct document_qr *qr)
{
    const int q = DOCUMENT_QR_QUIET;
    for (int y = 0; y < qr->width; y++)
        for (int x = 0; x < qr->width; x++) {
            int from = x;
            while (x < qr->width && qr->modules[y * qr->width + x])
                x++;
            if (x == from)
                continue;
            point_add(out, "moveTo", q + from, q + y);
            point_add(out, "lnTo", q + x, q + y);
            point_add(out, "lnTo", q + x, q + y + 1);
            point_add(out, "lnTo", q + from, q + y + 1);
            buf_adds(out, "<a:close/>");
        }
}

void docx_qr(struct buf *out, const struct document_qr *qr, int number)
{
    int side = (int)(qr->size * EMU_PER_POINT), units = qr->width + 2 * DOCUMENT_QR_QUIET;
    buf_addf(out,
             "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/"
             "drawingml/2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" "
             "distR=\"0\"><wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%d\" name=\"QR %d\"/>"
             "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
             "<a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/"
             "wordprocessingShape\"><wps:wsp xmlns:wps=\"http://schemas.microsoft.com/office/"
             "word/2010/wordprocessingShape\"><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=\"0\" "
             "y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/>"
             "<a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>"
             "<a:path w=\"%d\" h=\"%d\">",
             side, side, number, number, side, side, units, units);
    modules_add(out, qr);
    buf_adds(out, "</a:path></a:pathLst></a:custGeom><a:solidFill><a:srgbClr val=\"000000\"/>"
                  "</a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
                  "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>");
}

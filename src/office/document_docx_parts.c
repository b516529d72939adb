/* What stands in a DOCX around the text: types, relations, styles, settings, footers, properties.
 */
#include <string.h>

#include "base/mustache.h"
#include "office/document_package.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define OFFICE_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define OFFICE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE_SPACE "http://schemas.openxmlformats.org/package/2006/"
#define CORE_TYPE "application/vnd.openxmlformats-package.core-properties+xml"

int docx_twips(double points)
{
    return (int)(points * 20 + (points < 0 ? -0.5 : 0.5));
}

/* The names that Word on an office's computer knows. */
const char *docx_face(enum document_face face)
{
    static const char *const names[] = {[FACE_FANGSONG] = "仿宋_GB2312",
                                        [FACE_HEI] = "黑体",
                                        [FACE_KAI] = "楷体_GB2312",
                                        [FACE_BIAOSONG] = "方正小标宋简体",
                                        [FACE_SONG] = "宋体"};
    return names[face];
}

void docx_escape(struct buf *out, const char *p, size_t n)
{
    html_add_escaped(out, p, n);
}

static void types_write(struct buf *b)
{
    static const struct {
        const char *part, *type;
    } parts[] = {{"document", "document.main"},
                 {"styles", "styles"},
                 {"settings", "settings"},
                 {"footer1", "footer"},
                 {"footer2", "footer"}};
    buf_adds(b, XML_HEAD "<Types xmlns=\"" PACKAGE_SPACE "content-types\">"
                         "<Default Extension=\"rels\" ContentType=\"application/"
                         "vnd.openxmlformats-package.relationships+xml\"/>"
                         "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        buf_addf(b, "<Override PartName=\"/word/%s.xml\" ContentType=\"" OFFICE_TYPE "%s+xml\"/>",
                 parts[i].part, parts[i].type);
    buf_adds(b,
             "<Override PartName=\"/docProps/core.xml\" ContentType=\"" CORE_TYPE "\"/></Types>");
}

static void relations_write(struct package *p)
{
    static const char *const kinds[][2] = {{"styles", "styles.xml"},
                                           {"settings", "settings.xml"},
                                           {"footer", "footer1.xml"},
                                           {"footer", "footer2.xml"}};
    struct buf *b = package_part(p, "_rels/.rels");
    buf_adds(b, XML_HEAD "<Relationships xmlns=\"" PACKAGE_SPACE "relationships\">"
                         "<Relationship Id=\"rId1\" Type=\"" OFFICE_RELATION
                         "officeDocument\" Target=\"word/document.xml\"/>"
                         "<Relationship Id=\"rId2\" Type=\"" PACKAGE_SPACE
                         "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
                         "</Relationships>");
    b = package_part(p, "word/_rels/document.xml.rels");
    buf_adds(b, XML_HEAD "<Relationships xmlns=\"" PACKAGE_SPACE "relationships\">");
    for (int i = 0; i < 4; i++)
        buf_addf(b, "<Relationship Id=\"rId%d\" Type=\"" OFFICE_RELATION "%s\" Target=\"%s\"/>",
                 i + 1, kinds[i][0], kinds[i][1]);
    buf_adds(b, "</Relationships>");
}

static void styles_write(struct buf *b, const struct document_look *look)
{
    const char *face = docx_face(look->body.face);
    buf_addf(b,
             XML_HEAD "<w:styles " WORD_SPACE "><w:docDefaults><w:rPrDefault><w:rPr>"
                      "<w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" w:cs=\"%s\"/>"
                      "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/><w:lang w:val=\"en-US\" "
                      "w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
                      "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
                      "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
                      "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/>"
                      "<w:basedOn w:val=\"Normal\"/><w:qFormat/></w:style>",
             face, face, face, face, docx_twips(look->body.size) / 10,
             docx_twips(look->body.size) / 10);
    for (int i = 1; i <= 4; i++)
        buf_addf(b,
                 "<w:style w:type=\"paragraph\" w:styleId=\"Heading%d\"><w:name w:val=\"heading "
                 "%d\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"
                 "<w:outlineLvl w:val=\"%d\"/></w:pPr></w:style>",
                 i, i, i - 1);
    buf_adds(b, "</w:styles>");
}

/* align: where the page number stands. */
static void footer_write(struct buf *b, const struct document *d, enum document_align align)
{
    struct document_style number = {FACE_SONG, PAGE_NUMBER_SIZE, PAGE_NUMBER_SIZE * 1.3, align, 0};
    struct document_style foot = {FACE_FANGSONG, FOOT_SIZE, FOOT_PITCH, ALIGN_LEFT, 0};
    bool is_right = align == ALIGN_RIGHT;
    buf_adds(b, XML_HEAD "<w:ftr " WORD_SPACE ">");
    buf_addf(b, "<w:p><w:pPr><w:spacing w:line=\"%d\" w:lineRule=\"exact\"/>",
             docx_twips(number.pitch));
    buf_addf(b, "<w:ind w:%s=\"%d\"/><w:jc w:val=\"%s\"/></w:pPr>", is_right ? "right" : "left",
             docx_twips(PAGE_NUMBER_SIZE), is_right ? "right" : "left");
    if (d->is_numbered) {
        docx_run(b, &number, INK_PLAIN, "— ", sizeof "— " - 1);
        buf_addf(b,
                 "<w:fldSimple w:instr=\" PAGE \"><w:r><w:rPr><w:rFonts w:ascii=\"%s\" "
                 "w:hAnsi=\"%s\" w:eastAsia=\"%s\"/><w:sz w:val=\"28\"/></w:rPr>"
                 "<w:t>1</w:t></w:r></w:fldSimple>",
                 docx_face(FACE_SONG), docx_face(FACE_SONG), docx_face(FACE_SONG));
        docx_run(b, &number, INK_PLAIN, " —", sizeof " —" - 1);
    }
    buf_adds(b, "</w:p>");
    if (d->foot.n > 0) {
        buf_addf(b, "<w:p><w:pPr><w:spacing w:line=\"%d\" w:lineRule=\"exact\"/></w:pPr>",
                 docx_twips(foot.pitch));
        docx_runs(b, &d->foot, &foot, INK_PLAIN);
        buf_adds(b, "</w:p>");
    }
    buf_adds(b, "</w:ftr>");
}

static void properties_write(struct buf *b, const struct document *d, struct date date)
{
    char day[DATE_TEXT_BYTES];
    buf_adds(b,
             XML_HEAD "<cp:coreProperties xmlns:cp=\"" PACKAGE_SPACE "metadata/core-properties\" "
                      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                      "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    docx_escape(b, d->title, strlen(d->title));
    buf_addf(b,
             "</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z"
             "</dcterms:created></cp:coreProperties>",
             date_format(date, day));
}

void docx_parts_write(struct package *p, const struct document *d, struct date date)
{
    types_write(package_part(p, "[Content_Types].xml"));
    relations_write(p);
    styles_write(package_part(p, "word/styles.xml"), document_look(d->form));
    buf_adds(package_part(p, "word/settings.xml"),
             XML_HEAD "<w:settings " WORD_SPACE "><w:evenAndOddHeaders/><w:compat>"
                      "<w:compatSetting w:name=\"compatibilityMode\" "
                      "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
                      "</w:compat></w:settings>");
    footer_write(package_part(p, "word/footer1.xml"), d, ALIGN_RIGHT);
    footer_write(package_part(p, "word/footer2.xml"), d, ALIGN_LEFT);
    properties_write(package_part(p, "docProps/core.xml"), d, date);
}

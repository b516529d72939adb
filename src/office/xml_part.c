#include "office/xml_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define CHUNK_BYTES 65536

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

enum status zip_part_open(zip_t *zip, const char *name, zip_file_t **ret,
                          zip_uint64_t *ret_limit_bytes, struct error *e)
{
    zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    zip_stat_t stat;
    if (index < 0 || zip_stat_index(zip, (zip_uint64_t)index, 0, &stat) != 0)
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                         _("文件不完整（缺少 %s）：请用表格软件打开后另存为 xlsx"), name);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return error_set(e, STATUS_REFUSED, "SHEET_LOCKED",
                         _("文件有密码：请取消密码后另存再导入"));
    zip_uint64_t limit = XML_PART_SMALL_BYTES;
    if (stat.comp_size > limit / XML_PART_RATIO_MAX)
        limit = stat.comp_size > XML_PART_BYTES_MAX / XML_PART_RATIO_MAX
                    ? XML_PART_BYTES_MAX
                    : stat.comp_size * XML_PART_RATIO_MAX;
    zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (!file)
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN", _("文件损坏（%s：%s）"), name,
                         zip_strerror(zip));
    *ret = file;
    *ret_limit_bytes = limit;
    return STATUS_OK;
}

static void handle_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xml_part *part = data;
    if (++part->depth > XML_DEPTH_MAX) {
        xml_part_refuse(part, "SHEET_LIMIT", _("%s 的嵌套层数太多"), part->name);
        return;
    }
    if (part->on_start && part->failed == STATUS_OK)
        part->on_start(part, local_name(name), (const char **)attributes);
}

static void handle_end(void *data, const XML_Char *name)
{
    struct xml_part *part = data;
    part->depth--;
    if (part->on_end && part->failed == STATUS_OK)
        part->on_end(part, local_name(name));
}

static void handle_text(void *data, const XML_Char *p, int n)
{
    struct xml_part *part = data;
    if (part->on_text && part->failed == STATUS_OK)
        part->on_text(part, p, n);
}

static void handle_doctype(void *data, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int has_subset)
{
    (void)name, (void)system, (void)public, (void)has_subset;
    struct xml_part *part = data;
    xml_part_refuse(part, "SHEET_BROKEN", _("%s 含有文档类型声明，不予读取"), part->name);
}

enum status xml_part_open(struct xml_part *part, zip_t *zip, const char *name, struct error *e)
{
    *part = (struct xml_part){.name = name};
    TRY(zip_part_open(zip, name, &part->file, &part->limit_bytes, e));
    part->parser = XML_ParserCreate(NULL);
    if (!part->parser) {
        xml_part_close(part);
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    }
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, handle_start, handle_end);
    XML_SetCharacterDataHandler(part->parser, handle_text);
    XML_SetStartDoctypeDeclHandler(part->parser, handle_doctype);
    return STATUS_OK;
}

void xml_part_close(struct xml_part *part)
{
    if (part->parser)
        XML_ParserFree(part->parser);
    if (part->file)
        (void)zip_fclose(part->file);
    part->parser = NULL;
    part->file = NULL;
}

static enum status parse_failed(const struct xml_part *part, struct error *e)
{
    if (part->failed != STATUS_OK) {
        if (e)
            *e = part->error;
        return part->failed;
    }
    return error_set(e, STATUS_REFUSED, "SHEET_BROKEN",
                     _("文件损坏（%s 第 %lu 行第 %lu 列：%s）：请用表格软件打开后另存为 xlsx"),
                     part->name, (unsigned long)XML_GetCurrentLineNumber(part->parser),
                     (unsigned long)XML_GetCurrentColumnNumber(part->parser) + 1,
                     XML_ErrorString(XML_GetErrorCode(part->parser)));
}

static enum status parse_chunk(struct xml_part *part, struct error *e)
{
    void *p = XML_GetBuffer(part->parser, CHUNK_BYTES);
    if (!p)
        return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    zip_int64_t n = zip_fread(part->file, p, CHUNK_BYTES);
    if (n < 0)
        return error_set(e, STATUS_REFUSED, "SHEET_BROKEN", _("文件损坏（%s 解压出错）"),
                         part->name);
    part->read_bytes += (zip_uint64_t)n;
    if (part->read_bytes > part->limit_bytes)
        return error_set(e, STATUS_REFUSED, "SHEET_LIMIT",
                         _("文件展开后过大或压缩比异常（%s），不予读取"), part->name);
    part->is_ended = n == 0;
    if (XML_ParseBuffer(part->parser, (int)n, n == 0) == XML_STATUS_ERROR)
        return parse_failed(part, e);
    return STATUS_OK;
}

static bool is_suspended(const struct xml_part *part)
{
    XML_ParsingStatus status;
    XML_GetParsingStatus(part->parser, &status);
    return status.parsing == XML_SUSPENDED;
}

enum status xml_part_step(struct xml_part *part, struct error *e)
{
    if (is_suspended(part)) {
        if (XML_ResumeParser(part->parser) == XML_STATUS_ERROR)
            return parse_failed(part, e);
        if (is_suspended(part))
            return STATUS_OK;
    }
    while (!part->is_ended) {
        TRY(parse_chunk(part, e));
        if (is_suspended(part))
            return STATUS_OK;
    }
    return part->failed != STATUS_OK ? parse_failed(part, e) : STATUS_NONE;
}

enum status xml_part_run(struct xml_part *part, struct error *e)
{
    enum status s;
    do
        s = xml_part_step(part, e);
    while (s == STATUS_OK);
    return s == STATUS_NONE ? STATUS_OK : s;
}

void xml_part_suspend(struct xml_part *part)
{
    (void)XML_StopParser(part->parser, XML_TRUE);
}

void xml_part_refuse(struct xml_part *part, const char *code, const char *format, ...)
{
    if (part->failed != STATUS_OK)
        return;
    char message[ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    part->failed = error_set(&part->error, STATUS_REFUSED, code, "%s", message);
    (void)XML_StopParser(part->parser, XML_FALSE);
}

void xml_part_exhausted(struct xml_part *part)
{
    if (part->failed != STATUS_OK)
        return;
    part->failed = error_set(&part->error, STATUS_FAILED, "OUT_OF_MEMORY", _("内存不足"));
    (void)XML_StopParser(part->parser, XML_FALSE);
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

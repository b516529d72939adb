/* schema.json: one JSON Schema 2020-12 with a definition per table, whose properties are the
   columns in the order of the file. Cells are read as: empty is null, numbers are whole. */
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "office/handover/export_internal.h"

static void type_add(struct buf *out, const struct export_field *f)
{
    switch (f->kind) {
    case FIELD_NUMBER:
        buf_adds(out, "\"type\":\"integer\"");
        break;
    case FIELD_FEN:
        buf_adds(out, "\"type\":\"integer\",\"x-unit\":\"fen\"");
        break;
    case FIELD_BP:
        buf_adds(out, "\"type\":\"integer\",\"minimum\":0,\"maximum\":10000,\"x-unit\":\"0.01%\"");
        break;
    case FIELD_CODE:
        buf_addf(out, "\"type\":\"integer\",\"minimum\":%d,\"maximum\":%d", f->code_min,
                 f->code_max);
        break;
    case FIELD_BOOL:
        buf_adds(out, "\"type\":\"integer\",\"enum\":[0,1]");
        break;
    case FIELD_KNOWN:
        buf_adds(out, "\"type\":[\"integer\",\"null\"],\"minimum\":0");
        break;
    case FIELD_DATE:
        buf_adds(out, "\"type\":[\"string\",\"null\"],\"format\":\"date\"");
        break;
    case FIELD_MONTH:
        buf_adds(out, "\"type\":[\"string\",\"null\"],\"pattern\":\"^[0-9]{4}-[0-9]{2}$\"");
        break;
    case FIELD_TIME:
        buf_adds(out, "\"type\":[\"string\",\"null\"],\"format\":\"date-time\"");
        break;
    case FIELD_HASH:
        buf_adds(out, "\"type\":[\"string\",\"null\"],\"pattern\":\"^[0-9a-f]{64}$\"");
        break;
    case FIELD_ID_NUMBER:
        buf_adds(out, "\"type\":\"string\",\"pattern\":\"^[0-9]{17}[0-9X]$\"");
        break;
    case FIELD_ACCOUNT:
        buf_adds(out, "\"type\":\"string\",\"minLength\":1");
        break;
    case FIELD_TEXT:
        buf_adds(out, "\"type\":[\"string\",\"null\"]");
        break;
    }
}

static void column_add(struct buf *out, const struct export_column *c, bool is_first)
{
    const struct export_field *f = export_field_by_name(c->name);
    buf_adds(out, is_first ? "\n        " : ",\n        ");
    buf_add_json(out, c->name);
    buf_adds(out, ":{");
    type_add(out, f);
    buf_adds(out, ",\"title\":");
    buf_add_json(out, f->chinese);
    buf_adds(out, ",\"description\":");
    buf_add_json(out, f->english);
    buf_addc(out, '}');
}

static void table_add(struct buf *out, const struct export_table *t, bool is_first)
{
    buf_adds(out, is_first ? "\n    " : ",\n    ");
    buf_add_json(out, t->name);
    buf_adds(out, ":{\"type\":\"object\",\"title\":");
    buf_add_json(out, t->chinese);
    buf_adds(out, ",\"description\":");
    buf_add_json(out, t->english);
    buf_adds(out, ",\"additionalProperties\":false,\"required\":[");
    for (size_t i = 0; t->columns[i].name != NULL; i++) {
        buf_adds(out, i ? "," : "");
        buf_add_json(out, t->columns[i].name);
    }
    buf_adds(out, "],\n      \"properties\":{");
    for (size_t i = 0; t->columns[i].name != NULL; i++)
        column_add(out, &t->columns[i], i == 0);
    buf_adds(out, "\n      }}");
}

void export_schema(struct buf *out)
{
    const struct export_table *t;
    buf_adds(out, "{\n  \"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\n  \"title\":"
                  "\"医疗救助移交数据\",\n  \"description\":\"Medical assistance as handed over: a "
                  "definition per csv file, a property per column; an empty cell is null\",\n  "
                  "\"x-format\":\"" EXPORT_FORMAT "\",\n  \"$defs\":{");
    for (size_t i = 0; (t = export_table_at(i)) != NULL; i++)
        table_add(out, t, i == 0);
    buf_adds(out, "\n  }\n}\n");
}

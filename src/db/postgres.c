#include "base/i18n.h"
#include "db/engine.h"

enum status postgres_open(const char *url, enum db_mode mode, struct db **ret, struct error *e)
{
    (void)url;
    (void)mode;
    (void)ret;
    return error_set(e, STATUS_FAILED, "DB_ENGINE", _("此构建不含 PostgreSQL"));
}

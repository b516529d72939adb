-- The table of migrations, which migrate.c itself creates.

-- name: schema_migration_list many -> schema_migration_row (version i64, name text, sha256 blob, applied_at text)
SELECT version, name, sha256, applied_at FROM schema_migration ORDER BY version;

-- name: schema_migration_version one -> schema_migration_version_row (version i64)
SELECT coalesce(max(version), 0) FROM schema_migration;

-- name: schema_migration_insert exec (version i64, name text, sha256 blob, applied_at text)
INSERT INTO schema_migration (version, name, sha256, applied_at) VALUES ($1, $2, $3, $4);

-- name: access_user_insert exec (county i64, name text, role text, title text, scope i64, password_hash text?, created_change i64, must_change bool)
INSERT INTO access_user (county, name, role, title, scope, password_hash, is_locked, failure_count, retry_after, created_change, must_change)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, NULL, $7, $8);

-- name: access_user_get one (county i64, name text) -> access_user_row (name text, role text, title text, scope i64, password_hash text?, is_locked bool, failure_count i64, retry_after text?, must_change bool, has_totp bool)
SELECT u.name, u.role, u.title, u.scope, u.password_hash, u.is_locked, u.failure_count, u.retry_after, u.must_change,
       CASE WHEN t.confirmed_change IS NULL THEN 0 ELSE 1 END AS has_totp
FROM access_user AS u LEFT JOIN access_totp AS t ON t.county = u.county AND t.user_name = u.name
WHERE u.county = $1 AND u.name = $2;

-- name: access_user_hold exec (county i64, name text)
-- Keeps the row for this transaction: of attempts at the same moment each counts.
UPDATE access_user SET failure_count = failure_count WHERE county = $1 AND name = $2;

-- name: access_user_all many (county i64) -> access_user_row
SELECT u.name, u.role, u.title, u.scope, u.password_hash, u.is_locked, u.failure_count, u.retry_after, u.must_change,
       CASE WHEN t.confirmed_change IS NULL THEN 0 ELSE 1 END AS has_totp
FROM access_user AS u LEFT JOIN access_totp AS t ON t.county = u.county AND t.user_name = u.name
WHERE u.county = $1 ORDER BY u.name;

-- name: access_user_set_lock exec (county i64, name text, is_locked bool)
UPDATE access_user SET is_locked = $3, failure_count = 0, retry_after = NULL WHERE county = $1 AND name = $2;

-- name: access_user_set_password exec (county i64, name text, password_hash text, must_change bool)
UPDATE access_user SET password_hash = $3, must_change = $4, failure_count = 0, retry_after = NULL
WHERE county = $1 AND name = $2;

-- name: access_user_set_role exec (county i64, name text, role text, scope i64)
UPDATE access_user SET role = $3, scope = $4 WHERE county = $1 AND name = $2;

-- name: access_user_set_failures exec (county i64, name text, failure_count i64, retry_after text?)
UPDATE access_user SET failure_count = $3, retry_after = $4 WHERE county = $1 AND name = $2;

-- name: access_session_insert exec (county i64, token_hash blob, user_name text, csrf text, at text, expires_at text)
INSERT INTO access_session (county, token_hash, user_name, csrf, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $5, $6);

-- name: access_session_get one (county i64, token_hash blob, now text, seen_after text) -> access_session_row (csrf text, seen_at text, name text, role text, title text, scope i64)
-- A locked user's session and one that has expired or lain idle are as if they were not there.
SELECT s.csrf, s.seen_at, u.name, u.role, u.title, u.scope
FROM access_session AS s JOIN access_user AS u ON u.county = s.county AND u.name = s.user_name
WHERE s.county = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND s.seen_at >= $4 AND u.is_locked = 0;

-- name: access_session_see exec (county i64, token_hash blob, seen_at text)
UPDATE access_session SET seen_at = $3 WHERE county = $1 AND token_hash = $2 AND seen_at < $3;

-- name: access_session_delete exec (county i64, token_hash blob)
DELETE FROM access_session WHERE county = $1 AND token_hash = $2;

-- name: access_session_delete_of_user exec (county i64, user_name text)
DELETE FROM access_session WHERE county = $1 AND user_name = $2;

-- name: access_session_delete_expired exec (county i64, now text, seen_after text)
DELETE FROM access_session WHERE county = $1 AND (expires_at <= $2 OR seen_at < $3);

-- name: access_bearer_insert exec (county i64, id i64, token_hash blob, user_name text, label text, created_change i64, created_at text, expires_at text)
INSERT INTO access_bearer (county, id, token_hash, user_name, label, created_change, created_at, expires_at, used_at, revoked_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL);

-- name: access_bearer_get one (county i64, token_hash blob, now text) -> access_bearer_user_row (used_at text?, name text, role text, title text, scope i64)
-- A locked user's token and one that has expired or was revoked are as if they were not there.
SELECT b.used_at, u.name, u.role, u.title, u.scope
FROM access_bearer AS b JOIN access_user AS u ON u.county = b.county AND u.name = b.user_name
WHERE b.county = $1 AND b.token_hash = $2 AND b.expires_at > $3 AND b.revoked_change IS NULL AND u.is_locked = 0;

-- name: access_bearer_see exec (county i64, token_hash blob, used_at text)
UPDATE access_bearer SET used_at = $3 WHERE county = $1 AND token_hash = $2 AND (used_at IS NULL OR used_at < $3);

-- name: access_bearer_alive one (county i64, user_name text, now text) -> access_bearer_alive_row (alive i64)
SELECT count(*) AS alive FROM access_bearer
WHERE county = $1 AND user_name = $2 AND revoked_change IS NULL AND expires_at > $3;

-- name: access_bearer_all many (county i64, user_name text?) -> access_bearer_row (id i64, user_name text, label text, created_at text, expires_at text, used_at text?, revoked_change i64?)
SELECT id, user_name, label, created_at, expires_at, used_at, revoked_change
FROM access_bearer WHERE county = $1 AND (CAST($2 AS TEXT) IS NULL OR user_name = $2)
ORDER BY county, id DESC;

-- name: access_bearer_by_id one (county i64, user_name text, id i64) -> access_bearer_row
SELECT id, user_name, label, created_at, expires_at, used_at, revoked_change
FROM access_bearer WHERE county = $1 AND user_name = $2 AND id = $3;

-- name: access_bearer_end exec (county i64, user_name text, id i64, revoked_change i64)
UPDATE access_bearer SET revoked_change = $4 WHERE county = $1 AND user_name = $2 AND id = $3 AND revoked_change IS NULL;

-- name: access_bearer_end_all exec (county i64, user_name text, revoked_change i64)
UPDATE access_bearer SET revoked_change = $3 WHERE county = $1 AND user_name = $2 AND revoked_change IS NULL;

-- name: access_session_of_user many (county i64, user_name text, now text, seen_after text) -> access_session_item_row (token_hash blob, created_at text, seen_at text, expires_at text)
SELECT token_hash, created_at, seen_at, expires_at FROM access_session
WHERE county = $1 AND user_name = $2 AND expires_at > $3 AND seen_at >= $4
ORDER BY created_at DESC, token_hash LIMIT 200;

-- name: access_session_delete_one exec (county i64, user_name text, token_hash blob)
DELETE FROM access_session WHERE county = $1 AND user_name = $2 AND token_hash = $3;

-- name: access_session_delete_others exec (county i64, user_name text, token_hash blob)
DELETE FROM access_session WHERE county = $1 AND user_name = $2 AND token_hash <> $3;

-- name: access_setting_row_get one (county i64, name text) -> access_setting_row (value bool)
SELECT value FROM access_setting WHERE county = $1 AND name = $2;

-- name: access_setting_row_set exec (county i64, name text, value bool, set_change i64)
INSERT INTO access_setting (county, name, value, set_change) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, name) DO UPDATE SET value = excluded.value, set_change = excluded.set_change;

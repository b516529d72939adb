-- Who may act, held against what the trail says of it.

-- name: audit_access_users many (county i64) -> audit_access_user_row (name text, role text, scope i64, password_hash text?, is_locked bool, has_totp bool, created_change i64, role_detail text?, password_detail text?, lock_action text?, totp_detail text?)
WITH said AS (
  SELECT subject, max(CASE WHEN action IN ('user.add', 'user.role') THEN id END) AS role_id,
         max(CASE WHEN action IN ('user.add', 'user.passwd') THEN id END) AS password_id,
         max(CASE WHEN action IN ('user.lock', 'user.unlock') THEN id END) AS lock_id,
         max(CASE WHEN action = 'user.totp' THEN id END) AS totp_id
  FROM change_trail WHERE county = $1 AND action IN ('user.add', 'user.role', 'user.passwd', 'user.lock', 'user.unlock', 'user.totp')
  GROUP BY subject)
SELECT u.name, u.role, u.scope, u.password_hash, u.is_locked,
       CASE WHEN o.confirmed_change IS NULL THEN 0 ELSE 1 END AS has_totp, u.created_change,
       r.detail AS role_detail, p.detail AS password_detail, l.action AS lock_action, t.detail AS totp_detail
FROM access_user AS u LEFT JOIN said AS s ON s.subject = 'user ' || u.name
LEFT JOIN access_totp AS o ON o.county = u.county AND o.user_name = u.name
LEFT JOIN change_trail AS r ON r.county = u.county AND r.id = s.role_id
LEFT JOIN change_trail AS p ON p.county = u.county AND p.id = s.password_id
LEFT JOIN change_trail AS l ON l.county = u.county AND l.id = s.lock_id
LEFT JOIN change_trail AS t ON t.county = u.county AND t.id = s.totp_id
WHERE u.county = $1 ORDER BY u.name;

-- name: audit_access_plan one (county i64, known i64) -> audit_access_plan_row (content text)
SELECT content FROM plan_version WHERE county = $1 AND known_from = $2;

-- name: audit_access_place one (county i64, code i64, name text) -> audit_access_place_row (found i64)
SELECT count(*) AS found FROM division WHERE county = $1 AND code = $2 AND name = $3;

-- name: audit_access_settings many (county i64) -> audit_access_setting_row (name text, value i64, detail text?)
SELECT s.name, s.value, t.detail
FROM access_setting AS s LEFT JOIN change_trail AS t ON t.county = s.county AND t.id = s.set_change
  AND t.action = 'access.setting' AND t.subject = 'setting access.' || s.name
  AND t.id = (SELECT max(x.id) FROM change_trail AS x WHERE x.county = $1 AND x.action = 'access.setting' AND x.subject = t.subject)
WHERE s.county = $1 ORDER BY s.name;

-- name: audit_access_settings_lost many (county i64) -> audit_access_lost_row (subject text)
-- Switched once, but the row is gone: it would count as on.
SELECT DISTINCT t.subject FROM change_trail AS t
WHERE t.county = $1 AND t.action = 'access.setting' AND NOT EXISTS (SELECT 1 FROM access_setting AS s
  WHERE s.county = $1 AND t.subject = 'setting access.' || s.name)
ORDER BY t.subject;

-- name: audit_access_bearers many (county i64) -> audit_access_bearer_row (id i64, user_name text, is_revoked bool, made text?, ended text?, end_action text?)
SELECT b.id, b.user_name, CASE WHEN b.revoked_change IS NULL THEN 0 ELSE 1 END AS is_revoked, m.detail AS made,
       e.detail AS ended, e.action AS end_action
FROM access_bearer AS b
LEFT JOIN change_trail AS m ON m.county = b.county AND m.id = b.created_change AND m.action = 'token.add'
  AND m.subject = 'user ' || b.user_name
LEFT JOIN change_trail AS e ON e.county = b.county AND e.id = b.revoked_change
  AND e.action IN ('token.revoke', 'user.passwd') AND e.subject = 'user ' || b.user_name
WHERE b.county = $1 ORDER BY b.id;

-- name: audit_access_revoked many (county i64) -> audit_access_revoked_row (subject text, detail text)
SELECT subject, detail FROM change_trail WHERE county = $1 AND action = 'token.revoke' ORDER BY id;

-- name: audit_access_alive one (county i64, id i64, user_name text) -> audit_access_alive_row (alive i64)
SELECT count(*) AS alive FROM access_bearer WHERE county = $1 AND id = $2 AND user_name = $3 AND revoked_change IS NULL;

-- name: audit_access_hospital one (county i64, user_name text, name text, scope i64) -> audit_access_place_row
-- Who speaks for a hospital of the plan: bound to it, seen from its township.
SELECT count(*) AS found FROM hospital_user AS u JOIN payee AS p ON p.county = u.county AND p.id = u.hospital
WHERE u.county = $1 AND p.county = $1 AND u.user_name = $2 AND p.name = $3 AND p.township = $4 AND p.kind = 1;

-- name: hospital_user_of one (county i64, user_name text) -> hospital_user_row (hospital i64)
SELECT hospital FROM hospital_user WHERE county = $1 AND user_name = $2;

-- name: hospital_user_role one (county i64, name text) -> hospital_user_role_row (role text)
SELECT role FROM access_user WHERE county = $1 AND name = $2;

-- name: hospital_user_put exec (county i64, user_name text, hospital i64)
INSERT INTO hospital_user (county, user_name, hospital) VALUES ($1, $2, $3)
ON CONFLICT (county, user_name) DO UPDATE SET hospital = excluded.hospital;

-- name: hospital_keys many (county i64, hospital i64) -> hospital_key_row (id i64, created_at text, is_revoked bool)
SELECT id, created_at, CASE WHEN revoked_change IS NULL THEN 0 ELSE 1 END AS is_revoked FROM hospital_key
WHERE county = $1 AND hospital = $2 ORDER BY id;

-- name: hospital_secrets many (county i64, hospital i64) -> hospital_secret_row (id i64, secret_sealed blob)
-- Asked for every request: a secret that is revoked ends at once.
SELECT id, secret_sealed FROM hospital_key WHERE county = $1 AND hospital = $2 AND revoked_change IS NULL ORDER BY id;

-- name: hospital_key_insert exec (county i64, hospital i64, id i64, secret_sealed blob, created_change i64, created_at text)
INSERT INTO hospital_key (county, hospital, id, secret_sealed, created_change, created_at, revoked_change)
VALUES ($1, $2, $3, $4, $5, $6, NULL);

-- name: hospital_key_end exec (county i64, hospital i64, id i64, change i64)
UPDATE hospital_key SET revoked_change = $4 WHERE county = $1 AND hospital = $2 AND id = $3 AND revoked_change IS NULL;

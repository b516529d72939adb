-- Half-written forms.

-- name: draft_insert exec (county i64, user_name text, form text, saved_at text, content_sealed blob)
INSERT INTO case_draft (county, user_name, form, saved_at, version, content_sealed) VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT (county, user_name, form) DO NOTHING;

-- name: draft_update exec (county i64, user_name text, form text, saved_at text, content_sealed blob, version i64)
UPDATE case_draft SET saved_at = $4, content_sealed = $5, version = version + 1
WHERE county = $1 AND user_name = $2 AND form = $3 AND version = $6;

-- name: draft_select one (county i64, user_name text, form text) -> draft_record (version i64, saved_at text, content_sealed blob)
SELECT version, saved_at, content_sealed FROM case_draft WHERE county = $1 AND user_name = $2 AND form = $3;

-- name: draft_of_user many (county i64, user_name text, row_count i64) -> draft_item (form text, saved_at text, version i64)
SELECT form, saved_at, version FROM case_draft WHERE county = $1 AND user_name = $2 ORDER BY saved_at DESC, form LIMIT $3;

-- name: draft_count one (county i64, user_name text) -> draft_count_row (drafts i64)
SELECT count(*) AS drafts FROM case_draft WHERE county = $1 AND user_name = $2;

-- name: draft_delete exec (county i64, user_name text, form text)
DELETE FROM case_draft WHERE county = $1 AND user_name = $2 AND form = $3;

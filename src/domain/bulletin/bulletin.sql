-- Bulletins, their figures and sections.

-- name: bulletin_one one (county i64, id i64) -> bulletin_row (id i64, kind text, year i64, quarter i64, from_month month, to_month month, known i64, title text,
--   addressee text, number i64, document text, assessment i64, state i64, version i64, prepared_by text, submitted_on i64, issued_by text?, issued_on i64,
--   content_hash blob?, known_from i64, issued_change i64)
SELECT id, kind, year, quarter, from_month, to_month, known, title, addressee, number, document, assessment, state, version, prepared_by, submitted_on,
       issued_by, issued_on, content_hash, known_from, issued_change
  FROM bulletin WHERE county = $1 AND id = $2;

-- name: bulletin_rows many (county i64, year i64, is_issued_only bool) -> bulletin_row
SELECT id, kind, year, quarter, from_month, to_month, known, title, addressee, number, document, assessment, state, version, prepared_by, submitted_on,
       issued_by, issued_on, content_hash, known_from, issued_change
  FROM bulletin WHERE county = $1 AND ($2 = 0 OR year = $2) AND ($3 = 0 OR state = 3)
 ORDER BY year DESC, to_month DESC, id DESC;

-- name: bulletin_living one (county i64, kind text, year i64, quarter i64) -> bulletin_id_row (id i64)
SELECT id FROM bulletin WHERE county = $1 AND kind = $2 AND year = $3 AND quarter = $4 AND state < 4;

-- name: bulletin_hold exec (county i64, id i64)
-- Nobody else writes it until this transaction ends.
UPDATE bulletin SET state = state WHERE county = $1 AND id = $2;

-- name: bulletin_insert exec (county i64, id i64, kind text, year i64, quarter i64, from_month month, to_month month, known i64, title text, addressee text,
--   assessment i64, prepared_by text, known_from i64)
INSERT INTO bulletin (county, id, kind, year, quarter, from_month, to_month, known, title, addressee, number, document, assessment, state, version, prepared_by,
                      submitted_on, issued_by, issued_on, content_hash, known_from, issued_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', $11, 1, 1, $12, 0, NULL, 0, NULL, $13, 0);

-- name: bulletin_renew exec (county i64, id i64, known i64, prepared_by text, known_from i64)
UPDATE bulletin SET known = $3, prepared_by = $4, known_from = $5, version = version + 1 WHERE county = $1 AND id = $2 AND state = 1;

-- name: bulletin_state_set exec (county i64, id i64, from_state i64, state i64, submitted_on i64, prepared_by text)
UPDATE bulletin SET state = $4, submitted_on = $5, prepared_by = $6 WHERE county = $1 AND id = $2 AND state = $3;

-- name: bulletin_seal exec (county i64, id i64, number i64, document text, issued_by text, issued_on date, content_hash blob, change i64)
UPDATE bulletin SET state = 3, number = $3, document = $4, issued_by = $5, issued_on = $6, content_hash = $7, issued_change = $8
 WHERE county = $1 AND id = $2 AND state = 2;

-- name: bulletin_last_number one (county i64, first_day date, last_day date) -> bulletin_number_row (number i64)
SELECT CAST(coalesce(max(number), 0) AS BIGINT) AS number FROM bulletin WHERE county = $1 AND state = 3 AND issued_on BETWEEN $2 AND $3;

-- name: bulletin_by_document one (county i64, document text) -> bulletin_id_row
SELECT id FROM bulletin WHERE county = $1 AND document = $2 AND state = 3;

-- name: bulletin_figure_rows many (county i64, bulletin i64) -> bulletin_figure_row (number i64, indicator text, book text, township i64, from_month month,
--   to_month month, numerator i64, denominator i64, target_bp i64, rank_no i64)
SELECT number, indicator, book, township, from_month, to_month, numerator, denominator, target_bp, rank_no
  FROM bulletin_figure WHERE county = $1 AND bulletin = $2 ORDER BY number;

-- name: bulletin_figure_bulk bulk bulletin_figure (county i64, bulletin i64, number i64, indicator text, book text, township i64, from_month month,
--   to_month month, numerator i64, denominator i64, target_bp i64, rank_no i64)

-- name: bulletin_figure_forget exec (county i64, bulletin i64)
-- Of a draft only: its caller holds one.
DELETE FROM bulletin_figure WHERE county = $1 AND bulletin = $2;

-- name: bulletin_section_rows many (county i64, bulletin i64) -> bulletin_section_row (number i64, known_from i64, heading text, body text, actor text)
SELECT number, known_from, heading, body, actor
  FROM bulletin_section WHERE county = $1 AND bulletin = $2 AND known_to = 2147483647 ORDER BY number;

-- name: bulletin_section_end exec (county i64, bulletin i64, number i64, known_to i64)
UPDATE bulletin_section SET known_to = $4 WHERE county = $1 AND bulletin = $2 AND number = $3 AND known_to = 2147483647;

-- name: bulletin_section_insert exec (county i64, bulletin i64, number i64, known_from i64, heading text, body text, actor text)
INSERT INTO bulletin_section (county, bulletin, number, known_from, known_to, heading, body, actor) VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7);

-- name: bulletin_assessment one (county i64, year i64, scope text) -> bulletin_assessment_row (id i64, from_month month, to_month month, state i64)
SELECT id, from_month, to_month, state FROM assessment WHERE county = $1 AND year = $2 AND scope = $3 AND state < 9;

-- name: bulletin_points many (county i64, assessment i64, known i64) -> bulletin_points_row (township i64, total_cp i64, rank_no i64)
SELECT township, total_cp, rank_no FROM assessment_rank WHERE county = $1 AND assessment = $2 AND known_from <= $3 AND known_to > $3 ORDER BY township;

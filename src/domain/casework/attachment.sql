-- Papers and photographs. The bytes are kept once per content, the list of a case refers to them.

-- name: attachment_kept one (county i64, content_index blob) -> attachment_kept_row (size_bytes i64)
SELECT size_bytes FROM attachment WHERE county = $1 AND content_index = $2;

-- name: attachment_insert exec (county i64, content_index blob, media_type text, size_bytes i64, content blob, thumbnail blob?, change i64)
INSERT INTO attachment (county, content_index, media_type, size_bytes, content_sealed, thumbnail_sealed, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: attachment_case one (county i64, case_id i64) -> attachment_case_row (division i64, is_closed bool)
SELECT division, CASE WHEN closed_on > 0 THEN 1 ELSE 0 END AS is_closed FROM case_file WHERE county = $1 AND id = $2;

-- name: attachment_counts one (county i64, case_id i64) -> attachment_counts_row (papers i64, last_seq i64)
-- Those not struck; and the last number given, struck ones too.
SELECT coalesce(CAST(sum(CASE WHEN removed_change = 0 THEN 1 ELSE 0 END) AS BIGINT), 0) AS papers, coalesce(max(seq), 0) AS last_seq
FROM case_attachment WHERE county = $1 AND case_id = $2;

-- name: attachment_same one (county i64, case_id i64, content_index blob) -> attachment_seq_row (seq i64)
SELECT min(seq) AS seq FROM case_attachment
WHERE county = $1 AND case_id = $2 AND content_index = $3 AND removed_change = 0 HAVING count(*) > 0;

-- name: attachment_put exec (county i64, case_id i64, seq i64, content_index blob, kind text, title text, page_count i64, actor text,
--   change i64)
INSERT INTO case_attachment (county, case_id, seq, content_index, kind, title, page_count, actor, known_from, removed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: attachment_rows many (county i64, case_id i64) -> attachment_stored (seq i64, kind text, title text, media_type text, actor text,
--   size_bytes i64, page_count i64, known_from i64, has_thumbnail bool)
SELECT case_attachment.seq, case_attachment.kind, case_attachment.title, attachment.media_type, case_attachment.actor,
       attachment.size_bytes, case_attachment.page_count, case_attachment.known_from,
       CASE WHEN attachment.thumbnail_sealed IS NULL THEN 0 ELSE 1 END AS has_thumbnail
FROM case_attachment JOIN attachment ON attachment.county = case_attachment.county
                                     AND attachment.content_index = case_attachment.content_index
WHERE case_attachment.county = $1 AND attachment.county = $1 AND case_attachment.case_id = $2 AND case_attachment.removed_change = 0
ORDER BY case_attachment.seq;

-- name: attachment_content one (county i64, case_id i64, seq i64) -> attachment_content_row (content_index blob, media_type text,
--   sealed blob)
SELECT attachment.content_index, attachment.media_type, attachment.content_sealed AS sealed
FROM case_attachment JOIN attachment ON attachment.county = case_attachment.county
                                     AND attachment.content_index = case_attachment.content_index
WHERE case_attachment.county = $1 AND attachment.county = $1 AND case_attachment.case_id = $2 AND case_attachment.seq = $3
  AND case_attachment.removed_change = 0;

-- name: attachment_thumbnail one (county i64, case_id i64, seq i64) -> attachment_thumbnail_row (sealed blob?)
SELECT attachment.thumbnail_sealed AS sealed
FROM case_attachment JOIN attachment ON attachment.county = case_attachment.county
                                     AND attachment.content_index = case_attachment.content_index
WHERE case_attachment.county = $1 AND attachment.county = $1 AND case_attachment.case_id = $2 AND case_attachment.seq = $3
  AND case_attachment.removed_change = 0;

-- name: attachment_strike exec (county i64, case_id i64, seq i64, change i64)
UPDATE case_attachment SET removed_change = $4 WHERE county = $1 AND case_id = $2 AND seq = $3 AND removed_change = 0;

-- Papers of other things than cases: the list of a subject; the bytes are in the store of attachment.sql.

-- name: enclosure_counts one (county i64, kind text, subject i64) -> enclosure_counts_row (papers i64, last_seq i64)
SELECT coalesce(CAST(sum(CASE WHEN removed_change = 0 THEN 1 ELSE 0 END) AS BIGINT), 0) AS papers, coalesce(max(seq), 0) AS last_seq
FROM enclosure WHERE county = $1 AND kind = $2 AND subject = $3;

-- name: enclosure_same one (county i64, kind text, subject i64, content_index blob) -> enclosure_seq_row (seq i64)
SELECT min(seq) AS seq FROM enclosure
WHERE county = $1 AND kind = $2 AND subject = $3 AND content_index = $4 AND removed_change = 0 HAVING count(*) > 0;

-- name: enclosure_put exec (county i64, kind text, subject i64, seq i64, content_index blob, title text, actor text, change i64)
INSERT INTO enclosure (county, kind, subject, seq, content_index, title, actor, known_from, removed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: enclosure_rows many (county i64, kind text, subject i64) -> enclosure_row (seq i64, title text, media_type text, actor text,
--   size_bytes i64, has_thumbnail bool)
SELECT enclosure.seq, enclosure.title, attachment.media_type, enclosure.actor, attachment.size_bytes,
       CASE WHEN attachment.thumbnail_sealed IS NULL THEN 0 ELSE 1 END AS has_thumbnail
FROM enclosure JOIN attachment ON attachment.county = enclosure.county AND attachment.content_index = enclosure.content_index
WHERE enclosure.county = $1 AND attachment.county = $1 AND enclosure.kind = $2 AND enclosure.subject = $3 AND enclosure.removed_change = 0
ORDER BY enclosure.seq;

-- name: enclosure_content one (county i64, kind text, subject i64, seq i64) -> enclosure_content_row (content_index blob, media_type text,
--   sealed blob)
SELECT attachment.content_index, attachment.media_type, attachment.content_sealed AS sealed
FROM enclosure JOIN attachment ON attachment.county = enclosure.county AND attachment.content_index = enclosure.content_index
WHERE enclosure.county = $1 AND attachment.county = $1 AND enclosure.kind = $2 AND enclosure.subject = $3 AND enclosure.seq = $4
  AND enclosure.removed_change = 0;

-- name: enclosure_thumbnail one (county i64, kind text, subject i64, seq i64) -> enclosure_thumbnail_row (sealed blob?)
SELECT attachment.thumbnail_sealed AS sealed
FROM enclosure JOIN attachment ON attachment.county = enclosure.county AND attachment.content_index = enclosure.content_index
WHERE enclosure.county = $1 AND attachment.county = $1 AND enclosure.kind = $2 AND enclosure.subject = $3 AND enclosure.seq = $4
  AND enclosure.removed_change = 0;

-- name: enclosure_strike exec (county i64, kind text, subject i64, seq i64, change i64)
UPDATE enclosure SET removed_change = $5 WHERE county = $1 AND kind = $2 AND subject = $3 AND seq = $4 AND removed_change = 0;

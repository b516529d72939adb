-- What waits for a name. kinds as enum signing_kind.

-- name: signing_rows many (county i64, township i64, user text) -> signing_row (kind i64, id i64, items i64, township i64, month i64, title text)
SELECT 1 AS kind, year AS id, count(*) AS items, 0 AS township, 0 AS month, '' AS title
  FROM target_split WHERE county = $1 AND $2 = 0 AND state = 1 AND prepared_by <> $3 GROUP BY year
UNION ALL
SELECT 2, x.year, count(*), 0, 0, ''
  FROM (SELECT DISTINCT s.year, h.township FROM target_split AS s
          JOIN target_share AS h ON h.county = s.county AND h.split = s.id
         WHERE s.county = $1 AND $2 = 0 AND s.state = 2 AND h.is_asked = 1) AS x
 WHERE NOT EXISTS (SELECT 1 FROM target_letter AS l
                    WHERE l.county = $1 AND l.year = x.year AND l.township = x.township AND l.state IN (1, 2))
 GROUP BY x.year
UNION ALL
SELECT 3, id, 1, 0, month, '' FROM progress_meeting WHERE county = $1 AND $2 = 0 AND state = 2 AND prepared_by <> $3
UNION ALL
SELECT 4, id, 1, 0, 0, title FROM bulletin WHERE county = $1 AND $2 = 0 AND state = 2 AND prepared_by <> $3
UNION ALL
SELECT 5, id, 1, 0, 0, scope FROM assessment WHERE county = $1 AND $2 = 0 AND state = 6 AND opened_by <> $3
UNION ALL
SELECT 6, d.assessment, count(*), 0, 0, a.scope
  FROM assessment_dispute AS d
  JOIN assessment AS a ON a.county = d.county AND a.id = d.assessment
 WHERE d.county = $1 AND $2 = 0 AND d.state = 1 AND d.raised_by <> $3
 GROUP BY d.assessment, a.scope
UNION ALL
SELECT 7, id, 1, township, 0, facts FROM accountability WHERE county = $1 AND $2 = 0 AND state = 1 AND suggested_by <> $3
UNION ALL
SELECT 8, 0, count(*), 0, 0, '' FROM good_practice WHERE county = $1 AND $2 = 0 AND state = 1 AND proposed_by <> $3
UNION ALL
SELECT 9, id, 1, township, 0, document FROM target_letter WHERE county = $1 AND township = $2 AND state = 1 AND issued_by <> $3
UNION ALL
SELECT 10, s.assessment, 1, s.township, 0, a.scope
  FROM self_assessment AS s
  JOIN assessment AS a ON a.county = s.county AND a.id = s.assessment
 WHERE s.county = $1 AND s.township = $2 AND s.state = 2 AND a.state = 1 AND s.prepared_by <> $3
UNION ALL
SELECT 11, 0, count(*), 0, 0, ''
  FROM publicity_item WHERE county = $1 AND ($2 = 0 OR township = $2) AND state = 2 AND (reported_by IS NULL OR reported_by <> $3)
UNION ALL
SELECT 12, 0, count(*), 0, 0, ''
  FROM library_document WHERE county = $1 AND $2 = 0 AND known_to = 2147483647 AND state = 1 AND entered_by <> $3
 ORDER BY 1, 2;

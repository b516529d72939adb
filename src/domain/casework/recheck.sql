-- Re-verification: when a household is due, what became of it. Who has no benefit any more is due no more.

-- name: recheck_candidates many (county i64, programme i64, month month) -> recheck_candidate_row (household i64, division i64, mgmt_class i64, begun_month month, last_due i64, last_done i64)
-- By village and class. last_due: the newest month planned, done or not; last_done: the newest day one was done; 0: none.
SELECT e.household AS household, e.division AS division, e.mgmt_class AS mgmt_class, e.begun_month AS begun_month,
  coalesce((SELECT max(r.due_month) FROM recheck AS r WHERE r.county = e.county AND r.household = e.household), 0) AS last_due,
  coalesce((SELECT max(r.done_on) FROM recheck AS r WHERE r.county = e.county AND r.household = e.household), 0) AS last_done
FROM entitlement AS e
WHERE e.county = $1 AND e.programme = $2 AND e.from_month <= $3 AND e.to_month >= $3 AND e.known_to = 2147483647 AND e.status < 4
ORDER BY e.division, e.mgmt_class, e.household;

-- name: recheck_loads many (county i64, programme i64, from_month month, to_month month) -> recheck_load_row (division i64, mgmt_class i64, due_month month, load i64)
-- What is planned already, in the order of the candidates.
SELECT division, mgmt_class, due_month, count(*) AS load FROM recheck
WHERE county = $1 AND programme = $2 AND due_month BETWEEN $3 AND $4
GROUP BY division, mgmt_class, due_month ORDER BY division, mgmt_class, due_month;

-- name: recheck_load_totals many (county i64, programme i64, from_month month, to_month month) -> recheck_load_total_row (due_month month, load i64)
SELECT due_month, count(*) AS load FROM recheck
WHERE county = $1 AND programme = $2 AND due_month BETWEEN $3 AND $4 GROUP BY due_month ORDER BY due_month;

-- name: recheck_bulk bulk recheck (county i64, household i64, due_month month, programme i64, division i64, mgmt_class i64, known_from i64, case_id i64, done_on i64)

-- name: recheck_page many (county i64, programme i64, from_month month, to_month month, first i64, last i64, after i64, row_limit i64) -> recheck_page_row (household i64, division i64, case_id i64, due_month month, done_on i64, mgmt_class i64, head_name text, id_tail text)
SELECT r.household AS household, r.division AS division, r.case_id AS case_id, r.due_month AS due_month, r.done_on AS done_on,
  r.mgmt_class AS mgmt_class, p.name AS head_name, p.id_tail AS id_tail
FROM recheck AS r
JOIN entitlement AS e ON e.county = r.county AND e.programme = r.programme AND e.household = r.household
  AND e.to_month = 999912 AND e.known_to = 2147483647
JOIN person AS p ON p.county = e.county AND p.id = e.head
WHERE r.county = $1 AND r.programme = $2 AND r.due_month BETWEEN $3 AND $4 AND r.division BETWEEN $5 AND $6
  AND r.household > $7 AND (r.done_on > 0 OR e.status < 4)
ORDER BY r.household, r.due_month LIMIT $8;

-- name: recheck_months many (county i64, programme i64, from_month month, to_month month, first i64, last i64) -> recheck_month_row (due_month month, due i64, done i64)
SELECT r.due_month AS due_month, count(*) AS due, CAST(sum(CASE WHEN r.done_on > 0 THEN 1 ELSE 0 END) AS BIGINT) AS done
FROM recheck AS r
JOIN entitlement AS e ON e.county = r.county AND e.programme = r.programme AND e.household = r.household
  AND e.to_month = 999912 AND e.known_to = 2147483647
WHERE r.county = $1 AND r.programme = $2 AND r.due_month BETWEEN $3 AND $4 AND r.division BETWEEN $5 AND $6
  AND (r.done_on > 0 OR e.status < 4)
GROUP BY r.due_month ORDER BY r.due_month;

-- name: recheck_open_count one (county i64, programme i64, month month, first i64, last i64) -> recheck_open_count_row (due i64, late i64)
-- By recheck_open: what is due in a month and not done, and of that what was due before.
SELECT count(*) AS due, coalesce(CAST(sum(CASE WHEN r.due_month < $3 THEN 1 ELSE 0 END) AS BIGINT), 0) AS late
FROM recheck AS r
WHERE r.county = $1 AND r.programme = $2 AND r.done_on = 0 AND r.due_month <= $3 AND r.division BETWEEN $4 AND $5
  AND EXISTS (SELECT 1 FROM entitlement AS e WHERE e.county = r.county AND e.programme = r.programme
    AND e.household = r.household AND e.to_month = 999912 AND e.known_to = 2147483647 AND e.status < 4);

-- name: recheck_next_open one (county i64, household i64) -> recheck_next_row (due_month month, case_id i64)
SELECT due_month, case_id FROM recheck WHERE county = $1 AND household = $2 AND done_on = 0 ORDER BY due_month LIMIT 1;

-- name: recheck_set_case exec (county i64, household i64, due_month month, case_id i64)
UPDATE recheck SET case_id = $4 WHERE county = $1 AND household = $2 AND due_month = $3 AND done_on = 0;

-- name: recheck_set_case_overdue exec (county i64, household i64, due_month month, case_id i64)
-- The oldest one that is overdue and not begun: a check that comes late is still that check.
UPDATE recheck SET case_id = $4
WHERE county = $1 AND household = $2 AND done_on = 0 AND case_id = 0
  AND due_month = (SELECT min(r.due_month) FROM recheck AS r WHERE r.county = $1 AND r.household = $2 AND r.done_on = 0
                   AND r.case_id = 0 AND r.due_month <= $3);

-- name: recheck_insert_unplanned exec (county i64, household i64, due_month month, case_id i64)
-- A check that nobody planned counts like one that was.
INSERT INTO recheck (county, household, due_month, programme, division, mgmt_class, known_from, case_id, done_on)
SELECT e.county, e.household, $3, e.programme, e.division, e.mgmt_class,
  coalesce((SELECT f.created_change FROM case_file AS f WHERE f.county = $1 AND f.id = $4), 0), $4, 0
FROM entitlement AS e
WHERE e.county = $1 AND e.programme IN (1, 2) AND e.household = $2 AND e.to_month = 999912 AND e.known_to = 2147483647
  AND e.status < 4;

-- name: recheck_set_done exec (county i64, case_id i64, done_on date)
UPDATE recheck SET done_on = $3
WHERE county = $1 AND household = (SELECT f.household FROM case_file AS f WHERE f.county = $1 AND f.id = $2)
  AND case_id = $2 AND done_on = 0;

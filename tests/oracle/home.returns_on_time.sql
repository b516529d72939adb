-- One return of each project for each month from that in which the work begins until the beds are in use, due on the tenth of the next
-- month, and nobody is late on the tenth. Months: those of the payments, there is one each.
SELECT d.township AS township, CAST(sum(CASE WHEN d.signed_on > 0 AND d.signed_on <= d.due THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator FROM (
  SELECT c.township, CASE WHEN m.month - m.month / 100 * 100 = 12 THEN m.month + 89 ELSE m.month + 1 END * 100 + 10 AS due,
         COALESCE((SELECT MIN(r.signed_on) FROM project_return AS r WHERE r.county = :county AND r.project = c.project AND r.month = m.month
                    AND r.signed_change > 0 AND r.signed_change <= :known), 0) AS signed_on
    FROM (SELECT DISTINCT month FROM payment_run_month WHERE county = :county) AS m
    JOIN (SELECT s.project, s.township, s.beds, s.start_on FROM project_scope AS s WHERE s.county = :county AND s.state = 2 AND s.decided_change <= :known
     AND s.version = (SELECT MAX(v.version) FROM project_scope AS v WHERE v.county = s.county AND v.project = s.project AND v.state = 2
                       AND v.decided_change <= :known AND (v.version = 1 OR v.decided_on <= :end)) AND s.change <> 'CANCEL') AS c ON m.month >= c.start_on / 100
     AND NOT EXISTS (SELECT 1 FROM project_stage AS g WHERE g.county = :county AND g.project = c.project AND g.stage = 10 AND g.known_from <= :known
                      AND g.known_to > :known AND g.reached_on > 0 AND g.reached_on / 100 < m.month)
   WHERE m.month BETWEEN :from AND :to) AS d
 WHERE d.signed_on > 0 OR d.due < :day GROUP BY d.township

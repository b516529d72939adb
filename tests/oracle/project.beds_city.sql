-- Beds of signed returns of months that are over ÷ the plan's beds of the book at the year's last due day, where the plan asks.
SELECT g.township AS township, CAST(sum(g.done) AS BIGINT) AS numerator, CAST(sum(g.asked) AS BIGINT) AS denominator FROM (
  SELECT t.township, 0 AS done, t.value AS asked FROM plan_target AS t WHERE t.county = :county AND t.book = 'city' AND t.measure = 'beds'
     AND t.due = (SELECT MAX(u.due) FROM plan_target AS u WHERE u.county = t.county AND u.book = t.book AND u.measure = t.measure AND u.township = t.township)
  UNION ALL
  SELECT c.township, r.beds_added, 0 FROM project_return AS r JOIN project AS p ON p.county = r.county AND p.id = r.project AND p.is_city = 1
    JOIN (SELECT s.project, s.township, s.beds FROM project_scope AS s WHERE s.county = :county AND s.state = 2 AND s.decided_change <= :known
     AND s.version = (SELECT MAX(v.version) FROM project_scope AS v WHERE v.county = s.county AND v.project = s.project AND v.state = 2
                       AND v.decided_change <= :known AND (v.version = 1 OR v.decided_on <= :end)) AND s.change <> 'CANCEL') AS c ON c.project = r.project WHERE r.county = :county AND r.signed_change > 0 AND r.signed_change <= :known AND (r.replaced_change = 0 OR r.replaced_change > :known) AND r.month * 100 + 31 <= CASE WHEN :end = :last THEN :to * 100 + 31 ELSE :end END) AS g GROUP BY g.township

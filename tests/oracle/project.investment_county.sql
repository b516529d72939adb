-- Money of signed returns of months that are over ÷ what the original versions of the book's projects cost.
SELECT g.township AS township, CAST(sum(g.done) AS BIGINT) AS numerator, CAST(sum(g.asked) AS BIGINT) AS denominator FROM (
  SELECT s.township, 0 AS done, s.central_fen + s.province_fen + s.city_fen + s.county_fen + s.own_fen AS asked
    FROM project_scope AS s JOIN project AS p ON p.county = s.county AND p.id = s.project AND p.is_county = 1
   WHERE s.county = :county AND s.version = 1
  UNION ALL
  SELECT c.township, r.invested_fen, 0 FROM project_return AS r JOIN project AS p ON p.county = r.county AND p.id = r.project AND p.is_county = 1
    JOIN (SELECT s.project, s.township, s.beds FROM project_scope AS s WHERE s.county = :county AND s.state = 2 AND s.decided_change <= :known
     AND s.version = (SELECT MAX(v.version) FROM project_scope AS v WHERE v.county = s.county AND v.project = s.project AND v.state = 2
                       AND v.decided_change <= :known AND (v.version = 1 OR v.decided_on <= :end)) AND s.change <> 'CANCEL') AS c ON c.project = r.project WHERE r.county = :county AND r.signed_change > 0 AND r.signed_change <= :known AND (r.replaced_change = 0 OR r.replaced_change > :known) AND r.month * 100 + 31 <= CASE WHEN :end = :last THEN :to * 100 + 31 ELSE :end END) AS g GROUP BY g.township

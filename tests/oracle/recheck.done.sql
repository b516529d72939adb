-- Due in these months, and done.
SELECT r.division / 1000 * 1000 AS township, CAST(sum(CASE WHEN r.done_on > 0 THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator
  FROM recheck AS r WHERE r.county = :county AND r.due_month BETWEEN :from AND :to AND r.known_from <= :known
 GROUP BY r.division / 1000 * 1000

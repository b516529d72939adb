-- Steps of the office that had a day: in time when taken by it; a day that is over without a step counts as well.
SELECT f.division / 1000 * 1000 AS township, CAST(sum(CASE WHEN n.on_date <= s.due_on THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator
  FROM case_step AS s JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
  LEFT JOIN case_step AS n ON n.county = s.county AND n.case_id = s.case_id AND n.seq = s.seq + 1 AND n.known_from <= :known
 WHERE s.county = :county AND s.due_on > 0 AND s.known_from <= :known
   AND ((n.on_date IS NOT NULL AND n.on_date BETWEEN :first AND :last)
     OR (n.on_date IS NULL AND s.due_on < :day AND s.due_on BETWEEN :first AND :last))
 GROUP BY f.division / 1000 * 1000

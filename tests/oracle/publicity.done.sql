-- Items planned for these months, not cancelled: done ÷ done or past their day.
SELECT i.township AS township, CAST(sum(CASE WHEN i.done_change > 0 AND i.done_change <= :known THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator
  FROM publicity_item AS i
 WHERE i.county = :county AND i.known_from <= :known AND i.state <> 4 AND i.planned_on BETWEEN :first AND :last
   AND ((i.done_change > 0 AND i.done_change <= :known) OR i.planned_on < :day)
 GROUP BY i.township

-- The same for what had to be put right. The first deadline is lost when a recheck sets another; only a recheck known then moves it.
SELECT p.township AS township, CAST(sum(CASE WHEN p.closed_at > 0 AND p.closed_at <= p.deadline THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator FROM (
  SELECT q.township, CASE WHEN q.closed_change > 0 AND q.closed_change <= :known THEN q.closed_on ELSE 0 END AS closed_at,
     COALESCE((SELECT n.new_due_on FROM rectification_step AS n WHERE n.county = q.county AND n.rectification = q.id AND n.new_due_on > 0
       AND n.known_from <= :known ORDER BY n.number DESC LIMIT 1), q.first_due_on) AS deadline
    FROM rectification AS q WHERE q.county = :county AND q.known_from <= :known) AS p
 WHERE p.deadline BETWEEN :first AND :last AND (p.closed_at > 0 OR p.deadline < :day) GROUP BY p.township

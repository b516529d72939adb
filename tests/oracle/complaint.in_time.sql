-- Complaints with a duty done in these months, or past its day in them and still open; in time when no such duty came late.
-- A step's day stands with the step before it.
SELECT c.township AS township, CAST(sum(CASE WHEN d.late = 0 THEN 1 ELSE 0 END) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator
  FROM complaint AS c JOIN (
    SELECT s.complaint, MAX(CASE WHEN n.on_date IS NULL OR n.on_date > s.due_on THEN 1 ELSE 0 END) AS late
      FROM complaint_step AS s
      LEFT JOIN complaint_step AS n ON n.county = s.county AND n.complaint = s.complaint AND n.number = s.number + 1 AND n.known_from <= :known
     WHERE s.county = :county AND s.known_from <= :known AND s.step NOT IN ('REPLY', 'REVIEW1_REPLY', 'REVIEW2_REPLY', 'CLOSE', 'NOT_ACCEPT', 'FORWARD')
       AND (n.step IS NULL OR n.step <> 'EXTEND')
       AND ((n.on_date IS NOT NULL AND n.on_date BETWEEN :first AND :last)
         OR (n.on_date IS NULL AND s.due_on < :day AND s.due_on BETWEEN :first AND :last))
     GROUP BY s.complaint) AS d ON d.complaint = c.id
 WHERE c.county = :county GROUP BY c.township

-- Months that approved runs of the span put right for a fact, and repayments of the span; one per month that was wrong. The denominator
-- says that something was owed there.
SELECT d.township AS township, CAST(sum(d.wrong) AS BIGINT) AS numerator, CAST(CASE WHEN sum(d.wrong) + sum(d.owed) > 0 THEN 1 ELSE 0 END AS BIGINT) AS denominator
  FROM (
  SELECT i.division / 1000 * 1000 AS township, (SELECT count(*) FROM payment_adjustment AS a WHERE a.county = i.county AND a.programme = i.programme
     AND a.month = i.month AND a.household = i.household AND a.reason IN ('FACT', 'BOTH')) AS wrong,
     CASE WHEN i.basic_fen + i.topup_fen + i.adjustment_fen > 0 THEN 1 ELSE 0 END AS owed
    FROM payment_item AS i
    JOIN payment_run_month AS m ON m.county = i.county AND m.programme = i.programme AND m.month = i.month
   WHERE i.county = :county AND i.month BETWEEN :from AND :to AND i.state <> 7
     AND EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = i.county AND t.action = 'payment.approve'
                  AND t.subject = 'run ' || CAST(m.run AS TEXT) AND t.id <= :known)
  UNION ALL
  SELECT i.division / 1000 * 1000, 1, 0
    FROM payment_repayment AS p JOIN change_trail AS t ON t.county = p.county AND t.id = p.known_from
    JOIN payment_item AS i ON i.county = p.county AND i.programme = p.programme AND i.household = p.household AND i.month = p.for_month
   WHERE p.county = :county AND p.known_from <= :known
     AND CAST(replace(substr(t.at, 1, 10), '-', '') AS BIGINT) BETWEEN :first AND :last) AS d
 GROUP BY d.township

-- Fen of items whose file the bank has answered by then without sending the line back ÷ fen owed by runs approved by then.
SELECT o.township AS township, CAST(sum(o.paid_fen) AS BIGINT) AS numerator, CAST(sum(o.fen) AS BIGINT) AS denominator FROM (
  SELECT i.division / 1000 * 1000 AS township, i.basic_fen + i.topup_fen + i.adjustment_fen AS fen,
         CASE WHEN EXISTS (
             SELECT 1 FROM remittance AS r JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file AND f.known_from <= :known
              WHERE r.county = i.county AND r.id = i.remittance
                AND NOT EXISTS (SELECT 1 FROM bank_return AS b WHERE b.county = i.county AND b.programme = i.programme AND b.month = i.month
                                 AND b.household = i.household AND b.remittance = r.id))
           THEN i.basic_fen + i.topup_fen + i.adjustment_fen ELSE 0 END AS paid_fen
    FROM payment_item AS i
    JOIN payment_run_month AS m ON m.county = i.county AND m.programme = i.programme AND m.month = i.month
   WHERE i.county = :county AND i.programme = 1 AND i.month BETWEEN :from AND :to AND i.state <> 7
     AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0
     AND EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = i.county AND t.action = 'payment.approve'
                  AND t.subject = 'run ' || CAST(m.run AS TEXT) AND t.id <= :known)) AS o
 GROUP BY o.township

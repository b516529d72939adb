-- Owed: an item above zero of a run that was approved by then. In time: paid by the pay day of its month, that is, in a file handed to the
-- bank by then that has not sent the line back. On the pay day itself nobody is late yet. (No month of the year passes without a run.)
SELECT o.township AS township, CAST(sum(o.in_time) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator FROM (
  SELECT i.division / 1000 * 1000 AS township, i.month * 100 + d.value AS pay_day,
         (SELECT count(*) FROM remittance AS r WHERE r.county = i.county AND r.id = i.remittance AND r.known_from <= :known)
         + (SELECT count(*) FROM bank_return AS b JOIN remittance AS r ON r.county = b.county AND r.id = b.remittance AND r.known_from <= :known
             WHERE b.county = i.county AND b.programme = i.programme AND b.month = i.month AND b.household = i.household) AS sent,
         CASE WHEN EXISTS (
             SELECT 1 FROM remittance AS r WHERE r.county = i.county AND r.id = i.remittance AND r.known_from <= :known
                AND r.sent_on <= i.month * 100 + d.value
                AND NOT EXISTS (SELECT 1 FROM bank_return AS b WHERE b.county = i.county AND b.programme = i.programme AND b.month = i.month
                                 AND b.household = i.household AND b.remittance = r.id AND b.known_from <= :known))
           OR EXISTS (
             SELECT 1 FROM bank_return AS b JOIN remittance AS r ON r.county = b.county AND r.id = b.remittance AND r.known_from <= :known
              WHERE b.county = i.county AND b.programme = i.programme AND b.month = i.month AND b.household = i.household
                AND b.known_from > :known AND r.sent_on <= i.month * 100 + d.value) THEN 1 ELSE 0 END AS in_time
    FROM payment_item AS i
    JOIN payment_run_month AS m ON m.county = i.county AND m.programme = i.programme AND m.month = i.month
    JOIN parameter AS d ON d.county = i.county AND d.name = 'dibao.pay_day' AND d.from_month <= i.month AND d.to_month >= i.month
     AND d.known_from <= :known AND d.known_to > :known
   WHERE i.county = :county AND i.programme = 1 AND i.month BETWEEN :from AND :to AND i.state <> 7
     AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0
     AND EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = i.county AND t.action = 'payment.approve'
                  AND t.subject = 'run ' || CAST(m.run AS TEXT) AND t.id <= :known)) AS o
 WHERE o.sent > 0 OR o.pay_day < :day GROUP BY o.township

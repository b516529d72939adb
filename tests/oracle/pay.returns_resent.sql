-- Lines that the bank sent back in these months; of them those that it has paid since, in a later file.
SELECT i.division / 1000 * 1000 AS township, CAST(sum(CASE WHEN EXISTS (
    SELECT 1 FROM remittance AS r JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file
     WHERE r.county = i.county AND r.id = i.remittance AND i.attempt > b.attempt AND i.state = 4 AND f.known_from <= :known)
    THEN 1 ELSE 0 END) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator
  FROM bank_return AS b
  JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month AND i.household = b.household
 WHERE b.county = :county AND b.returned_on BETWEEN :first AND :last AND b.known_from <= :known AND b.state <> 'CANCELLED'
 GROUP BY i.division / 1000 * 1000

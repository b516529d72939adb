-- Claims whose money came in these months. (There are none in the year.)
SELECT b.township AS township, CAST(0 AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator
  FROM (SELECT b.id, b.person, b.source, b.division / 1000 * 1000 AS township, a.aid_fen FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= :known AND a.known_to > :known
   WHERE b.county = :county AND b.discharged_on BETWEEN :first AND :last AND b.known_from <= :known
     AND (b.strike_change = 0 OR b.strike_change > :known) AND a.aid_fen > 0) AS b WHERE b.source = 2 GROUP BY b.township

-- Cases drawn in these months; of them those visited after the draw.
SELECT f.division / 1000 * 1000 AS township, CAST(sum(f.is_spot_checked) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator
  FROM sample AS s JOIN sample_case AS c ON c.county = s.county AND c.sample = s.id AND c.reason > 0
  JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
 WHERE s.county = :county AND s.known_from <= :known AND s.drawn_on BETWEEN :first AND :last GROUP BY f.division / 1000 * 1000

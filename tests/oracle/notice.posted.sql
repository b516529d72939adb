-- Cases that came to a state in which they hang on the board; of them those that did.
SELECT f.division / 1000 * 1000 AS township, CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM notice_row AS n WHERE n.county = f.county AND n.case_id = f.id)
    THEN 1 ELSE 0 END) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator
  FROM case_file AS f WHERE f.county = :county AND f.created_change <= :known AND EXISTS (SELECT 1 FROM notice AS n WHERE n.county = f.county
   AND n.posted_on BETWEEN :first AND :last) GROUP BY f.division / 1000 * 1000

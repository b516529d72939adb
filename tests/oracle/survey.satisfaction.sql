-- Valid answers to the whole that are among those that count ÷ valid answers, of surveys closed in these months.
SELECT a.township AS township, CAST(sum(CASE WHEN ',' || s.satisfied || ',' LIKE '%,' || CAST(a.overall AS TEXT) || ',%' THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
       CAST(count(*) AS BIGINT) AS denominator
  FROM survey AS s JOIN survey_answer AS a ON a.county = s.county AND a.survey = s.id
 WHERE s.county = :county AND a.is_valid = 1 AND s.closed_change > 0 AND s.closed_change <= :known AND s.closed_on BETWEEN :first AND :last
 GROUP BY a.township

-- Enrolled from the year's confirmed lists ÷ people of the classes in the last month.
SELECT k.township AS township, CAST(sum(k.enrolled) AS BIGINT) AS numerator, CAST(sum(k.counted) AS BIGINT) AS denominator FROM (
  SELECT p.township, 0 AS enrolled, 1 AS counted FROM (SELECT m.person, MIN(t.division / 1000 * 1000) AS township FROM member AS m
    JOIN entitlement AS t ON t.county = m.county AND t.household = m.household
   WHERE m.county = :county AND m.is_present = 1 AND m.is_protected = 1 AND m.from_month <= :to AND m.to_month >= :to
     AND m.known_from <= :known AND m.known_to > :known AND t.status IN (1, 3) AND t.from_month <= :to AND t.to_month >= :to
     AND t.known_from <= :known AND t.known_to > :known
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= :known
                      AND d.known_to > :known AND d.died_on < :to * 100)
   GROUP BY m.person) AS p
  UNION ALL SELECT n.division / 1000 * 1000, 1, 0 FROM premium_line AS n JOIN premium_list AS l ON l.county = n.county AND l.id = n.list
   WHERE n.county = :county AND n.year = :to / 100 AND n.is_enrolled = 1 AND l.state > 1 AND l.known_from <= :known) AS k
 GROUP BY k.township

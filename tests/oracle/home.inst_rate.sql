-- Wubao people, alive on the day, by the township of their household; of them those who sleep in a home that night.
SELECT w.township AS township, CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM home_stay AS s WHERE s.person = w.person AND s.kind = 1 AND s.county = :county AND s.confirmed_change > 0 AND s.confirmed_change <= :known AND s.from_date <= :end
     AND (s.left_change = 0 OR s.left_change > :known OR s.until_date > :end))
    THEN 1 ELSE 0 END) AS BIGINT) AS numerator, CAST(count(*) AS BIGINT) AS denominator FROM (SELECT m.person, MIN(t.division / 1000 * 1000) AS township FROM member AS m
    JOIN entitlement AS t ON t.county = m.county AND t.household = m.household
   WHERE m.county = :county AND m.is_present = 1 AND m.is_protected = 1 AND m.from_month <= (:end / 100) AND m.to_month >= (:end / 100)
     AND m.known_from <= :known AND m.known_to > :known AND t.status IN (1, 3) AND t.programme = 2 AND t.from_month <= (:end / 100) AND t.to_month >= (:end / 100)
     AND t.known_from <= :known AND t.known_to > :known
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= :known
                      AND d.known_to > :known AND d.died_on < :end)
   GROUP BY m.person) AS w GROUP BY w.township

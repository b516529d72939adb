-- People helped with bills of these months ÷ people of the classes in the last one: protected and present where wubao or dibao is
-- given, and not dead before it. (Nobody has another class.)
SELECT k.township AS township, CAST(sum(k.helped) AS BIGINT) AS numerator, CAST(sum(k.counted) AS BIGINT) AS denominator FROM (
  SELECT p.township, 0 AS helped, 1 AS counted FROM (SELECT m.person, MIN(t.division / 1000 * 1000) AS township FROM member AS m
    JOIN entitlement AS t ON t.county = m.county AND t.household = m.household
   WHERE m.county = :county AND m.is_present = 1 AND m.is_protected = 1 AND m.from_month <= :to AND m.to_month >= :to
     AND m.known_from <= :known AND m.known_to > :known AND t.status IN (1, 3) AND t.from_month <= :to AND t.to_month >= :to
     AND t.known_from <= :known AND t.known_to > :known
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= :known
                      AND d.known_to > :known AND d.died_on < :to * 100)
   GROUP BY m.person) AS p
  UNION ALL SELECT b.township, 1, 0 FROM (SELECT DISTINCT x.person, x.township FROM (SELECT b.id, b.person, b.source, b.division / 1000 * 1000 AS township, a.aid_fen FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= :known AND a.known_to > :known
   WHERE b.county = :county AND b.discharged_on BETWEEN :first AND :last AND b.known_from <= :known
     AND (b.strike_change = 0 OR b.strike_change > :known) AND a.aid_fen > 0) AS x) AS b) AS k GROUP BY k.township

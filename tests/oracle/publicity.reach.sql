-- Each village by the confirmed item that reached most of it, at most all ÷ its households of the year.
SELECT v.village / 1000 * 1000 AS township, CAST(sum(CASE WHEN v.reached > v.households THEN v.households ELSE v.reached END) AS BIGINT) AS numerator,
       CAST(sum(v.households) AS BIGINT) AS denominator FROM (
  SELECT h.village, h.households, COALESCE((SELECT MAX(r.households) FROM publicity_reach AS r
       JOIN publicity_item AS i ON i.county = r.county AND i.id = r.item
      WHERE r.county = h.county AND r.village = h.village AND r.known_from <= :known AND i.confirmed_change > 0 AND i.confirmed_change <= :known
        AND i.done_on BETWEEN :first AND :last), 0) AS reached
    FROM village_households AS h WHERE h.county = :county AND h.year = :to / 100 AND h.known_from <= :known AND h.known_to > :known) AS v
 GROUP BY v.village / 1000 * 1000

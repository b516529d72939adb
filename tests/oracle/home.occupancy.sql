-- Who sleeps in a home that night, whoever pays, ÷ beds that may be used, by where the home stands. The dead hold a bed until the home says
-- that they left it.
SELECT h.township AS township, CAST(sum(h.taken) AS BIGINT) AS numerator, CAST(sum(h.beds) AS BIGINT) AS denominator FROM (
  SELECT o.township, (SELECT count(*) FROM home_stay AS s WHERE s.home = o.id AND s.county = :county AND s.confirmed_change > 0 AND s.confirmed_change <= :known AND s.from_date <= :end
     AND (s.left_change = 0 OR s.left_change > :known OR s.until_date > :end)) AS taken,
     (SELECT count(*) FROM home_bed AS b WHERE b.county = o.county AND b.home = o.id AND b.known_from <= :known AND b.from_date <= :end
       AND (b.until_date > :end OR b.until_change > :known)) AS beds
    FROM home AS o WHERE o.county = :county AND o.known_from <= :known) AS h GROUP BY h.township

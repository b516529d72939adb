-- Who lives where on a day, as believed at $known. A stay holds from its confirmation until its end was confirmed and known: that somebody is
-- asked to leave ends nothing yet. A request that was refused kept its bed until then. Alive: no death before the day. A benefit lives in the
-- day's month when it is ACTIVE or in GRACE.

-- name: home_rate_count many (county i64, on date, month month, known i64) -> home_rate_count_row (township i64, everybody i64, housed i64,
--     waiting i64, leaving i64, wishes i64)
WITH entitled AS (
  SELECT m.person, max(t.division) / 1000 * 1000 AS township
    FROM entitlement AS t
    JOIN member AS m ON m.county = t.county AND m.household = t.household AND m.from_month <= $3 AND m.to_month >= $3
     AND m.known_from <= $4 AND m.known_to > $4 AND m.is_present = 1 AND m.is_protected = 1
   WHERE t.county = $1 AND t.programme = 2 AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= $4
                        AND d.known_to > $4 AND d.died_on < $2)
   GROUP BY m.person),
stays AS (
  SELECT person, state, from_date, CASE WHEN state = 4 AND left_change <= $4 THEN until_date ELSE 99991231 END AS until_date
    FROM home_stay WHERE county = $1 AND kind = 1 AND state IN (2, 3, 4) AND confirmed_change <= $4),
housed AS (
  SELECT person, max(CASE WHEN from_date <= $2 AND until_date > $2 THEN 1 ELSE 0 END) AS is_in,
         max(CASE WHEN from_date > $2 AND until_date > from_date THEN 1 ELSE 0 END) AS is_waiting,
         max(CASE WHEN state = 3 AND from_date <= $2 AND until_date > $2 THEN 1 ELSE 0 END) AS is_leaving
    FROM stays GROUP BY person),
wished AS (
  SELECT person FROM home_wish WHERE county = $1 AND state = 1 AND asked_on <= $2 AND known_from <= $4)
SELECT e.township, count(*) AS everybody, CAST(sum(coalesce(h.is_in, 0)) AS BIGINT) AS housed,
       CAST(sum(CASE WHEN h.is_waiting = 1 AND h.is_in = 0 THEN 1 ELSE 0 END) AS BIGINT) AS waiting,
       CAST(sum(coalesce(h.is_leaving, 0)) AS BIGINT) AS leaving, count(w.person) AS wishes
  FROM entitled AS e
  LEFT JOIN housed AS h ON h.person = e.person
  LEFT JOIN wished AS w ON w.person = e.person
 GROUP BY e.township ORDER BY e.township;

-- name: home_rate_person_scan many (county i64, on date, month month, known i64, township i64, after i64, rows i64)
--     -> home_rate_person_row (person i64, household i64, division i64, name text, id_tail text, home i64, home_name text?, from_date date?,
--        is_in bool, is_wish bool)
-- The people that home_rate_count counts in one township, by number. home: where he lives, or is to come.
WITH entitled AS (
  SELECT m.person, max(t.division) AS division, max(t.household) AS household
    FROM entitlement AS t
    JOIN member AS m ON m.county = t.county AND m.household = t.household AND m.from_month <= $3 AND m.to_month >= $3
     AND m.known_from <= $4 AND m.known_to > $4 AND m.is_present = 1 AND m.is_protected = 1
   WHERE t.county = $1 AND t.programme = 2 AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= $4
                        AND d.known_to > $4 AND d.died_on < $2)
   GROUP BY m.person),
stays AS (
  SELECT id, person, CASE WHEN state = 4 AND left_change <= $4 THEN until_date ELSE 99991231 END AS until_date, from_date
    FROM home_stay WHERE county = $1 AND kind = 1 AND state IN (2, 3, 4) AND confirmed_change <= $4),
now AS (
  SELECT person, min(id) AS stay, max(CASE WHEN from_date <= $2 THEN 1 ELSE 0 END) AS is_in
    FROM stays WHERE until_date > $2 AND until_date > from_date GROUP BY person),
wished AS (
  SELECT person FROM home_wish WHERE county = $1 AND state = 1 AND asked_on <= $2 AND known_from <= $4)
SELECT e.person, e.household, e.division, p.name, p.id_tail, coalesce(s.home, 0) AS home, b.name AS home_name, s.from_date,
       coalesce(n.is_in, 0) AS is_in, CASE WHEN w.person IS NULL THEN 0 ELSE 1 END AS is_wish
  FROM entitled AS e
  JOIN person AS p ON p.county = $1 AND p.id = e.person
  LEFT JOIN now AS n ON n.person = e.person
  LEFT JOIN home_stay AS s ON s.county = $1 AND s.id = n.stay
  LEFT JOIN home AS b ON b.county = $1 AND b.id = s.home
  LEFT JOIN wished AS w ON w.person = e.person
 WHERE e.division / 1000 * 1000 = $5 AND e.person > $6
 ORDER BY e.person LIMIT $7;

-- name: home_occupancy_scan many (county i64, on date, known i64) -> home_occupancy_row (home i64, township i64, name text, beds i64, occupied i64,
--     reserved i64, paying i64, away i64, used i64)
-- Homes that are open on the day, or have somebody in them. The last day of a leave is one of it. A bed is used when somebody sleeps in it or is to, from that day on.
WITH beds AS (
  SELECT home, id FROM home_bed
   WHERE county = $1 AND known_from <= $3 AND from_date <= $2 AND CASE WHEN until_change > $3 THEN 99991231 ELSE until_date END > $2),
bed_sums AS (
  SELECT home, count(*) AS beds FROM beds GROUP BY home),
used AS (
  SELECT b.home, count(*) AS used FROM beds AS b
   WHERE EXISTS (SELECT 1 FROM home_bed_use AS u WHERE u.county = $1 AND u.bed = b.id AND u.until_date > $2 AND u.until_date > u.from_date
                    AND u.known_from <= $3 AND u.known_to > $3)
   GROUP BY b.home),
stays AS (
  SELECT id, home, kind, from_date, CASE WHEN state = 4 AND left_change <= $3 THEN until_date ELSE 99991231 END AS until_date,
         CASE WHEN state IN (2, 3, 4) AND confirmed_change <= $3 THEN 1 ELSE 0 END AS is_confirmed
    FROM home_stay AS s
   WHERE county = $1 AND known_from <= $3
     AND (state <> 5 OR EXISTS (SELECT 1 FROM home_bed_use AS k WHERE k.county = $1 AND k.stay = s.id AND k.known_from <= $3 AND k.known_to > $3))),
stay_sums AS (
  SELECT home, sum(CASE WHEN is_confirmed = 1 AND from_date <= $2 AND until_date > $2 THEN 1 ELSE 0 END) AS occupied,
         sum(CASE WHEN is_confirmed = 1 AND from_date <= $2 AND until_date > $2 AND kind = 2 THEN 1 ELSE 0 END) AS paying,
         sum(CASE WHEN is_confirmed = 0 OR (from_date > $2 AND until_date > from_date) THEN 1 ELSE 0 END) AS reserved
    FROM stays GROUP BY home),
away AS (
  SELECT s.home, count(DISTINCT s.id) AS away
    FROM home_record AS r
    JOIN stays AS s ON s.id = r.stay AND s.is_confirmed = 1 AND s.from_date <= $2 AND s.until_date > $2
   WHERE r.county = $1 AND r.kind = 'LEAVE' AND r.on_date <= $2 AND r.until_date >= $2 AND r.known_from <= $3
     AND (r.struck_change = 0 OR r.struck_change > $3)
   GROUP BY s.home)
SELECT h.id AS home, h.township, h.name, coalesce(b.beds, 0) AS beds, CAST(coalesce(s.occupied, 0) AS BIGINT) AS occupied,
       CAST(coalesce(s.reserved, 0) AS BIGINT) AS reserved, CAST(coalesce(s.paying, 0) AS BIGINT) AS paying, coalesce(a.away, 0) AS away,
       coalesce(u.used, 0) AS used
  FROM home AS h
  LEFT JOIN bed_sums AS b ON b.home = h.id
  LEFT JOIN used AS u ON u.home = h.id
  LEFT JOIN stay_sums AS s ON s.home = h.id
  LEFT JOIN away AS a ON a.home = h.id
 WHERE h.county = $1 AND h.known_from <= $3 AND (h.closed_on > $2 OR h.closed_change > $3 OR coalesce(s.occupied, 0) > 0)
 ORDER BY h.township, h.id;

-- name: home_rate_target_scan many (county i64, year i64, known i64) -> home_rate_target_row (township i64, book text, measure text, due date, value i64)
-- Of the newest plan of the newest year up to this one. The county's own book first.
SELECT t.township, t.book, t.measure, t.due, t.value
  FROM plan_target AS t
 WHERE t.county = $1 AND (t.measure = 'inst_rate_bp' OR (t.measure = 'beds' AND t.book = 'county'))
   AND t.plan = (SELECT v.id FROM plan_version AS v WHERE v.county = $1 AND v.year <= $2 AND v.known_from <= $3 ORDER BY v.year DESC, v.id DESC LIMIT 1)
 ORDER BY t.township, t.book DESC, t.due;

-- name: home_suggest_scan many (county i64, on date, month month) -> home_suggest_row (wish i64, person i64, home i64, township i64, name text)
-- Who asked to move in, may, and neither lives in a home nor is to. Oldest first. The wish is looked up for each person: the other
-- way round SQLite walks through all people for each wish.
WITH entitled AS (
  SELECT m.person, max(t.division) / 1000 * 1000 AS township
    FROM entitlement AS t
    JOIN member AS m ON m.county = t.county AND m.household = t.household AND m.from_month <= $3 AND m.to_month >= $3
     AND m.known_to = 2147483647 AND m.is_present = 1 AND m.is_protected = 1
   WHERE t.county = $1 AND t.programme = 2 AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_to = 2147483647 AND t.status IN (1, 3)
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_to = 2147483647)
   GROUP BY m.person)
SELECT w.id AS wish, w.person, w.home, e.township, p.name
  FROM entitled AS e
 CROSS JOIN home_wish AS w
  JOIN person AS p ON p.county = w.county AND p.id = w.person
 WHERE w.county = $1 AND w.person = e.person AND w.state = 1 AND w.asked_on <= $2
   AND NOT EXISTS (SELECT 1 FROM home_stay AS s WHERE s.county = w.county AND s.person = w.person AND s.state IN (1, 2, 3))
 ORDER BY w.asked_on, w.id;

-- name: home_own_money_sum one (county i64, home i64, january month, december month) -> home_own_money_row (donated fen, spent fen)
-- Donations of a year, and what was paid out of the home's own income in it.
SELECT CAST(coalesce(sum(CASE WHEN kind = 'DONATION' THEN amount_fen ELSE 0 END), 0) AS BIGINT) AS donated,
       CAST(coalesce(sum(CASE WHEN kind = 'CLAIM_PAY' THEN amount_fen WHEN kind = 'CLAIM_RETURN' THEN 0 - amount_fen ELSE 0 END), 0) AS BIGINT) AS spent
  FROM home_journal
 WHERE county = $1 AND home = $2 AND book = 6 AND month BETWEEN $3 AND $4;

-- Residents and beds of homes against themselves, the registry and the trail (docs/audit.md). Stay: 1 requested 2 in 3 leaving 4 left 5 refused.
-- until: the first day that does not count. kind 1: receives wubao.

-- name: audit_bed_twice many (county i64) -> home_breach_row (subject text, expected i64, actual i64)
-- One bed, one resident a night.
SELECT 'bed ' || CAST(x.bed AS TEXT) AS subject, x.before AS expected, x.from_date AS actual
FROM (SELECT u.bed AS bed, u.from_date AS from_date,
             coalesce(max(u.until_date) OVER (PARTITION BY u.bed ORDER BY u.from_date, u.stay ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM home_bed_use AS u WHERE u.county = $1 AND u.known_to = 2147483647 AND u.from_date < u.until_date) AS x
WHERE x.before > x.from_date ORDER BY x.bed, x.from_date;

-- name: audit_stay_twice many (county i64) -> home_breach_row
-- One person, one home a night.
SELECT 'person ' || CAST(x.person AS TEXT) AS subject, x.before AS expected, x.from_date AS actual
FROM (SELECT s.person AS person, s.from_date AS from_date,
             coalesce(max(s.until_date) OVER (PARTITION BY s.person ORDER BY s.from_date, s.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM home_stay AS s WHERE s.county = $1 AND s.state IN (2, 3, 4) AND s.from_date < s.until_date) AS x
WHERE x.before > x.from_date ORDER BY x.person, x.from_date;

-- name: audit_stay_bed many (county i64) -> home_breach_row
-- From the first night to the last a resident has one bed after another, without a gap, in his home.
WITH ordered AS (
  SELECT u.stay AS stay, u.from_date AS from_date, u.until_date AS until_date, u.home AS home,
         lag(u.until_date) OVER (PARTITION BY u.stay ORDER BY u.from_date, u.until_date) AS before
  FROM home_bed_use AS u WHERE u.county = $1 AND u.known_to = 2147483647 AND u.from_date < u.until_date
),
summed AS (
  SELECT o.stay AS stay, min(o.from_date) AS first_date, max(o.until_date) AS last_date, min(o.home) AS low_home, max(o.home) AS high_home,
         CAST(sum(CASE WHEN o.before IS NOT NULL AND o.before <> o.from_date THEN 1 ELSE 0 END) AS BIGINT) AS gaps
  FROM ordered AS o GROUP BY o.stay
)
SELECT 'stay ' || CAST(s.id AS TEXT) AS subject, s.from_date AS expected, coalesce(m.first_date, 0) AS actual
FROM home_stay AS s LEFT JOIN summed AS m ON m.stay = s.id
WHERE s.county = $1 AND s.from_date < s.until_date
  AND ((s.state IN (2, 4) AND (m.stay IS NULL OR m.first_date <> s.from_date OR m.last_date <> s.until_date OR m.gaps > 0))
    OR (s.state = 3 AND (m.stay IS NULL OR m.first_date <> s.from_date OR m.gaps > 0))
    OR (m.stay IS NOT NULL AND (m.low_home <> s.home OR m.high_home <> s.home)))
ORDER BY s.id;

-- name: audit_bed_period many (county i64) -> home_breach_row
-- Nobody sleeps in a bed that is not usable, or stands in another home.
SELECT 'bed ' || CAST(u.bed AS TEXT) AS subject, b.until_date AS expected, u.until_date AS actual
FROM home_bed_use AS u JOIN home_bed AS b ON b.county = u.county AND b.id = u.bed
WHERE u.county = $1 AND b.county = $1 AND u.known_to = 2147483647 AND u.from_date < u.until_date
  AND (u.from_date < b.from_date OR u.until_date > b.until_date OR u.home <> b.home)
ORDER BY u.bed, u.from_date;

-- name: audit_home_closed many (county i64) -> home_breach_row
-- A home that closed has nobody.
SELECT 'home ' || CAST(h.id AS TEXT) AS subject, 0 AS expected, count(*) AS actual
FROM home AS h JOIN home_stay AS s ON s.county = h.county AND s.home = h.id
WHERE h.county = $1 AND s.county = $1 AND h.closed_on < 99991231 AND s.state IN (2, 3) AND s.until_date > h.closed_on
GROUP BY h.id ORDER BY h.id;

-- name: audit_stay_form many (county i64) -> home_breach_row
-- Whoever lives in a home on wubao is paid there: from the month after he came, through this home.
SELECT 'stay ' || CAST(s.id AS TEXT) AS subject, s.home AS expected, CASE WHEN t.form = 2 THEN t.home ELSE 0 END AS actual
FROM home_stay AS s
JOIN entitlement AS t ON t.county = s.county AND t.household = s.household AND t.programme = 2 AND t.known_to = 2147483647 AND t.status IN (1, 3)
WHERE s.county = $1 AND t.county = $1 AND s.kind = 1 AND s.state IN (2, 3) AND s.form_from > 0 AND t.to_month >= s.form_from AND t.to_month = 999912
  AND (t.form <> 2 OR t.home <> s.home)
ORDER BY s.id;

-- name: audit_stay_back many (county i64) -> home_breach_row
-- Whoever left is paid at home again from the month after, unless he lives in another one.
SELECT 'stay ' || CAST(s.id AS TEXT) AS subject, 0 AS expected, t.home AS actual
FROM home_stay AS s
JOIN entitlement AS t ON t.county = s.county AND t.household = s.household AND t.programme = 2 AND t.known_to = 2147483647 AND t.status IN (1, 3)
WHERE s.county = $1 AND t.county = $1 AND s.kind = 1 AND s.state = 4 AND s.form_back > 0 AND t.from_month <= s.form_back AND t.to_month >= s.form_back
  AND t.form = 2 AND t.home = s.home
  AND NOT EXISTS (SELECT 1 FROM home_stay AS o WHERE o.county = $1 AND o.person = s.person AND o.home = s.home AND o.id <> s.id AND o.state IN (2, 3, 4)
                  AND o.from_date >= s.from_date AND (o.form_back = 0 OR o.form_back > s.form_back))
ORDER BY s.id;

-- name: audit_stay_entitled many (county i64) -> home_breach_row
-- A resident counted as wubao has, or had, that benefit.
SELECT 'stay ' || CAST(s.id AS TEXT) AS subject, 2 AS expected, 0 AS actual
FROM home_stay AS s
WHERE s.county = $1 AND s.kind = 1 AND s.state IN (2, 3, 4)
  AND NOT EXISTS (SELECT 1 FROM entitlement AS t WHERE t.county = $1 AND t.household = s.household AND t.programme = 2)
ORDER BY s.id;

-- name: audit_stay_unrecorded many (county i64) -> home_breach_row
-- Asking, confirming and leaving stand in the trail under the names of who did it; nobody confirmed his own.
SELECT 'stay ' || CAST(s.id AS TEXT) AS subject, s.known_from AS expected, 0 AS actual
FROM home_stay AS s
WHERE s.county = $1 AND (
  NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.known_from)
  OR (s.confirmed_change > 0 AND NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.confirmed_change
        AND (s.confirmed_by IS NULL OR c.actor = s.confirmed_by)))
  OR (s.left_change > 0 AND NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.left_change))
  OR s.confirmed_by = s.requested_by OR s.leave_confirmed_by = s.leave_requested_by)
ORDER BY s.id;

-- name: audit_record_stay many (county i64) -> home_breach_row
-- Pocket money and records only of nights he was there.
SELECT 'record ' || CAST(r.id AS TEXT) AS subject, s.from_date AS expected, r.on_date AS actual
FROM home_record AS r JOIN home_stay AS s ON s.county = r.county AND s.id = r.stay
WHERE r.county = $1 AND s.county = $1 AND r.struck_change = 0
  AND (r.home <> s.home OR r.on_date < s.from_date OR (r.kind <> 'POCKET' AND r.on_date > s.until_date) OR s.state NOT IN (2, 3, 4))
ORDER BY r.id;

-- name: audit_wish_state many (county i64) -> home_breach_row
-- A wish fulfilled names the stay that did.
SELECT 'wish ' || CAST(w.id AS TEXT) AS subject, w.person AS expected, coalesce(s.person, 0) AS actual
FROM home_wish AS w LEFT JOIN home_stay AS s ON s.county = w.county AND s.id = w.stay
WHERE w.county = $1 AND w.state = 2 AND (s.id IS NULL OR s.person <> w.person)
ORDER BY w.id;

-- What a paper of a resident shows beside the resident's own rows.

-- name: homepaper_beds many (county i64, stay i64) -> homepaper_bed_row (room_number text, bed_label text, from_date date, until_date date)
SELECT r.number AS room_number, b.label AS bed_label, u.from_date, u.until_date
FROM home_bed_use AS u
JOIN home_bed AS b ON b.county = u.county AND b.id = u.bed
JOIN home_room AS r ON r.county = b.county AND r.id = b.room
WHERE u.county = $1 AND b.county = $1 AND r.county = $1 AND u.stay = $2 AND u.known_to = 2147483647
ORDER BY u.from_date, u.bed;

-- name: homepaper_sums many (county i64, stay i64) -> homepaper_sum_row (kind text, times i64, last_on date, quantity i64, amount fen)
SELECT kind, count(*) AS times, max(on_date) AS last_on, CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(amount_fen) AS BIGINT) AS amount
FROM home_record WHERE county = $1 AND stay = $2 AND stay > 0 AND struck_change = 0
GROUP BY kind ORDER BY kind;

-- name: homepaper_sheet many (county i64, home i64, kind text, month month) -> homepaper_sheet_row (person_name text, id_tail text,
--   room_number text, bed_label text, on_date date, quantity i64, amount fen, result text, detail text, confirmed_by text, confirmed_on i64)
-- By room and bed as they were last.
SELECT p.name AS person_name, p.id_tail, coalesce(m.number, '') AS room_number, coalesce(b.label, '') AS bed_label, r.on_date, r.quantity,
       r.amount_fen AS amount, r.result, r.detail, r.confirmed_by, r.confirmed_on
FROM home_record AS r
JOIN home_stay AS s ON s.county = r.county AND s.id = r.stay
JOIN person AS p ON p.county = s.county AND p.id = s.person
LEFT JOIN home_bed_use AS u ON u.county = r.county AND u.stay = r.stay AND u.known_to = 2147483647
 AND u.from_date = (SELECT max(v.from_date) FROM home_bed_use AS v
                     WHERE v.county = r.county AND v.stay = r.stay AND v.known_to = 2147483647)
LEFT JOIN home_bed AS b ON b.county = u.county AND b.id = u.bed
LEFT JOIN home_room AS m ON m.county = b.county AND m.id = b.room
WHERE r.county = $1 AND s.county = $1 AND p.county = $1 AND r.home = $2 AND r.kind = $3 AND r.month = $4 AND r.struck_change = 0
ORDER BY coalesce(m.number, ''), coalesce(b.label, ''), r.stay, r.on_date, r.id;

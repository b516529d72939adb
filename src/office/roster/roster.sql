-- What an import asks the registry at once instead of row by row, and the memory of files taken in.

-- name: roster_counter one (county i64, name text) -> roster_counter_row (value i64)
SELECT value FROM counter WHERE county = $1 AND name = $2;

-- name: roster_members_now many (county i64) -> roster_member_now_row (person i64, household i64)
SELECT person, household FROM member
WHERE county = $1 AND to_month = 999912 AND known_to = 2147483647 AND is_present = 1;

-- name: roster_entitlements_now many (county i64) -> roster_entitlement_now_row (household i64, programme i64, head i64, status i64)
SELECT household, programme, head, status FROM entitlement
WHERE county = $1 AND programme IN (1, 2) AND to_month = 999912 AND known_to = 2147483647;

-- name: roster_deaths_now many (county i64) -> roster_death_row (person i64, died_on date)
SELECT person, died_on FROM person_death WHERE county = $1 AND known_to = 2147483647;

-- name: roster_accounts_now many (county i64) -> roster_account_row (owner i64, bank text, holder text, number_index blob)
SELECT owner, bank, holder, number_index FROM account
WHERE county = $1 AND owner_kind = 1 AND known_to = 2147483647 ORDER BY owner;

-- name: roster_groups many (county i64) -> roster_group_row (id i64, group_no text)
SELECT id, group_no FROM household WHERE county = $1 ORDER BY id;

-- name: roster_active_count one (county i64, programme i64) -> roster_active_count_row (households i64)
SELECT count(*) AS households FROM entitlement
WHERE county = $1 AND programme = $2 AND to_month = 999912 AND known_to = 2147483647 AND status < 4;

-- name: import_file_find one (county i64, sha256 blob, programme i64, from_month month) -> import_file_row (known_from i64, rows_total i64, rows_returned i64)
SELECT known_from, rows_total, rows_returned FROM import_file
WHERE county = $1 AND sha256 = $2 AND programme = $3 AND from_month = $4;

-- name: import_file_insert exec (county i64, sha256 blob, programme i64, from_month month, name text, known_from i64, rows_total i64, rows_new i64, rows_changed i64, rows_returned i64)
INSERT INTO import_file (county, sha256, programme, from_month, name, known_from, rows_total, rows_new, rows_changed, rows_returned)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, sha256, programme, from_month) DO NOTHING;

-- name: roster_export_rows many (county i64, programme i64, known i64, month month) -> roster_export_row (household i64, division i64, mgmt_class i64, income_year_fen fen, form i64, home_name text?, care_level i64, begun_month month, status i64, head_name text, head_sealed blob, phone_tail text?, group_no text, bank text?, holder text?, number_sealed blob?, members i64, protected i64)
SELECT e.household, e.division, e.mgmt_class, e.income_year_fen, e.form, o.name AS home_name, e.care_level, e.begun_month, e.status,
  p.name AS head_name, p.id_sealed AS head_sealed, p.phone_tail, h.group_no, a.bank, a.holder, a.number_sealed,
  (SELECT count(*) FROM member AS m WHERE m.county = e.county AND m.household = e.household AND m.known_from <= $3 AND m.known_to > $3
    AND m.from_month <= $4 AND m.to_month >= $4 AND m.is_present = 1) AS members,
  (SELECT count(*) FROM member AS m WHERE m.county = e.county AND m.household = e.household AND m.known_from <= $3 AND m.known_to > $3
    AND m.from_month <= $4 AND m.to_month >= $4 AND m.is_present = 1 AND m.is_protected = 1) AS protected
FROM entitlement AS e
JOIN person AS p ON p.county = e.county AND p.id = e.head
JOIN household AS h ON h.county = e.county AND h.id = e.household
LEFT JOIN home AS o ON o.county = e.county AND o.id = e.home
LEFT JOIN account AS a ON a.county = e.county AND a.owner_kind = 1 AND a.owner = e.household AND a.known_from <= $3 AND a.known_to > $3
WHERE e.county = $1 AND e.programme = $2 AND e.known_from <= $3 AND e.known_to > $3 AND e.from_month <= $4 AND e.to_month >= $4 AND e.status < 4
ORDER BY e.division, e.household;

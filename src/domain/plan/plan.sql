-- name: plan_county_first one () -> plan_county_row (county i64)
-- The only statement without a county: it asks which one this database serves.
SELECT county FROM plan_version ORDER BY county LIMIT 1;

-- name: plan_latest one (county i64) -> plan_version_row (id i64, known_from i64, year i64, title text, document text,
--                                                         content text, sha256 blob)
SELECT id, known_from, year, title, document, content, sha256 FROM plan_version
WHERE county = $1 ORDER BY id DESC LIMIT 1;

-- name: plan_version_insert exec (county i64, id i64, known_from i64, year i64, title text, document text, content text,
--                                 sha256 blob)
INSERT INTO plan_version (county, id, known_from, year, title, document, content, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: plan_clause_insert exec (county i64, plan i64, clause text, title text, body text)
INSERT INTO plan_clause (county, plan, clause, title, body) VALUES ($1, $2, $3, $4, $5);

-- name: plan_clause_latest one (county i64, clause text) -> plan_clause_row (title text, body text)
SELECT title, body FROM plan_clause
WHERE county = $1 AND clause = $2
  AND plan = (SELECT max(v.id) FROM plan_version AS v WHERE v.county = $1);

-- name: plan_clauses_latest many (county i64) -> plan_clauses_row (clause text, title text, body text)
SELECT clause, title, body FROM plan_clause
WHERE county = $1 AND plan = (SELECT max(v.id) FROM plan_version AS v WHERE v.county = $1);

-- name: plan_target_insert exec (county i64, plan i64, book text, township i64, measure text, due date, value i64,
--                                clause text)
INSERT INTO plan_target (county, plan, book, township, measure, due, value, clause)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: plan_fund_put exec (county i64, id i64, code text, name text)
INSERT INTO fund (county, id, code, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, id) DO UPDATE SET code = excluded.code, name = excluded.name;

-- name: plan_account_put exec (county i64, account i64, fund i64, name text, kind text)
INSERT INTO ledger_account (county, account, fund, name, kind) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (county, account) DO UPDATE SET name = excluded.name;

-- name: plan_home_by_name one (county i64, name text) -> plan_home_row (id i64, township i64)
SELECT id, township FROM home WHERE county = $1 AND name = $2 ORDER BY id LIMIT 1;

-- name: plan_home_insert exec (county i64, id i64, name text, township i64, known_from i64)
INSERT INTO home (county, id, name, township, known_from) VALUES ($1, $2, $3, $4, $5);

-- name: plan_home_account one (county i64, home i64) -> plan_home_account_row (known_from i64, bank text, holder text,
--                                                                              number_index blob)
SELECT known_from, bank, holder, number_index FROM account
WHERE county = $1 AND owner_kind = 2 AND owner = $2 AND known_to = 2147483647;

-- name: plan_home_account_supersede exec (county i64, home i64, change i64)
UPDATE account SET known_to = $3
WHERE county = $1 AND owner_kind = 2 AND owner = $2 AND known_to = 2147483647;

-- name: plan_home_account_insert exec (county i64, home i64, known_from i64, bank text, holder text, number_tail text,
--                                      number_index blob, number_sealed blob)
INSERT INTO account (county, owner_kind, owner, known_from, known_to, bank, holder, number_tail, number_index, number_sealed)
VALUES ($1, 2, $2, $3, 2147483647, $4, $5, $6, $7, $8);

-- name: plan_home_payee one (county i64, home i64, book i64) -> plan_home_payee_row (payee i64, code text)
SELECT h.payee, p.code FROM home_payee AS h JOIN payee AS p ON p.county = h.county AND p.id = h.payee
WHERE h.county = $1 AND h.home = $2 AND h.book = $3;

-- name: plan_home_payee_insert exec (county i64, home i64, book i64, payee i64)
INSERT INTO home_payee (county, home, book, payee) VALUES ($1, $2, $3, $4);

-- name: plan_post_insert exec (county i64, name text, role text, title text, scope i64, created_change i64)
-- A user who is there already keeps what the administrator gave him.
INSERT INTO access_user (county, name, role, title, scope, password_hash, is_locked, failure_count, retry_after, created_change)
VALUES ($1, $2, $3, $4, $5, NULL, 0, 0, NULL, $6)
ON CONFLICT (county, name) DO NOTHING;

-- name: plan_hospital_user_put exec (county i64, user_name text, hospital i64)
INSERT INTO hospital_user (county, user_name, hospital) VALUES ($1, $2, $3)
ON CONFLICT (county, user_name) DO NOTHING;

-- name: plan_disease_seen one (county i64, code_from text) -> plan_disease_seen_row (rows i64)
SELECT count(*) AS rows FROM medical_disease WHERE county = $1 AND code_from = $2;

-- name: plan_disease_insert exec (county i64, code_from text, code_to text, from_month month, known_from i64, name text,
--     age_below i64, document text)
INSERT INTO medical_disease (county, code_from, code_to, from_month, known_from, to_month, known_to, name, age_below, document, is_example)
VALUES ($1, $2, $3, $4, $5, 999912, 2147483647, $6, $7, $8, 1);

-- name: plan_home_user_put exec (county i64, user_name text, home i64)
INSERT INTO home_user (county, user_name, home)
SELECT u.county, u.name, $3 FROM access_user AS u WHERE u.county = $1 AND u.name = $2 AND u.role = 'home_director'
ON CONFLICT (county, user_name) DO NOTHING;

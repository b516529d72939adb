-- Payments of the works: drafted, on their transfer, in the books.

-- name: works_project one (county i64, project i64) -> works_project_row (name text, code text, contractor i64, contract fen, investment fen, is_cancelled i64, foundation i64, payee_kind i64, payee_name text?)
-- The scope in force; contractor 0: none. foundation: the day it was reached, 0: not yet.
SELECT p.name, p.code, s.contractor, s.contract_fen AS contract, s.central_fen + s.province_fen + s.city_fen + s.county_fen + s.own_fen AS investment,
       CASE WHEN s.change = 'CANCEL' THEN 1 ELSE 0 END AS is_cancelled,
       coalesce((SELECT g.reached_on FROM project_stage AS g
                  WHERE g.county = p.county AND g.project = p.id AND g.stage = 5 AND g.known_to = 2147483647), 0) AS foundation,
       coalesce(c.kind, 0) AS payee_kind, c.name AS payee_name
  FROM project AS p
  JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
       AND s.version = (SELECT max(v.version) FROM project_scope AS v WHERE v.county = p.county AND v.project = p.id AND v.state = 2)
  LEFT JOIN payee AS c ON c.county = s.county AND c.id = s.contractor
 WHERE p.county = $1 AND p.id = $2;

-- name: works_paid one (county i64, project i64, contractor i64) -> works_paid_row (total fen, of_contractor fen)
-- What is drafted, approved or paid for a project, and of it to one contractor.
SELECT CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS total,
       CAST(coalesce(sum(CASE WHEN contractor = $3 THEN amount_fen ELSE 0 END), 0) AS BIGINT) AS of_contractor
  FROM project_payment WHERE county = $1 AND project = $2 AND state < 4;

-- name: works_insert exec (county i64, id i64, project i64, month month, contractor i64, amount fen, purpose text, document text, content_hash blob, actor text, at text, known_from i64)
INSERT INTO project_payment (county, id, project, month, contractor, amount_fen, purpose, document, state, content_hash, prepared_by, prepared_at, transfer,
                             known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, 0, $12);

-- name: works_has_transfer exec (county i64, id i64, transfer i64)
UPDATE project_payment SET state = 2, transfer = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: works_by_id one (county i64, id i64) -> works_row (id i64, project i64, month month, contractor i64, contractor_name text, amount fen, purpose text, document text, state i64, content_hash blob, prepared_by text, transfer i64)
SELECT w.id, w.project, w.month, w.contractor, p.name AS contractor_name, w.amount_fen AS amount, w.purpose, w.document, w.state, w.content_hash,
       w.prepared_by, w.transfer
  FROM project_payment AS w JOIN payee AS p ON p.county = w.county AND p.id = w.contractor
 WHERE w.county = $1 AND w.id = $2;

-- name: works_list many (county i64, project i64) -> works_row
-- project 0: all.
SELECT w.id, w.project, w.month, w.contractor, p.name AS contractor_name, w.amount_fen AS amount, w.purpose, w.document, w.state, w.content_hash,
       w.prepared_by, w.transfer
  FROM project_payment AS w JOIN payee AS p ON p.county = w.county AND p.id = w.contractor
 WHERE w.county = $1 AND ($2 = 0 OR w.project = $2) ORDER BY w.id;

-- name: works_transfer_hash one (county i64, id i64) -> works_hash_row (content_hash blob)
SELECT content_hash FROM transfer WHERE county = $1 AND kind = 'PROJECT' AND subject = $2 AND state < 6;

-- name: works_post exec (county i64, id i64, fund i64, journal i64, expense i64, payable i64)
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $3, $4, 1, $5, $6, amount_fen FROM project_payment WHERE county = $1 AND id = $2;

-- name: works_approved exec (county i64, id i64)
UPDATE project_payment SET state = 3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: works_discarded exec (county i64, id i64)
UPDATE project_payment SET state = 4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: works_account_known one (county i64, account i64) -> works_key_row (id i64)
SELECT account AS id FROM ledger_account WHERE county = $1 AND account = $2;

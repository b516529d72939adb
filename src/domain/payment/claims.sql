-- Claims after medical treatment in the run: the lines owed to households (medical_line, payee_kind 2), bound to the run at its approval.

-- name: claim_due many (county i64, until date) -> claim_due_row (household i64, total fen, people i64, division i64, has_account bool)
-- What the open lines entered up to a day owe each household. people: those whom they help. division: of the newest line's claim.
WITH open_line AS (
  SELECT payee AS household, person, id, after_fen
    FROM medical_line
   WHERE county = $1 AND payee_kind = 2 AND batch = 0 AND entered_on <= $2
), owed AS (
  SELECT household, CAST(sum(after_fen) AS BIGINT) AS total, max(id) AS newest FROM open_line GROUP BY household
), helped AS (
  SELECT household, person FROM open_line GROUP BY household, person HAVING sum(after_fen) > 0
), counted AS (
  SELECT household, count(*) AS people FROM helped GROUP BY household
)
SELECT o.household AS household, o.total AS total, coalesce(c.people, 0) AS people,
       coalesce((SELECT b.division FROM medical_bill AS b
                  WHERE b.county = $1 AND b.case_file = l.case_file AND b.source = 2 ORDER BY b.id DESC LIMIT 1), 0) AS division,
       CASE WHEN EXISTS (SELECT 1 FROM account AS a WHERE a.county = $1 AND a.owner_kind = 1 AND a.owner = o.household
                            AND a.known_to = 2147483647) THEN 1 ELSE 0 END AS has_account
  FROM owed AS o
  JOIN medical_line AS l ON l.county = $1 AND l.id = o.newest
  LEFT JOIN counted AS c ON c.household = o.household
 ORDER BY o.household;

-- name: claim_waiting one (county i64, until date) -> claim_waiting_row (households i64, total fen)
WITH owed AS (
  SELECT payee, CAST(sum(after_fen) AS BIGINT) AS total
    FROM medical_line
   WHERE county = $1 AND payee_kind = 2 AND batch = 0 AND entered_on <= $2
   GROUP BY payee
  HAVING sum(after_fen) > 0
)
SELECT count(*) AS households, CAST(coalesce(sum(total), 0) AS BIGINT) AS total FROM owed;

-- Who speaks for a household whose claim is paid: its head by the last decision up to the month, in whichever programme, or,
-- never in one, the person of its first claim. The money goes to the household's own account, also of people in a home.

-- name: claim_bind exec (county i64, run i64, month month, until date, known i64)
-- The lines from which the run's items were computed: those it knew, of households that have an item.
UPDATE medical_line SET batch = $2
 WHERE county = $1 AND payee_kind = 2 AND batch = 0 AND entered_on <= $4 AND known_from <= $5
   AND EXISTS (SELECT 1 FROM payment_item AS i
                WHERE i.county = $1 AND i.programme = 3 AND i.month = $3 AND i.household = medical_line.payee);

-- name: claim_absorb exec (county i64, household i64, run i64)
-- The item of the run is cancelled: what its claims were lowered by since is not owed back, nobody got it.
UPDATE medical_line SET batch = $3
 WHERE county = $1 AND payee_kind = 2 AND payee = $2 AND batch = 0 AND after_fen < 0
   AND case_file IN (SELECT l.case_file FROM medical_line AS l
                      WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = $2 AND (l.batch = $3 OR (l.batch = 0 AND l.after_fen < 0))
                      GROUP BY l.case_file
                     HAVING sum(CASE WHEN l.batch = $3 THEN l.after_fen ELSE 0 END) > 0 AND sum(l.after_fen) >= 0);

-- name: claim_unequal many (county i64, run i64, month month) -> claim_unequal_row (household i64, item_fen fen, lines_fen fen)
-- Items that are not the sum of the lines bound to the run.
SELECT i.household AS household, i.basic_fen AS item_fen, coalesce(CAST(sum(l.after_fen) AS BIGINT), 0) AS lines_fen
  FROM payment_item AS i
  LEFT JOIN medical_line AS l ON l.county = i.county AND l.payee_kind = 2 AND l.payee = i.household AND l.batch = $2
 WHERE i.county = $1 AND i.programme = 3 AND i.month = $3
 GROUP BY i.household, i.basic_fen
HAVING coalesce(CAST(sum(l.after_fen) AS BIGINT), 0) <> i.basic_fen
 ORDER BY i.household;

-- name: claim_owed_back one (county i64, household i64) -> claim_owed_row (total fen)
-- What the household's open lines come to: negative, it owes that much.
SELECT coalesce(CAST(sum(after_fen) AS BIGINT), 0) AS total
  FROM medical_line
 WHERE county = $1 AND payee_kind = 2 AND payee = $2 AND batch = 0;

-- name: claim_repaid exec (county i64, household i64, batch i64)
UPDATE medical_line SET batch = $3 WHERE county = $1 AND payee_kind = 2 AND payee = $2 AND batch = 0;

-- name: claim_case_list many (county i64, household i64, run i64, until date, known i64)
--   -> claim_case_row (case_file i64, amount fen, earlier fen)
-- The claims of a household's item: of the lines that the run knew and was bound to, or, before that (run 0), of the open ones it knew. earlier: what
-- lines before these brought for the claim.
WITH own AS (
  SELECT case_file, CAST(sum(after_fen) AS BIGINT) AS amount, min(id) AS first
    FROM medical_line
   WHERE county = $1 AND payee_kind = 2 AND payee = $2 AND batch = $3
     AND (entered_on <= $4 AND known_from <= CASE WHEN $3 > 0 THEN (SELECT r.known FROM payment_run AS r WHERE r.county = $1 AND r.id = $3) ELSE $5 END)
   GROUP BY case_file
)
SELECT o.case_file, o.amount,
       coalesce((SELECT CAST(sum(l.after_fen) AS BIGINT) FROM medical_line AS l
                  WHERE l.county = $1 AND l.case_file = o.case_file AND l.payee_kind = 2 AND l.id < o.first), 0) AS earlier
  FROM own AS o
 ORDER BY o.case_file;

-- name: claim_standing_bills many (county i64, case_file i64) -> claim_standing_row (id i64)
-- The claim's bills that stand.
SELECT id FROM medical_bill WHERE county = $1 AND case_file = $2 AND source = 2 AND state = 1 ORDER BY id;

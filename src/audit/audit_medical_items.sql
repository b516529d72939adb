-- Claims after treatment in payment runs: their items from the lines owed to households (medical_line, payee_kind 2), and the
-- lines from the claims' bills. A line's batch: 0 open; the run; negative: the repayment in cash that settled it.

-- name: audit_claim_items many (county i64, run i64, month month, until date, known i64)
--   -> audit_claim_item_row (household i64, due_fen i64, people i64, division i64, has_item i64, item_fen i64,
--   item_people i64, item_division i64, item_other_fen i64)
-- Households whose item is not what the run had before it: every line it knew, entered up to the end of its month, that no
-- earlier run or repayment had settled. Less than a fen is due to nobody.
WITH known_line AS (
  SELECT l.payee AS household, l.person AS person, l.id AS id, l.case_file AS case_file, l.after_fen AS amount
  FROM medical_line AS l
  WHERE l.county = $1 AND l.payee_kind = 2 AND l.entered_on <= $4 AND l.known_from <= $5
    AND (l.batch = 0 OR l.batch >= $2 OR EXISTS (SELECT 1 FROM payment_repayment AS r
         WHERE r.county = $1 AND r.id = -l.batch AND r.known_from > $5))
), helped AS (
  SELECT household, person FROM known_line GROUP BY household, person HAVING sum(amount) > 0
), counted AS (
  SELECT household, count(*) AS people FROM helped GROUP BY household
), owed AS (
  SELECT household, CAST(sum(amount) AS BIGINT) AS amount, max(id) AS newest
  FROM known_line GROUP BY household
), item AS (
  SELECT i.household AS household, i.basic_fen AS amount, i.protected_count AS people, i.division AS division,
         i.topup_fen + abs(i.adjustment_fen) + abs(i.carry_fen) + i.form AS other
  FROM payment_item AS i WHERE i.county = $1 AND i.programme = 3 AND i.month = $3
), everyone AS (
  SELECT household FROM owed UNION SELECT household FROM item
), compared AS (
  SELECT v.household AS household, coalesce(o.amount, 0) AS due_fen, coalesce(c.people, 0) AS people,
         coalesce((SELECT max(b.division) FROM medical_bill AS b JOIN medical_line AS l ON l.county = b.county AND l.case_file = b.case_file
                   WHERE b.county = $1 AND l.county = $1 AND l.id = o.newest AND b.source = 2), 0) AS division,
         CASE WHEN i.household IS NULL THEN 0 ELSE 1 END AS has_item, coalesce(i.amount, 0) AS item_fen,
         coalesce(i.people, 0) AS item_people, coalesce(i.division, 0) AS item_division, coalesce(i.other, 0) AS item_other_fen
  FROM everyone AS v
  LEFT JOIN owed AS o ON o.household = v.household
  LEFT JOIN counted AS c ON c.household = v.household
  LEFT JOIN item AS i ON i.household = v.household
)
SELECT household, due_fen, people, division, has_item, item_fen, item_people, item_division, item_other_fen
FROM compared
WHERE (has_item = 0 AND due_fen > 0)
   OR (has_item = 1 AND (due_fen <> item_fen OR people <> item_people OR division <> item_division OR item_other_fen <> 0))
ORDER BY household;

-- name: audit_claim_bound many (county i64) -> claim_breach_row (subject text, expected i64, actual i64)
-- A line that is a run's is of an approved run of claims that knew it, and its household has an item there. Only what lowered a
-- claim came later, to an item that was cancelled (7).
SELECT 'line ' || CAST(l.id AS TEXT) AS subject, l.batch AS expected, coalesce(r.id, 0) AS actual
FROM medical_line AS l
LEFT JOIN payment_run AS r ON r.county = l.county AND r.id = l.batch AND r.programme = 3 AND r.state >= 4
LEFT JOIN payment_item AS i ON i.county = l.county AND i.programme = 3 AND i.month = r.from_month AND i.household = l.payee
WHERE l.county = $1 AND l.payee_kind = 2 AND l.batch > 0
  AND (r.id IS NULL OR i.household IS NULL
    OR ((l.known_from > r.known OR l.entered_on / 100 > r.from_month) AND NOT (i.state = 7 AND l.after_fen < 0)))
ORDER BY l.id;

-- name: audit_claim_unbound many (county i64) -> claim_breach_row
-- The items of an approved run are the sum of the lines that are the run's and that it knew; later ones leave a cancelled item no debt.
SELECT 'run ' || CAST(x.run AS TEXT) || ' household ' || CAST(x.household AS TEXT) AS subject, x.lines_fen AS expected, x.item_fen AS actual
FROM (SELECT r.id AS run, i.household AS household, i.basic_fen AS item_fen,
        coalesce((SELECT CAST(sum(l.after_fen) AS BIGINT) FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2
                  AND l.payee = i.household AND l.batch = r.id AND l.known_from <= r.known AND l.entered_on / 100 <= r.from_month), 0) AS lines_fen,
        coalesce((SELECT CAST(sum(l.after_fen) AS BIGINT) FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2
                  AND l.payee = i.household AND l.batch = r.id), 0) AS all_fen
      FROM payment_run AS r JOIN payment_item AS i ON i.county = r.county AND i.programme = r.programme AND i.month = r.from_month
      WHERE r.county = $1 AND i.county = $1 AND r.programme = 3 AND r.state >= 4) AS x
WHERE x.lines_fen <> x.item_fen OR x.all_fen < 0 ORDER BY x.run, x.household;

-- name: audit_claim_repaid many (county i64) -> claim_breach_row
-- Money given back for claims is what its lines owed back.
WITH entry AS (
  SELECT r.id AS repayment, r.household AS household, r.amount_fen AS given, 0 AS owed
  FROM payment_repayment AS r WHERE r.county = $1 AND r.programme = 3
  UNION ALL
  SELECT -l.batch AS repayment, l.payee AS household, 0 AS given, -l.after_fen AS owed
  FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.batch < 0
)
SELECT 'repayment ' || CAST(repayment AS TEXT) || ' household ' || CAST(household AS TEXT) AS subject, CAST(sum(owed) AS BIGINT) AS expected,
       CAST(sum(given) AS BIGINT) AS actual
FROM entry GROUP BY repayment, household HAVING sum(given) <> sum(owed) ORDER BY repayment, household;

-- name: audit_claim_lines many (county i64) -> claim_breach_row
-- What a claim ever brought its household is the aid of its bills that stand.
WITH entry AS (
  SELECT b.case_file AS case_file, a.aid_fen AS aid, 0 AS line
  FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
  WHERE b.county = $1 AND a.county = $1 AND b.source = 2 AND b.state = 1
  UNION ALL
  SELECT l.case_file AS case_file, 0 AS aid, l.after_fen AS line FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2
)
SELECT 'case ' || CAST(case_file AS TEXT) AS subject, CAST(sum(aid) AS BIGINT) AS expected, CAST(sum(line) AS BIGINT) AS actual
FROM entry GROUP BY case_file HAVING sum(aid) <> sum(line) ORDER BY case_file;

-- name: audit_claim_payee many (county i64) -> claim_breach_row
-- A household's line is owed for a claim of that household and person.
SELECT 'line ' || CAST(l.id AS TEXT) AS subject, l.case_file AS expected, l.payee AS actual
FROM medical_line AS l
WHERE l.county = $1 AND l.payee_kind = 2 AND NOT EXISTS (SELECT 1 FROM medical_bill AS b WHERE b.county = $1 AND b.source = 2
  AND b.case_file = l.case_file AND b.household = l.payee AND b.person = l.person)
ORDER BY l.id;

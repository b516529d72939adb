-- What a home may spend in a year by line, and what of it is claimed: approved, paid, or sent back by the bank (3, 4, 7).

-- name: home_budget_now one (county i64, home i64, year i64, account i64) -> home_budget_amount_row (amount fen)
SELECT amount_fen AS amount FROM home_budget WHERE county = $1 AND home = $2 AND year = $3 AND account = $4 AND known_to = 2147483647;

-- name: home_budget_supersede exec (county i64, home i64, year i64, account i64, change i64)
UPDATE home_budget SET known_to = $5 WHERE county = $1 AND home = $2 AND year = $3 AND account = $4 AND known_to = 2147483647;

-- name: home_budget_insert exec (county i64, home i64, year i64, account i64, change i64, amount fen, document text, actor text)
INSERT INTO home_budget (county, home, year, account, known_from, known_to, amount_fen, document, actor)
VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7, $8);

-- name: home_budget_claimed one (county i64, home i64, account i64, first month, last month) -> home_budget_amount_row
SELECT CAST(coalesce(sum(l.amount_fen), 0) AS BIGINT) AS amount
  FROM home_claim AS c
  JOIN home_claim_line AS l ON l.county = c.county AND l.claim = c.id
 WHERE c.county = $1 AND c.home = $2 AND c.state IN (3, 4, 7) AND c.month BETWEEN $4 AND $5 AND l.account = $3;

-- name: home_budget_rows many (county i64, home i64, year i64, first month, last month) -> home_budget_list_row (account i64, budget fen, claimed fen)
SELECT u.account AS account, CAST(sum(u.budget) AS BIGINT) AS budget, CAST(sum(u.claimed) AS BIGINT) AS claimed
  FROM (SELECT b.account AS account, b.amount_fen AS budget, 0 AS claimed
          FROM home_budget AS b
         WHERE b.county = $1 AND b.home = $2 AND b.year = $3 AND b.known_to = 2147483647
        UNION ALL
        SELECT l.account AS account, 0 AS budget, l.amount_fen AS claimed
          FROM home_claim AS c
          JOIN home_claim_line AS l ON l.county = c.county AND l.claim = c.id
         WHERE c.county = $1 AND c.home = $2 AND c.state IN (3, 4, 7) AND c.month BETWEEN $4 AND $5) AS u
 GROUP BY u.account
 ORDER BY u.account;

-- The months of a fund's books, as pages choose among them.

-- name: ledger_month_list many (county i64, fund i64) -> ledger_month_list_row (month month, journals i64, is_closed bool)
SELECT j.month, count(*) AS journals,
       CASE WHEN EXISTS (SELECT 1 FROM ledger_close AS c WHERE c.county = $1 AND c.fund = $2 AND c.month = j.month) THEN 1 ELSE 0 END AS is_closed
  FROM journal AS j
 WHERE j.county = $1 AND j.fund = $2
 GROUP BY j.month
 ORDER BY j.month DESC;

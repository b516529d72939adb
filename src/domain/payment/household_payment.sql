-- A household's items, found by key once per month that has a run (decision 0008): the months come first, whatever the
-- planner thinks of the items' number, which is why the join is a cross join.

-- name: household_payment_list many (county i64, household i64) -> household_payment_row (programme i64, month month, run i64, basic fen,
--   topup fen, adjustment fen, carry fen, state i64, attempt i64)
SELECT payment_run_month.programme, payment_run_month.month, payment_run_month.run, payment_item.basic_fen AS basic,
       payment_item.topup_fen AS topup, payment_item.adjustment_fen AS adjustment, payment_item.carry_fen AS carry,
       payment_item.state, payment_item.attempt
FROM payment_run_month CROSS JOIN payment_item
WHERE payment_run_month.county = $1 AND payment_item.county = $1 AND payment_item.household = $2
  AND payment_item.programme = payment_run_month.programme AND payment_item.month = payment_run_month.month
ORDER BY payment_run_month.month DESC, payment_run_month.programme;

-- Whether the demonstration may be loaded.

-- name: demo_load_count one (county i64, action text) -> demo_load_count_row (loads i64)
SELECT count(*) AS loads FROM change_trail WHERE county = $1 AND action = $2;

-- name: demo_any_person many (county i64) -> demo_any_person_row (id i64)
SELECT id FROM person WHERE county = $1 ORDER BY id LIMIT 1;

-- name: demo_run_first_items many (county i64, programme i64, month month, state i64) -> demo_item_row (household i64)
SELECT household FROM payment_item
WHERE county = $1 AND programme = $2 AND month = $3 AND state = $4
ORDER BY household;

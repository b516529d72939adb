-- Everything that the generator can write. The expected output stands beside this file.

-- name: household_by_id one (county i64, id i64) -> household_row (id i64, division i64, address text?, note fen?)
-- The household itself, whoever is in it.
SELECT id, division, address, note FROM household -- a comment with $7 and ;
 WHERE county = $1 AND id = $2 AND address <> 'it''s $9; "so" \ --';

-- name: household_list many
--     (county i64,
--      day date?, flag bool, m month, photo blob?)
--     -> household_row
SELECT id, division, address, note
  FROM household
 WHERE county = $1 AND (CAST($2 AS BIGINT) IS NULL OR d = $2) AND $3 = 1 AND m = $4 AND photo = $5
   AND county = $1;

-- name: household_bump exec
UPDATE household SET id = id + 1;

-- name: item_bulk bulk payment_item (county i64, amount fen, note text?)
-- Free comment.

-- name: household_close exec (county i64)
DELETE FROM household WHERE county = $1;

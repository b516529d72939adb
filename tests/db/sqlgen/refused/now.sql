-- expect: 4: "now" does not mean the same on both engines
-- name: a exec
UPDATE x
   SET at = now();

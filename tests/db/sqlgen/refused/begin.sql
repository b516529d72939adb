-- expect: 3: "BEGIN" does not mean the same on both engines
-- name: a exec
BEGIN;

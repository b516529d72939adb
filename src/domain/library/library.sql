-- Policy documents, the parameters they set, and their full text.

-- name: library_document_insert exec (county i64, id i64, known_from i64, kind text, document text, title text, issuer text, issued_on date,
--   effective_from date, effective_until date, replaced_by i64, programme i64, clause text, body text, is_public bool, is_example bool,
--   entered_by text, approved_by text?, state i64)
INSERT INTO library_document (county, id, known_from, known_to, kind, document, title, issuer, issued_on, effective_from, effective_until, replaced_by,
                              programme, clause, body, is_public, is_example, entered_by, approved_by, state)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: library_document_end exec (county i64, id i64, change i64)
UPDATE library_document SET known_to = $3 WHERE county = $1 AND id = $2 AND known_to = 2147483647;

-- name: library_document_at one (county i64, id i64, known i64, least_state i64) -> library_row (id i64, known_from i64, kind text, document text,
--   title text, issuer text, issued_on date, effective_from date, effective_until date, replaced_by i64, programme i64, clause text, body text,
--   is_public bool, is_example bool, entered_by text, approved_by text?, state i64, is_open bool)
-- The newest version known then, of that state at least.
SELECT d.id, d.known_from, d.kind, d.document, d.title, d.issuer, d.issued_on, d.effective_from, d.effective_until, d.replaced_by, d.programme,
       d.clause, d.body, d.is_public, d.is_example, d.entered_by, d.approved_by, d.state,
       CASE WHEN EXISTS (SELECT 1 FROM library_document AS o WHERE o.county = d.county AND o.id = d.id AND o.known_to = 2147483647 AND o.state = 1)
            THEN 1 ELSE 0 END AS is_open
  FROM library_document AS d
 WHERE d.county = $1 AND d.id = $2
   AND d.known_from = (SELECT max(v.known_from) FROM library_document AS v
                        WHERE v.county = $1 AND v.id = $2 AND v.known_from <= $3 AND v.state >= $4);

-- name: library_document_versions many (county i64, id i64) -> library_row
SELECT d.id, d.known_from, d.kind, d.document, d.title, d.issuer, d.issued_on, d.effective_from, d.effective_until, d.replaced_by, d.programme,
       d.clause, d.body, d.is_public, d.is_example, d.entered_by, d.approved_by, d.state,
       CASE WHEN d.known_to = 2147483647 AND d.state = 1 THEN 1 ELSE 0 END AS is_open
  FROM library_document AS d WHERE d.county = $1 AND d.id = $2 ORDER BY d.known_from;

-- name: library_document_rows many (county i64, kind text, programme i64, document text, least_state i64, is_public_only bool) -> library_row
-- Each document once: its newest approved version, else the newest. kind, document '': any; programme 0: any.
SELECT d.id, d.known_from, d.kind, d.document, d.title, d.issuer, d.issued_on, d.effective_from, d.effective_until, d.replaced_by, d.programme,
       d.clause, '' AS body, d.is_public, d.is_example, d.entered_by, d.approved_by, d.state,
       CASE WHEN EXISTS (SELECT 1 FROM library_document AS o WHERE o.county = d.county AND o.id = d.id AND o.known_to = 2147483647 AND o.state = 1)
            THEN 1 ELSE 0 END AS is_open
  FROM library_document AS d
 WHERE d.county = $1 AND ($2 = '' OR d.kind = $2) AND ($3 = 0 OR d.programme = $3) AND ($4 = '' OR d.document = $4) AND d.state >= $5
   AND ($6 = 0 OR d.is_public = 1)
   AND d.known_from = coalesce((SELECT max(v.known_from) FROM library_document AS v WHERE v.county = d.county AND v.id = d.id AND v.state = 2),
                               (SELECT max(v.known_from) FROM library_document AS v WHERE v.county = d.county AND v.id = d.id))
 ORDER BY d.issued_on DESC, d.id;

-- name: library_document_same one (county i64, document text, title text, clause text) -> library_same_row (id i64)
SELECT id FROM library_document
 WHERE county = $1 AND document = $2 AND title = $3 AND clause = $4 AND known_to = 2147483647 ORDER BY id LIMIT 1;

-- name: library_parameter_put exec (county i64, document i64, name text)
INSERT INTO library_parameter (county, document, name) VALUES ($1, $2, $3) ON CONFLICT (county, document, name) DO NOTHING;

-- name: library_parameter_rows many (county i64, document i64) -> library_parameter_row (name text)
SELECT name FROM library_parameter WHERE county = $1 AND document = $2 ORDER BY name;

-- name: library_gram_clear exec (county i64, document i64)
DELETE FROM library_gram WHERE county = $1 AND document = $2;

-- name: library_gram_bulk bulk library_gram (county i64, gram text, document i64, hits i64, in_title i64)

-- name: library_gram_documents many (county i64, gram text) -> library_gram_row (document i64, hits i64, in_title i64)
SELECT document, hits, in_title FROM library_gram WHERE county = $1 AND gram = $2 ORDER BY document;

-- The ground: who knew what when, the plan, the divisions, and who may act.
-- Every table: county first in the key. Months are yyyymm, dates yyyymmdd, knowledge is the id of a row in change_trail.
-- Open ends: to_month 999912, known_to 2147483647.

CREATE TABLE counter (
  county {INT} NOT NULL, name TEXT NOT NULL, value {INT} NOT NULL,
  PRIMARY KEY (county, name)
) {STRICT};

-- Append-only, hash-chained. A change is both the audit trail entry and the tick of the knowledge clock.
CREATE TABLE change_trail (
  county {INT} NOT NULL, id {INT} NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  subject TEXT NOT NULL, detail TEXT NOT NULL, prev_hash {BLOB} NOT NULL, hash {BLOB} NOT NULL,
  CHECK (length(hash) = 32), CHECK (length(prev_hash) = 32), CHECK (at LIKE '____-__-__T__:__:__Z'),
  PRIMARY KEY (county, id)
) {STRICT};

CREATE TABLE division (
  county {INT} NOT NULL, code {INT} NOT NULL, valid_from {INT} NOT NULL, valid_to {INT} NOT NULL,
  level {INT} NOT NULL, name TEXT NOT NULL, parent {INT} NOT NULL, committee TEXT NOT NULL, successor {INT},
  CHECK (level BETWEEN 1 AND 3), CHECK (valid_from <= valid_to),
  PRIMARY KEY (county, code, valid_from)
) {STRICT};

CREATE TABLE plan_version (
  county {INT} NOT NULL, id {INT} NOT NULL, known_from {INT} NOT NULL, year {INT} NOT NULL, title TEXT NOT NULL,
  document TEXT NOT NULL, content TEXT NOT NULL, sha256 {BLOB} NOT NULL,
  PRIMARY KEY (county, id)
) {STRICT};

CREATE TABLE plan_clause (
  county {INT} NOT NULL, plan {INT} NOT NULL, clause TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (county, plan, clause)
) {STRICT};

CREATE TABLE plan_target (
  county {INT} NOT NULL, plan {INT} NOT NULL, book TEXT NOT NULL, township {INT} NOT NULL, measure TEXT NOT NULL,
  due {INT} NOT NULL, value {INT} NOT NULL, clause TEXT NOT NULL,
  PRIMARY KEY (county, plan, book, township, measure, due)
) {STRICT};

-- A policy number, by period and by knowledge. unit: fen, bp, count, month_day, enum.
CREATE TABLE parameter (
  county {INT} NOT NULL, name TEXT NOT NULL, from_month {INT} NOT NULL, known_from {INT} NOT NULL,
  to_month {INT} NOT NULL, known_to {INT} NOT NULL, unit TEXT NOT NULL, value {INT} NOT NULL,
  document TEXT NOT NULL, clause TEXT NOT NULL, is_example {INT} NOT NULL,
  CHECK (from_month <= to_month), CHECK (known_from < known_to), CHECK (is_example IN (0, 1)),
  PRIMARY KEY (county, name, from_month, known_from)
) {STRICT};

CREATE TABLE access_user (
  county {INT} NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, title TEXT NOT NULL, scope {INT} NOT NULL,
  password_hash TEXT, is_locked {INT} NOT NULL, failure_count {INT} NOT NULL, retry_after TEXT,
  created_change {INT} NOT NULL,
  CHECK (is_locked IN (0, 1)), CHECK (length(name) BETWEEN 1 AND 64),
  PRIMARY KEY (county, name)
) {STRICT};

CREATE TABLE access_session (
  county {INT} NOT NULL, token_hash {BLOB} NOT NULL, user_name TEXT NOT NULL, csrf TEXT NOT NULL,
  created_at TEXT NOT NULL, seen_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  PRIMARY KEY (county, token_hash),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name)
) {STRICT};

-- Long work: import, payment run, documents. Each is one transaction of its own, so a job whose owner died is simply
-- done again. owner: the process that took it, '' while waiting.
CREATE TABLE job (
  county {INT} NOT NULL, id {INT} NOT NULL, kind TEXT NOT NULL, arguments TEXT NOT NULL, actor TEXT NOT NULL,
  state TEXT NOT NULL, done {INT} NOT NULL, total {INT} NOT NULL, message TEXT NOT NULL, result TEXT NOT NULL,
  owner TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT,
  CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'REFUSED', 'FAILED', 'CANCELLED')),
  PRIMARY KEY (county, id)
) {STRICT};

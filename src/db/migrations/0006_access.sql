-- Access: what is switched on, the second step of a login, programs' tokens. That somebody saw a whole number is a row
-- of the trail and nothing else.

-- 1: the password was set by somebody else; the next login asks for one of his own.
ALTER TABLE access_user ADD COLUMN must_change {INT} NOT NULL DEFAULT 0;

-- A rule of access that the county has switched; without a row it is on.
CREATE TABLE access_setting (
  county {INT} NOT NULL, name TEXT NOT NULL, value {INT} NOT NULL, set_change {INT} NOT NULL,
  CHECK (value IN (0, 1)),
  PRIMARY KEY (county, name)
) {STRICT};

-- A login whose password was right and that still lacks a step. No session: gone when the session begins.
CREATE TABLE access_ticket (
  county {INT} NOT NULL, ticket_hash {BLOB} NOT NULL, user_name TEXT NOT NULL, is_coded {INT} NOT NULL,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  CHECK (is_coded IN (0, 1)),
  PRIMARY KEY (county, ticket_hash),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name)
) {STRICT};

-- The authenticator bound to a user. confirmed_change NULL: shown but not yet confirmed by a code. last_step: the time step
-- of the last code taken, which is never taken again.
CREATE TABLE access_totp (
  county {INT} NOT NULL, user_name TEXT NOT NULL, secret_sealed {BLOB} NOT NULL, last_step {INT} NOT NULL,
  confirmed_change {INT}, failure_count {INT} NOT NULL, retry_after TEXT,
  PRIMARY KEY (county, user_name),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name)
) {STRICT};

-- One-time codes for a lost authenticator, by hash; a used one is deleted.
CREATE TABLE access_recovery (
  county {INT} NOT NULL, user_name TEXT NOT NULL, code_hash {BLOB} NOT NULL,
  PRIMARY KEY (county, user_name, code_hash),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name)
) {STRICT};

-- A program's token, by hash. used_at NULL: never used; revoked_change NULL: alive until it expires.
CREATE TABLE access_bearer (
  county {INT} NOT NULL, id {INT} NOT NULL, token_hash {BLOB} NOT NULL, user_name TEXT NOT NULL, label TEXT NOT NULL,
  created_change {INT} NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT, revoked_change {INT},
  CHECK (length(token_hash) = 32),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name)
) {STRICT};
CREATE UNIQUE INDEX access_bearer_by_token ON access_bearer (county, token_hash);

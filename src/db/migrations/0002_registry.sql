-- The registry: people, households, and what is known of them by month. Clustered in household order, so that a run
-- is one merge of sequential scans.

CREATE TABLE person (
  county {INT} NOT NULL, id {INT} NOT NULL, name TEXT NOT NULL, initials TEXT NOT NULL, sex {INT} NOT NULL,
  id_tail TEXT NOT NULL, id_index {BLOB} NOT NULL, id_sealed {BLOB} NOT NULL,
  phone_tail TEXT, phone_sealed {BLOB}, known_from {INT} NOT NULL,
  CHECK (sex IN (1, 2)), CHECK (length(id_index) = 16),
  PRIMARY KEY (county, id)
) {CLUSTERED};
CREATE UNIQUE INDEX person_by_id_number ON person (county, id_index);
CREATE INDEX person_by_initials ON person (county, initials);
CREATE INDEX person_by_name ON person (county, name);

CREATE TABLE person_death (
  county {INT} NOT NULL, person {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, died_on {INT} NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (county, person, known_from)
) {STRICT};

CREATE TABLE household (
  county {INT} NOT NULL, id {INT} NOT NULL, address TEXT NOT NULL, group_no TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, id)
) {CLUSTERED};

-- What the county decided for a household in a programme: one row per period and knowledge. An end is a row too.
-- status 1 ACTIVE 2 SUSPENDED 3 GRACE 4 ENDED; mgmt_class 0 none 1 A 2 B 3 C; form 0 none 1 SCATTERED 2 INSTITUTION.
CREATE TABLE entitlement (
  county {INT} NOT NULL, programme {INT} NOT NULL, household {INT} NOT NULL, from_month {INT} NOT NULL,
  known_from {INT} NOT NULL, to_month {INT} NOT NULL, known_to {INT} NOT NULL, status {INT} NOT NULL,
  cause TEXT NOT NULL, division {INT} NOT NULL, head {INT} NOT NULL, mgmt_class {INT} NOT NULL,
  income_year_fen {INT} NOT NULL, form {INT} NOT NULL, home {INT} NOT NULL, care_level {INT} NOT NULL, begun_month {INT} NOT NULL,
  CHECK (status BETWEEN 1 AND 4), CHECK (form BETWEEN 0 AND 2), CHECK (mgmt_class BETWEEN 0 AND 3),
  CHECK (income_year_fen >= 0), CHECK (from_month <= to_month), CHECK (known_from < known_to),
  CHECK (form <> 2 OR home > 0),
  PRIMARY KEY (county, programme, household, from_month, known_from)
) {CLUSTERED};
-- One household, one current benefit.
CREATE UNIQUE INDEX entitlement_current ON entitlement (county, household)
  WHERE to_month = 999912 AND known_to = 2147483647 AND status < 4;

-- A person in a household: one row per period and knowledge; leaving is a row with is_present 0.
-- relation: codes of registry.h; disability_kind 0 none, 1..7; disability_grade 0 none, 1..4.
CREATE TABLE member (
  county {INT} NOT NULL, household {INT} NOT NULL, person {INT} NOT NULL, from_month {INT} NOT NULL,
  known_from {INT} NOT NULL, to_month {INT} NOT NULL, known_to {INT} NOT NULL, birth {INT} NOT NULL,
  is_present {INT} NOT NULL, is_protected {INT} NOT NULL, relation {INT} NOT NULL, disability_kind {INT} NOT NULL,
  disability_grade {INT} NOT NULL, is_seriously_ill {INT} NOT NULL, is_student {INT} NOT NULL, cause TEXT NOT NULL,
  CHECK (is_present IN (0, 1)), CHECK (is_protected IN (0, 1)), CHECK (is_seriously_ill IN (0, 1)),
  CHECK (is_student IN (0, 1)), CHECK (disability_grade BETWEEN 0 AND 4), CHECK (from_month <= to_month),
  CHECK (known_from < known_to),
  PRIMARY KEY (county, household, person, from_month, known_from)
) {CLUSTERED};
-- A person is in one household at a time.
CREATE UNIQUE INDEX member_current ON member (county, person)
  WHERE to_month = 999912 AND known_to = 2147483647 AND is_present = 1;

CREATE TABLE home (
  county {INT} NOT NULL, id {INT} NOT NULL, name TEXT NOT NULL, township {INT} NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, id)
) {STRICT};

-- owner_kind 1 household, 2 home. The account in force is the one with known_to open.
CREATE TABLE account (
  county {INT} NOT NULL, owner_kind {INT} NOT NULL, owner {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL,
  bank TEXT NOT NULL, holder TEXT NOT NULL, number_tail TEXT NOT NULL, number_index {BLOB} NOT NULL, number_sealed {BLOB} NOT NULL,
  CHECK (owner_kind IN (1, 2)), CHECK (known_from < known_to), CHECK (length(number_index) = 16),
  PRIMARY KEY (county, owner_kind, owner, known_from)
) {CLUSTERED};
CREATE UNIQUE INDEX account_current ON account (county, owner_kind, owner) WHERE known_to = 2147483647;

-- A file taken in: the same bytes for the same programme and month change nothing.
CREATE TABLE import_file (
  county {INT} NOT NULL, sha256 {BLOB} NOT NULL, programme {INT} NOT NULL, from_month {INT} NOT NULL, name TEXT NOT NULL,
  known_from {INT} NOT NULL, rows_total {INT} NOT NULL, rows_new {INT} NOT NULL, rows_changed {INT} NOT NULL,
  rows_returned {INT} NOT NULL,
  PRIMARY KEY (county, sha256, programme, from_month)
) {STRICT};

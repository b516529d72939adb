-- Lists from outside held against the registry, and the households that look eligible but receive nothing.
-- No table here holds an ID number: a blind index, a name and the last four.

-- A list taken in: the same bytes of the same kind change nothing. The counts are of its rows.
CREATE TABLE match_list (
  county {INT} NOT NULL, id {INT} NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, sha256 {BLOB} NOT NULL,
  opened_on {INT} NOT NULL, due_on {INT} NOT NULL, row_count {INT} NOT NULL, returned_count {INT} NOT NULL, hit_count {INT} NOT NULL,
  doubtful_count {INT} NOT NULL, candidate_count {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (length(sha256) = 32),
  PRIMARY KEY (county, id),
  UNIQUE (county, kind, sha256)
) {STRICT};

-- One person with a benefit on one row of a list: a question to be answered, never an answer by itself. listed_name: '' when it
-- is the registry's. facts: JSON object of what else the row says. day: of death or of the like, 0 none. division, programme,
-- household: of that day. state OPEN, EXPLAINED.
CREATE TABLE match_hit (
  county {INT} NOT NULL, id {INT} NOT NULL, list {INT} NOT NULL, row_no {INT} NOT NULL, person {INT} NOT NULL,
  household {INT} NOT NULL, programme {INT} NOT NULL, division {INT} NOT NULL, listed_name TEXT NOT NULL, facts TEXT NOT NULL,
  day {INT} NOT NULL, state TEXT NOT NULL, due_on {INT} NOT NULL, conclusion TEXT NOT NULL, note TEXT NOT NULL,
  explained_on {INT} NOT NULL, explained_by TEXT NOT NULL, explained_change {INT} NOT NULL,
  CHECK (state IN ('OPEN', 'EXPLAINED')), CHECK (state = 'OPEN' OR (conclusion <> '' AND note <> '')),
  PRIMARY KEY (county, id),
  UNIQUE (county, list, person, row_no),
  FOREIGN KEY (county, list) REFERENCES match_list (county, id)
) {STRICT};
CREATE INDEX match_hit_open ON match_hit (county, division, due_on) WHERE state = 'OPEN';
CREATE INDEX match_hit_by_household ON match_hit (county, household, id);
CREATE INDEX match_hit_by_person ON match_hit (county, person, id);

-- Somebody who looks eligible but receives nothing (or not what fits), to be visited: one open row a person, however many lists
-- name him. person, household: 0 when the registry does not know. place: as the list writes it. result: how it was closed.
CREATE TABLE match_candidate (
  county {INT} NOT NULL, id {INT} NOT NULL, id_index {BLOB} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL,
  name TEXT NOT NULL, id_tail TEXT NOT NULL, division {INT} NOT NULL, place TEXT NOT NULL, programme {INT} NOT NULL,
  state TEXT NOT NULL, opened_on {INT} NOT NULL, due_on {INT} NOT NULL, result TEXT NOT NULL, case_number TEXT NOT NULL,
  note TEXT NOT NULL, visited_on {INT} NOT NULL, closed_on {INT} NOT NULL, closed_by TEXT NOT NULL, known_from {INT} NOT NULL,
  closed_change {INT} NOT NULL,
  CHECK (length(id_index) = 16), CHECK (state IN ('OPEN', 'CLOSED')), CHECK (state = 'OPEN' OR (result <> '' AND note <> '')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX match_candidate_one ON match_candidate (county, id_index) WHERE state = 'OPEN';
CREATE INDEX match_candidate_by_person ON match_candidate (county, id_index, id);
CREATE INDEX match_candidate_by_place ON match_candidate (county, state, division, id);

-- Why: one row for each list or rule that names the candidate. kind: a list's, or ended, refused, alone. list 0: a rule.
CREATE TABLE match_reason (
  county {INT} NOT NULL, candidate {INT} NOT NULL, kind TEXT NOT NULL, list {INT} NOT NULL, row_no {INT} NOT NULL,
  facts TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, candidate, kind),
  FOREIGN KEY (county, candidate) REFERENCES match_candidate (county, id)
) {STRICT};

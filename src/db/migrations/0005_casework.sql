-- Casework: one file per application or change, its steps, what was written on its forms, notices, samples, papers.
-- Kinds, states, actions and documents are the numbers of domain/casework/casework.h. A date of 0 is "none".

-- The file as it stands. Only state, version and what follows from a step are ever set again; the steps keep the past.
CREATE TABLE case_file (
  county {INT} NOT NULL, id {INT} NOT NULL, number TEXT NOT NULL, receipt TEXT NOT NULL, kind {INT} NOT NULL,
  programme {INT} NOT NULL, division {INT} NOT NULL, household {INT} NOT NULL, linked_case {INT} NOT NULL,
  state {INT} NOT NULL, version {INT} NOT NULL, opened_on {INT} NOT NULL, accepted_on {INT} NOT NULL,
  state_on {INT} NOT NULL, due_on {INT} NOT NULL, closed_on {INT} NOT NULL,
  applicant TEXT NOT NULL, initials TEXT NOT NULL, id_tail TEXT NOT NULL,
  people_count {INT} NOT NULL, protected_count {INT} NOT NULL, mgmt_class {INT} NOT NULL,
  income_year_fen {INT} NOT NULL, amount_month_fen {INT} NOT NULL, effective_month {INT} NOT NULL,
  change_kind {INT} NOT NULL, is_relative {INT} NOT NULL, is_sampled {INT} NOT NULL, is_spot_checked {INT} NOT NULL,
  created_change {INT} NOT NULL, last_change {INT} NOT NULL,
  CHECK (is_relative IN (0, 1)), CHECK (is_sampled IN (0, 1)), CHECK (is_spot_checked IN (0, 1)),
  CHECK (income_year_fen >= 0), CHECK (amount_month_fen >= 0), CHECK (version > 0),
  PRIMARY KEY (county, id)
) {CLUSTERED};
CREATE UNIQUE INDEX case_file_by_number ON case_file (county, number);
CREATE UNIQUE INDEX case_file_by_receipt ON case_file (county, receipt);
-- What waits by where it stands, in the order of its pages; my work is counted from this index alone.
CREATE INDEX case_file_open ON case_file (county, state, id, division, kind, due_on) WHERE closed_on = 0;
-- What is not finished, in the order of its pages.
CREATE INDEX case_file_open_page ON case_file (county, id) WHERE closed_on = 0;
CREATE INDEX case_file_by_division ON case_file (county, division, id);
CREATE INDEX case_file_by_initials ON case_file (county, initials);
CREATE INDEX case_file_by_applicant ON case_file (county, applicant);
CREATE INDEX case_file_by_household ON case_file (county, household, id) WHERE household > 0;
-- One open change of one kind per household.
CREATE UNIQUE INDEX case_file_change ON case_file (county, household, kind, change_kind)
  WHERE household > 0 AND closed_on = 0 AND kind > 2;

-- Who is in an application: nobody is in two unfinished ones, whatever the programme.
CREATE TABLE case_person (
  county {INT} NOT NULL, case_id {INT} NOT NULL, id_index {BLOB} NOT NULL, is_open {INT} NOT NULL,
  CHECK (is_open IN (0, 1)), CHECK (length(id_index) = 16),
  PRIMARY KEY (county, case_id, id_index)
) {CLUSTERED};
CREATE UNIQUE INDEX case_person_open ON case_person (county, id_index) WHERE is_open = 1;

-- What happened, in order. facts: JSON of what is no secret (votes, days, reasons' codes); content: everything that was
-- written on the step's form, sealed; content_sha256 stands in the trail as well.
CREATE TABLE case_step (
  county {INT} NOT NULL, case_id {INT} NOT NULL, seq {INT} NOT NULL, known_from {INT} NOT NULL, action {INT} NOT NULL,
  from_state {INT} NOT NULL, to_state {INT} NOT NULL, actor TEXT NOT NULL, on_date {INT} NOT NULL,
  due_on {INT} NOT NULL, document {INT} NOT NULL, facts TEXT NOT NULL, content_sealed {BLOB} NOT NULL,
  content_sha256 {BLOB} NOT NULL,
  PRIMARY KEY (county, case_id, seq)
) {CLUSTERED};

-- The application (or change) form by version: what the decision is about. The largest version holds.
CREATE TABLE case_form (
  county {INT} NOT NULL, case_id {INT} NOT NULL, version {INT} NOT NULL, known_from {INT} NOT NULL,
  content_sealed {BLOB} NOT NULL, content_sha256 {BLOB} NOT NULL,
  PRIMARY KEY (county, case_id, version)
) {CLUSTERED};

-- Half-written forms, saved while typing. Not history: the last save of a user for a form holds, gone when submitted.
CREATE TABLE case_draft (
  county {INT} NOT NULL, user_name TEXT NOT NULL, form TEXT NOT NULL, saved_at TEXT NOT NULL, version {INT} NOT NULL,
  content_sealed {BLOB} NOT NULL,
  PRIMARY KEY (county, user_name, form)
) {STRICT};

-- Papers and photographs by the keyed hash of their bytes: the same paper is kept once.
CREATE TABLE attachment (
  county {INT} NOT NULL, content_index {BLOB} NOT NULL, media_type TEXT NOT NULL, size_bytes {INT} NOT NULL,
  content_sealed {BLOB} NOT NULL, thumbnail_sealed {BLOB}, known_from {INT} NOT NULL,
  CHECK (size_bytes > 0), CHECK (length(content_index) = 32),
  PRIMARY KEY (county, content_index)
) {STRICT};
CREATE TABLE case_attachment (
  county {INT} NOT NULL, case_id {INT} NOT NULL, seq {INT} NOT NULL, content_index {BLOB} NOT NULL, kind TEXT NOT NULL,
  title TEXT NOT NULL, page_count {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL, removed_change {INT} NOT NULL,
  PRIMARY KEY (county, case_id, seq),
  FOREIGN KEY (county, content_index) REFERENCES attachment (county, content_index)
) {STRICT};

-- A notice (公示): one frozen list, both its versions made from the same rows. kind 1 before the decision, 2 after it,
-- 3 everybody who receives (long-term). The hash is over the rows; head_change and head_hash are the trail's head then.
CREATE TABLE notice (
  county {INT} NOT NULL, id {INT} NOT NULL, kind {INT} NOT NULL, programme {INT} NOT NULL, division {INT} NOT NULL,
  posted_on {INT} NOT NULL, last_day {INT} NOT NULL, days {INT} NOT NULL, is_working_days {INT} NOT NULL,
  row_count {INT} NOT NULL, sha256 {BLOB} NOT NULL, head_change {INT} NOT NULL, head_hash TEXT NOT NULL,
  posted_by TEXT NOT NULL, known_from {INT} NOT NULL, closed_on {INT} NOT NULL, closed_by TEXT NOT NULL,
  closed_change {INT} NOT NULL, result TEXT NOT NULL, place TEXT NOT NULL,
  CHECK (posted_on <= last_day), CHECK (length(sha256) = 32),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE INDEX notice_by_division ON notice (county, division, posted_on);
-- row 1..row_count. No ID number, no account, no illness ever stands here.
CREATE TABLE notice_row (
  county {INT} NOT NULL, notice {INT} NOT NULL, row_no {INT} NOT NULL, case_id {INT} NOT NULL, household {INT} NOT NULL,
  division {INT} NOT NULL, head_name TEXT NOT NULL, is_minor {INT} NOT NULL, people_count {INT} NOT NULL,
  protected_count {INT} NOT NULL, income_year_fen {INT} NOT NULL, amount_month_fen {INT} NOT NULL, remark TEXT NOT NULL,
  PRIMARY KEY (county, notice, row_no),
  FOREIGN KEY (county, notice) REFERENCES notice (county, id)
) {CLUSTERED};
CREATE INDEX notice_row_by_case ON notice_row (county, case_id) WHERE case_id > 0;

CREATE TABLE objection (
  county {INT} NOT NULL, id {INT} NOT NULL, notice {INT} NOT NULL, case_id {INT} NOT NULL, received_on {INT} NOT NULL,
  due_on {INT} NOT NULL, content_sealed {BLOB} NOT NULL, recorded_by TEXT NOT NULL, known_from {INT} NOT NULL,
  decided_on {INT} NOT NULL, is_upheld {INT} NOT NULL, finding TEXT NOT NULL, decided_by TEXT NOT NULL,
  decided_change {INT} NOT NULL,
  CHECK (is_upheld IN (0, 1)),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, notice) REFERENCES notice (county, id)
) {STRICT};
CREATE INDEX objection_by_case ON objection (county, case_id);

-- A draw of cases for the county's spot check. Who is drawn follows from the seed alone (docs/sample.md).
CREATE TABLE sample (
  county {INT} NOT NULL, id {INT} NOT NULL, programme {INT} NOT NULL, drawn_on {INT} NOT NULL, seed TEXT NOT NULL,
  head_change {INT} NOT NULL, head_hash TEXT NOT NULL, rate_bp {INT} NOT NULL, population {INT} NOT NULL,
  selected {INT} NOT NULL, drawn_by TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (rate_bp BETWEEN 0 AND 10000), CHECK (selected <= population),
  PRIMARY KEY (county, id)
) {STRICT};
-- reason 0 not drawn, 1 drawn, 2 a near relative was declared.
CREATE TABLE sample_case (
  county {INT} NOT NULL, sample {INT} NOT NULL, case_id {INT} NOT NULL, draw_key {BLOB} NOT NULL, reason {INT} NOT NULL,
  CHECK (reason BETWEEN 0 AND 2), CHECK (length(draw_key) = 32),
  PRIMARY KEY (county, sample, case_id),
  FOREIGN KEY (county, sample) REFERENCES sample (county, id)
) {CLUSTERED};
CREATE INDEX sample_case_by_case ON sample_case (county, case_id);

-- Re-verification: when each household is due next, and what became of it. case_id 0: not begun.
CREATE TABLE recheck (
  county {INT} NOT NULL, household {INT} NOT NULL, due_month {INT} NOT NULL, programme {INT} NOT NULL,
  division {INT} NOT NULL, mgmt_class {INT} NOT NULL, known_from {INT} NOT NULL, case_id {INT} NOT NULL,
  done_on {INT} NOT NULL,
  PRIMARY KEY (county, household, due_month)
) {CLUSTERED};
CREATE INDEX recheck_open ON recheck (county, due_month, division) WHERE done_on = 0;

-- Numbers of certificates given out: void_change 0 while valid.
CREATE TABLE certificate (
  county {INT} NOT NULL, number TEXT NOT NULL, programme {INT} NOT NULL, household {INT} NOT NULL, person {INT} NOT NULL,
  issued_on {INT} NOT NULL, known_from {INT} NOT NULL, void_on {INT} NOT NULL, void_change {INT} NOT NULL,
  void_reason TEXT NOT NULL,
  PRIMARY KEY (county, number)
) {STRICT};
CREATE INDEX certificate_by_household ON certificate (county, household);

-- A sum owed once beside the monthly amount: the funeral payment. Paid with the run of its month, to the account named here.
CREATE TABLE single_grant (
  county {INT} NOT NULL, programme {INT} NOT NULL, household {INT} NOT NULL, month {INT} NOT NULL, known_from {INT} NOT NULL,
  known_to {INT} NOT NULL, kind {INT} NOT NULL, person {INT} NOT NULL, amount_fen {INT} NOT NULL, document TEXT NOT NULL,
  case_id {INT} NOT NULL,
  CHECK (amount_fen > 0), CHECK (known_from < known_to), CHECK (kind = 1),
  PRIMARY KEY (county, programme, household, month, known_from)
) {CLUSTERED};

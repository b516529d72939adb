-- Medical assistance (P3.3): whom it helps, what a stay cost, what is owed to hospitals and households for it, and one
-- payment to an institution. Money is fen. Nothing here is edited but states: numbers are superseded or reversed.

-- An institution paid from a fund by one transfer. kind 1 HOSPITAL 2 INSURANCE_OFFICE.
CREATE TABLE payee (
  county {INT} NOT NULL, id {INT} NOT NULL, kind {INT} NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, township {INT} NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (kind IN (1, 2)),
  PRIMARY KEY (county, id),
  UNIQUE (county, code)
) {STRICT};
CREATE TABLE payee_account (
  county {INT} NOT NULL, payee {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, bank TEXT NOT NULL, holder TEXT NOT NULL,
  number_tail TEXT NOT NULL, number_index {BLOB} NOT NULL, number_sealed {BLOB} NOT NULL,
  CHECK (known_from < known_to), CHECK (length(number_index) = 16),
  PRIMARY KEY (county, payee, known_from)
) {STRICT};
CREATE UNIQUE INDEX payee_account_current ON payee_account (county, payee) WHERE known_to = 2147483647;

-- Who speaks for a hospital, and the secrets with which its programs sign. One secret may stay valid beside its successor.
CREATE TABLE hospital_user (
  county {INT} NOT NULL, user_name TEXT NOT NULL, hospital {INT} NOT NULL,
  PRIMARY KEY (county, user_name),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name),
  FOREIGN KEY (county, hospital) REFERENCES payee (county, id)
) {STRICT};
CREATE TABLE hospital_key (
  county {INT} NOT NULL, hospital {INT} NOT NULL, id {INT} NOT NULL, secret_sealed {BLOB} NOT NULL, created_change {INT} NOT NULL,
  created_at TEXT NOT NULL, revoked_change {INT},
  PRIMARY KEY (county, hospital, id),
  FOREIGN KEY (county, hospital) REFERENCES payee (county, id)
) {STRICT};

-- A class that is not read from the registry (low income, returned to poverty, monitored, poor by illness, other).
-- class: codes of class.h, 0: none any more.
CREATE TABLE medical_class (
  county {INT} NOT NULL, person {INT} NOT NULL, from_month {INT} NOT NULL, known_from {INT} NOT NULL, to_month {INT} NOT NULL,
  known_to {INT} NOT NULL, class {INT} NOT NULL, document TEXT NOT NULL, case_file {INT} NOT NULL,
  CHECK (class BETWEEN 0 AND 7), CHECK (from_month <= to_month), CHECK (known_from < known_to),
  PRIMARY KEY (county, person, from_month, known_from)
) {CLUSTERED};

-- Diseases for classes that are helped with listed ones only: a span of codes, "C00" to "C97".
CREATE TABLE medical_disease (
  county {INT} NOT NULL, code_from TEXT NOT NULL, code_to TEXT NOT NULL, from_month {INT} NOT NULL, known_from {INT} NOT NULL,
  to_month {INT} NOT NULL, known_to {INT} NOT NULL, name TEXT NOT NULL, age_below {INT} NOT NULL, document TEXT NOT NULL, is_example {INT} NOT NULL,
  CHECK (code_from <= code_to), CHECK (from_month <= to_month), CHECK (known_from < known_to), CHECK (is_example IN (0, 1)),
  PRIMARY KEY (county, code_from, from_month, known_from)
) {STRICT};

-- What a hospital's program has said, once: the same serial with the same digest gets the same answer, with another it is
-- refused. kind 1 ADMIT 2 SETTLE 3 REVERSE 4 CANCEL.
CREATE TABLE medical_message (
  county {INT} NOT NULL, hospital {INT} NOT NULL, serial TEXT NOT NULL, kind {INT} NOT NULL, digest {BLOB} NOT NULL, answer TEXT NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (kind BETWEEN 1 AND 4), CHECK (length(digest) = 32), CHECK (length(serial) BETWEEN 1 AND 64),
  PRIMARY KEY (county, hospital, serial)
) {CLUSTERED};

-- A stay or visit as filed (入院备案). visit 1 INPATIENT 2 OUTPATIENT; scheme 1 NCMS 2 EMPLOYEES 3 RESIDENTS;
-- state 1 OPEN 2 SETTLED 3 CANCELLED. number: the hospital's. advance, bill: 0 none; the bill that stands.
CREATE TABLE medical_admission (
  county {INT} NOT NULL, id {INT} NOT NULL, hospital {INT} NOT NULL, number TEXT NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL,
  division {INT} NOT NULL, visit {INT} NOT NULL, admitted_on {INT} NOT NULL, department TEXT NOT NULL, disease TEXT NOT NULL, disease_name TEXT NOT NULL,
  scheme {INT} NOT NULL, insurance_tail TEXT NOT NULL, advance {INT} NOT NULL, state {INT} NOT NULL, bill {INT} NOT NULL, received_on {INT} NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (visit IN (1, 2)), CHECK (scheme BETWEEN 1 AND 3), CHECK (state BETWEEN 1 AND 3), CHECK (state <> 2 OR bill > 0),
  PRIMARY KEY (county, id),
  UNIQUE (county, hospital, number),
  FOREIGN KEY (county, hospital) REFERENCES payee (county, id)
) {CLUSTERED};
CREATE INDEX medical_admission_by_person ON medical_admission (county, person, admitted_on);
-- Stays not settled yet are few among all there ever were; everybody's first screen counts them.
CREATE INDEX medical_admission_open ON medical_admission (county, id, division, hospital, admitted_on) WHERE state = 1;

-- Money approved before treatment. state 1 APPROVED 2 USED 3 EXPIRED 4 REVOKED. hospital 0: any. bill: the settlement that
-- consumed it; admission: where it stands in for the deposit. Both 0 until then.
CREATE TABLE medical_advance (
  county {INT} NOT NULL, id {INT} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL, division {INT} NOT NULL, hospital {INT} NOT NULL,
  disease TEXT NOT NULL, disease_name TEXT NOT NULL, amount_fen {INT} NOT NULL, approved_on {INT} NOT NULL, expires_on {INT} NOT NULL, state {INT} NOT NULL,
  admission {INT} NOT NULL, bill {INT} NOT NULL, case_file {INT} NOT NULL, approved_by TEXT NOT NULL, known_from {INT} NOT NULL,
  ended_on {INT} NOT NULL, ended_change {INT} NOT NULL, ended_reason TEXT NOT NULL,
  CHECK (amount_fen > 0), CHECK (state BETWEEN 1 AND 4), CHECK (approved_on <= expires_on), CHECK ((state = 2) = (bill > 0)),
  CHECK (state <> 2 OR admission > 0),
  PRIMARY KEY (county, id)
) {STRICT};
-- One that is free to be drawn; a drawn one is open until its stay is settled.
CREATE UNIQUE INDEX medical_advance_open ON medical_advance (county, person) WHERE state = 1 AND admission = 0;
CREATE UNIQUE INDEX medical_advance_by_admission ON medical_advance (county, admission) WHERE admission > 0;
CREATE UNIQUE INDEX medical_advance_by_bill ON medical_advance (county, bill) WHERE bill > 0;
CREATE UNIQUE INDEX medical_advance_by_case ON medical_advance (county, case_file) WHERE case_file > 0;

-- A bill: what a stay cost and who else pays. source 1 HOSPITAL (at the counter) 2 CLAIM (afterwards, case_file).
-- replaces: the struck bill that it corrects. state 1 SETTLED 2 STRUCK. posted_on: when it reached us; discharged_on decides
-- year, class and rules; admitted_on, then id, the order in which the cap is taken.
CREATE TABLE medical_bill (
  county {INT} NOT NULL, id {INT} NOT NULL, source {INT} NOT NULL, hospital {INT} NOT NULL, hospital_name TEXT NOT NULL, admission {INT} NOT NULL,
  case_file {INT} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL, division {INT} NOT NULL, visit {INT} NOT NULL, year {INT} NOT NULL,
  admitted_on {INT} NOT NULL, discharged_on {INT} NOT NULL, posted_on {INT} NOT NULL, disease TEXT NOT NULL, scheme {INT} NOT NULL,
  total_fen {INT} NOT NULL, in_scope_fen {INT} NOT NULL, insurance_fen {INT} NOT NULL, critical_fen {INT} NOT NULL, other_fen {INT} NOT NULL,
  relief_fen {INT} NOT NULL, veteran_fen {INT} NOT NULL, replaces {INT} NOT NULL, state {INT} NOT NULL, struck_on {INT} NOT NULL,
  strike_change {INT} NOT NULL, strike_reason TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (source IN (1, 2)), CHECK (visit IN (1, 2)), CHECK (state IN (1, 2)), CHECK (year = discharged_on / 10000),
  CHECK (admitted_on <= discharged_on), CHECK (discharged_on <= posted_on),
  CHECK (total_fen > 0), CHECK (in_scope_fen BETWEEN 0 AND total_fen), CHECK (insurance_fen >= 0), CHECK (critical_fen >= 0),
  CHECK (other_fen >= 0), CHECK (relief_fen >= 0), CHECK (veteran_fen >= 0),
  CHECK (insurance_fen + critical_fen + other_fen + relief_fen + veteran_fen <= total_fen),
  CHECK ((source = 1) = (admission > 0)), CHECK ((state = 2) = (strike_change > 0)),
  PRIMARY KEY (county, id)
) {CLUSTERED};
CREATE INDEX medical_bill_by_person ON medical_bill (county, person, year);
CREATE UNIQUE INDEX medical_bill_by_admission ON medical_bill (county, admission) WHERE source = 1 AND state = 1;
CREATE INDEX medical_bill_by_case ON medical_bill (county, case_file) WHERE source = 2;

-- The aid of a bill as reckoned at one knowledge, with what it was reckoned by. borne = what insurance, others, relief and
-- veterans' subsidy leave; aid + personal = borne, to the fen. aided_before: of the year and visit, by earlier bills.
CREATE TABLE medical_assessment (
  county {INT} NOT NULL, bill {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, class {INT} NOT NULL, deductible_fen {INT} NOT NULL,
  rate_bp {INT} NOT NULL, cap_fen {INT} NOT NULL, aided_before_fen {INT} NOT NULL, borne_fen {INT} NOT NULL, aid_fen {INT} NOT NULL,
  personal_fen {INT} NOT NULL, reason TEXT NOT NULL,
  CHECK (known_from < known_to), CHECK (class BETWEEN 0 AND 7), CHECK (rate_bp BETWEEN 0 AND 10000), CHECK (aid_fen >= 0), CHECK (personal_fen >= 0),
  CHECK (aid_fen + personal_fen = borne_fen), CHECK (aid_fen = 0 OR aided_before_fen + aid_fen <= cap_fen),
  PRIMARY KEY (county, bill, known_from)
) {CLUSTERED};
CREATE UNIQUE INDEX medical_assessment_current ON medical_assessment (county, bill) WHERE known_to = 2147483647;

-- What is left of the cap: a guard that two hospitals at once can not pass. cap: the highest of the year's living bills.
CREATE TABLE medical_year (
  county {INT} NOT NULL, person {INT} NOT NULL, year {INT} NOT NULL, visit {INT} NOT NULL, cap_fen {INT} NOT NULL, aid_fen {INT} NOT NULL,
  CHECK (aid_fen BETWEEN 0 AND cap_fen),
  PRIMARY KEY (county, person, year, visit)
) {CLUSTERED};

-- What is owed: each row the difference between what a stay or claim should have brought its payee and what earlier rows
-- already did. payee_kind 1 HOSPITAL 2 HOUSEHOLD. Negative: owed back. batch: 0 open; the statement, or the payment run.
-- Negative batch: the repayment in cash (payment_repayment) that settled what a household owed back.
-- reason ADVANCE, SETTLEMENT, REVERSAL, REASSESSMENT, CANCELLATION, CLAIM.
CREATE TABLE medical_line (
  county {INT} NOT NULL, id {INT} NOT NULL, payee_kind {INT} NOT NULL, payee {INT} NOT NULL, admission {INT} NOT NULL, case_file {INT} NOT NULL,
  bill {INT} NOT NULL, person {INT} NOT NULL, reason TEXT NOT NULL, before_fen {INT} NOT NULL, during_fen {INT} NOT NULL, after_fen {INT} NOT NULL,
  entered_on {INT} NOT NULL, known_from {INT} NOT NULL, batch {INT} NOT NULL,
  CHECK (payee_kind IN (1, 2)), CHECK (before_fen <> 0 OR during_fen <> 0 OR after_fen <> 0), CHECK (payee_kind = 2 OR after_fen = 0),
  CHECK (payee_kind = 1 OR (before_fen = 0 AND during_fen = 0)),
  CHECK (reason IN ('ADVANCE', 'SETTLEMENT', 'REVERSAL', 'REASSESSMENT', 'CANCELLATION', 'CLAIM')),
  PRIMARY KEY (county, id)
) {CLUSTERED};
CREATE INDEX medical_line_by_batch ON medical_line (county, payee_kind, payee, batch);
-- What waits for the next run of claims; hospitals' lines are none of it.
CREATE INDEX medical_line_waiting ON medical_line (county, payee) WHERE payee_kind = 2 AND batch = 0;
CREATE INDEX medical_line_by_admission ON medical_line (county, admission, before_fen, during_fen);
CREATE INDEX medical_line_by_case ON medical_line (county, case_file) WHERE case_file > 0;

-- A hospital's month: all its open lines entered up to that month's end. state 1 DRAFT 2 AGREED (the hospital's own lines
-- compare equal) 3 APPROVED (in the books). content_hash over its lines, from AGREED on.
CREATE TABLE medical_statement (
  county {INT} NOT NULL, id {INT} NOT NULL, hospital {INT} NOT NULL, month {INT} NOT NULL, state {INT} NOT NULL, lines {INT} NOT NULL,
  before_fen {INT} NOT NULL, during_fen {INT} NOT NULL, total_fen {INT} NOT NULL, content_hash {BLOB}, prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL,
  agreed_by TEXT, agreed_at TEXT, transfer {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (total_fen = before_fen + during_fen), CHECK (total_fen > 0), CHECK (state < 2 OR content_hash IS NOT NULL),
  CHECK (state < 3 OR transfer > 0),
  PRIMARY KEY (county, id),
  UNIQUE (county, hospital, month),
  FOREIGN KEY (county, hospital) REFERENCES payee (county, id)
) {STRICT};
-- A line kept off the statement of a month: gathered again only by a later month's.
CREATE TABLE medical_put_off (
  county {INT} NOT NULL, line {INT} NOT NULL, month {INT} NOT NULL, reason TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, line, month)
) {STRICT};
-- The hospital's own lines beside ours. outcome EQUAL, DIFFERENT, ONLY_HOSPITAL, ONLY_COUNTY. line 0: none of ours.
CREATE TABLE medical_statement_match (
  county {INT} NOT NULL, statement {INT} NOT NULL, number {INT} NOT NULL, admission_number TEXT NOT NULL, ours_fen {INT} NOT NULL, theirs_fen {INT} NOT NULL,
  outcome TEXT NOT NULL,
  CHECK (outcome IN ('EQUAL', 'DIFFERENT', 'ONLY_HOSPITAL', 'ONLY_COUNTY')),
  PRIMARY KEY (county, statement, number),
  FOREIGN KEY (county, statement) REFERENCES medical_statement (county, id)
) {STRICT};

-- Premium subsidy: whoever is on a list of the year is on no other. is_enrolled: found in the enrolment list of the scheme.
CREATE TABLE premium_list (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, reference_month {INT} NOT NULL, premium_fen {INT} NOT NULL, people {INT} NOT NULL,
  total_fen {INT} NOT NULL, state {INT} NOT NULL, content_hash {BLOB}, prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL, transfer {INT} NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (state < 2 OR content_hash IS NOT NULL), CHECK (state < 3 OR transfer > 0),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE TABLE premium_line (
  county {INT} NOT NULL, year {INT} NOT NULL, person {INT} NOT NULL, list {INT} NOT NULL, household {INT} NOT NULL, division {INT} NOT NULL, class {INT} NOT NULL,
  rate_bp {INT} NOT NULL, amount_fen {INT} NOT NULL, is_enrolled {INT} NOT NULL, scheme {INT} NOT NULL,
  CHECK (class BETWEEN 1 AND 7), CHECK (amount_fen > 0), CHECK (is_enrolled IN (0, 1)),
  PRIMARY KEY (county, year, person),
  FOREIGN KEY (county, list) REFERENCES premium_list (county, id)
) {CLUSTERED};
CREATE INDEX premium_line_by_list ON premium_line (county, list);
-- Who was entitled but not enrolled when a list was confirmed: the township's task. A later list may have him.
CREATE TABLE premium_absent (
  county {INT} NOT NULL, list {INT} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL, division {INT} NOT NULL, class {INT} NOT NULL,
  rate_bp {INT} NOT NULL, amount_fen {INT} NOT NULL,
  PRIMARY KEY (county, list, person),
  FOREIGN KEY (county, list) REFERENCES premium_list (county, id)
) {CLUSTERED};
CREATE TABLE premium_enrolment (
  county {INT} NOT NULL, year {INT} NOT NULL, person {INT} NOT NULL, scheme {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (scheme BETWEEN 1 AND 3),
  PRIMARY KEY (county, year, person)
) {CLUSTERED};

-- One payment of a fund to an institution. kind HOSPITAL (subject: statement), PREMIUM (subject: list).
-- state 1 DRAFT 2 CHECKED 3 APPROVED (in the books) 4 PAID 5 RETURNED (to be paid again) 6 DISCARDED.
CREATE TABLE transfer (
  county {INT} NOT NULL, id {INT} NOT NULL, fund {INT} NOT NULL, month {INT} NOT NULL, kind TEXT NOT NULL, subject {INT} NOT NULL, payee {INT} NOT NULL,
  lines {INT} NOT NULL, total_fen {INT} NOT NULL, content_hash {BLOB} NOT NULL, state {INT} NOT NULL, attempt {INT} NOT NULL,
  prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL, checked_by TEXT, checked_at TEXT, approved_by TEXT, approved_at TEXT, paid_by TEXT, paid_at TEXT,
  paid_on {INT} NOT NULL, bank_reference TEXT NOT NULL, return_reason TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (kind IN ('HOSPITAL', 'PREMIUM')), CHECK (total_fen > 0), CHECK (lines > 0), CHECK (state BETWEEN 1 AND 6), CHECK (length(content_hash) = 32),
  CHECK (state NOT IN (2, 3, 4, 5) OR checked_by IS NOT NULL), CHECK (state NOT IN (3, 4, 5) OR approved_by IS NOT NULL), CHECK (state <> 4 OR (paid_by IS NOT NULL AND bank_reference <> '' AND paid_on > 0)),
  CHECK (checked_by IS NULL OR checked_by <> prepared_by),
  CHECK (approved_by IS NULL OR (approved_by <> prepared_by AND approved_by <> checked_by)),
  CHECK (paid_by IS NULL OR (paid_by <> prepared_by AND paid_by <> checked_by AND paid_by <> approved_by)),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, payee) REFERENCES payee (county, id)
) {STRICT};
CREATE UNIQUE INDEX transfer_of_subject ON transfer (county, kind, subject) WHERE state < 6;

-- Journals of a transfer have kinds of their own: TRANSFER (approved), TRANSFER_PAY, TRANSFER_RETURN. 0: of no transfer.
ALTER TABLE journal ADD COLUMN transfer {INT} NOT NULL DEFAULT 0;

-- A programme handed over: nothing of it is written any more from then on. The last row says what holds.
CREATE TABLE programme_handover (
  county {INT} NOT NULL, programme {INT} NOT NULL, known_from {INT} NOT NULL, is_read_only {INT} NOT NULL, bureau TEXT NOT NULL, document TEXT NOT NULL,
  CHECK (is_read_only IN (0, 1)),
  PRIMARY KEY (county, programme, known_from)
) {STRICT};

-- In which household a patient was in a month, also of those who left or died: the counter asks for every patient.
CREATE INDEX member_by_person ON member (county, person);

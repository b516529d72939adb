-- Payment: the obligation is the key. One item per (programme, month, household), whatever happens to it later.

-- Maker, checker and payer are three people; the payer approves and funds. Handing over what finance funded may be left to
-- the system user (scheduled work).
-- state 1 DRAFT 2 CHECKED 3 REVIEWED 4 APPROVED 5 FUNDED 6 SENT 7 RECONCILED 8 CLOSED. known: what the run knew.
CREATE TABLE payment_run (
  county {INT} NOT NULL, id {INT} NOT NULL, programme {INT} NOT NULL, from_month {INT} NOT NULL, to_month {INT} NOT NULL,
  state {INT} NOT NULL, known {INT} NOT NULL, known_before {INT} NOT NULL, items {INT} NOT NULL, total_fen {INT} NOT NULL, content_hash {BLOB},
  prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL, checked_by TEXT, checked_at TEXT, reviewed_by TEXT, reviewed_at TEXT,
  approved_by TEXT, approved_at TEXT, funded_by TEXT, funded_at TEXT, sent_by TEXT, sent_at TEXT, closed_by TEXT, closed_at TEXT,
  CHECK (state BETWEEN 1 AND 8), CHECK (from_month <= to_month),
  CHECK (state < 2 OR checked_by IS NOT NULL), CHECK (state < 3 OR reviewed_by IS NOT NULL),
  CHECK (state < 4 OR (approved_by IS NOT NULL AND content_hash IS NOT NULL)), CHECK (state < 5 OR funded_by IS NOT NULL),
  CHECK (state < 6 OR sent_by IS NOT NULL),
  CHECK (checked_by IS NULL OR checked_by <> prepared_by),
  CHECK (reviewed_by IS NULL OR (reviewed_by <> prepared_by AND reviewed_by <> checked_by)),
  CHECK (approved_by IS NULL OR (approved_by <> prepared_by AND approved_by <> checked_by AND approved_by <> reviewed_by)),
  CHECK (funded_by IS NULL OR (funded_by <> prepared_by AND funded_by <> checked_by)),
  CHECK (sent_by IS NULL OR sent_by = 'system' OR (sent_by <> prepared_by AND sent_by <> checked_by)),
  PRIMARY KEY (county, id)
) {STRICT};

-- A month of a programme belongs to exactly one run.
CREATE TABLE payment_run_month (
  county {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, run {INT} NOT NULL,
  PRIMARY KEY (county, programme, month),
  FOREIGN KEY (county, run) REFERENCES payment_run (county, id)
) {STRICT};

-- state 1 PENDING 2 HELD 3 SENT 4 PAID 5 RETURNED 6 CORRECTED 7 CANCELLED. Total = basic + topup + adjustment.
-- carry_fen <= 0: recovery still outstanding after this item.
CREATE TABLE payment_item (
  county {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, household {INT} NOT NULL,
  division {INT} NOT NULL, form {INT} NOT NULL, protected_count {INT} NOT NULL, basic_fen {INT} NOT NULL, topup_fen {INT} NOT NULL,
  adjustment_fen {INT} NOT NULL, carry_fen {INT} NOT NULL, state {INT} NOT NULL, attempt {INT} NOT NULL, remittance {INT} NOT NULL,
  CHECK (basic_fen >= 0), CHECK (topup_fen >= 0), CHECK (basic_fen + topup_fen + adjustment_fen >= 0), CHECK (carry_fen <= 0),
  CHECK (state BETWEEN 1 AND 7), CHECK (attempt >= 0),
  PRIMARY KEY (county, programme, month, household)
) {CLUSTERED};

-- What an item pays or takes back for another month, and why. reason: FACT, STANDARD, BOTH, CARRY.
CREATE TABLE payment_adjustment (
  county {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, household {INT} NOT NULL, for_month {INT} NOT NULL,
  amount_fen {INT} NOT NULL, reason TEXT NOT NULL,
  CHECK (amount_fen <> 0), CHECK (for_month <> month),
  PRIMARY KEY (county, programme, month, household, for_month)
) {CLUSTERED};

-- Money given back by a payee or heirs outside a run; counts as settled for the month like an adjustment does.
CREATE TABLE payment_repayment (
  county {INT} NOT NULL, id {INT} NOT NULL, programme {INT} NOT NULL, household {INT} NOT NULL, for_month {INT} NOT NULL, amount_fen {INT} NOT NULL,
  known_from {INT} NOT NULL, document TEXT NOT NULL,
  CHECK (amount_fen > 0),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE INDEX payment_repayment_by_household ON payment_repayment (county, household);

-- Entitled that month but without an ordinary item, or held: code ZERO_BASIC (应退), SUSPENDED, NO_ACCOUNT, HOME_ACCOUNT, RECOVERY_LEFT.
CREATE TABLE payment_exception (
  county {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, household {INT} NOT NULL, code TEXT NOT NULL, division {INT} NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (county, programme, month, household, code)
) {STRICT};

-- A file handed to the bank. kind FIRST, REISSUE.
CREATE TABLE remittance (
  county {INT} NOT NULL, id {INT} NOT NULL, run {INT} NOT NULL, programme {INT} NOT NULL, number {INT} NOT NULL, layout TEXT NOT NULL,
  sent_on {INT} NOT NULL, unit TEXT NOT NULL, items {INT} NOT NULL, total_fen {INT} NOT NULL, paid_items {INT} NOT NULL, paid_fen {INT} NOT NULL,
  returned_items {INT} NOT NULL, returned_fen {INT} NOT NULL, is_reconciled {INT} NOT NULL, out_file {INT} NOT NULL, in_file {INT} NOT NULL,
  known_from {INT} NOT NULL, actor TEXT NOT NULL,
  CHECK (items > 0), CHECK (total_fen > 0),
  CHECK (is_reconciled = 0 OR (paid_items + returned_items = items AND paid_fen + returned_fen = total_fen)),
  PRIMARY KEY (county, id),
  UNIQUE (county, run, number),
  FOREIGN KEY (county, run) REFERENCES payment_run (county, id)
) {STRICT};

-- A row the bank sent back: a task until corrected and re-issued. state OPEN, CORRECTED, REISSUED, CANCELLED.
CREATE TABLE bank_return (
  county {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, household {INT} NOT NULL, attempt {INT} NOT NULL,
  remittance {INT} NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, returned_on {INT} NOT NULL, state TEXT NOT NULL, known_from {INT} NOT NULL,
  corrected_change {INT}, note TEXT NOT NULL,
  CHECK (state IN ('OPEN', 'CORRECTED', 'REISSUED', 'CANCELLED')),
  PRIMARY KEY (county, programme, month, household, attempt),
  FOREIGN KEY (county, remittance) REFERENCES remittance (county, id),
  FOREIGN KEY (county, programme, month, household) REFERENCES payment_item (county, programme, month, household)
) {STRICT};
CREATE INDEX bank_return_by_state ON bank_return (county, state, returned_on);

-- The files themselves, sealed, in parts of at most 1 MiB. kind OUT, IN.
CREATE TABLE bank_file (
  county {INT} NOT NULL, id {INT} NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, bytes {INT} NOT NULL, sha256 {BLOB} NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (kind IN ('OUT', 'IN')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE TABLE bank_file_part (
  county {INT} NOT NULL, file {INT} NOT NULL, part {INT} NOT NULL, content {BLOB} NOT NULL,
  PRIMARY KEY (county, file, part),
  FOREIGN KEY (county, file) REFERENCES bank_file (county, id)
) {STRICT};

-- The books: one set per fund. A posting moves one amount from a credit account to a debit account of the same fund, so
-- an entry can neither be unbalanced nor span funds. Account number = fund * 10000 + code.

CREATE TABLE fund (
  county {INT} NOT NULL, id {INT} NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (county, id)
) {STRICT};

-- kind ASSET, LIABILITY, INCOME, EXPENSE, EQUITY.
CREATE TABLE ledger_account (
  county {INT} NOT NULL, account {INT} NOT NULL, fund {INT} NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  CHECK (account / 10000 = fund), CHECK (kind IN ('ASSET', 'LIABILITY', 'INCOME', 'EXPENSE', 'EQUITY')),
  PRIMARY KEY (county, account),
  FOREIGN KEY (county, fund) REFERENCES fund (county, id)
) {STRICT};

-- kind APPROPRIATION, ENTITLE, SEND, RETURN, CANCEL, REPAYMENT, INTEREST, OTHER. month: the accounting month.
CREATE TABLE journal (
  county {INT} NOT NULL, fund {INT} NOT NULL, id {INT} NOT NULL, month {INT} NOT NULL, entered_on {INT} NOT NULL, kind TEXT NOT NULL,
  run {INT} NOT NULL, remittance {INT} NOT NULL, document TEXT NOT NULL, memo TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, fund, id),
  FOREIGN KEY (county, fund) REFERENCES fund (county, id)
) {STRICT};

-- line: the household for item postings, 1, 2, 3 ... otherwise. Appended account pair by account pair.
CREATE TABLE posting (
  county {INT} NOT NULL, fund {INT} NOT NULL, journal {INT} NOT NULL, line {INT} NOT NULL, debit {INT} NOT NULL, credit {INT} NOT NULL,
  amount_fen {INT} NOT NULL,
  CHECK (amount_fen > 0), CHECK (debit <> credit), CHECK (debit / 10000 = fund), CHECK (credit / 10000 = fund),
  PRIMARY KEY (county, fund, journal, line)
) {CLUSTERED};

-- Month close: the trial balance as closed. A closed month takes no journal.
CREATE TABLE ledger_close (
  county {INT} NOT NULL, fund {INT} NOT NULL, month {INT} NOT NULL, account {INT} NOT NULL, debit_fen {INT} NOT NULL, credit_fen {INT} NOT NULL,
  known_from {INT} NOT NULL,
  PRIMARY KEY (county, fund, month, account)
) {STRICT};

-- The bank's own word on the dedicated account at a date.
CREATE TABLE bank_statement (
  county {INT} NOT NULL, fund {INT} NOT NULL, stated_on {INT} NOT NULL, balance_fen {INT} NOT NULL, document TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, fund, stated_on)
) {STRICT};

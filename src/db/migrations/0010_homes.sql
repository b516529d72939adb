-- Homes for the aged (P3.4, and the institutions of P3.2): building them, running them, their money. Money is fen, areas are
-- square metres, land is hundredths of a mu. A day "until" is the first day it holds no longer; 99991231: open.
-- Nothing here is edited but states and the ends of what was open; corrections supersede.

-- Institutions that a fund pays: 3 a home's account for management money, 4 a contractor, 5 a home's account for its own
-- income, 6 the bank that pays a list of people, 7 a home's account for support money.
{SQLITE}PRAGMA writable_schema=ON;
{SQLITE}UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind IN (1, 2))', 'CHECK (kind BETWEEN 1 AND 7)') WHERE type = 'table' AND name = 'payee';
{SQLITE}UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind IN (''HOSPITAL'', ''PREMIUM''))', 'CHECK (kind IN (''HOSPITAL'', ''PREMIUM'', ''SUPPORT'', ''MANAGEMENT'', ''PROJECT''))') WHERE type = 'table' AND name = 'transfer';
{SQLITE}PRAGMA writable_schema=RESET;
{POSTGRES}ALTER TABLE payee DROP CONSTRAINT payee_kind_check;
{POSTGRES}ALTER TABLE payee ADD CONSTRAINT payee_kind_check CHECK (kind BETWEEN 1 AND 7);
{POSTGRES}ALTER TABLE transfer DROP CONSTRAINT transfer_kind_check;
{POSTGRES}ALTER TABLE transfer ADD CONSTRAINT transfer_kind_check CHECK (kind IN ('HOSPITAL', 'PREMIUM', 'SUPPORT', 'MANAGEMENT', 'PROJECT'));

-- Papers and photographs of other things than cases: kind PROJECT_RETURN, ACCEPTANCE, PROJECT_SCOPE, CLAIM, STAY, RECORD; subject: its id.
CREATE TABLE enclosure (
  county {INT} NOT NULL, kind TEXT NOT NULL, subject {INT} NOT NULL, seq {INT} NOT NULL, content_index {BLOB} NOT NULL, title TEXT NOT NULL,
  actor TEXT NOT NULL, known_from {INT} NOT NULL, removed_change {INT} NOT NULL,
  CHECK (kind IN ('PROJECT_RETURN', 'PROJECT_SCOPE', 'ACCEPTANCE', 'CLAIM', 'STAY', 'RECORD')),
  PRIMARY KEY (county, kind, subject, seq),
  FOREIGN KEY (county, content_index) REFERENCES attachment (county, content_index)
) {STRICT};

-- ---- homes ----
ALTER TABLE home ADD COLUMN closed_on {INT} NOT NULL DEFAULT 99991231;
ALTER TABLE home ADD COLUMN merged_into {INT} NOT NULL DEFAULT 0;
ALTER TABLE home ADD COLUMN closed_change {INT} NOT NULL DEFAULT 0;
-- A consolidation that somebody asked for; another carries it out. into 0: none.
ALTER TABLE home ADD COLUMN merge_asked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE home ADD COLUMN merge_asked_into {INT} NOT NULL DEFAULT 0;
ALTER TABLE home ADD COLUMN merge_asked_on {INT} NOT NULL DEFAULT 0;
-- What is said of a home, by knowledge. grade 0 none, 1 … 5 stars. land: 1/100 mu.
CREATE TABLE home_profile (
  county {INT} NOT NULL, home {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, grade {INT} NOT NULL, registration TEXT NOT NULL,
  opened_on {INT} NOT NULL, land {INT} NOT NULL, floor_m2 {INT} NOT NULL, indoor_m2 {INT} NOT NULL, outdoor_m2 {INT} NOT NULL, heating TEXT NOT NULL,
  address TEXT NOT NULL, phone TEXT NOT NULL, director TEXT NOT NULL, introduction TEXT NOT NULL,
  CHECK (known_from < known_to), CHECK (grade BETWEEN 0 AND 5), CHECK (land >= 0), CHECK (floor_m2 >= 0),
  CHECK (heating IN ('NONE', 'STOVE', 'AIR', 'CENTRAL', 'ELECTRIC')),
  PRIMARY KEY (county, home, known_from),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_profile_current ON home_profile (county, home) WHERE known_to = 2147483647;
-- Which home a user of the role home_director speaks for.
CREATE TABLE home_user (
  county {INT} NOT NULL, user_name TEXT NOT NULL, home {INT} NOT NULL,
  PRIMARY KEY (county, user_name),
  FOREIGN KEY (county, user_name) REFERENCES access_user (county, name),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
-- A home's account of a book as a receiver of transfers: 2 support money (the registry's account, into which runs pay, as a payee), 3 management
-- money, 6 its own income.
CREATE TABLE home_payee (
  county {INT} NOT NULL, home {INT} NOT NULL, book {INT} NOT NULL, payee {INT} NOT NULL,
  CHECK (book IN (2, 3, 6)),
  PRIMARY KEY (county, home, book),
  FOREIGN KEY (county, home) REFERENCES home (county, id),
  FOREIGN KEY (county, payee) REFERENCES payee (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_payee_once ON home_payee (county, payee);
CREATE TABLE home_room (
  county {INT} NOT NULL, home {INT} NOT NULL, id {INT} NOT NULL, number TEXT NOT NULL, storey {INT} NOT NULL, area_m2 {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (area_m2 >= 0),
  PRIMARY KEY (county, id),
  UNIQUE (county, home, number),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
-- Usable from … until. project: whose handover (project_handover.id) brought it; 0: was there.
CREATE TABLE home_bed (
  county {INT} NOT NULL, home {INT} NOT NULL, id {INT} NOT NULL, room {INT} NOT NULL, label TEXT NOT NULL, from_date {INT} NOT NULL, until_date {INT} NOT NULL,
  handover {INT} NOT NULL, known_from {INT} NOT NULL, until_change {INT} NOT NULL,
  CHECK (from_date <= until_date),
  PRIMARY KEY (county, id),
  UNIQUE (county, room, label),
  FOREIGN KEY (county, home) REFERENCES home (county, id),
  FOREIGN KEY (county, room) REFERENCES home_room (county, id)
) {STRICT};
CREATE INDEX home_bed_by_home ON home_bed (county, home, from_date);

-- ---- residents ----
-- kind 1 WUBAO 2 PAYING. state 1 REQUESTED 2 IN 3 LEAVING (asked for, not yet confirmed) 4 LEFT 5 REFUSED. until: first night he is away
-- for good. form_from, form_back: months from which the registry has him as INSTITUTION, and no longer; 0: not by this stay.
-- leave_reason: DISCHARGE, TRANSFER, DEATH, CEASED, MERGE. next_stay: of a transfer; to_…: where to, until it is confirmed.
-- requested, confirmed: two people.
CREATE TABLE home_stay (
  county {INT} NOT NULL, id {INT} NOT NULL, home {INT} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL, kind {INT} NOT NULL, state {INT} NOT NULL,
  from_date {INT} NOT NULL, until_date {INT} NOT NULL, agreement TEXT NOT NULL, health TEXT NOT NULL, contact TEXT NOT NULL, note TEXT NOT NULL,
  form_from {INT} NOT NULL, form_back {INT} NOT NULL, leave_reason TEXT NOT NULL, leave_note TEXT NOT NULL, next_stay {INT} NOT NULL, case_file {INT} NOT NULL,
  requested_by TEXT NOT NULL, confirmed_by TEXT, leave_requested_by TEXT, leave_confirmed_by TEXT, known_from {INT} NOT NULL, confirmed_change {INT} NOT NULL,
  left_change {INT} NOT NULL, to_home {INT} NOT NULL DEFAULT 0, to_bed {INT} NOT NULL DEFAULT 0, to_agreement TEXT NOT NULL DEFAULT '',
  CHECK (kind IN (1, 2)), CHECK (state BETWEEN 1 AND 5), CHECK (from_date <= until_date), CHECK (state NOT IN (2, 3, 4) OR confirmed_change > 0),
  CHECK (state <> 4 OR (left_change > 0 AND until_date < 99991231)), CHECK (confirmed_by IS NULL OR confirmed_by <> requested_by),
  CHECK (leave_confirmed_by IS NULL OR leave_confirmed_by <> leave_requested_by),
  CHECK (leave_reason IN ('', 'DISCHARGE', 'TRANSFER', 'DEATH', 'CEASED', 'MERGE')),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_stay_open ON home_stay (county, person) WHERE state IN (1, 2, 3);
CREATE INDEX home_stay_by_home ON home_stay (county, home, state, from_date);
CREATE INDEX home_stay_by_person ON home_stay (county, person, from_date);
-- Who sleeps in which bed. One bed, one resident; one resident, one bed.
CREATE TABLE home_bed_use (
  county {INT} NOT NULL, bed {INT} NOT NULL, from_date {INT} NOT NULL, known_from {INT} NOT NULL, until_date {INT} NOT NULL, known_to {INT} NOT NULL,
  stay {INT} NOT NULL, home {INT} NOT NULL,
  CHECK (from_date <= until_date), CHECK (known_from < known_to),
  PRIMARY KEY (county, bed, from_date, known_from),
  FOREIGN KEY (county, bed) REFERENCES home_bed (county, id),
  FOREIGN KEY (county, stay) REFERENCES home_stay (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_bed_use_of_bed ON home_bed_use (county, bed) WHERE until_date = 99991231 AND known_to = 2147483647;
CREATE UNIQUE INDEX home_bed_use_of_stay ON home_bed_use (county, stay) WHERE until_date = 99991231 AND known_to = 2147483647;
CREATE INDEX home_bed_use_by_stay ON home_bed_use (county, stay, from_date);
-- A person who asks to move in. home 0: any. state 1 OPEN 2 DONE 3 WITHDRAWN.
CREATE TABLE home_wish (
  county {INT} NOT NULL, id {INT} NOT NULL, person {INT} NOT NULL, household {INT} NOT NULL, home {INT} NOT NULL, asked_on {INT} NOT NULL, state {INT} NOT NULL,
  note TEXT NOT NULL, entered_by TEXT NOT NULL, stay {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_wish_open ON home_wish (county, person) WHERE state = 1;
-- Care level by the six items, 1: can do it alone. All six 自理; up to three fail 半护理; four or more 全护理 (民发〔2021〕43号).
-- level as in the registry: 1 SELF 2 HALF 3 FULL.
CREATE TABLE home_care (
  county {INT} NOT NULL, stay {INT} NOT NULL, assessed_on {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, eats {INT} NOT NULL, dresses {INT} NOT NULL,
  rises {INT} NOT NULL, toilets {INT} NOT NULL, walks {INT} NOT NULL, bathes {INT} NOT NULL, level {INT} NOT NULL, assessors TEXT NOT NULL, actor TEXT NOT NULL,
  CHECK (eats IN (0, 1)), CHECK (dresses IN (0, 1)), CHECK (rises IN (0, 1)), CHECK (toilets IN (0, 1)), CHECK (walks IN (0, 1)), CHECK (bathes IN (0, 1)),
  CHECK (level = CASE WHEN eats + dresses + rises + toilets + walks + bathes = 6 THEN 1
                      WHEN eats + dresses + rises + toilets + walks + bathes >= 3 THEN 2 ELSE 3 END),
  CHECK (known_from < known_to),
  PRIMARY KEY (county, stay, assessed_on, known_from),
  FOREIGN KEY (county, stay) REFERENCES home_stay (county, id)
) {STRICT};
-- The day's records. stay 0: of the home as a whole. kind LEAVE (on … until, its last day), VISIT, CHECKUP, MEAL (quantity: diners, amount: cost of the day's food),
-- CLOTHING (quantity: sets), POCKET (amount, month; confirmed by the resident's mark), INCIDENT, DUTY, ACTIVITY.
CREATE TABLE home_record (
  county {INT} NOT NULL, id {INT} NOT NULL, home {INT} NOT NULL, stay {INT} NOT NULL, kind TEXT NOT NULL, on_date {INT} NOT NULL, until_date {INT} NOT NULL,
  month {INT} NOT NULL, quantity {INT} NOT NULL, amount_fen {INT} NOT NULL, result TEXT NOT NULL, detail TEXT NOT NULL, actor TEXT NOT NULL,
  confirmed_by TEXT NOT NULL, confirmed_on {INT} NOT NULL, known_from {INT} NOT NULL, struck_change {INT} NOT NULL, strike_reason TEXT NOT NULL,
  CHECK (kind IN ('LEAVE', 'VISIT', 'CHECKUP', 'MEAL', 'CLOTHING', 'POCKET', 'INCIDENT', 'DUTY', 'ACTIVITY')), CHECK (on_date <= until_date),
  CHECK (quantity >= 0), CHECK (amount_fen >= 0), CHECK (kind NOT IN ('LEAVE', 'CHECKUP', 'CLOTHING', 'POCKET') OR stay > 0),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE INDEX home_record_by_home ON home_record (county, home, kind, on_date);
CREATE INDEX home_record_by_stay ON home_record (county, stay, kind, on_date) WHERE stay > 0;
CREATE UNIQUE INDEX home_record_pocket ON home_record (county, stay, month) WHERE kind = 'POCKET' AND struck_change = 0;
CREATE UNIQUE INDEX home_record_meal ON home_record (county, home, on_date) WHERE kind = 'MEAL' AND struck_change = 0;
-- What a resident brought, and what was found when he died (遗物清单): who saw it, who got it.
CREATE TABLE home_property (
  county {INT} NOT NULL, stay {INT} NOT NULL, number {INT} NOT NULL, item TEXT NOT NULL, quantity {INT} NOT NULL, value_fen {INT} NOT NULL, listed_on {INT} NOT NULL,
  witnesses TEXT NOT NULL, given_to TEXT NOT NULL, given_on {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL, given_change {INT} NOT NULL,
  CHECK (quantity > 0), CHECK (value_fen >= 0),
  PRIMARY KEY (county, stay, number),
  FOREIGN KEY (county, stay) REFERENCES home_stay (county, id)
) {STRICT};
-- Staff by knowledge; from … until on the post. post MANAGER, CARER, COOK, CLEANER, GUARD, MEDIC, ACCOUNTS, OTHER. pay: a month.
CREATE TABLE home_staff (
  county {INT} NOT NULL, home {INT} NOT NULL, id {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, name TEXT NOT NULL, id_tail TEXT NOT NULL,
  id_index {BLOB} NOT NULL, id_sealed {BLOB} NOT NULL, sex {INT} NOT NULL, birth {INT} NOT NULL, political TEXT NOT NULL, education TEXT NOT NULL, post TEXT NOT NULL,
  trade TEXT NOT NULL, duty TEXT NOT NULL, is_established {INT} NOT NULL, is_legal {INT} NOT NULL, training TEXT NOT NULL, pay_fen {INT} NOT NULL, phone TEXT NOT NULL,
  from_date {INT} NOT NULL, until_date {INT} NOT NULL, actor TEXT NOT NULL,
  CHECK (known_from < known_to), CHECK (pay_fen >= 0), CHECK (from_date <= until_date), CHECK (length(id_index) = 16), CHECK (is_established IN (0, 1)),
  CHECK (is_legal IN (0, 1)), CHECK (post IN ('MANAGER', 'CARER', 'COOK', 'CLEANER', 'GUARD', 'MEDIC', 'ACCOUNTS', 'OTHER')),
  PRIMARY KEY (county, home, id, known_from)
) {STRICT};
CREATE UNIQUE INDEX home_staff_current ON home_staff (county, home, id) WHERE known_to = 2147483647;
CREATE UNIQUE INDEX home_staff_once ON home_staff (county, id_index) WHERE known_to = 2147483647 AND until_date = 99991231;

-- ---- a home's own books ---- book 2 support money, 3 management money, 6 its own income (donations, farm). Account: book * 10000 + code;
-- no row can touch two books. One row moves one amount from a credit account to a debit account.
-- kind RECEIVE (subject: remittance or transfer), GRANT_BACK, DONATION, FARM, INTEREST, OTHER, CLAIM (approved), CLAIM_PAY, CLAIM_RETURN.
CREATE TABLE home_journal (
  county {INT} NOT NULL, home {INT} NOT NULL, book {INT} NOT NULL, id {INT} NOT NULL, month {INT} NOT NULL, entered_on {INT} NOT NULL, kind TEXT NOT NULL,
  subject {INT} NOT NULL, line {INT} NOT NULL, debit {INT} NOT NULL, credit {INT} NOT NULL, amount_fen {INT} NOT NULL, party TEXT NOT NULL, document TEXT NOT NULL,
  memo TEXT NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (book IN (2, 3, 6)), CHECK (debit / 10000 = book), CHECK (credit / 10000 = book), CHECK (debit <> credit), CHECK (amount_fen > 0),
  CHECK (kind IN ('RECEIVE', 'GRANT_BACK', 'DONATION', 'FARM', 'INTEREST', 'OTHER', 'CLAIM', 'CLAIM_PAY', 'CLAIM_RETURN')),
  PRIMARY KEY (county, home, book, id),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE UNIQUE INDEX home_journal_once ON home_journal (county, home, book, kind, subject, line) WHERE kind IN ('RECEIVE', 'CLAIM');
CREATE INDEX home_journal_by_month ON home_journal (county, home, book, month);
-- What a home may spend in a year, by line (an expense account of one book); decided by the bureau, by knowledge.
CREATE TABLE home_budget (
  county {INT} NOT NULL, home {INT} NOT NULL, year {INT} NOT NULL, account {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, amount_fen {INT} NOT NULL,
  document TEXT NOT NULL, actor TEXT NOT NULL,
  CHECK (amount_fen >= 0), CHECK (known_from < known_to), CHECK (account / 10000 IN (2, 3, 6)),
  PRIMARY KEY (county, home, year, account, known_from)
) {STRICT};
CREATE UNIQUE INDEX home_budget_current ON home_budget (county, home, year, account) WHERE known_to = 2147483647;
-- A claim (报账单) of one book. state 1 DRAFT 2 SUBMITTED 3 APPROVED 4 PAID 5 REFUSED 6 WITHDRAWN 7 RETURNED by the bank (paid again).
CREATE TABLE home_claim (
  county {INT} NOT NULL, id {INT} NOT NULL, home {INT} NOT NULL, book {INT} NOT NULL, month {INT} NOT NULL, state {INT} NOT NULL, payee_name TEXT NOT NULL, memo TEXT NOT NULL,
  total_fen {INT} NOT NULL, lines {INT} NOT NULL, content_hash {BLOB}, prepared_by TEXT NOT NULL, prepared_on {INT} NOT NULL, approved_by TEXT, approved_on {INT} NOT NULL,
  paid_by TEXT, paid_on {INT} NOT NULL, bank_reference TEXT NOT NULL, reason TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (book IN (2, 3, 6)), CHECK (state BETWEEN 1 AND 7), CHECK (total_fen >= 0), CHECK (state IN (1, 6) OR (total_fen > 0 AND content_hash IS NOT NULL)),
  CHECK (state NOT IN (3, 4, 7) OR approved_by IS NOT NULL), CHECK (state <> 4 OR (paid_by IS NOT NULL AND bank_reference <> '')),
  CHECK (approved_by IS NULL OR approved_by <> prepared_by), CHECK (paid_by IS NULL OR (paid_by <> prepared_by AND paid_by <> approved_by)),
  PRIMARY KEY (county, id),
  UNIQUE (county, id, book),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE INDEX home_claim_by_home ON home_claim (county, home, state, month);
CREATE TABLE home_claim_line (
  county {INT} NOT NULL, claim {INT} NOT NULL, number {INT} NOT NULL, book {INT} NOT NULL, account {INT} NOT NULL, spent_on {INT} NOT NULL, detail TEXT NOT NULL, receipt TEXT NOT NULL,
  amount_fen {INT} NOT NULL,
  CHECK (account / 10000 = book), CHECK (amount_fen > 0),
  PRIMARY KEY (county, claim, number),
  FOREIGN KEY (county, claim, book) REFERENCES home_claim (county, id, book)
) {STRICT};
-- A home's month (敬老院月度收支表) of one book, as signed: by the director, confirmed by the accountant. state 1 SIGNED 2 CONFIRMED. A confirmed
-- month takes no journal.
CREATE TABLE home_statement (
  county {INT} NOT NULL, home {INT} NOT NULL, book {INT} NOT NULL, month {INT} NOT NULL, state {INT} NOT NULL, opening_fen {INT} NOT NULL, received_fen {INT} NOT NULL,
  spent_fen {INT} NOT NULL, closing_fen {INT} NOT NULL, owed_fen {INT} NOT NULL, residents {INT} NOT NULL, resident_days {INT} NOT NULL, content_hash {BLOB} NOT NULL,
  signed_by TEXT NOT NULL, signed_on {INT} NOT NULL, confirmed_by TEXT, confirmed_on {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (state IN (1, 2)), CHECK (closing_fen = opening_fen + received_fen - spent_fen), CHECK (closing_fen >= 0), CHECK (state < 2 OR confirmed_by IS NOT NULL),
  CHECK (confirmed_by IS NULL OR confirmed_by <> signed_by),
  PRIMARY KEY (county, home, book, month)
) {STRICT};

-- ---- allocations ---- A month's money of one fund to one receiver, by category (汇总表). state 1 DRAFT 2 TRANSFERRED (on a transfer)
-- 3 APPROVED (in the books) 4 DISCARDED.
CREATE TABLE allocation (
  county {INT} NOT NULL, id {INT} NOT NULL, fund {INT} NOT NULL, month {INT} NOT NULL, payee {INT} NOT NULL, document TEXT NOT NULL, memo TEXT NOT NULL, state {INT} NOT NULL,
  lines {INT} NOT NULL, people {INT} NOT NULL, total_fen {INT} NOT NULL, content_hash {BLOB} NOT NULL, prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL, transfer {INT} NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (fund IN (2, 3)), CHECK (state BETWEEN 1 AND 4), CHECK (total_fen > 0), CHECK (lines > 0), CHECK (length(content_hash) = 32), CHECK (state NOT IN (2, 3) OR transfer > 0),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, payee) REFERENCES payee (county, id)
) {STRICT};
-- Once per fund, month, receiver and category; a second sum needs another supplement number, said on the paper.
CREATE TABLE allocation_line (
  county {INT} NOT NULL, allocation {INT} NOT NULL, number {INT} NOT NULL, fund {INT} NOT NULL, month {INT} NOT NULL, payee {INT} NOT NULL, account {INT} NOT NULL, supplement {INT} NOT NULL,
  people {INT} NOT NULL, amount_fen {INT} NOT NULL, note TEXT NOT NULL, is_living {INT} NOT NULL,
  CHECK (account / 10000 = fund), CHECK (amount_fen > 0), CHECK (people >= 0), CHECK (supplement >= 0), CHECK (is_living IN (0, 1)),
  PRIMARY KEY (county, allocation, number),
  FOREIGN KEY (county, allocation) REFERENCES allocation (county, id)
) {STRICT};
CREATE UNIQUE INDEX allocation_line_once ON allocation_line (county, fund, month, payee, account, supplement) WHERE is_living = 1;

-- ---- projects ---- is_city, is_county: the books of targets it counts in (P3.4). home: the home that gets the beds.
CREATE TABLE project (
  county {INT} NOT NULL, id {INT} NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, home {INT} NOT NULL, is_city {INT} NOT NULL, is_county {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (is_city IN (0, 1)), CHECK (is_county IN (0, 1)), CHECK (is_city + is_county > 0),
  PRIMARY KEY (county, id),
  UNIQUE (county, code)
) {STRICT};
-- What is to be built: version 1 the original target, each approved change another. change ORIGINAL, SITE, SCOPE, SWAP, CONTRACT, CANCEL.
-- kind 1 NEW 2 EXTEND 3 CONVERT (a bought building). state 1 REQUESTED 2 APPROVED 3 REFUSED. In force: the highest approved version.
CREATE TABLE project_scope (
  county {INT} NOT NULL, project {INT} NOT NULL, version {INT} NOT NULL, change TEXT NOT NULL, kind {INT} NOT NULL, township {INT} NOT NULL, site TEXT NOT NULL, land {INT} NOT NULL,
  area_m2 {INT} NOT NULL, beds {INT} NOT NULL, central_fen {INT} NOT NULL, province_fen {INT} NOT NULL, city_fen {INT} NOT NULL, county_fen {INT} NOT NULL, own_fen {INT} NOT NULL,
  contractor {INT} NOT NULL, contract_fen {INT} NOT NULL, start_on {INT} NOT NULL, finish_on {INT} NOT NULL, reason TEXT NOT NULL, document TEXT NOT NULL, state {INT} NOT NULL,
  requested_by TEXT NOT NULL, requested_on {INT} NOT NULL, decided_by TEXT, decided_on {INT} NOT NULL, known_from {INT} NOT NULL, decided_change {INT} NOT NULL,
  CHECK (change IN ('ORIGINAL', 'SITE', 'SCOPE', 'SWAP', 'CONTRACT', 'CANCEL')), CHECK (kind BETWEEN 1 AND 3), CHECK (state BETWEEN 1 AND 3), CHECK (beds > 0),
  CHECK (area_m2 >= 0), CHECK (central_fen >= 0 AND province_fen >= 0 AND city_fen >= 0 AND county_fen >= 0 AND own_fen >= 0), CHECK (contract_fen >= 0),
  CHECK (start_on <= finish_on), CHECK (decided_by IS NULL OR decided_by <> requested_by), CHECK (state = 1 OR decided_change > 0),
  PRIMARY KEY (county, project, version),
  FOREIGN KEY (county, project) REFERENCES project (county, id)
) {STRICT};
CREATE UNIQUE INDEX project_scope_open ON project_scope (county, project) WHERE state = 1;
-- Stages in their order: 1 SITE … 10 IN_USE. Planned once, reached once; a wrong day is superseded.
CREATE TABLE project_stage (
  county {INT} NOT NULL, project {INT} NOT NULL, stage {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, planned_on {INT} NOT NULL, reached_on {INT} NOT NULL,
  actor TEXT NOT NULL,
  CHECK (stage BETWEEN 1 AND 10), CHECK (known_from < known_to),
  PRIMARY KEY (county, project, stage, known_from)
) {STRICT};
CREATE UNIQUE INDEX project_stage_current ON project_stage (county, project, stage) WHERE known_to = 2147483647;
-- The monthly return (月报): what the month added; the totals are the sums up to it. state 1 DRAFT 2 SUBMITTED 3 SIGNED 4 SENT_BACK 5 REPLACED. Only a
-- signed one counts. A signed one that was wrong is replaced by another version, signed again.
CREATE TABLE project_return (
  county {INT} NOT NULL, project {INT} NOT NULL, month {INT} NOT NULL, version {INT} NOT NULL, id {INT} NOT NULL, state {INT} NOT NULL, beds_added {INT} NOT NULL, beds_total {INT} NOT NULL,
  invested_fen {INT} NOT NULL, invested_total_fen {INT} NOT NULL, central_fen {INT} NOT NULL, province_fen {INT} NOT NULL, city_fen {INT} NOT NULL, county_fen {INT} NOT NULL,
  own_fen {INT} NOT NULL, stage {INT} NOT NULL, progress TEXT NOT NULL, problem TEXT NOT NULL, cause TEXT NOT NULL, measure TEXT NOT NULL, prepared_by TEXT NOT NULL, prepared_on {INT} NOT NULL,
  signed_by TEXT, signed_on {INT} NOT NULL, reason TEXT NOT NULL, content_hash {BLOB}, known_from {INT} NOT NULL, signed_change {INT} NOT NULL, replaced_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 5), CHECK (beds_total >= 0), CHECK (invested_total_fen >= 0), CHECK (stage BETWEEN 0 AND 10),
  CHECK (signed_by IS NULL OR signed_by <> prepared_by), CHECK (state NOT IN (3, 5) OR (signed_by IS NOT NULL AND content_hash IS NOT NULL AND signed_change > 0)),
  PRIMARY KEY (county, project, month, version),
  UNIQUE (county, id),
  FOREIGN KEY (county, project) REFERENCES project (county, id)
) {STRICT};
CREATE UNIQUE INDEX project_return_signed ON project_return (county, project, month) WHERE state = 3;
CREATE UNIQUE INDEX project_return_open ON project_return (county, project, month) WHERE state IN (1, 2, 4);
-- A problem named in a return or on the spot; who is to solve it, by when.
CREATE TABLE project_problem (
  county {INT} NOT NULL, project {INT} NOT NULL, id {INT} NOT NULL, raised_on {INT} NOT NULL, problem TEXT NOT NULL, cause TEXT NOT NULL, owner_unit TEXT NOT NULL, due_on {INT} NOT NULL,
  closed_on {INT} NOT NULL, outcome TEXT NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL, closed_change {INT} NOT NULL,
  PRIMARY KEY (county, project, id)
) {STRICT};
-- Acceptance (竣工验收). result 1 PASSED 2 FAILED. Entered by one, confirmed by another; a passed one lets beds be handed over. Struck: entered
-- wrongly, and found before it was confirmed.
CREATE TABLE project_acceptance (
  county {INT} NOT NULL, project {INT} NOT NULL, id {INT} NOT NULL, accepted_on {INT} NOT NULL, result {INT} NOT NULL, beds {INT} NOT NULL, area_m2 {INT} NOT NULL, cost_fen {INT} NOT NULL,
  members TEXT NOT NULL, opinion TEXT NOT NULL, document TEXT NOT NULL, entered_by TEXT NOT NULL, confirmed_by TEXT, known_from {INT} NOT NULL, confirmed_change {INT} NOT NULL,
  struck_change {INT} NOT NULL, strike_reason TEXT NOT NULL, CHECK (struck_change = 0 OR confirmed_change = 0), CHECK (struck_change = 0 OR strike_reason <> ''),
  CHECK (result IN (1, 2)), CHECK (beds >= 0), CHECK (cost_fen >= 0), CHECK (confirmed_by IS NULL OR confirmed_by <> entered_by),
  CHECK ((confirmed_by IS NULL) = (confirmed_change = 0)),
  PRIMARY KEY (county, project, id)
) {STRICT};
CREATE UNIQUE INDEX project_acceptance_passed ON project_acceptance (county, project) WHERE result = 1 AND struck_change = 0;
-- Beds given over to the home: the rows of home_bed carry the handover's id.
CREATE TABLE project_handover (
  county {INT} NOT NULL, id {INT} NOT NULL, project {INT} NOT NULL, home {INT} NOT NULL, on_date {INT} NOT NULL, beds {INT} NOT NULL, given_by TEXT NOT NULL, received_by TEXT NOT NULL,
  document TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (beds > 0), CHECK (given_by <> received_by),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, project) REFERENCES project (county, id),
  FOREIGN KEY (county, home) REFERENCES home (county, id)
) {STRICT};
CREATE INDEX project_handover_by_project ON project_handover (county, project);
-- A payment of the works (工程款) to the contractor out of the construction fund. state 1 DRAFT 2 TRANSFERRED 3 APPROVED 4 DISCARDED.
CREATE TABLE project_payment (
  county {INT} NOT NULL, id {INT} NOT NULL, project {INT} NOT NULL, month {INT} NOT NULL, contractor {INT} NOT NULL, amount_fen {INT} NOT NULL, purpose TEXT NOT NULL, document TEXT NOT NULL,
  state {INT} NOT NULL, content_hash {BLOB} NOT NULL, prepared_by TEXT NOT NULL, prepared_at TEXT NOT NULL, transfer {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (amount_fen > 0), CHECK (state BETWEEN 1 AND 4), CHECK (state NOT IN (2, 3) OR transfer > 0),
  PRIMARY KEY (county, id),
  FOREIGN KEY (county, project) REFERENCES project (county, id),
  FOREIGN KEY (county, contractor) REFERENCES payee (county, id)
) {STRICT};
CREATE INDEX project_payment_by_project ON project_payment (county, project);

-- The plan in motion (P2, P4.1–P5.3): targets, meetings, bulletins, inspections, assessment, the public. Points are hundredths of a point (cp), rates
-- are basis points, places are 12 digits (0: the county as a whole). Numbers that are printed are kept as whole numerator and denominator with the
-- change (known) as of which they were read. Nothing here is edited but states; corrections supersede.

{SQLITE}PRAGMA writable_schema=ON;
{SQLITE}UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind IN (''PROJECT_RETURN'', ''PROJECT_SCOPE'', ''ACCEPTANCE'', ''CLAIM'', ''STAY'', ''RECORD''))', 'CHECK (kind IN (''PROJECT_RETURN'', ''PROJECT_SCOPE'', ''ACCEPTANCE'', ''CLAIM'', ''STAY'', ''RECORD'', ''MEETING'', ''INSPECTION'', ''SELF_ASSESSMENT'', ''RECTIFICATION'', ''COMPLAINT'', ''PUBLICITY'', ''TRAINING'', ''LIBRARY''))') WHERE type = 'table' AND name = 'enclosure';
{SQLITE}PRAGMA writable_schema=RESET;
{POSTGRES}ALTER TABLE enclosure DROP CONSTRAINT enclosure_kind_check;
{POSTGRES}ALTER TABLE enclosure ADD CONSTRAINT enclosure_kind_check CHECK (kind IN ('PROJECT_RETURN', 'PROJECT_SCOPE', 'ACCEPTANCE', 'CLAIM', 'STAY', 'RECORD', 'MEETING', 'INSPECTION', 'SELF_ASSESSMENT', 'RECTIFICATION', 'COMPLAINT', 'PUBLICITY', 'TRAINING', 'LIBRARY'));

-- ---- targets (P2, P4.1) ---- A county target of one book for a due day, split to townships. unit COUNT, FEN (shares add up to the total) or BP (a rate that each
-- township must reach; total is that rate). rule PLAN (as the plan says), PROPORTION (largest remainder by weight), EQUAL, BY_HAND. state 1 DRAFT
-- 2 ISSUED 3 REPLACED (by a later split) 4 DISCARDED. indicator: what measures it, may be ''.
CREATE TABLE target_split (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, book TEXT NOT NULL, measure TEXT NOT NULL, indicator TEXT NOT NULL, due_on {INT} NOT NULL, unit TEXT NOT NULL,
  total {INT} NOT NULL, rule TEXT NOT NULL, weights TEXT NOT NULL, clause TEXT NOT NULL, reason TEXT NOT NULL, document TEXT NOT NULL, is_example {INT} NOT NULL, state {INT} NOT NULL,
  prepared_by TEXT NOT NULL, issued_by TEXT, issued_on {INT} NOT NULL, known_from {INT} NOT NULL, issued_change {INT} NOT NULL, replaced_change {INT} NOT NULL,
  CHECK (book IN ('city', 'county')), CHECK (unit IN ('COUNT', 'FEN', 'BP')), CHECK (rule IN ('PLAN', 'PROPORTION', 'EQUAL', 'BY_HAND')), CHECK (total >= 0),
  CHECK (state BETWEEN 1 AND 4), CHECK (state NOT IN (2, 3) OR issued_change > 0), CHECK (issued_by IS NULL OR issued_by <> prepared_by), CHECK (is_example IN (0, 1)),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX target_split_in_force ON target_split (county, year, book, measure, due_on) WHERE state = 2;
CREATE UNIQUE INDEX target_split_draft ON target_split (county, year, book, measure, due_on) WHERE state = 1;
-- is_asked 0: the township has no part in this target (no project): neither counted nor ranked, unlike a target of zero.
CREATE TABLE target_share (
  county {INT} NOT NULL, split {INT} NOT NULL, township {INT} NOT NULL, weight {INT} NOT NULL, value {INT} NOT NULL, is_asked {INT} NOT NULL,
  CHECK (weight >= 0), CHECK (value >= 0), CHECK (is_asked IN (0, 1)), CHECK (is_asked = 1 OR value = 0),
  PRIMARY KEY (county, split, township),
  FOREIGN KEY (county, split) REFERENCES target_split (county, id)
) {STRICT};
-- The leading group (P2), by knowledge. seat LEADER, FIRST_DEPUTY, DEPUTY, MEMBER; its office's head: OFFICE.
CREATE TABLE leading_member (
  county {INT} NOT NULL, id {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, seat TEXT NOT NULL, name TEXT NOT NULL, post TEXT NOT NULL, duty TEXT NOT NULL,
  from_date {INT} NOT NULL, until_date {INT} NOT NULL, document TEXT NOT NULL, actor TEXT NOT NULL,
  CHECK (seat IN ('LEADER', 'FIRST_DEPUTY', 'DEPUTY', 'MEMBER', 'OFFICE')), CHECK (known_from < known_to), CHECK (from_date <= until_date),
  PRIMARY KEY (county, id, known_from)
) {STRICT};
CREATE UNIQUE INDEX leading_member_current ON leading_member (county, id) WHERE known_to = 2147483647;
-- Who answers for what (责任人), county to village. item: a clause or a measure. duty LEAD (领导责任) or HANDLE (直接责任).
CREATE TABLE responsible_person (
  county {INT} NOT NULL, id {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, division {INT} NOT NULL, item TEXT NOT NULL, duty TEXT NOT NULL, name TEXT NOT NULL,
  post TEXT NOT NULL, phone TEXT NOT NULL, from_date {INT} NOT NULL, until_date {INT} NOT NULL, actor TEXT NOT NULL,
  CHECK (duty IN ('LEAD', 'HANDLE')), CHECK (known_from < known_to), CHECK (from_date <= until_date),
  PRIMARY KEY (county, id, known_from)
) {STRICT};
CREATE UNIQUE INDEX responsible_person_current ON responsible_person (county, id) WHERE known_to = 2147483647;
CREATE INDEX responsible_person_by_place ON responsible_person (county, division, item);
-- A target responsibility letter (目标责任书) to one township: frozen lines. state 1 ISSUED 2 SIGNED (by the township) 3 REPLACED.
CREATE TABLE target_letter (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, township {INT} NOT NULL, version {INT} NOT NULL, state {INT} NOT NULL, document TEXT NOT NULL, issued_on {INT} NOT NULL,
  issued_by TEXT NOT NULL, bureau_signer TEXT NOT NULL, signed_on {INT} NOT NULL, signed_by TEXT, township_signer TEXT NOT NULL, content_hash {BLOB} NOT NULL, known_from {INT} NOT NULL,
  signed_change {INT} NOT NULL, replaced_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (length(content_hash) = 32), CHECK (signed_by IS NULL OR signed_by <> issued_by), CHECK (state <> 2 OR signed_change > 0),
  PRIMARY KEY (county, id),
  UNIQUE (county, year, township, version)
) {STRICT};
CREATE UNIQUE INDEX target_letter_in_force ON target_letter (county, year, township) WHERE state IN (1, 2);
CREATE TABLE target_letter_line (
  county {INT} NOT NULL, letter {INT} NOT NULL, number {INT} NOT NULL, split {INT} NOT NULL, book TEXT NOT NULL, measure TEXT NOT NULL, due_on {INT} NOT NULL, unit TEXT NOT NULL, value {INT} NOT NULL,
  clause TEXT NOT NULL,
  PRIMARY KEY (county, letter, number),
  FOREIGN KEY (county, letter) REFERENCES target_letter (county, id)
) {STRICT};

-- ---- monthly meetings (调度会, P4.2) ---- state 1 DRAFT (agenda) 2 HELD (recorded) 3 ISSUED (minutes confirmed by another) 4 CANCELLED.
CREATE TABLE progress_meeting (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, month {INT} NOT NULL, number {INT} NOT NULL, held_on {INT} NOT NULL, place TEXT NOT NULL, chair TEXT NOT NULL, recorder TEXT NOT NULL,
  present TEXT NOT NULL, absent TEXT NOT NULL, summary TEXT NOT NULL, state {INT} NOT NULL, document TEXT NOT NULL, known {INT} NOT NULL, prepared_by TEXT NOT NULL, issued_by TEXT, issued_on {INT} NOT NULL,
  content_hash {BLOB}, known_from {INT} NOT NULL, issued_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 4), CHECK (issued_by IS NULL OR issued_by <> prepared_by), CHECK (state <> 3 OR (issued_change > 0 AND content_hash IS NOT NULL)),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX progress_meeting_once ON progress_meeting (county, month, number) WHERE state < 4;
-- What the meeting goes through. kind BEHIND (drafted from an indicator below its target or line), PROBLEM (an open one carried forward), PROJECT, DUE, REPORT,
-- DECISION. Figures only where indicator <> ''. subject: the problem's or project's id.
CREATE TABLE meeting_item (
  county {INT} NOT NULL, meeting {INT} NOT NULL, number {INT} NOT NULL, kind TEXT NOT NULL, indicator TEXT NOT NULL, book TEXT NOT NULL, township {INT} NOT NULL, from_month {INT} NOT NULL,
  to_month {INT} NOT NULL, numerator {INT} NOT NULL, denominator {INT} NOT NULL, target_bp {INT} NOT NULL, subject {INT} NOT NULL, text TEXT NOT NULL, outcome TEXT NOT NULL, actor TEXT NOT NULL,
  CHECK (kind IN ('BEHIND', 'PROBLEM', 'PROJECT', 'DUE', 'REPORT', 'DECISION')), CHECK (book IN ('', 'city', 'county')),
  PRIMARY KEY (county, meeting, number),
  FOREIGN KEY (county, meeting) REFERENCES progress_meeting (county, id)
) {STRICT};
-- A problem on the list (问题清单), carried forward until closed. source MEETING, INSPECTION, COMPLAINT, INDICATOR. state 1 OPEN 2 REPORTED (the owner says it is done)
-- 3 CLOSED (another has seen it). due_on moves only by a note; first_due_on: as it was raised.
CREATE TABLE problem (
  county {INT} NOT NULL, id {INT} NOT NULL, source TEXT NOT NULL, source_id {INT} NOT NULL, raised_on {INT} NOT NULL, township {INT} NOT NULL, indicator TEXT NOT NULL, title TEXT NOT NULL, cause TEXT NOT NULL,
  measure TEXT NOT NULL, owner TEXT NOT NULL, first_due_on {INT} NOT NULL, due_on {INT} NOT NULL, state {INT} NOT NULL, raised_by TEXT NOT NULL, reported_by TEXT, reported_on {INT} NOT NULL, closed_by TEXT, closed_on {INT} NOT NULL,
  outcome TEXT NOT NULL, known_from {INT} NOT NULL, closed_change {INT} NOT NULL,
  CHECK (source IN ('MEETING', 'INSPECTION', 'COMPLAINT', 'INDICATOR')), CHECK (state BETWEEN 1 AND 3), CHECK (closed_by IS NULL OR closed_by <> reported_by),
  CHECK (state <> 3 OR (closed_by IS NOT NULL AND closed_change > 0 AND outcome <> '')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE INDEX problem_open ON problem (county, township, due_on) WHERE state < 3;
-- What became of it: kind CARRIED (a meeting looked at it), REPORTED, SENT_BACK, DEADLINE (due_on → new_due_on), CLOSED. meeting 0: between meetings.
CREATE TABLE problem_note (
  county {INT} NOT NULL, problem {INT} NOT NULL, number {INT} NOT NULL, kind TEXT NOT NULL, meeting {INT} NOT NULL, on_date {INT} NOT NULL, text TEXT NOT NULL, new_due_on {INT} NOT NULL, actor TEXT NOT NULL,
  known_from {INT} NOT NULL,
  CHECK (kind IN ('CARRIED', 'REPORTED', 'SENT_BACK', 'DEADLINE', 'CLOSED')),
  PRIMARY KEY (county, problem, number),
  FOREIGN KEY (county, problem) REFERENCES problem (county, id)
) {STRICT};
CREATE UNIQUE INDEX problem_carried_once ON problem_note (county, problem, meeting) WHERE kind = 'CARRIED';
-- Good practice (好的做法): told at a meeting, published by another. state 1 PROPOSED 2 PUBLISHED 3 DECLINED.
CREATE TABLE good_practice (
  county {INT} NOT NULL, id {INT} NOT NULL, meeting {INT} NOT NULL, township {INT} NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, state {INT} NOT NULL, proposed_by TEXT NOT NULL, decided_by TEXT,
  decided_on {INT} NOT NULL, known_from {INT} NOT NULL, decided_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (decided_by IS NULL OR decided_by <> proposed_by), CHECK (state <> 2 OR decided_change > 0),
  PRIMARY KEY (county, id)
) {STRICT};

-- ---- bulletins (通报, P4.2, P4.3) ---- kind QUARTER, MIDYEAR, YEAR. state 1 DRAFT 2 SUBMITTED 3 ISSUED 4 DISCARDED. known: the change as of which every figure was read.
-- number: of the document, within the year of its issue (泾民〔2013〕7号), 0 until issued: the last quarter's bulletin is numbered in the next year.
-- assessment: of MIDYEAR and YEAR.
CREATE TABLE bulletin (
  county {INT} NOT NULL, id {INT} NOT NULL, kind TEXT NOT NULL, year {INT} NOT NULL, quarter {INT} NOT NULL, from_month {INT} NOT NULL, to_month {INT} NOT NULL, known {INT} NOT NULL, title TEXT NOT NULL,
  addressee TEXT NOT NULL, number {INT} NOT NULL, document TEXT NOT NULL, assessment {INT} NOT NULL, state {INT} NOT NULL, version {INT} NOT NULL, prepared_by TEXT NOT NULL, submitted_on {INT} NOT NULL, issued_by TEXT,
  issued_on {INT} NOT NULL, content_hash {BLOB}, known_from {INT} NOT NULL, issued_change {INT} NOT NULL,
  CHECK (kind IN ('QUARTER', 'MIDYEAR', 'YEAR')), CHECK (quarter BETWEEN 0 AND 4), CHECK (state BETWEEN 1 AND 4), CHECK (issued_by IS NULL OR issued_by <> prepared_by),
  CHECK (state <> 3 OR (issued_change > 0 AND content_hash IS NOT NULL AND document <> '')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX bulletin_once ON bulletin (county, year, kind, quarter) WHERE state < 4;
CREATE UNIQUE INDEX bulletin_number ON bulletin (county, document) WHERE state = 3;
-- Every figure that may be printed, with its source. township 0: the county. rank_no 0: not ranked (nothing to measure, or the county).
CREATE TABLE bulletin_figure (
  county {INT} NOT NULL, bulletin {INT} NOT NULL, number {INT} NOT NULL, indicator TEXT NOT NULL, book TEXT NOT NULL, township {INT} NOT NULL, from_month {INT} NOT NULL, to_month {INT} NOT NULL,
  numerator {INT} NOT NULL, denominator {INT} NOT NULL, target_bp {INT} NOT NULL, rank_no {INT} NOT NULL,
  CHECK (book IN ('', 'city', 'county')), CHECK (rank_no >= 0),
  PRIMARY KEY (county, bulletin, number),
  FOREIGN KEY (county, bulletin) REFERENCES bulletin (county, id)
) {STRICT};
CREATE UNIQUE INDEX bulletin_figure_once ON bulletin_figure (county, bulletin, indicator, township);
-- The sections' texts by knowledge; [[12]] stands for figure 12 as printed. A number with a unit outside of such a mark is refused.
CREATE TABLE bulletin_section (
  county {INT} NOT NULL, bulletin {INT} NOT NULL, number {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, heading TEXT NOT NULL, body TEXT NOT NULL, actor TEXT NOT NULL,
  CHECK (known_from < known_to),
  PRIMARY KEY (county, bulletin, number, known_from),
  FOREIGN KEY (county, bulletin) REFERENCES bulletin (county, id)
) {STRICT};
CREATE UNIQUE INDEX bulletin_section_current ON bulletin_section (county, bulletin, number) WHERE known_to = 2147483647;

-- ---- assessment (考核, P4.3) ---- The tree of the plan's version. source SYSTEM (an indicator), INSPECTION (marks), SELF, SURVEY (an indicator of the survey), GROUP (of its children).
-- rule SUM (of children), LINEAR, STEP, DEDUCT (per case), VETO, BONUS, MARK (given by hand). missing SPREAD (its weight goes to its siblings), FULL, ZERO.
-- target_bp 0: the township's own target or line. steps: "from_bp:share_bp …". per, per_cp: for each so many cases so many points. cap_cp: at most. is_tie: decides between equal points.
CREATE TABLE assessment_node (
  county {INT} NOT NULL, plan {INT} NOT NULL, scope TEXT NOT NULL, code TEXT NOT NULL, parent TEXT NOT NULL, number {INT} NOT NULL, title TEXT NOT NULL, weight_cp {INT} NOT NULL, source TEXT NOT NULL, rule TEXT NOT NULL,
  indicator TEXT NOT NULL, book TEXT NOT NULL, target_bp {INT} NOT NULL, base_bp {INT} NOT NULL, steps TEXT NOT NULL, per {INT} NOT NULL, per_cp {INT} NOT NULL, cap_cp {INT} NOT NULL, missing TEXT NOT NULL, clause TEXT NOT NULL,
  is_example {INT} NOT NULL, is_tie {INT} NOT NULL,
  CHECK (scope IN ('MIDYEAR', 'YEAR')), CHECK (source IN ('SYSTEM', 'INSPECTION', 'SELF', 'SURVEY', 'GROUP')), CHECK (rule IN ('SUM', 'LINEAR', 'STEP', 'DEDUCT', 'VETO', 'BONUS', 'MARK')),
  CHECK (missing IN ('SPREAD', 'FULL', 'ZERO')), CHECK (weight_cp >= 0), CHECK (is_example IN (0, 1)), CHECK (is_tie IN (0, 1)),
  PRIMARY KEY (county, plan, scope, code)
) {STRICT};
-- state 1 OPEN 2 SELF_SUBMITTED 3 INSPECTED 4 SURVEYED 5 SCORED 6 REVIEWED 7 PUBLISHED 8 FILED 9 CANCELLED. tie SAME (equal points, equal rank) or the code of a node that decides.
CREATE TABLE assessment (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, scope TEXT NOT NULL, plan {INT} NOT NULL, from_month {INT} NOT NULL, to_month {INT} NOT NULL, known {INT} NOT NULL, survey {INT} NOT NULL, tie TEXT NOT NULL, state {INT} NOT NULL,
  opened_by TEXT NOT NULL, opened_on {INT} NOT NULL, dispute_until {INT} NOT NULL, published_by TEXT, published_on {INT} NOT NULL, document TEXT NOT NULL, content_hash {BLOB}, known_from {INT} NOT NULL, published_change {INT} NOT NULL,
  CHECK (scope IN ('MIDYEAR', 'YEAR')), CHECK (state BETWEEN 1 AND 9), CHECK (published_by IS NULL OR published_by <> opened_by),
  CHECK (state NOT IN (7, 8) OR (published_change > 0 AND content_hash IS NOT NULL)),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX assessment_once ON assessment (county, year, scope) WHERE state < 9;
-- Each step of the state with its day and who took it.
CREATE TABLE assessment_step (
  county {INT} NOT NULL, assessment {INT} NOT NULL, number {INT} NOT NULL, state {INT} NOT NULL, on_date {INT} NOT NULL, actor TEXT NOT NULL, note TEXT NOT NULL, known_from {INT} NOT NULL,
  PRIMARY KEY (county, assessment, number),
  FOREIGN KEY (county, assessment) REFERENCES assessment (county, id)
) {STRICT};
-- The assessment team (考评组): who looks at which township; nobody at his own.
CREATE TABLE assessment_team (
  county {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, user_name TEXT NOT NULL, is_leader {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL, removed_change {INT} NOT NULL,
  CHECK (is_leader IN (0, 1)),
  PRIMARY KEY (county, assessment, township, user_name, known_from)
) {STRICT};
-- What the township says of itself (自查自评). state 1 DRAFT 2 SUBMITTED 3 SIGNED 4 SENT_BACK.
CREATE TABLE self_assessment (
  county {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, id {INT} NOT NULL, state {INT} NOT NULL, summary TEXT NOT NULL, problems TEXT NOT NULL, prepared_by TEXT NOT NULL, prepared_on {INT} NOT NULL, signed_by TEXT,
  signed_on {INT} NOT NULL, reason TEXT NOT NULL, content_hash {BLOB}, known_from {INT} NOT NULL, signed_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 4), CHECK (signed_by IS NULL OR signed_by <> prepared_by), CHECK (state <> 3 OR (signed_change > 0 AND content_hash IS NOT NULL)),
  PRIMARY KEY (county, assessment, township),
  UNIQUE (county, id)
) {STRICT};
-- claimed_cp: points it gives itself; evidence: papers (enclosure SELF_ASSESSMENT of self_assessment.id) and words. system_numerator … what the system said when it was signed.
CREATE TABLE self_assessment_line (
  county {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, node TEXT NOT NULL, claimed_cp {INT} NOT NULL, statement TEXT NOT NULL, system_numerator {INT} NOT NULL, system_denominator {INT} NOT NULL, actor TEXT NOT NULL,
  CHECK (claimed_cp >= 0),
  PRIMARY KEY (county, assessment, township, node),
  FOREIGN KEY (county, assessment, township) REFERENCES self_assessment (county, assessment, township)
) {STRICT};
-- Scores as reckoned, by knowledge (a review makes new rows). full_cp: the node's points after redistribution; kind of the source in short in why.
CREATE TABLE assessment_score (
  county {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, node TEXT NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, is_applicable {INT} NOT NULL, full_cp {INT} NOT NULL, score_cp {INT} NOT NULL,
  numerator {INT} NOT NULL, denominator {INT} NOT NULL, target_bp {INT} NOT NULL, cases {INT} NOT NULL, why TEXT NOT NULL, dispute {INT} NOT NULL,
  CHECK (known_from < known_to), CHECK (is_applicable IN (0, 1)), CHECK (full_cp >= 0),
  PRIMARY KEY (county, assessment, township, node, known_from)
) {STRICT};
CREATE UNIQUE INDEX assessment_score_current ON assessment_score (county, assessment, township, node) WHERE known_to = 2147483647;
CREATE TABLE assessment_rank (
  county {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, total_cp {INT} NOT NULL, rank_no {INT} NOT NULL, is_vetoed {INT} NOT NULL,
  CHECK (known_from < known_to), CHECK (is_vetoed IN (0, 1)), CHECK (rank_no > 0),
  PRIMARY KEY (county, assessment, township, known_from)
) {STRICT};
CREATE UNIQUE INDEX assessment_rank_current ON assessment_rank (county, assessment, township) WHERE known_to = 2147483647;
-- A disputed point (争议复核). state 1 RAISED 2 UPHELD (score changed) 3 REJECTED. Decided by who did not mark it.
CREATE TABLE assessment_dispute (
  county {INT} NOT NULL, id {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, node TEXT NOT NULL, claim TEXT NOT NULL, raised_by TEXT NOT NULL, raised_on {INT} NOT NULL, state {INT} NOT NULL, finding TEXT NOT NULL,
  old_cp {INT} NOT NULL, new_cp {INT} NOT NULL, decided_by TEXT, decided_on {INT} NOT NULL, known_from {INT} NOT NULL, decided_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (decided_by IS NULL OR decided_by <> raised_by), CHECK (state = 1 OR (decided_change > 0 AND finding <> '')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX assessment_dispute_once ON assessment_dispute (county, assessment, township, node) WHERE state = 1;

-- ---- inspections (日常检查), rectification (整改), accountability (责任追究) ---- state 1 DRAFT 2 SUBMITTED 3 STRUCK. assessment 0: an ordinary visit. Place in millionths of a degree, 0: none.
CREATE TABLE inspection (
  county {INT} NOT NULL, id {INT} NOT NULL, assessment {INT} NOT NULL, township {INT} NOT NULL, division {INT} NOT NULL, on_date {INT} NOT NULL, place TEXT NOT NULL, latitude {INT} NOT NULL, longitude {INT} NOT NULL, inspectors TEXT NOT NULL,
  summary TEXT NOT NULL, state {INT} NOT NULL, inspected_by TEXT NOT NULL, submitted_on {INT} NOT NULL, content_hash {BLOB}, known_from {INT} NOT NULL, submitted_change {INT} NOT NULL, strike_reason TEXT NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (state <> 2 OR (submitted_change > 0 AND content_hash IS NOT NULL)),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE INDEX inspection_by_township ON inspection (county, township, on_date);
-- kind GOOD, DEFECT, MISSED_STEP, FALSE_REPORT. subject: what was looked at ("household 12", "home 3", "case 7", "project 2"). node '': bears on no mark.
CREATE TABLE inspection_finding (
  county {INT} NOT NULL, inspection {INT} NOT NULL, number {INT} NOT NULL, kind TEXT NOT NULL, node TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, cases {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (kind IN ('GOOD', 'DEFECT', 'MISSED_STEP', 'FALSE_REPORT')), CHECK (cases >= 0),
  PRIMARY KEY (county, inspection, number),
  FOREIGN KEY (county, inspection) REFERENCES inspection (county, id)
) {STRICT};
-- The points that an inspector gives a township on a node of the tree: share_bp of the node's full points.
CREATE TABLE inspection_mark (
  county {INT} NOT NULL, inspection {INT} NOT NULL, node TEXT NOT NULL, share_bp {INT} NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (share_bp BETWEEN 0 AND 10000),
  PRIMARY KEY (county, inspection, node),
  FOREIGN KEY (county, inspection) REFERENCES inspection (county, id)
) {STRICT};
-- state 1 NOTICE 2 REPLY 3 RECHECK (looked at again, not yet right: back to the township) 4 CLOSED. origin: assessment, inspection, problem or complaint it came from.
CREATE TABLE rectification (
  county {INT} NOT NULL, id {INT} NOT NULL, origin TEXT NOT NULL, origin_id {INT} NOT NULL, township {INT} NOT NULL, node TEXT NOT NULL, problem TEXT NOT NULL, demand TEXT NOT NULL, issued_on {INT} NOT NULL, first_due_on {INT} NOT NULL, due_on {INT} NOT NULL, state {INT} NOT NULL,
  document TEXT NOT NULL, issued_by TEXT NOT NULL, closed_by TEXT, closed_on {INT} NOT NULL, known_from {INT} NOT NULL, closed_change {INT} NOT NULL,
  CHECK (origin IN ('ASSESSMENT', 'INSPECTION', 'PROBLEM', 'COMPLAINT')), CHECK (state BETWEEN 1 AND 4), CHECK (issued_on <= due_on), CHECK (state <> 4 OR (closed_by IS NOT NULL AND closed_change > 0)),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE INDEX rectification_open ON rectification (county, township, due_on) WHERE state < 4;
-- step REPLY, RECHECK, EXTEND, CLOSE. is_passed of a recheck.
CREATE TABLE rectification_step (
  county {INT} NOT NULL, rectification {INT} NOT NULL, number {INT} NOT NULL, step TEXT NOT NULL, on_date {INT} NOT NULL, text TEXT NOT NULL, is_passed {INT} NOT NULL, new_due_on {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (step IN ('REPLY', 'RECHECK', 'EXTEND', 'CLOSE')), CHECK (is_passed IN (0, 1)),
  PRIMARY KEY (county, rectification, number),
  FOREIGN KEY (county, rectification) REFERENCES rectification (county, id)
) {STRICT};
-- A record of answering for it, never a punishment by itself. trigger_kind MISSED_STEP, FALSE_REPORT, REPEATED_DELAY, OTHER; evidence: what it rests on ("rectification 3", "inspection 5/2", "problem 9").
-- state 1 SUGGESTED 2 RECORDED 3 DISMISSED. action TALK, WARNING, RECTIFICATION; '' until decided.
CREATE TABLE accountability (
  county {INT} NOT NULL, id {INT} NOT NULL, trigger_kind TEXT NOT NULL, evidence TEXT NOT NULL, township {INT} NOT NULL, person TEXT NOT NULL, facts TEXT NOT NULL, state {INT} NOT NULL, action TEXT NOT NULL, decision TEXT NOT NULL,
  suggested_by TEXT NOT NULL, suggested_on {INT} NOT NULL, decided_by TEXT, decided_on {INT} NOT NULL, statement TEXT NOT NULL, known_from {INT} NOT NULL, decided_change {INT} NOT NULL,
  CHECK (trigger_kind IN ('MISSED_STEP', 'FALSE_REPORT', 'REPEATED_DELAY', 'OTHER')), CHECK (action IN ('', 'TALK', 'WARNING', 'RECTIFICATION')), CHECK (state BETWEEN 1 AND 3),
  CHECK (decided_by IS NULL OR decided_by <> suggested_by), CHECK (state = 1 OR (decided_by IS NOT NULL AND decided_change > 0 AND decision <> '')), CHECK (state <> 2 OR action <> ''),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX accountability_once ON accountability (county, trigger_kind, evidence) WHERE evidence <> '';

-- ---- the public survey (百姓测评) ---- state 1 DRAFT 2 OPEN 3 CLOSED 4 DISCARDED. frame RECIPIENTS or HOUSEHOLDS (as known then). satisfied: which answers count, "1,2" of VERY, FAIRLY, NOT, UNKNOWN.
-- sample_size: of the county, shared by the strata's sizes; per_township instead of it: as many everywhere (0: not so).
CREATE TABLE survey (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, title TEXT NOT NULL, frame TEXT NOT NULL, month {INT} NOT NULL, known {INT} NOT NULL, seed TEXT NOT NULL, head_change {INT} NOT NULL, head_hash TEXT NOT NULL, sample_size {INT} NOT NULL, per_township {INT} NOT NULL,
  satisfied TEXT NOT NULL, state {INT} NOT NULL, opened_on {INT} NOT NULL, last_day {INT} NOT NULL, closed_on {INT} NOT NULL, drawn_by TEXT NOT NULL, closed_by TEXT, known_from {INT} NOT NULL, closed_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 4), CHECK (frame IN ('RECIPIENTS', 'HOUSEHOLDS')), CHECK (sample_size >= 0), CHECK (per_township >= 0),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE TABLE survey_question (
  county {INT} NOT NULL, survey {INT} NOT NULL, number {INT} NOT NULL, kind TEXT NOT NULL, programme {INT} NOT NULL, text TEXT NOT NULL, choices TEXT NOT NULL, is_overall {INT} NOT NULL,
  CHECK (kind IN ('SATISFACTION', 'CHOICE', 'WORDS')), CHECK (is_overall IN (0, 1)),
  PRIMARY KEY (county, survey, number)
) {STRICT};
CREATE TABLE survey_stratum (
  county {INT} NOT NULL, survey {INT} NOT NULL, township {INT} NOT NULL, population {INT} NOT NULL, selected {INT} NOT NULL,
  CHECK (selected <= population),
  PRIMARY KEY (county, survey, township)
) {STRICT};
-- Whom to ask, by the smallest draw keys of a township: SHA-256 of "seed\nhousehold".
CREATE TABLE survey_sample (
  county {INT} NOT NULL, survey {INT} NOT NULL, township {INT} NOT NULL, number {INT} NOT NULL, household {INT} NOT NULL, draw_key {BLOB} NOT NULL, contact TEXT NOT NULL,
  CHECK (length(draw_key) = 32), CHECK (contact IN ('', 'DELIVERED', 'ABSENT', 'REFUSED')),
  PRIMARY KEY (county, survey, township, number)
) {CLUSTERED};
CREATE UNIQUE INDEX survey_sample_once ON survey_sample (county, survey, household);
-- Codes belong to a township, to no person: an answer can not be traced. One answer per code. answer: 0 none yet, -1 the code was made void.
CREATE TABLE survey_code (
  county {INT} NOT NULL, survey {INT} NOT NULL, code_index {BLOB} NOT NULL, township {INT} NOT NULL, answer {INT} NOT NULL,
  PRIMARY KEY (county, survey, code_index)
) {CLUSTERED};
CREATE TABLE survey_answer (
  county {INT} NOT NULL, survey {INT} NOT NULL, id {INT} NOT NULL, township {INT} NOT NULL, channel TEXT NOT NULL, answered_on {INT} NOT NULL, is_valid {INT} NOT NULL, overall {INT} NOT NULL, entered_by TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (channel IN ('PAPER', 'PHONE', 'WEB')), CHECK (is_valid IN (0, 1)), CHECK (overall BETWEEN 0 AND 4),
  PRIMARY KEY (county, survey, id)
) {STRICT};
CREATE TABLE survey_answer_line (
  county {INT} NOT NULL, survey {INT} NOT NULL, answer {INT} NOT NULL, question {INT} NOT NULL, choice {INT} NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (county, survey, answer, question)
) {CLUSTERED};

-- ---- complaints (投诉、信访, P5.2; 信访条例 Art. 21, 22, 33–35) ---- state 1 RECEIVED 2 ACCEPTED 3 EXTENDED 4 REPLIED 5 REVIEW1 6 REVIEW2 7 CLOSED 8 NOT_ACCEPTED 9 FORWARDED.
-- due_on: of the state it is in. receipt: with it the writer follows his complaint. Who writes and what he writes is sealed.
CREATE TABLE complaint (
  county {INT} NOT NULL, id {INT} NOT NULL, number TEXT NOT NULL, receipt TEXT NOT NULL, channel TEXT NOT NULL, received_on {INT} NOT NULL, township {INT} NOT NULL, division {INT} NOT NULL, programme {INT} NOT NULL, category TEXT NOT NULL,
  is_named {INT} NOT NULL, content_sealed {BLOB} NOT NULL, state {INT} NOT NULL, due_on {INT} NOT NULL, handler TEXT NOT NULL, is_founded {INT} NOT NULL, public_result TEXT NOT NULL, received_by TEXT NOT NULL, known_from {INT} NOT NULL,
  accepted_on {INT} NOT NULL, replied_on {INT} NOT NULL, closed_on {INT} NOT NULL, is_late {INT} NOT NULL,
  CHECK (channel IN ('WEB', 'PHONE', 'VISIT', 'LETTER')), CHECK (state BETWEEN 1 AND 9), CHECK (is_named IN (0, 1)), CHECK (is_founded IN (0, 1, 2)), CHECK (is_late IN (0, 1)),
  CHECK (category IN ('AMOUNT', 'ELIGIBILITY', 'STEP', 'CONDUCT', 'HOME', 'MEDICAL', 'SUGGESTION', 'OTHER')),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE UNIQUE INDEX complaint_number ON complaint (county, number);
CREATE UNIQUE INDEX complaint_receipt ON complaint (county, receipt);
CREATE INDEX complaint_open ON complaint (county, state, due_on);
CREATE TABLE complaint_step (
  county {INT} NOT NULL, complaint {INT} NOT NULL, number {INT} NOT NULL, step TEXT NOT NULL, on_date {INT} NOT NULL, due_on {INT} NOT NULL, is_late {INT} NOT NULL, text_sealed {BLOB} NOT NULL, document TEXT NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (step IN ('RECEIVE', 'ACCEPT', 'NOT_ACCEPT', 'FORWARD', 'EXTEND', 'REPLY', 'REVIEW1', 'REVIEW1_REPLY', 'REVIEW2', 'REVIEW2_REPLY', 'CLOSE')), CHECK (is_late IN (0, 1)),
  PRIMARY KEY (county, complaint, number),
  FOREIGN KEY (county, complaint) REFERENCES complaint (county, id)
) {STRICT};

-- ---- policy library and training (P5.1) ---- kind LAW, RULE, NOTICE, PLAN, EXPLANATION, FORM. Versions by knowledge; effective from … until.
CREATE TABLE library_document (
  county {INT} NOT NULL, id {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT NOT NULL, issued_on {INT} NOT NULL, effective_from {INT} NOT NULL,
  effective_until {INT} NOT NULL, replaced_by {INT} NOT NULL, programme {INT} NOT NULL, clause TEXT NOT NULL, body TEXT NOT NULL, is_public {INT} NOT NULL, is_example {INT} NOT NULL, entered_by TEXT NOT NULL, approved_by TEXT, state {INT} NOT NULL,
  CHECK (kind IN ('LAW', 'RULE', 'NOTICE', 'PLAN', 'EXPLANATION', 'FORM')), CHECK (known_from < known_to), CHECK (effective_from <= effective_until), CHECK (is_public IN (0, 1)), CHECK (is_example IN (0, 1)), CHECK (state IN (1, 2)),
  CHECK (approved_by IS NULL OR approved_by <> entered_by), CHECK (state = 1 OR approved_by IS NOT NULL),
  PRIMARY KEY (county, id, known_from)
) {STRICT};
CREATE UNIQUE INDEX library_document_current ON library_document (county, id) WHERE known_to = 2147483647;
-- Which parameters a document sets. parameter.document holds the same number.
CREATE TABLE library_parameter (
  county {INT} NOT NULL, document {INT} NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (county, document, name)
) {STRICT};
-- Full text without an engine's own search: pairs of neighbouring characters (words of Latin letters and digits whole), of the version in force.
CREATE TABLE library_gram (
  county {INT} NOT NULL, gram TEXT NOT NULL, document {INT} NOT NULL, hits {INT} NOT NULL, in_title {INT} NOT NULL,
  PRIMARY KEY (county, gram, document)
) {CLUSTERED};
CREATE INDEX library_gram_by_document ON library_gram (county, document);
-- A course. state 1 PLANNED 2 HELD 3 CANCELLED. pass: right answers in a hundred.
CREATE TABLE course (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, title TEXT NOT NULL, on_date {INT} NOT NULL, place TEXT NOT NULL, hours {INT} NOT NULL, lecturer TEXT NOT NULL, audience TEXT NOT NULL, content TEXT NOT NULL, pass {INT} NOT NULL, state {INT} NOT NULL,
  entered_by TEXT NOT NULL, known_from {INT} NOT NULL, held_change {INT} NOT NULL,
  CHECK (state BETWEEN 1 AND 3), CHECK (hours >= 0), CHECK (pass BETWEEN 0 AND 100),
  PRIMARY KEY (county, id)
) {STRICT};
CREATE TABLE course_document (
  county {INT} NOT NULL, course {INT} NOT NULL, document {INT} NOT NULL,
  PRIMARY KEY (county, course, document)
) {STRICT};
-- Who is expected, and who came: user_name '' for somebody without an account (village cadre), then by name. attended 0 expected, 1 came, 2 excused.
CREATE TABLE course_person (
  county {INT} NOT NULL, course {INT} NOT NULL, number {INT} NOT NULL, user_name TEXT NOT NULL, name TEXT NOT NULL, division {INT} NOT NULL, attended {INT} NOT NULL, marked_by TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (attended BETWEEN 0 AND 2),
  PRIMARY KEY (county, course, number)
) {STRICT};
CREATE TABLE course_question (
  county {INT} NOT NULL, course {INT} NOT NULL, number {INT} NOT NULL, text TEXT NOT NULL, choices TEXT NOT NULL, answer {INT} NOT NULL, clause TEXT NOT NULL,
  PRIMARY KEY (county, course, number)
) {STRICT};
CREATE TABLE course_test (
  county {INT} NOT NULL, course {INT} NOT NULL, person {INT} NOT NULL, attempt {INT} NOT NULL, taken_on {INT} NOT NULL, right_count {INT} NOT NULL, question_count {INT} NOT NULL, answers TEXT NOT NULL, is_passed {INT} NOT NULL, known_from {INT} NOT NULL,
  CHECK (is_passed IN (0, 1)), CHECK (right_count <= question_count),
  PRIMARY KEY (county, course, person, attempt)
) {STRICT};

-- ---- publicity (P5.3) ---- form LEAFLET, LETTER, BOARD, BROADCAST, VISIT, MARKET, WEB, SLIP. state 1 PLANNED 2 DONE (reported with evidence) 3 CONFIRMED (by another) 4 CANCELLED.
CREATE TABLE publicity_item (
  county {INT} NOT NULL, id {INT} NOT NULL, year {INT} NOT NULL, township {INT} NOT NULL, title TEXT NOT NULL, form TEXT NOT NULL, programme {INT} NOT NULL, audience TEXT NOT NULL, planned_on {INT} NOT NULL, responsible TEXT NOT NULL, state {INT} NOT NULL,
  done_on {INT} NOT NULL, report TEXT NOT NULL, entered_by TEXT NOT NULL, reported_by TEXT, confirmed_by TEXT, known_from {INT} NOT NULL, done_change {INT} NOT NULL, confirmed_change {INT} NOT NULL,
  CHECK (form IN ('LEAFLET', 'LETTER', 'BOARD', 'BROADCAST', 'VISIT', 'MARKET', 'WEB', 'SLIP')), CHECK (state BETWEEN 1 AND 4), CHECK (confirmed_by IS NULL OR confirmed_by <> reported_by),
  CHECK (state NOT IN (2, 3) OR done_change > 0),
  PRIMARY KEY (county, id)
) {STRICT};
-- How far it went: households reached in a village, by an item.
CREATE TABLE publicity_reach (
  county {INT} NOT NULL, item {INT} NOT NULL, village {INT} NOT NULL, households {INT} NOT NULL, actor TEXT NOT NULL, known_from {INT} NOT NULL,
  CHECK (households >= 0),
  PRIMARY KEY (county, item, village),
  FOREIGN KEY (county, item) REFERENCES publicity_item (county, id)
) {STRICT};
-- All households of a village in a year (statistics), by knowledge: what 家喻户晓 is measured against.
CREATE TABLE village_households (
  county {INT} NOT NULL, village {INT} NOT NULL, year {INT} NOT NULL, known_from {INT} NOT NULL, known_to {INT} NOT NULL, households {INT} NOT NULL, document TEXT NOT NULL, is_example {INT} NOT NULL, actor TEXT NOT NULL,
  CHECK (households >= 0), CHECK (known_from < known_to), CHECK (is_example IN (0, 1)),
  PRIMARY KEY (county, village, year, known_from)
) {STRICT};
CREATE UNIQUE INDEX village_households_current ON village_households (county, village, year) WHERE known_to = 2147483647;
-- A slip (明白卡) given to a household: what it gets and why, with a code that leads to the explanation.
CREATE TABLE slip (
  county {INT} NOT NULL, household {INT} NOT NULL, programme {INT} NOT NULL, month {INT} NOT NULL, code_index {BLOB} NOT NULL, known {INT} NOT NULL, amount_fen {INT} NOT NULL, division {INT} NOT NULL, printed_by TEXT NOT NULL, printed_on {INT} NOT NULL,
  delivered_on {INT} NOT NULL, delivered_by TEXT NOT NULL, known_from {INT} NOT NULL, delivered_change {INT} NOT NULL,
  PRIMARY KEY (county, household, programme, month)
) {CLUSTERED};
CREATE UNIQUE INDEX slip_by_code ON slip (county, code_index);

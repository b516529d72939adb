-- The public survey: questions, whom it asks, codes of townships, answers of nobody.

-- name: survey_insert exec (county i64, id i64, year i64, title text, frame text, month month, sample_size i64, per_township i64, satisfied text,
--   last_day date, change i64)
INSERT INTO survey (county, id, year, title, frame, month, known, seed, head_change, head_hash, sample_size, per_township, satisfied, state, opened_on, last_day, closed_on,
  drawn_by, closed_by, known_from, closed_change)
VALUES ($1, $2, $3, $4, $5, $6, 0, '', 0, '', $7, $8, $9, 1, 0, $10, 0, '', NULL, $11, 0);

-- name: survey_question_bulk bulk survey_question (county i64, survey i64, number i64, kind text, programme i64, text text, choices text, is_overall bool)

-- name: survey_hold exec (county i64, id i64)
-- Keeps the row for this transaction: acts upon one survey come one after another.
UPDATE survey SET state = state WHERE county = $1 AND id = $2;

-- name: survey_row_read one (county i64, id i64) -> survey_row (id i64, year i64, title text, frame text, month month, known i64, seed text, head_change i64, head_hash text,
--   sample_size i64, per_township i64, satisfied text, state i64, opened_on i64, last_day date, closed_on i64, drawn_by text, closed_by text?, closed_change i64)
SELECT id, year, title, frame, month, known, seed, head_change, head_hash, sample_size, per_township, satisfied, state, opened_on, last_day, closed_on, drawn_by, closed_by,
  closed_change
FROM survey WHERE county = $1 AND id = $2;

-- name: survey_rows many (county i64) -> survey_row
SELECT id, year, title, frame, month, known, seed, head_change, head_hash, sample_size, per_township, satisfied, state, opened_on, last_day, closed_on, drawn_by, closed_by,
  closed_change
FROM survey WHERE county = $1 ORDER BY id DESC LIMIT 500;

-- name: survey_questions many (county i64, survey i64) -> survey_question_row (number i64, kind text, programme i64, text text, choices text, is_overall bool)
SELECT number, kind, programme, text, choices, is_overall FROM survey_question WHERE county = $1 AND survey = $2 ORDER BY number;

-- name: survey_state_set exec (county i64, id i64, from_state i64, state i64)
UPDATE survey SET state = $4 WHERE county = $1 AND id = $2 AND state = $3;

-- name: survey_drawn exec (county i64, id i64, known i64, seed text, head_change i64, head_hash text, opened_on date, drawn_by text)
UPDATE survey SET known = $3, seed = $4, head_change = $5, head_hash = $6, opened_on = $7, drawn_by = $8, state = 2
WHERE county = $1 AND id = $2 AND state = 1;

-- name: survey_closed exec (county i64, id i64, closed_on date, closed_by text, change i64)
UPDATE survey SET closed_on = $3, closed_by = $4, closed_change = $5, state = 3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: survey_seed_used one (county i64, seed text) -> survey_seed_row (draws i64)
SELECT count(*) AS draws FROM survey WHERE county = $1 AND seed = $2;

-- name: survey_frame_recipients many (county i64, month month, known i64) -> survey_frame_row (household i64, division i64)
-- Receiving (active, or in the months of grace) in the month.
SELECT household, division FROM entitlement
WHERE county = $1 AND from_month <= $2 AND to_month >= $2 AND known_from <= $3 AND known_to > $3 AND status IN (1, 3)
ORDER BY household, programme;

-- name: survey_frame_households many (county i64, month month, known i64) -> survey_frame_row
-- Every household that the register knew in the month, where it was last.
SELECT household, division FROM entitlement
WHERE county = $1 AND from_month <= $2 AND known_from <= $3 AND known_to > $3
ORDER BY household, from_month DESC, programme;

-- name: survey_stratum_bulk bulk survey_stratum (county i64, survey i64, township i64, population i64, selected i64)

-- name: survey_sample_bulk bulk survey_sample (county i64, survey i64, township i64, number i64, household i64, draw_key blob, contact text)

-- name: survey_code_bulk bulk survey_code (county i64, survey i64, code_index blob, township i64, answer i64)

-- name: survey_strata many (county i64, survey i64) -> survey_stratum_row (township i64, population i64, selected i64)
SELECT township, population, selected FROM survey_stratum WHERE county = $1 AND survey = $2 ORDER BY township;

-- name: survey_sample_rows many (county i64, survey i64) -> survey_sample_row (township i64, number i64, household i64, draw_key blob)
SELECT township, number, household, draw_key FROM survey_sample WHERE county = $1 AND survey = $2 ORDER BY township, number;

-- name: survey_sample_people many (county i64, survey i64, township i64) -> survey_person_row (township i64, number i64, household i64, draw_key blob, contact text,
--   division i64, head text, address text)
-- Head and place as the register has them now.
SELECT survey_sample.township, survey_sample.number, survey_sample.household, survey_sample.draw_key, survey_sample.contact,
  coalesce((SELECT max(entitlement.division) FROM entitlement WHERE entitlement.county = $1 AND entitlement.household = survey_sample.household
              AND entitlement.known_to = 2147483647 AND entitlement.to_month = 999912), survey_sample.township) AS division,
  coalesce((SELECT max(person.name) FROM entitlement JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
            WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.household = survey_sample.household AND entitlement.known_to = 2147483647
              AND entitlement.to_month = 999912), '') AS head,
  household.address
FROM survey_sample JOIN household ON household.county = survey_sample.county AND household.id = survey_sample.household
WHERE survey_sample.county = $1 AND household.county = $1 AND survey_sample.survey = $2 AND (CAST($3 AS BIGINT) = 0 OR survey_sample.township = $3)
ORDER BY survey_sample.township, survey_sample.number;

-- name: survey_contact_set exec (county i64, survey i64, township i64, number i64, contact text)
UPDATE survey_sample SET contact = $5 WHERE county = $1 AND survey = $2 AND township = $3 AND number = $4;

-- name: survey_codes_void exec (county i64, survey i64, township i64)
UPDATE survey_code SET answer = -1 WHERE county = $1 AND survey = $2 AND township = $3 AND answer = 0;

-- name: survey_code_find one (county i64, code_index blob) -> survey_code_row (survey i64, township i64, answer i64, state i64, last_day date, opened_on date)
SELECT survey_code.survey, survey_code.township, survey_code.answer, survey.state, survey.last_day, survey.opened_on
FROM survey JOIN survey_code ON survey_code.county = survey.county AND survey_code.survey = survey.id
WHERE survey.county = $1 AND survey_code.county = $1 AND survey.state IN (2, 3) AND survey_code.code_index = $2;

-- name: survey_code_take exec (county i64, survey i64, code_index blob, answer i64)
-- The one that comes second changes nothing.
UPDATE survey_code SET answer = $4 WHERE county = $1 AND survey = $2 AND code_index = $3 AND answer = 0;

-- name: survey_answer_insert exec (county i64, survey i64, id i64, township i64, channel text, answered_on date, is_valid bool, overall i64, entered_by text, change i64)
INSERT INTO survey_answer (county, survey, id, township, channel, answered_on, is_valid, overall, entered_by, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: survey_answer_line_bulk bulk survey_answer_line (county i64, survey i64, answer i64, question i64, choice i64, words text)

-- name: survey_answers many (county i64, survey i64) -> survey_answer_row (id i64, township i64, channel text, answered_on date, is_valid bool, overall i64)
SELECT id, township, channel, answered_on, is_valid, overall FROM survey_answer WHERE county = $1 AND survey = $2 ORDER BY id;

-- name: survey_counts many (county i64, survey i64) -> survey_count_row (township i64, answered i64, valid i64, first i64, second i64, third i64, fourth i64)
SELECT township, count(*) AS answered, CAST(sum(is_valid) AS BIGINT) AS valid,
  count(CASE WHEN is_valid = 1 AND overall = 1 THEN 1 END) AS first, count(CASE WHEN is_valid = 1 AND overall = 2 THEN 1 END) AS second,
  count(CASE WHEN is_valid = 1 AND overall = 3 THEN 1 END) AS third, count(CASE WHEN is_valid = 1 AND overall = 4 THEN 1 END) AS fourth
FROM survey_answer WHERE county = $1 AND survey = $2 GROUP BY township ORDER BY township;

-- name: survey_delivered many (county i64, survey i64) -> survey_delivered_row (township i64, delivered i64)
SELECT township, count(*) AS delivered FROM survey_sample WHERE county = $1 AND survey = $2 AND contact = 'DELIVERED' GROUP BY township ORDER BY township;

-- name: survey_tally_rows many (county i64, survey i64) -> survey_tally_row (question i64, choice i64, answers i64)
SELECT question, choice, count(*) AS answers FROM survey_answer_line
WHERE county = $1 AND survey = $2 AND choice > 0 GROUP BY question, choice ORDER BY question, choice;

-- name: survey_remark_rows many (county i64, survey i64) -> survey_remark_row (township i64, question i64, words text)
SELECT survey_answer.township, survey_answer_line.question, survey_answer_line.words
FROM survey_answer_line JOIN survey_answer ON survey_answer.county = survey_answer_line.county AND survey_answer.survey = survey_answer_line.survey
  AND survey_answer.id = survey_answer_line.answer
WHERE survey_answer_line.county = $1 AND survey_answer.county = $1 AND survey_answer_line.survey = $2 AND survey_answer_line.words <> ''
ORDER BY survey_answer.township, survey_answer_line.words, survey_answer_line.question;

-- name: survey_township_name one (county i64, code i64) -> survey_township_name_row (name text)
SELECT name FROM division WHERE county = $1 AND code = $2 ORDER BY valid_from DESC LIMIT 1;

-- What the search box is given most often: the last four of an ID number. Without these each such search read everybody.
CREATE INDEX person_by_tail ON person (county, id_tail);
CREATE INDEX case_file_by_tail ON case_file (county, id_tail);

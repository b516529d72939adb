-- Beds × weights of the stages reached by then ÷ original beds × the whole.
SELECT k.township AS township, CAST(sum(k.done) AS BIGINT) AS numerator, CAST(sum(k.asked) AS BIGINT) AS denominator FROM (
  SELECT s.township, 0 AS done, s.beds * 10000 AS asked FROM project_scope AS s
    JOIN project AS p ON p.county = s.county AND p.id = s.project AND p.is_county = 1 WHERE s.county = :county AND s.version = 1
  UNION ALL
  SELECT c.township, c.beds * (SELECT w.value FROM parameter AS w WHERE w.county = :county AND w.from_month <= :end / 100 AND w.to_month >= :end / 100
      AND w.known_from <= :known AND w.known_to > :known AND w.name = CASE g.stage WHEN 1 THEN 'project.stage.site' WHEN 2 THEN 'project.stage.approval' WHEN 3 THEN 'project.stage.design' WHEN 4 THEN 'project.stage.tender' WHEN 5 THEN 'project.stage.foundation' WHEN 6 THEN 'project.stage.structure' WHEN 7 THEN 'project.stage.roof' WHEN 8 THEN 'project.stage.fitout' WHEN 9 THEN 'project.stage.acceptance' WHEN 10 THEN 'project.stage.in_use' END), 0
    FROM project_stage AS g JOIN project AS p ON p.county = g.county AND p.id = g.project AND p.is_county = 1
    JOIN (SELECT s.project, s.township, s.beds FROM project_scope AS s WHERE s.county = :county AND s.state = 2 AND s.decided_change <= :known
     AND s.version = (SELECT MAX(v.version) FROM project_scope AS v WHERE v.county = s.county AND v.project = s.project AND v.state = 2
                       AND v.decided_change <= :known AND (v.version = 1 OR v.decided_on <= :end)) AND s.change <> 'CANCEL') AS c ON c.project = g.project
   WHERE g.county = :county AND g.known_from <= :known AND g.known_to > :known AND g.reached_on > 0 AND g.reached_on <= :end) AS k
 GROUP BY k.township

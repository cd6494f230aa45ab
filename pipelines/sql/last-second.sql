-- What did acmenet's own log record in the last second before the crash? Needs
-- the table that pipelines/eventlog.yaml declares.
SELECT
  bugcheck_name,
  event,
  count(DISTINCT crash_id) AS crashes,
  count(*) AS entries
FROM acmenet_events
JOIN dumps ON acmenet_events.dump_id = dumps.dump_id
WHERE time >= crash_time - INTERVAL '1' SECOND
GROUP BY bugcheck_name, event
ORDER BY crashes DESC, entries DESC, bugcheck_name NULLS LAST, event NULLS LAST;

-- Which services were installed shortly before a machine crashed (event 7045 of
-- the Service Control Manager), and with which bug checks did it crash?
SELECT
  -- The first of the event's strings.
  nullif(regexp_extract(fields, '"strings":."([^"]*)"', 1), '') AS service,
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes,
  round(median(seconds_before_crash)) AS median_seconds_before
FROM etw_events
JOIN dumps USING (dump_id)
WHERE event_id = 7045 AND provider_name = 'Service Control Manager'
GROUP BY nullif(regexp_extract(fields, '"strings":."([^"]*)"', 1), ''), bugcheck_name
ORDER BY crashes DESC, service, bugcheck_name
LIMIT 10;

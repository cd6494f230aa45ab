-- Which services were installed shortly before a machine crashed (event 7045 of
-- the Service Control Manager), and with which bug checks did it crash?
WITH installed AS (
  SELECT
    -- The first of the event's strings.
    nullif(regexp_extract(fields, '"strings":."([^"]*)"', 1), '') AS service,
    bugcheck_name,
    crash_id,
    seconds_before_crash
  FROM etw_events
  JOIN dumps USING (dump_id)
  WHERE event_id = 7045 AND provider_name = 'Service Control Manager'
),
ranked AS (
  SELECT
    service,
    bugcheck_name,
    crash_id,
    seconds_before_crash,
    row_number() OVER (
      PARTITION BY service, bugcheck_name ORDER BY seconds_before_crash NULLS LAST
    ) AS place,
    count(seconds_before_crash) OVER (PARTITION BY service, bugcheck_name) AS known
  FROM installed
)
SELECT
  service,
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes,
  -- The median: the mean of the one or two values in the middle.
  round(avg(CASE WHEN 2 * place BETWEEN known AND known + 2 THEN seconds_before_crash END))
    AS median_seconds_before
FROM ranked
GROUP BY service, bugcheck_name
ORDER BY crashes DESC, service NULLS LAST, bugcheck_name NULLS LAST
LIMIT 10;

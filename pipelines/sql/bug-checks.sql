-- Which bug checks occur, on how many Windows builds, and how long was the
-- machine up?
WITH ranked AS (
  SELECT
    bugcheck_name,
    crash_id,
    os_build,
    uptime_seconds,
    row_number() OVER (PARTITION BY bugcheck_name ORDER BY uptime_seconds NULLS LAST) AS place,
    count(uptime_seconds) OVER (PARTITION BY bugcheck_name) AS known
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
)
SELECT
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT os_build) AS builds,
  -- The median: the mean of the one or two values in the middle.
  round(avg(CASE WHEN 2 * place BETWEEN known AND known + 2 THEN uptime_seconds / 3600 END), 1)
    AS median_hours_up
FROM ranked
GROUP BY bugcheck_name
ORDER BY crashes DESC, bugcheck_name NULLS LAST
LIMIT 10;

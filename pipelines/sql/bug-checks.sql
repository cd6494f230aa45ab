-- Which bug checks occur, on how many Windows builds, and how long was the
-- machine up?
SELECT
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT os_build) AS builds,
  round(median(uptime_seconds) / 3600, 1) AS median_hours_up
FROM dumps
WHERE NOT coalesce(live, FALSE)
GROUP BY bugcheck_name
ORDER BY crashes DESC, bugcheck_name
LIMIT 10;

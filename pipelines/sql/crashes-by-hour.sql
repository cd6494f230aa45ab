-- At which hour of the day, UTC, do machines crash, and how many seconds after
-- they started on average?
SELECT
  extract(HOUR FROM crash_time) AS hour_of_day,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT signature) AS signatures,
  CAST(round(avg(uptime_seconds)) AS BIGINT) AS uptime_seconds
FROM dumps
WHERE NOT coalesce(live, FALSE) AND crash_time IS NOT NULL
GROUP BY extract(HOUR FROM crash_time)
ORDER BY hour_of_day NULLS LAST;

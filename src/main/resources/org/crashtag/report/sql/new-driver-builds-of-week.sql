-- Which builds of drivers that aren't part of Windows were first loaded in a
-- crash of the seven days before the end of the report's time?
-- param until: The end of the time that the report covers.
SELECT
  min(name) AS driver,
  CASE WHEN timestamp BETWEEN 631152000 AND 2000000000 THEN CAST(CAST(
    TIMESTAMP '1970-01-01 00:00:00'
    + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
  ) AS VARCHAR) END AS built,
  timestamp,
  modules.bytes AS bytes,
  count(DISTINCT crash_id) AS crashes,
  CAST(min(crash_time) AS DATE) AS first_seen
FROM modules
JOIN dumps ON dumps.dump_id = modules.dump_id
WHERE NOT unloaded AND NOT coalesce(windows, FALSE) AND NOT coalesce(live, FALSE)
  AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
GROUP BY lower(name), timestamp, modules.bytes
HAVING min(crash_time) > CAST($until AS TIMESTAMP WITH TIME ZONE) - INTERVAL '7' DAY
ORDER BY crashes DESC, driver, timestamp, bytes;

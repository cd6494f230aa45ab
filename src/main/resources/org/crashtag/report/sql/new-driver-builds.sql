-- Which builds of drivers that aren't part of Windows are new in the latest
-- "crashtag run", all its batches together?
WITH sightings AS (
  SELECT dump_id, min(coalesce(command, run)) AS first_command
  FROM sources
  WHERE outcome IN ('decoded', 'known', 'duplicate')
  GROUP BY dump_id
)
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
JOIN sightings ON sightings.dump_id = dumps.dump_id
WHERE NOT unloaded AND NOT coalesce(windows, FALSE) AND NOT coalesce(live, FALSE)
GROUP BY lower(name), timestamp, modules.bytes
HAVING min(first_command) = (SELECT max(coalesce(command, run)) FROM sources)
ORDER BY crashes DESC, driver, timestamp, bytes;

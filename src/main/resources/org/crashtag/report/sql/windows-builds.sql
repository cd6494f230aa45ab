-- How many crashes and machines does each Windows build have, and how many
-- crashes in the two spans?
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT
    crash_id,
    max(os_build) AS os_build,
    max(machine_id) AS machine_id,
    min(crash_time) AS crash_time
  FROM dumps
  LEFT JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
)
SELECT
  os_build,
  count(DISTINCT machine_id) AS machines,
  count(*) AS crashes,
  count(CASE WHEN crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_before,
  count(CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_since
FROM crashes
GROUP BY os_build
ORDER BY crashes DESC, os_build
LIMIT 12;

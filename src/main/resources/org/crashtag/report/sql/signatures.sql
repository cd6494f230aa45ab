-- Which signatures crash most, on how many machines and Windows builds, and how
-- often in the two spans? If a crash has several dumps, the longest signature
-- counts, because a memory dump's has no module.
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT
    crash_id,
    max(signature) AS signature,
    max(bugcheck_name) AS bugcheck_name,
    max(os_build) AS os_build,
    max(machine_id) AS machine_id,
    min(crash_time) AS crash_time
  FROM dumps
  LEFT JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
)
SELECT
  signature,
  max(bugcheck_name) AS bugcheck_name,
  count(*) AS crashes,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT os_build) AS os_builds,
  count(CASE WHEN crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_before,
  count(CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_since,
  CAST(min(crash_time) AS DATE) AS first_seen,
  CAST(max(crash_time) AS DATE) AS last_seen
FROM crashes
WHERE signature IS NOT NULL
GROUP BY signature
ORDER BY crashes DESC, signature;

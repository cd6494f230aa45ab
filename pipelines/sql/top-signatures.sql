-- Which signatures crash most, on how many machines and builds of Windows, and
-- when were they first and last seen? If a crash has several dumps, the longest
-- signature counts, because a memory dump's has no module.
WITH crashes AS (
  SELECT
    crash_id,
    max(signature) AS signature,
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
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT os_build) AS builds,
  CAST(min(crash_time) AS DATE) AS first_seen,
  CAST(max(crash_time) AS DATE) AS last_seen
FROM crashes
WHERE signature IS NOT NULL
GROUP BY signature
ORDER BY crashes DESC, signature NULLS LAST
LIMIT 20;

-- Which bug checks came from which Windows build for the first time in the last
-- day? The day ends with the newest file, by the time of its last change.
WITH arrivals AS (
  SELECT dump_id, min(modified) AS arrived
  FROM sources
  WHERE dump_id IS NOT NULL
  GROUP BY dump_id
),
kinds AS (
  SELECT
    bugcheck_name,
    os_build,
    min(arrived) AS first_arrived,
    count(DISTINCT crash_id) AS crashes
  FROM dumps
  JOIN arrivals ON arrivals.dump_id = dumps.dump_id
  WHERE NOT live
  GROUP BY bugcheck_name, os_build
)
SELECT bugcheck_name, os_build, first_arrived, crashes
FROM kinds
WHERE first_arrived > (SELECT max(arrived) - INTERVAL '1' DAY FROM arrivals)
ORDER BY crashes DESC, bugcheck_name, os_build;

-- Which signatures were first seen in the seven days before the end of the
-- report's time?
-- param until: The end of the time that the report covers.
WITH crashes AS (
  SELECT
    crash_id,
    max(signature) AS signature,
    max(bugcheck_name) AS bugcheck_name,
    max(machine_id) AS machine_id,
    min(crash_time) AS crash_time
  FROM dumps
  LEFT JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
  GROUP BY crash_id
)
SELECT
  signature,
  max(bugcheck_name) AS bugcheck_name,
  count(*) AS crashes,
  count(DISTINCT machine_id) AS machines,
  CAST(min(crash_time) AS DATE) AS first_seen
FROM crashes
WHERE signature IS NOT NULL
GROUP BY signature
HAVING min(crash_time) > CAST($until AS TIMESTAMP WITH TIME ZONE) - INTERVAL '7' DAY
ORDER BY crashes DESC, signature;

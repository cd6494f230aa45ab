-- How many crashes were there in the two spans, and on how many machines?
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT crash_id, max(machine_id) AS machine_id, min(crash_time) AS crash_time
  FROM dumps
  LEFT JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
    AND crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
  GROUP BY crash_id
)
SELECT
  count(CASE WHEN crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END)
    AS crashes_before,
  count(CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END)
    AS crashes_since,
  count(DISTINCT CASE WHEN crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE)
    THEN machine_id END) AS machines_before,
  count(DISTINCT CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    THEN machine_id END) AS machines_since
FROM crashes;

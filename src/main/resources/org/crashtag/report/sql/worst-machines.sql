-- Which machines crash most, with how many different signatures, and how often
-- in the two spans?
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT
    machine_id,
    crash_id,
    min(product) AS product,
    max(signature) AS signature,
    min(crash_time) AS crash_time
  FROM machines
  JOIN dumps ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE) AND machine_id IS NOT NULL
  GROUP BY machine_id, crash_id
)
SELECT
  machine_id,
  min(product) AS product,
  count(*) AS crashes,
  count(DISTINCT signature) AS signatures,
  count(CASE WHEN crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_before,
  count(CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_since,
  CAST(max(crash_time) AS DATE) AS last_seen
FROM crashes
GROUP BY machine_id
ORDER BY crashes DESC, machine_id
LIMIT 15;

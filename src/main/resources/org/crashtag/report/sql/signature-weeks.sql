-- How often did each of the 50 most frequent signatures occur in each week?
-- param until: The end of the time that the report covers.
WITH crashes AS (
  SELECT crash_id, max(signature) AS signature, min(crash_time) AS crash_time
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
),
top AS (
  SELECT signature, row_number() OVER (ORDER BY count(*) DESC, signature) AS place
  FROM crashes
  WHERE signature IS NOT NULL
  GROUP BY signature
)
SELECT
  crashes.signature AS signature,
  CAST(date_trunc('week', crash_time) AS DATE) AS week,
  count(*) AS crashes
FROM crashes
JOIN top ON top.signature = crashes.signature
WHERE place <= 50
  AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
  AND crash_time >= date_trunc('week', CAST($until AS TIMESTAMP WITH TIME ZONE))
    - INTERVAL '364' DAY
GROUP BY crashes.signature, CAST(date_trunc('week', crash_time) AS DATE)
ORDER BY signature, week;

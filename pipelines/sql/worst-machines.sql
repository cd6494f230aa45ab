-- Which machines crash most, and how many hours are between a machine's crashes
-- on average?
WITH crashes AS (
  SELECT machine_id, min(product) AS product, crash_id, min(crash_time) AS crash_time
  FROM machines
  JOIN dumps ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE) AND machine_id IS NOT NULL
  GROUP BY machine_id, crash_id
),
spans AS (
  SELECT
    machine_id,
    min(product) AS product,
    count(DISTINCT crash_id) AS crashes,
    max(crash_time) - min(crash_time) AS span
  FROM crashes
  GROUP BY machine_id
)
SELECT
  machine_id,
  product,
  crashes,
  round(
    CAST(
      extract(DAY FROM span) * 1440
      + extract(HOUR FROM span) * 60
      + extract(MINUTE FROM span) AS DOUBLE
    ) / 60 / (crashes - 1),
    1
  ) AS hours_between
FROM spans
WHERE crashes > 1
ORDER BY crashes DESC, machine_id NULLS LAST
LIMIT 20;

-- How often do machines of a model crash, by BIOS version, and how often in the
-- two spans? Only machines with a number of their own are counted as machines.
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT
    crash_id,
    max(manufacturer) AS manufacturer,
    max(product) AS product,
    max(bios_version) AS bios_version,
    max(machine_id) AS machine_id,
    min(crash_time) AS crash_time
  FROM machines
  JOIN dumps ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
)
SELECT
  manufacturer,
  product,
  bios_version,
  count(DISTINCT machine_id) AS machines,
  count(*) AS crashes,
  round(CAST(count(CASE WHEN machine_id IS NOT NULL THEN 1 END) AS DOUBLE)
    / nullif(count(DISTINCT machine_id), 0), 1) AS crashes_per_machine,
  count(CASE WHEN crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_before,
  count(CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_since
FROM crashes
GROUP BY manufacturer, product, bios_version
ORDER BY crashes DESC, manufacturer NULLS LAST, product NULLS LAST, bios_version NULLS LAST
LIMIT 25;

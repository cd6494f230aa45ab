-- Which builds of drivers that aren't part of Windows were at work in crashes,
-- as the suspect or with the faulting instruction, how many machines ever had
-- the build, and how many such crashes is that for each machine? Builds of a
-- driver follow each other by their date.
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH named AS (
  SELECT dump_id, lower(suspect_module) AS module FROM dumps WHERE suspect_module IS NOT NULL
  UNION
  SELECT dump_id, lower(faulting_module) AS module FROM dumps WHERE faulting_module IS NOT NULL
),
loaded AS (
  SELECT
    lower(name) AS module,
    timestamp,
    modules.bytes AS bytes,
    machine_id,
    crash_id,
    crash_time,
    CASE WHEN named.dump_id IS NOT NULL THEN crash_id END AS named_in
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  LEFT JOIN machines ON machines.dump_id = modules.dump_id
  LEFT JOIN named ON named.dump_id = modules.dump_id AND named.module = lower(name)
  WHERE NOT unloaded AND NOT coalesce(windows, FALSE) AND NOT coalesce(live, FALSE)
    AND lower(name) IN (SELECT module FROM named)
),
builds AS (
  SELECT
    module,
    timestamp,
    bytes,
    count(DISTINCT machine_id) AS machines,
    count(DISTINCT crash_id) AS loaded_in,
    count(DISTINCT named_in) AS crashes,
    count(DISTINCT CASE WHEN crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
      AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN named_in END)
      AS crashes_before,
    count(DISTINCT CASE WHEN crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
      AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN named_in END)
      AS crashes_since,
    CAST(min(crash_time) AS DATE) AS first_seen,
    CAST(max(crash_time) AS DATE) AS last_seen
  FROM loaded
  GROUP BY module, timestamp, bytes
),
drivers AS (
  SELECT module, row_number() OVER (ORDER BY sum(crashes) DESC, module) AS place
  FROM builds
  GROUP BY module
)
SELECT
  builds.module AS driver,
  CASE WHEN timestamp BETWEEN 631152000 AND 2000000000 THEN CAST(CAST(
    TIMESTAMP '1970-01-01 00:00:00'
    + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
  ) AS VARCHAR) END AS built,
  timestamp,
  bytes,
  machines,
  loaded_in,
  crashes,
  round(CAST(crashes AS DOUBLE) / nullif(machines, 0), 2) AS crashes_per_machine,
  crashes_before,
  crashes_since,
  first_seen,
  last_seen
FROM builds
JOIN drivers ON drivers.module = builds.module
WHERE place <= 10
ORDER BY place, timestamp, bytes;

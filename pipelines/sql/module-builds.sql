-- Do machines with one build of a module crash less with a signature than
-- machines with another? A machine counts if it ever had the build loaded, and
-- a crash counts if the build was loaded.
-- param driver: File name of the module. Default: acmedisk.sys
-- param signature: The signature. Default: 0x9F/0x3|acmedisk.sys
WITH had AS (
  SELECT timestamp, modules.bytes, machine_id, crash_id, crash_time, signature, live
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE lower(name) = lower($driver) AND NOT unloaded AND machine_id IS NOT NULL
)
SELECT
  CAST(
    TIMESTAMP '1970-01-01 00:00:00'
    + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
  ) AS built,
  bytes,
  CAST(min(crash_time) AS DATE) AS first_seen,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT CASE WHEN signature = $signature AND NOT coalesce(live, FALSE)
    THEN crash_id END) AS crashes,
  round(
    CAST(count(DISTINCT CASE WHEN signature = $signature AND NOT coalesce(live, FALSE)
      THEN crash_id END) AS DOUBLE) / count(DISTINCT machine_id),
    2
  ) AS crashes_per_machine
FROM had
GROUP BY timestamp, bytes
ORDER BY first_seen NULLS LAST, built NULLS LAST, bytes NULLS LAST;

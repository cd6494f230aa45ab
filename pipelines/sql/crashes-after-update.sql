-- What changed on machines within 48 hours before they crashed: which builds of
-- drivers and BIOSes differ from those in the machine's previous dump? A
-- driver's build is the day of its timestamp; parts of Windows are left out. A
-- change between dumps that are further apart is not found.
WITH seen AS (
  SELECT
    machine_id,
    lower(name) AS part,
    CAST(timestamp AS VARCHAR(20)) AS build,
    CAST(CAST(
      TIMESTAMP '1970-01-01 00:00:00'
      + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
    ) AS VARCHAR(10)) AS version,
    dumps.dump_id,
    crash_id,
    crash_time,
    signature,
    live
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT unloaded AND name IS NOT NULL AND NOT coalesce(windows, FALSE)
  UNION ALL
  SELECT
    machine_id,
    'BIOS' AS part,
    bios_version AS build,
    bios_version AS version,
    dumps.dump_id,
    crash_id,
    crash_time,
    signature,
    live
  FROM machines
  JOIN dumps ON dumps.dump_id = machines.dump_id
),
compared AS (
  SELECT
    machine_id,
    part,
    lag(build) OVER earlier AS old_build,
    build,
    lag(version) OVER earlier AS old_version,
    version,
    lag(crash_time) OVER earlier AS old_time,
    crash_time AS new_time
  FROM seen
  WHERE machine_id IS NOT NULL AND crash_time IS NOT NULL
  WINDOW earlier AS (
    PARTITION BY machine_id, part
    ORDER BY crash_time NULLS LAST, dump_id NULLS LAST, build NULLS LAST
  )
)
SELECT
  compared.part,
  old_version,
  compared.version AS new_version,
  signature,
  count(DISTINCT compared.machine_id) AS machines,
  count(DISTINCT crash_id) AS crashes
FROM compared
JOIN seen
  ON seen.machine_id = compared.machine_id
  AND seen.part = compared.part
  AND seen.build = compared.build
  AND seen.crash_time >= new_time
  AND seen.crash_time <= old_time + INTERVAL '48' HOUR
WHERE compared.build <> old_build AND NOT coalesce(live, FALSE)
GROUP BY compared.part, old_version, compared.version, signature
ORDER BY
  crashes DESC,
  compared.part NULLS LAST,
  old_version NULLS LAST,
  new_version NULLS LAST,
  signature NULLS LAST;

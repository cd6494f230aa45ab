-- What is over-represented in the crashes of each of the 50 most frequent
-- signatures: a driver or a build of one, a model, a BIOS version, a Windows
-- build? Lift is the share of this signature's crashes that have it, divided by
-- the share of all other crashes, with one crash added to the others. Only
-- crashes of which the fact is known count. It is listed if at least five crashes
-- have it and lift is at least 2.
WITH crashes AS (
  SELECT crash_id, max(signature) AS signature, max(os_build) AS os_build
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
),
top AS (
  SELECT signature, row_number() OVER (ORDER BY count(*) DESC, signature) AS place
  FROM crashes
  WHERE signature IS NOT NULL
  GROUP BY signature
),
loaded AS (
  SELECT DISTINCT
    crash_id,
    lower(name) AS module,
    CASE WHEN timestamp BETWEEN 631152000 AND 2000000000 THEN CAST(CAST(
      TIMESTAMP '1970-01-01 00:00:00'
      + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
    ) AS VARCHAR) END AS built
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  WHERE NOT unloaded AND NOT coalesce(windows, FALSE) AND NOT coalesce(live, FALSE)
),
hardware AS (
  SELECT crash_id, max(product) AS product, max(bios_version) AS bios_version
  FROM machines
  JOIN dumps ON dumps.dump_id = machines.dump_id
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
),
facts AS (
  SELECT DISTINCT crash_id, 'driver' AS kind, module AS fact FROM loaded
  UNION ALL
  SELECT crash_id, 'driver build' AS kind, concat(module, ' of ', built) AS fact
  FROM loaded
  WHERE built IS NOT NULL
  UNION ALL
  SELECT crash_id, 'model' AS kind, product AS fact FROM hardware WHERE product IS NOT NULL
  UNION ALL
  SELECT crash_id, 'BIOS' AS kind, concat(product, ' with BIOS ', bios_version) AS fact
  FROM hardware
  WHERE product IS NOT NULL AND bios_version IS NOT NULL
  UNION ALL
  SELECT crash_id, 'Windows build' AS kind, CAST(os_build AS VARCHAR) AS fact
  FROM crashes
  WHERE os_build IS NOT NULL
),
known AS (
  SELECT
    kind,
    signature,
    count(DISTINCT facts.crash_id) AS crashes,
    sum(count(DISTINCT facts.crash_id)) OVER (PARTITION BY kind) AS all_crashes
  FROM facts
  JOIN crashes ON crashes.crash_id = facts.crash_id
  GROUP BY kind, signature
),
counted AS (
  SELECT
    kind,
    fact,
    signature,
    count(*) AS having_it,
    sum(count(*)) OVER (PARTITION BY kind, fact) AS all_having_it
  FROM facts
  JOIN crashes ON crashes.crash_id = facts.crash_id
  GROUP BY kind, fact, signature
),
shares AS (
  SELECT
    counted.signature AS signature,
    counted.kind AS kind,
    fact,
    having_it,
    CAST(having_it AS DOUBLE) / crashes AS here,
    CAST(all_having_it - having_it AS DOUBLE) / nullif(all_crashes - crashes, 0) AS elsewhere,
    (CAST(having_it AS DOUBLE) / crashes)
      / ((all_having_it - having_it + 1.0) / (all_crashes - crashes + 1.0)) AS lift
  FROM counted
  JOIN known
    ON known.kind = counted.kind AND known.signature = counted.signature
  JOIN top ON top.signature = counted.signature
  WHERE place <= 50
),
placed AS (
  SELECT
    signature,
    kind,
    fact,
    having_it,
    here,
    elsewhere,
    lift,
    row_number() OVER (
      PARTITION BY signature ORDER BY here - coalesce(elsewhere, 0) DESC, lift DESC, kind, fact
    ) AS nth
  FROM shares
  WHERE having_it >= 5 AND lift >= 2
    -- That the faulting module itself is loaded says nothing.
    AND NOT (kind = 'driver' AND position(concat('|', fact) IN signature) > 0)
)
SELECT
  signature,
  kind,
  fact,
  having_it AS crashes,
  round(100 * here, 1) AS percent_here,
  round(100 * elsewhere, 1) AS percent_elsewhere,
  round(lift, 1) AS lift
FROM placed
WHERE nth <= 5
ORDER BY signature, nth;

-- Which builds of the module that a signature names are in its crashes, for each
-- of the 50 most frequent signatures, and in how many crashes is that build loaded
-- at all? The timestamp of a part of Windows is a hash, not a date.
WITH crashes AS (
  SELECT crash_id, max(signature) AS signature
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
  SELECT
    lower(name) AS module,
    windows,
    timestamp,
    modules.bytes AS bytes,
    crash_id,
    CASE WHEN lower(coalesce(faulting_module, suspect_module)) = lower(name)
      AND position('|' IN signature) > 0 THEN signature END AS signature
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  WHERE NOT unloaded AND NOT coalesce(live, FALSE)
    AND lower(name) IN (SELECT lower(coalesce(faulting_module, suspect_module)) FROM dumps)
),
everywhere AS (
  SELECT module, timestamp, bytes, count(DISTINCT crash_id) AS loaded_in
  FROM loaded
  GROUP BY module, timestamp, bytes
),
here AS (
  SELECT
    signature,
    module,
    max(windows) AS windows,
    timestamp,
    bytes,
    count(DISTINCT crash_id) AS crashes
  FROM loaded
  WHERE signature IS NOT NULL
  GROUP BY signature, module, timestamp, bytes
),
placed AS (
  SELECT
    here.signature AS signature,
    here.module AS module,
    windows,
    here.timestamp AS timestamp,
    here.bytes AS bytes,
    crashes,
    loaded_in,
    row_number() OVER (
      PARTITION BY here.signature
      ORDER BY crashes DESC, here.module, here.timestamp, here.bytes
    ) AS nth
  FROM here
  JOIN everywhere
    ON everywhere.module = here.module
    AND everywhere.timestamp IS NOT DISTINCT FROM here.timestamp
    AND everywhere.bytes IS NOT DISTINCT FROM here.bytes
  JOIN top ON top.signature = here.signature
  WHERE place <= 50
)
SELECT
  signature,
  module,
  CASE WHEN windows THEN NULL ELSE CASE WHEN timestamp BETWEEN 631152000 AND 2000000000 THEN CAST(CAST(
      TIMESTAMP '1970-01-01 00:00:00'
      + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
    ) AS VARCHAR) END END AS built,
  timestamp,
  bytes,
  crashes,
  loaded_in
FROM placed
WHERE nth <= 4
ORDER BY signature, nth;

-- Which modules are loaded more often in crashes with a signature than in all
-- other crashes? Lift is the first share divided by the second, with one crash
-- added to the others. A module is listed if it has at least five crashes and a
-- lift of 2.
WITH crashes AS (
  SELECT
    crash_id,
    max(signature) AS signature
  FROM dumps
  WHERE NOT coalesce(live, FALSE) AND dump_type_name = 'triage'
  GROUP BY crash_id
),
loaded AS (
  SELECT DISTINCT crash_id, lower(name) AS module
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  WHERE NOT unloaded AND NOT windows
),
signatures AS (
  SELECT
    signature,
    count(DISTINCT crash_id) AS crashes,
    (SELECT count(DISTINCT crash_id) FROM crashes) - count(DISTINCT crash_id) AS others
  FROM crashes
  GROUP BY signature
),
modules_loaded AS (
  SELECT module, count(DISTINCT crash_id) AS everywhere FROM loaded
  WHERE crash_id IN (SELECT crash_id FROM crashes)
  GROUP BY module
),
both_of AS (
  SELECT signature, module, count(DISTINCT crashes.crash_id) AS with_module
  FROM crashes
  JOIN loaded ON loaded.crash_id = crashes.crash_id
  GROUP BY signature, module
)
SELECT
  both_of.signature,
  both_of.module,
  with_module,
  crashes,
  everywhere - with_module AS with_module_elsewhere,
  others,
  round(
    (CAST(with_module AS DOUBLE) / crashes)
    / (CAST(everywhere - with_module + 1 AS DOUBLE) / (others + 1)),
    1
  ) AS lift
FROM both_of
JOIN signatures ON signatures.signature = both_of.signature
JOIN modules_loaded ON modules_loaded.module = both_of.module
WHERE with_module >= 5
  AND (CAST(with_module AS DOUBLE) / crashes)
    / (CAST(everywhere - with_module + 1 AS DOUBLE) / (others + 1)) >= 2
ORDER BY lift DESC, both_of.signature NULLS LAST, both_of.module NULLS LAST
LIMIT 20;

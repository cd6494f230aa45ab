-- In which modules were the instructions at fault, by build of the module, and
-- in how many crashes was that build loaded? Windows' own modules are included:
-- the module with the instruction is not necessarily guilty.
WITH loaded AS (
  SELECT lower(name) AS module, windows, timestamp, modules.bytes, dumps.dump_id, crash_id
  FROM modules
  JOIN dumps ON dumps.dump_id = modules.dump_id
  WHERE NOT unloaded AND NOT coalesce(live, FALSE)
),
named AS (
  SELECT dump_id, lower(faulting_module) AS module
  FROM dumps
  WHERE faulting_module IS NOT NULL
)
SELECT
  loaded.module,
  -- The timestamp of a part of Windows is a hash.
  CASE WHEN windows THEN NULL ELSE CAST(
    TIMESTAMP '1970-01-01 00:00:00'
    + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
  ) END AS built,
  timestamp,
  bytes,
  count(DISTINCT CASE WHEN named.dump_id IS NOT NULL THEN crash_id END) AS crashes,
  count(DISTINCT crash_id) AS loaded_in
FROM loaded
LEFT JOIN named ON named.dump_id = loaded.dump_id AND named.module = loaded.module
GROUP BY loaded.module, windows, timestamp, bytes
HAVING count(named.dump_id) > 0
ORDER BY crashes DESC, loaded.module NULLS LAST, timestamp NULLS LAST, bytes NULLS LAST
LIMIT 20;

-- Which machines crash with many different codes? If the codes differ from
-- crash to crash, memory, storage or the processor is more likely at fault than
-- one driver.
WITH crashes AS (
  SELECT machine_id, product, crash_id, bugcheck_code, suspect_module
  FROM dumps
  JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE) AND machine_id IS NOT NULL
)
SELECT
  machine_id,
  min(product) AS product,
  count(DISTINCT bugcheck_code) AS codes,
  count(DISTINCT suspect_module) AS suspects,
  count(DISTINCT crash_id) AS crashes
FROM crashes
GROUP BY machine_id
HAVING count(DISTINCT bugcheck_code) >= 4
ORDER BY codes DESC, crashes DESC, machine_id NULLS LAST
LIMIT 20;

-- In which modules were the instructions at fault, by week? Windows' own
-- modules are included: the module with the instruction is not necessarily
-- guilty.
SELECT
  CAST(date_trunc('week', crash_time) AS DATE) AS week,
  lower(faulting_module) AS module,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT machine_id) AS machines
FROM dumps
LEFT JOIN machines ON machines.dump_id = dumps.dump_id
WHERE NOT coalesce(live, FALSE) AND faulting_module IS NOT NULL
GROUP BY CAST(date_trunc('week', crash_time) AS DATE), lower(faulting_module)
ORDER BY week DESC, crashes DESC, module NULLS LAST;

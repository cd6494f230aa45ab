-- In which processes do machines crash, on how many machines, and with how many
-- different signatures? That a process was running doesn't make it guilty.
SELECT
  process_name AS process,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT signature) AS signatures
FROM dumps
LEFT JOIN machines ON machines.dump_id = dumps.dump_id
WHERE NOT coalesce(live, FALSE) AND process_name IS NOT NULL
GROUP BY process_name
ORDER BY crashes DESC, process NULLS LAST
LIMIT 20;

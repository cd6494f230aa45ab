-- Which programs had Windows recorded in the dumps of each bug check? Windows
-- records a process for various reasons; usually it is not the one that
-- crashed.
SELECT
  min(name) AS program,
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes
FROM crashed_processes
JOIN dumps USING (dump_id)
WHERE NOT coalesce(live, FALSE)
GROUP BY lower(name), bugcheck_name
ORDER BY crashes DESC, program NULLS LAST, bugcheck_name NULLS LAST
LIMIT 10;

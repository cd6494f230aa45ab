-- Which drivers that aren't part of Windows were at work, by week? A suspect is
-- not necessarily guilty: see trust in stack_frames.
SELECT
  CAST(date_trunc('week', crash_time) AS DATE) AS week,
  lower(suspect_module) AS module,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT machine_id) AS machines
FROM dumps
LEFT JOIN machines ON machines.dump_id = dumps.dump_id
WHERE NOT coalesce(live, FALSE) AND suspect_module IS NOT NULL
GROUP BY CAST(date_trunc('week', crash_time) AS DATE), lower(suspect_module)
ORDER BY week DESC, crashes DESC, module NULLS LAST;

-- Which bug checks occur, by week and Windows build? The newest week comes
-- first.
SELECT
  CAST(date_trunc('week', crash_time) AS DATE) AS week,
  os_build,
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes
FROM dumps
WHERE NOT coalesce(live, FALSE)
GROUP BY CAST(date_trunc('week', crash_time) AS DATE), os_build, bugcheck_name
ORDER BY week DESC, crashes DESC, os_build NULLS LAST, bugcheck_name NULLS LAST;

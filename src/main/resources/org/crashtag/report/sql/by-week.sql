-- How many crashes were there in each week, and on how many machines? Weeks
-- begin on Monday, UTC; the last one is not over yet.
-- param until: The end of the time that the report covers.
SELECT
  CAST(date_trunc('week', crash_time) AS DATE) AS week,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT machine_id) AS machines
FROM dumps
LEFT JOIN machines ON machines.dump_id = dumps.dump_id
WHERE NOT coalesce(live, FALSE)
  AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
  AND crash_time >= date_trunc('week', CAST($until AS TIMESTAMP WITH TIME ZONE))
    - INTERVAL '364' DAY
GROUP BY CAST(date_trunc('week', crash_time) AS DATE)
ORDER BY week;

-- How many crashes were there in each week, by Windows build? The five builds
-- with most crashes have columns of their own in the chart.
-- param until: The end of the time that the report covers.
WITH crashes AS (
  SELECT
    crash_id,
    max(os_build) AS os_build,
    CAST(date_trunc('week', min(crash_time)) AS DATE) AS week
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE)
    AND crash_time >= date_trunc('week', CAST($until AS TIMESTAMP WITH TIME ZONE))
      - INTERVAL '364' DAY
  GROUP BY crash_id
),
places AS (
  SELECT os_build, row_number() OVER (ORDER BY count(*) DESC, os_build) AS place
  FROM crashes
  WHERE os_build IS NOT NULL
  GROUP BY os_build
)
SELECT
  week,
  CASE WHEN place <= 5 THEN CAST(crashes.os_build AS VARCHAR) ELSE 'other' END AS os_build,
  count(*) AS crashes
FROM crashes
LEFT JOIN places ON places.os_build = crashes.os_build
GROUP BY week, CASE WHEN place <= 5 THEN CAST(crashes.os_build AS VARCHAR) ELSE 'other' END
ORDER BY week, os_build;

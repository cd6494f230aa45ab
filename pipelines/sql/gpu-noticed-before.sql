-- How long before a bug check of the display (0x116, 0x117, 0x119, 0x141,
-- 0x1A8) did NVIDIA's driver notice a problem? The times of its last failed
-- assertion or timeout, and of writing its data, in whole seconds.
WITH moments AS (
  SELECT dump_id, 'last assert' AS noticed_by, coalesce(last_time, time) AS moment
  FROM gpu_asserts
  UNION ALL
  SELECT dump_id, 'data written' AS noticed_by, dump_time AS moment
  FROM gpu_drivers
),
spans AS (
  SELECT
    dumps.crash_id AS crash_id,
    dumps.bugcheck_name AS bugcheck_name,
    noticed_by,
    dumps.crash_time - max(moment) AS span
  FROM moments
  JOIN dumps ON moments.dump_id = dumps.dump_id
  WHERE bugcheck_code IN (278, 279, 281, 321, 424) AND moment <= dumps.crash_time
  GROUP BY dumps.crash_id, dumps.bugcheck_name, dumps.crash_time, noticed_by
),
seconds AS (
  SELECT
    crash_id,
    bugcheck_name,
    noticed_by,
    extract(DAY FROM span) * 86400
      + extract(HOUR FROM span) * 3600
      + extract(MINUTE FROM span) * 60
      + floor(extract(SECOND FROM span)) AS before
  FROM spans
)
SELECT
  bugcheck_name,
  noticed_by,
  count(DISTINCT crash_id) AS crashes,
  CAST(min(before) AS BIGINT) AS least_seconds,
  CAST(max(before) AS BIGINT) AS most_seconds
FROM seconds
GROUP BY bugcheck_name, noticed_by
ORDER BY crashes DESC, bugcheck_name NULLS LAST, noticed_by NULLS LAST;

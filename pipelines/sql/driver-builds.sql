-- Which builds of which loaded drivers crash mostly with one and the same bug
-- check? A build is identified as on symbol servers, by the timestamp and the
-- size of its image.
WITH crashes AS (
  SELECT
    min(name) AS name,
    timestamp,
    bytes,
    bugcheck_name,
    count(DISTINCT crash_id) AS same,
    sum(count(DISTINCT crash_id)) OVER (PARTITION BY lower(name), timestamp, bytes) AS all_crashes
  FROM modules
  JOIN dumps USING (dump_id)
  WHERE NOT unloaded AND NOT coalesce(live, FALSE)
  GROUP BY lower(name), timestamp, bytes, bugcheck_name
)
SELECT
  name,
  CAST(
    TIMESTAMP '1970-01-01 00:00:00'
    + CAST(floor(timestamp / 86400) AS INTEGER) * INTERVAL '1' DAY AS DATE
  ) AS built,
  bugcheck_name,
  same,
  CAST(all_crashes AS BIGINT) AS of
FROM crashes
WHERE all_crashes >= 20 AND 2 * same > all_crashes
ORDER BY same DESC, name NULLS LAST, built NULLS LAST, bugcheck_name NULLS LAST
LIMIT 10;

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
  DATE '1970-01-01' + CAST(floor(timestamp / 86400) AS INT) AS built,
  bugcheck_name,
  same,
  CAST(all_crashes AS BIGINT) AS of
FROM crashes
WHERE all_crashes >= 20 AND same > all_crashes / 2
ORDER BY same DESC, name
LIMIT 10;

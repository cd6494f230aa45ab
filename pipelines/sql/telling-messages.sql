-- Which messages of our driver are frequent in crashes with one bug check and
-- rare in its other crashes? Only crashes that have the driver's log count.
-- param driver: Name of our driver in ring_logs. Default: acmenet
-- param bugcheck: Code of the bug check, as a decimal number. Default: 209
WITH logs AS (
  SELECT
    ring_logs.dump_id,
    ordinal,
    crash_id,
    coalesce(bugcheck_code = CAST($bugcheck AS BIGINT), false) AS ours
  FROM ring_logs
  JOIN dumps ON dumps.dump_id = ring_logs.dump_id
  WHERE lower(driver) = lower($driver) AND ring = 'normal' AND NOT coalesce(live, FALSE)
),
crashes AS (
  SELECT
    count(DISTINCT crash_id) FILTER (WHERE ours) AS ours,
    count(DISTINCT crash_id) FILTER (WHERE NOT ours) AS others
  FROM logs
),
said AS (
  SELECT
    message_guid,
    message_number,
    coalesce(max(message_source), message_guid) AS source,
    min(text) AS example,
    count(DISTINCT crash_id) FILTER (WHERE ours) AS ours,
    count(DISTINCT crash_id) FILTER (WHERE NOT ours) AS others
  FROM ring_records
  JOIN logs ON logs.dump_id = ring_records.dump_id AND logs.ordinal = ring_records.ordinal
  GROUP BY message_guid, message_number
)
SELECT
  source,
  message_number AS number,
  round(100 * CAST(said.ours AS DOUBLE) / crashes.ours) AS percent_here,
  round(100 * CAST(said.others AS DOUBLE) / nullif(crashes.others, 0)) AS percent_elsewhere,
  example
FROM said
CROSS JOIN crashes
WHERE said.ours > 0
ORDER BY
  CAST(said.ours AS DOUBLE) / crashes.ours
    - coalesce(CAST(said.others AS DOUBLE) / nullif(crashes.others, 0), 0) DESC,
  message_guid NULLS LAST,
  number NULLS LAST
LIMIT 20;

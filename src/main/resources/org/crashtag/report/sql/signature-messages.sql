-- Which messages did drivers log last in the ten newest crashes of each of the 50
-- most frequent signatures, in words? Of each log the last three messages count;
-- the text is that of the newest crash. Messages have a text if the run was given
-- the drivers' TMF files or PDBs (--messages).
WITH crashes AS (
  SELECT crash_id, max(signature) AS signature
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
),
top AS (
  SELECT signature, row_number() OVER (ORDER BY count(*) DESC, signature) AS place
  FROM crashes
  WHERE signature IS NOT NULL
  GROUP BY signature
),
newest AS (
  SELECT
    dump_id,
    crash_id,
    crash_time,
    dumps.signature AS signature,
    row_number() OVER (
      PARTITION BY dumps.signature ORDER BY crash_time DESC NULLS LAST, dump_id
    ) AS nth
  FROM dumps
  JOIN top ON top.signature = dumps.signature
  WHERE place <= 50 AND NOT coalesce(live, FALSE)
),
said AS (
  SELECT
    signature,
    crash_id,
    crash_time,
    driver,
    message_guid,
    message_number,
    text,
    row_number() OVER (
      PARTITION BY ring_records.dump_id, ring_records.ordinal, ring_records.ring
      ORDER BY ring_records.entry DESC
    ) AS back
  FROM ring_records
  JOIN newest ON newest.dump_id = ring_records.dump_id AND newest.nth <= 10
  JOIN ring_logs
    ON ring_logs.dump_id = ring_records.dump_id
    AND ring_logs.ordinal = ring_records.ordinal
    AND ring_logs.ring = ring_records.ring
  WHERE text IS NOT NULL
  UNION ALL
  SELECT
    signature,
    crash_id,
    crash_time,
    logger AS driver,
    message_guid,
    message_number,
    text,
    row_number() OVER (
      PARTITION BY etw_messages.dump_id, ordinal, logger ORDER BY clock DESC, entry DESC
    ) AS back
  FROM etw_messages
  JOIN newest ON newest.dump_id = etw_messages.dump_id AND newest.nth <= 10
  WHERE text IS NOT NULL
),
placed AS (
  SELECT
    signature,
    driver,
    max_by(text, crash_time) AS text,
    count(DISTINCT crash_id) AS crashes,
    row_number() OVER (
      PARTITION BY signature
      ORDER BY count(DISTINCT crash_id) DESC, min(back), driver, message_guid, message_number
    ) AS nth
  FROM said
  WHERE back <= 3
  GROUP BY signature, driver, message_guid, message_number
)
SELECT signature, driver, text, crashes
FROM placed
WHERE nth <= 4
ORDER BY signature, nth;

-- What did drivers log last, in words, before each crash of a signature?
-- Messages have a text if the run was given the drivers' TMF files or PDBs
-- (--messages).
-- param signature: The signature, with % for any characters. Default: %
-- param messages: How many messages of each log. Default: 3
WITH said AS (
  SELECT
    ring_records.dump_id,
    driver,
    message_level,
    text,
    row_number() OVER (
      PARTITION BY ring_records.dump_id, ring_records.ordinal, ring_records.ring
      ORDER BY ring_records.entry DESC
    ) AS nth
  FROM ring_records
  JOIN ring_logs
    ON ring_logs.dump_id = ring_records.dump_id
    AND ring_logs.ordinal = ring_records.ordinal
    AND ring_logs.ring = ring_records.ring
  WHERE text IS NOT NULL
  UNION ALL
  SELECT
    dump_id,
    logger AS driver,
    message_level,
    text,
    row_number() OVER (PARTITION BY dump_id, ordinal, logger ORDER BY clock DESC, entry DESC)
      AS nth
  FROM etw_messages
  WHERE text IS NOT NULL
)
SELECT
  signature,
  crash_time,
  driver,
  nth AS back,
  message_level AS level,
  text
FROM said
JOIN dumps ON dumps.dump_id = said.dump_id
WHERE NOT coalesce(live, FALSE)
  AND coalesce(signature, '') LIKE $signature
  AND nth <= CAST($messages AS BIGINT)
ORDER BY signature NULLS LAST, crash_time DESC, driver NULLS LAST, nth DESC, text NULLS LAST;

-- Which signatures are new in the latest "crashtag run", all its batches
-- together? After the first run, all are new. If a crash has several dumps, the
-- longest signature counts, because a memory dump's has no module.
-- param since: New in so many hours, such as 24h; 0h: new in the latest run. Default: 0h
WITH sightings AS (
  SELECT dump_id, min(coalesce(command, run)) AS first_command
  FROM sources
  WHERE outcome IN ('decoded', 'known', 'duplicate')
  GROUP BY dump_id
),
crashes AS (
  SELECT
    crash_id,
    max(signature) AS signature,
    max(bugcheck_name) AS bugcheck_name,
    max(os_build) AS os_build,
    min(first_command) AS first_command
  FROM dumps
  JOIN sightings ON sightings.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE)
  GROUP BY crash_id
),
kinds AS (
  SELECT
    signature,
    max(bugcheck_name) AS bugcheck_name,
    min(first_command) AS first_command,
    -- A command is named after the time at which it began.
    CAST(
      concat_ws(
        ' ',
        concat_ws(
          '-',
          substring(min(first_command), 2, 4),
          substring(min(first_command), 6, 2),
          substring(min(first_command), 8, 2)
        ),
        concat_ws(
          ':',
          substring(min(first_command), 11, 2),
          substring(min(first_command), 13, 2),
          substring(min(first_command), 15, 2)
        )
      ) AS TIMESTAMP
    ) AS first_time,
    count(DISTINCT crash_id) AS crashes,
    count(DISTINCT os_build) AS builds
  FROM crashes
  WHERE signature IS NOT NULL
  GROUP BY signature
)
SELECT signature, bugcheck_name, crashes, builds
FROM kinds
WHERE ($since = '0h' AND first_command = (SELECT max(coalesce(command, run)) FROM sources))
  OR first_time > current_timestamp - INTERVAL '1' HOUR * CAST(replace($since, 'h', '') AS INT)
ORDER BY crashes DESC, signature NULLS LAST;

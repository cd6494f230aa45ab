-- Which bug checks came from which Windows build for the first time with the
-- latest "crashtag run", all its batches together? After the first run, all.
WITH sightings AS (
  SELECT dump_id, min(coalesce(command, run)) AS first_command
  FROM sources
  WHERE outcome IN ('decoded', 'known', 'duplicate')
  GROUP BY dump_id
),
kinds AS (
  SELECT
    bugcheck_name,
    os_build,
    min(first_command) AS first_command,
    count(DISTINCT crash_id) AS crashes
  FROM dumps
  JOIN sightings ON sightings.dump_id = dumps.dump_id
  WHERE NOT live
  GROUP BY bugcheck_name, os_build
)
SELECT bugcheck_name, os_build, crashes
FROM kinds
WHERE first_command = (SELECT max(coalesce(command, run)) FROM sources)
ORDER BY crashes DESC, bugcheck_name, os_build;

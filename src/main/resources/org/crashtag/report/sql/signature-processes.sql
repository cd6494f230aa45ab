-- In which processes did the machines crash, for each of the 50 most frequent
-- signatures? That a process was running doesn't make it guilty.
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
counted AS (
  SELECT
    signature,
    process_name AS process,
    count(DISTINCT crash_id) AS crashes
  FROM dumps
  WHERE NOT coalesce(live, FALSE) AND process_name IS NOT NULL
  GROUP BY signature, process_name
),
placed AS (
  SELECT
    counted.signature AS signature,
    process,
    crashes,
    row_number() OVER (PARTITION BY counted.signature ORDER BY crashes DESC, process) AS nth
  FROM counted
  JOIN top ON top.signature = counted.signature
  WHERE place <= 50
)
SELECT signature, process, crashes
FROM placed
WHERE nth <= 4
ORDER BY signature, nth;

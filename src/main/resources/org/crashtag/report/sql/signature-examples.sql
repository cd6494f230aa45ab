-- Which dump is the newest of each of the 50 most frequent signatures? A
-- minidump is preferred, because it names the faulting module.
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
placed AS (
  SELECT
    dumps.signature AS signature,
    source,
    member,
    crash_time,
    row_number() OVER (
      PARTITION BY dumps.signature
      ORDER BY CASE WHEN dump_type_name = 'triage' THEN 0 ELSE 1 END,
        crash_time DESC NULLS LAST, dump_id
    ) AS nth
  FROM dumps
  JOIN top ON top.signature = dumps.signature
  WHERE place <= 50 AND NOT coalesce(live, FALSE)
)
SELECT signature, source, member, CAST(crash_time AS DATE) AS crashed
FROM placed
WHERE nth = 1
ORDER BY signature;

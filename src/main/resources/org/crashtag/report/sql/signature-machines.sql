-- Which three machines had most crashes of each of the 50 most frequent
-- signatures?
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
    machine_id,
    min(product) AS product,
    count(DISTINCT crash_id) AS crashes
  FROM dumps
  JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE) AND machine_id IS NOT NULL
  GROUP BY signature, machine_id
),
placed AS (
  SELECT
    counted.signature AS signature,
    machine_id,
    product,
    crashes,
    row_number() OVER (PARTITION BY counted.signature ORDER BY crashes DESC, machine_id) AS nth
  FROM counted
  JOIN top ON top.signature = counted.signature
  WHERE place <= 50
)
SELECT signature, machine_id, product, crashes
FROM placed
WHERE nth <= 3
ORDER BY signature, nth;

-- Which machines look as if their hardware were at fault? Either they report it
-- (bug checks 0x9C, 0x101, 0x124 and 0x12B: machine check, a processor that
-- doesn't answer, WHEA, a corrupted page), or they crash with at least four
-- different codes and on average at most twice with each.
WITH crashes AS (
  SELECT
    machine_id,
    product,
    crash_id,
    bugcheck_code,
    signature,
    bugcheck_code IN (156, 257, 292, 299) AS reported
  FROM dumps
  JOIN machines ON machines.dump_id = dumps.dump_id
  WHERE NOT coalesce(live, FALSE) AND machine_id IS NOT NULL
)
SELECT
  machine_id,
  min(product) AS product,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT bugcheck_code) AS codes,
  count(DISTINCT signature) AS signatures,
  count(DISTINCT CASE WHEN reported THEN crash_id END) AS reported_by_hardware
FROM crashes
GROUP BY machine_id
HAVING count(DISTINCT CASE WHEN reported THEN crash_id END) > 0
  OR (count(DISTINCT bugcheck_code) >= 4
    AND count(DISTINCT crash_id) <= 2 * count(DISTINCT bugcheck_code))
ORDER BY reported_by_hardware DESC, codes DESC, crashes DESC, machine_id
LIMIT 15;

-- How often is our driver loaded in crashes that name another one? A crash names
-- the module that contains an address among its parameters.
-- param driver: File name of our driver. Default: acmenet.sys
WITH addresses AS (
  SELECT dump_id, bugcheck_p1 AS address FROM dumps WHERE NOT live
  UNION ALL
  SELECT dump_id, bugcheck_p2 AS address FROM dumps WHERE NOT live
  UNION ALL
  SELECT dump_id, bugcheck_p3 AS address FROM dumps WHERE NOT live
  UNION ALL
  SELECT dump_id, bugcheck_p4 AS address FROM dumps WHERE NOT live
),
named AS (
  -- The first ten characters are equal, because no module is 4 GB long.
  SELECT addresses.dump_id, address, max_by(lower(name), base) AS module
  FROM addresses
  JOIN modules
    ON modules.dump_id = addresses.dump_id
    AND base <= address
    AND substr(base, 1, 10) = substr(address, 1, 10)
  WHERE NOT unloaded
  GROUP BY addresses.dump_id, address
),
ours AS (
  SELECT DISTINCT dump_id FROM modules WHERE lower(name) = lower($driver) AND NOT unloaded
)
SELECT
  module AS named,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT crash_id) FILTER (WHERE ours.dump_id IS NOT NULL) AS with_ours
FROM named
JOIN dumps ON dumps.dump_id = named.dump_id
LEFT JOIN ours ON ours.dump_id = named.dump_id
WHERE module <> lower($driver)
GROUP BY module
ORDER BY with_ours DESC, crashes DESC, named;

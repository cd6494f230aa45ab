-- How many dumps of each type have a tagged region, and how many of those regions
-- are whole?
SELECT
  dump_type_name AS dump_type,
  count(*) AS dumps,
  count(CASE WHEN region_offset IS NULL THEN 1 END) AS without_region,
  count(CASE WHEN region_end IN ('truncated', 'corrupt') THEN 1 END) AS damaged
FROM dumps
GROUP BY dump_type_name
ORDER BY dumps DESC, dump_type;

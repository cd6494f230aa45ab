-- Which dumps lack our tag although our driver was loaded? Either its callback
-- failed or the region is truncated, as region_end says. The column named counts
-- crashes in which our driver is the faulting module or the suspect.
-- param driver: File name of our driver. Default: acmenet.sys
-- param tag: GUID of our tag, in lower case. Default: e7e47106-5a1c-4d3e-9b77-2f60c1a8d905
SELECT
  min(name) AS name,
  timestamp,
  region_end,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT CASE WHEN lower(faulting_module) = lower($driver)
    OR lower(suspect_module) = lower($driver) THEN crash_id END) AS named
FROM modules
JOIN dumps ON modules.dump_id = dumps.dump_id
LEFT JOIN tags
  ON tags.dump_id = dumps.dump_id AND tag = lower($tag)
WHERE lower(name) = lower($driver) AND NOT unloaded AND tag IS NULL
GROUP BY lower(name), timestamp, region_end
ORDER BY crashes DESC, timestamp NULLS LAST, region_end NULLS LAST;

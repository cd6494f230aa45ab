-- Which dumps lack our tag although our driver was loaded? Its callback failed,
-- or the region was cut: region_end tells. Write your file's name and your tag in
-- place of acmenet.sys and its GUID.
SELECT
  name,
  timestamp,
  region_end,
  count(DISTINCT crash_id) AS crashes
FROM modules
JOIN dumps ON modules.dump_id = dumps.dump_id
LEFT JOIN tags
  ON tags.dump_id = dumps.dump_id AND tag = 'e7e47106-5a1c-4d3e-9b77-2f60c1a8d905'
WHERE name = 'acmenet.sys' AND NOT unloaded AND tag IS NULL
GROUP BY name, timestamp, region_end
ORDER BY crashes DESC, timestamp, region_end;

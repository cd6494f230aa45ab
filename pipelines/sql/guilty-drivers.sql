-- Which KMDF drivers, bound to which KMDF version, appear in crashes with one
-- bug check and in no others?
-- param bugcheck: Code of the bug check, as a decimal number. Default: 209
SELECT
  min(driver) AS driver,
  kmdf_version,
  count(DISTINCT crash_id) AS crashes
FROM kmdf_drivers
JOIN dumps USING (dump_id)
WHERE NOT coalesce(live, FALSE)
GROUP BY lower(driver), kmdf_version
HAVING bool_and(coalesce(bugcheck_code = CAST($bugcheck AS BIGINT), FALSE))
ORDER BY crashes DESC, driver NULLS LAST, kmdf_version NULLS LAST;

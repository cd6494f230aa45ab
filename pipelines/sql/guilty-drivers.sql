-- Which KMDF drivers, bound to which KMDF version, appear in crashes with bug
-- check 0xD1 (209) and in no others? What is listed here was in no crash for
-- another reason.
SELECT
  driver,
  kmdf_version,
  count(DISTINCT crash_id) AS crashes
FROM kmdf_drivers
JOIN dumps USING (dump_id)
WHERE NOT live
GROUP BY driver, kmdf_version
HAVING bool_and(bugcheck_code = 209)
ORDER BY crashes DESC, driver;

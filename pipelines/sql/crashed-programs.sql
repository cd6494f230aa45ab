-- In which programs' processes do machines crash, by bug check?
SELECT
  name AS program,
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes
FROM crashed_processes
JOIN dumps USING (dump_id)
WHERE NOT live
GROUP BY name, bugcheck_name
ORDER BY crashes DESC, program, bugcheck_name
LIMIT 10;

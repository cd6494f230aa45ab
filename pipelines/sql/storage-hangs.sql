-- In which crashes was a request to the disk still running, and for how long? For
-- each bug check: crashes with such a request, and the longest wait. ataport is
-- left out, because its clock differs from that of the crash time.
SELECT
  bugcheck_name,
  count(DISTINCT crash_id) AS crashes,
  max_by(operation, seconds_before_crash) AS operation,
  round(max(seconds_before_crash), 3) AS longest_seconds
FROM storage_requests
JOIN dumps USING (dump_id)
WHERE lower(driver) = 'storport.sys' AND end_time IS NULL AND start_time IS NOT NULL
GROUP BY bugcheck_name
ORDER BY crashes DESC, bugcheck_name NULLS LAST
LIMIT 10;

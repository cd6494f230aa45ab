-- When was each build of a driver first and last seen in a crash? A build is
-- identified by the timestamp and the size of its image.
SELECT
  min(name) AS name,
  timestamp,
  modules.bytes AS bytes,
  CAST(min(crash_time) AS DATE) AS first_seen,
  CAST(max(crash_time) AS DATE) AS last_seen,
  count(DISTINCT crash_id) AS crashes
FROM modules
JOIN dumps ON modules.dump_id = dumps.dump_id
WHERE NOT unloaded AND NOT coalesce(live, FALSE)
GROUP BY lower(name), timestamp, modules.bytes
ORDER BY last_seen DESC, crashes DESC, name NULLS LAST, timestamp NULLS LAST, bytes NULLS LAST;

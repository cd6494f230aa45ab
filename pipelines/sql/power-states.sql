-- In which power state did machines crash, by signature: running, on the way to
-- sleep, in connected standby or shutting down?
WITH states AS (
  SELECT
    crash_id,
    signature,
    CASE
      WHEN system_shutdown OR user_shutdown THEN 'shutting down'
      WHEN connected_standby THEN 'connected standby'
      WHEN sleep_in_progress <> 0 THEN 'going to sleep'
      WHEN system_running THEN 'running'
      ELSE 'unknown'
    END AS state
  FROM boot_status
  JOIN dumps ON dumps.dump_id = boot_status.dump_id
  WHERE NOT coalesce(live, FALSE)
)
SELECT state, signature, count(DISTINCT crash_id) AS crashes
FROM states
GROUP BY state, signature
ORDER BY state NULLS LAST, crashes DESC, signature NULLS LAST;

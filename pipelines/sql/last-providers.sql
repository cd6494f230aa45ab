-- Which providers wrote events in the last seconds before which bug check? Providers
-- with warnings and errors come first.
-- param seconds: How long before the crash. Default: 10
SELECT
  bugcheck_name,
  coalesce(provider_name, provider) AS provider,
  count(*) FILTER (WHERE level IN (1, 2, 3)) AS warnings,
  count(*) AS events,
  count(DISTINCT crash_id) AS crashes
FROM etw_events
JOIN dumps USING (dump_id)
WHERE seconds_before_crash BETWEEN -1 AND CAST($seconds AS DOUBLE)
GROUP BY bugcheck_name, coalesce(provider_name, provider)
ORDER BY warnings > 0 DESC, crashes DESC, warnings DESC, events DESC,
  provider NULLS LAST, bugcheck_name NULLS LAST
LIMIT 10;

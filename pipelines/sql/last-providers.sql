-- Which providers wrote events in the last ten seconds before which bug check?
-- Those with warnings and errors come first.
SELECT
  bugcheck_name,
  coalesce(provider_name, provider) AS provider,
  count(*) FILTER (WHERE level IN (1, 2, 3)) AS warnings,
  count(*) AS events,
  count(DISTINCT crash_id) AS crashes
FROM etw_events
JOIN dumps USING (dump_id)
WHERE seconds_before_crash BETWEEN -1 AND 10
GROUP BY bugcheck_name, coalesce(provider_name, provider)
ORDER BY warnings > 0 DESC, crashes DESC, warnings DESC, events DESC, provider, bugcheck_name
LIMIT 10;

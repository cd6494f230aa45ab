-- What was rejected, by the folder of its source and the week of its last
-- change? Crashes counts those whose header could be read.
SELECT
  regexp_replace(rejects.source, '/[^/]*$', '') AS folder,
  CAST(date_trunc('week', modified) AS DATE) AS week,
  reason,
  count(DISTINCT rejects.source || '!' || coalesce(rejects.member, '')) AS files,
  count(DISTINCT crash_id) AS crashes
FROM rejects
LEFT JOIN sources
  ON sources.source = rejects.source AND sources.member IS NOT DISTINCT FROM rejects.member
LEFT JOIN dumps ON dumps.dump_id = rejects.dump_id
GROUP BY
  regexp_replace(rejects.source, '/[^/]*$', ''),
  CAST(date_trunc('week', modified) AS DATE),
  reason
ORDER BY week DESC, files DESC, folder NULLS LAST, reason NULLS LAST;

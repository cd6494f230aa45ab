-- What was rejected, by reason and folder of the source? Files counts members of
-- archives as files.
SELECT
  reason,
  regexp_replace(source, '[/\\][^/\\]*$', '') AS folder,
  count(DISTINCT concat(source, '!', coalesce(member, ''))) AS files
FROM rejects
GROUP BY reason, regexp_replace(source, '[/\\][^/\\]*$', '')
ORDER BY files DESC, reason, folder;

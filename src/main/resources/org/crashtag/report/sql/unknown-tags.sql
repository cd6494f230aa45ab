-- Which tags does no decoder read, in how many dumps are they, and when were they
-- last seen?
SELECT
  tag,
  count(DISTINCT tags.dump_id) AS dumps,
  count(*) AS blobs,
  round(avg(tags.bytes)) AS average_bytes,
  CAST(max(crash_time) AS DATE) AS last_seen
FROM tags
JOIN dumps ON dumps.dump_id = tags.dump_id
WHERE status = 'unknown'
GROUP BY tag
ORDER BY dumps DESC, tag
LIMIT 8;

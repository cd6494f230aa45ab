-- How much of what the drivers wrote is decoded? Counts blobs that are
-- not empty, and their bytes.
SELECT
  status,
  count(*) AS blobs,
  round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
  CAST(sum(bytes) AS BIGINT) AS bytes,
  round(100.0 * sum(bytes) / sum(sum(bytes)) OVER (), 1) AS percent_of_bytes
FROM tags
WHERE status <> 'empty'
GROUP BY status
ORDER BY blobs DESC;

-- How much of what the drivers wrote is decoded? By blobs that aren't empty and
-- by their bytes.
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

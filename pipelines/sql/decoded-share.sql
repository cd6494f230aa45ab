-- How much of what the drivers wrote is decoded? First by blobs that aren't empty
-- and by their bytes: a whole blob counts if its decoder reached the end. Then by
-- the bytes that decoders know, which is the stricter measure, and the bytes that
-- rows only carry, such as arguments in hex. The last two columns are shares of
-- all bytes.
SELECT
  status,
  count(*) AS blobs,
  round(100 * CAST(count(*) AS DOUBLE) / sum(count(*)) OVER (), 1) AS percent,
  CAST(sum(bytes) AS BIGINT) AS bytes,
  round(100 * CAST(sum(bytes) AS DOUBLE) / sum(sum(bytes)) OVER (), 1) AS percent_of_bytes,
  round(
    100 * CAST(sum(coalesce(decoded_bytes, 0)) AS DOUBLE) / sum(sum(kept_bytes)) OVER (), 1
  ) AS percent_decoded,
  round(
    100 * CAST(sum(coalesce(carried_bytes, 0)) AS DOUBLE) / sum(sum(kept_bytes)) OVER (), 1
  ) AS percent_carried
FROM tags
WHERE status <> 'empty'
GROUP BY status
ORDER BY blobs DESC, status NULLS LAST;

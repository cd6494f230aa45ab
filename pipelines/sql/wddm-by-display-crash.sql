-- Which display adapters, with which version of the display driver model (WDDM),
-- are in machines that crash in the display (0x116, 0x117, 0x119, 0x141, 0x142,
-- 0x1A8), and what share of their crashes is that? Vendor 1414 is Microsoft.
WITH crashes AS (
  SELECT DISTINCT
    crash_id,
    vendor_id,
    device_id,
    wddm,
    bugcheck_code IN (278, 279, 281, 321, 322, 424) AS in_display
  FROM gpu_adapters
  JOIN dumps USING (dump_id)
  WHERE vendor_id <> '1414'
)
SELECT
  wddm,
  vendor_id || ':' || device_id AS adapter,
  count(DISTINCT crash_id) FILTER (WHERE in_display) AS in_display,
  count(DISTINCT crash_id) AS crashes,
  round(
    100 * CAST(count(DISTINCT crash_id) FILTER (WHERE in_display) AS DOUBLE)
      / count(DISTINCT crash_id),
    1
  ) AS percent
FROM crashes
GROUP BY wddm, vendor_id, device_id
ORDER BY in_display DESC, crashes DESC, adapter NULLS LAST, wddm NULLS LAST
LIMIT 10;

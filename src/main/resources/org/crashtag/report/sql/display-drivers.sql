-- Which versions of display drivers, on which cards, are in crashes of the display
-- (0x116, 0x117, 0x119, 0x141, 0x1A8), and how often in the two spans? Live kernel
-- reports count here, because Windows writes them when the display hung.
-- param earlier: The start of the first span.
-- param since: The start of the second span.
-- param until: The end of the second span.
WITH crashes AS (
  SELECT
    dumps.crash_id AS crash_id,
    vendor,
    driver_version,
    concat(pci_vendor_id, ':', device_id) AS card,
    max(CASE WHEN dumps.bugcheck_code IN (278, 279, 281, 321, 424) THEN 1 ELSE 0 END)
      AS in_display,
    min(crash_time) AS crash_time
  FROM gpu_drivers
  JOIN dumps ON gpu_drivers.dump_id = dumps.dump_id
  WHERE driver_version IS NOT NULL
  GROUP BY dumps.crash_id, vendor, driver_version, concat(pci_vendor_id, ':', device_id)
)
SELECT
  vendor,
  driver_version,
  card,
  count(*) AS all_crashes,
  sum(in_display) AS display_crashes,
  round(100.0 * sum(in_display) / count(*), 1) AS percent,
  count(CASE WHEN in_display = 1 AND crash_time >= CAST($earlier AS TIMESTAMP WITH TIME ZONE)
    AND crash_time < CAST($since AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_before,
  count(CASE WHEN in_display = 1 AND crash_time >= CAST($since AS TIMESTAMP WITH TIME ZONE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN 1 END) AS crashes_since
FROM crashes
GROUP BY vendor, driver_version, card
ORDER BY display_crashes DESC, all_crashes DESC, vendor, driver_version, card NULLS LAST;

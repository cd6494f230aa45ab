-- Which versions of display drivers, on which cards, are in crashes of the display
-- (0x116, 0x117, 0x119, 0x141, 0x1A8), and which aren't? Versions without any come
-- last.
WITH crashes AS (
  SELECT DISTINCT
    dumps.crash_id AS crash_id,
    vendor,
    driver_version,
    pci_vendor_id || ':' || device_id AS card,
    dumps.bugcheck_code IN (278, 279, 281, 321, 424) AS in_display
  FROM gpu_drivers
  JOIN dumps ON gpu_drivers.dump_id = dumps.dump_id
  WHERE driver_version IS NOT NULL
)
SELECT
  vendor,
  driver_version,
  card,
  count(DISTINCT crash_id) FILTER (WHERE in_display) AS in_display,
  count(DISTINCT crash_id) AS crashes,
  round(
    100 * CAST(count(DISTINCT crash_id) FILTER (WHERE in_display) AS DOUBLE)
      / count(DISTINCT crash_id),
    1
  ) AS percent
FROM crashes
GROUP BY vendor, driver_version, card
ORDER BY
  in_display DESC,
  crashes DESC,
  vendor NULLS LAST,
  driver_version NULLS LAST,
  card NULLS LAST
LIMIT 40;

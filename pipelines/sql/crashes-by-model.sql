-- How often do machines of a model crash, by BIOS version? The column machines
-- counts only machines that have a number of their own.
SELECT
  manufacturer,
  product,
  bios_version,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT crash_id) AS crashes
FROM machines
JOIN dumps ON machines.dump_id = dumps.dump_id
WHERE NOT coalesce(live, FALSE)
GROUP BY manufacturer, product, bios_version
ORDER BY crashes DESC, manufacturer NULLS LAST,
  product NULLS LAST, bios_version NULLS LAST;

-- Which microcode revisions do processors of a model run, and in how many
-- crashes? An old revision among newer ones calls for a BIOS update.
SELECT
  name AS processor,
  microcode,
  count(DISTINCT crash_id) AS crashes
FROM processors
JOIN dumps USING (dump_id)
WHERE origin = 'bios_values' AND microcode IS NOT NULL
GROUP BY name, microcode
ORDER BY crashes DESC, processor NULLS LAST, microcode NULLS LAST
LIMIT 10;

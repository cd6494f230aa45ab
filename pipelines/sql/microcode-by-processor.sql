-- Which microcode do processors of a kind run, and how many crashes had it? An
-- old revision among newer ones is a BIOS that wants an update.
SELECT
  name AS processor,
  microcode,
  count(DISTINCT crash_id) AS crashes
FROM processors
JOIN dumps USING (dump_id)
WHERE origin = 'bios_values' AND microcode IS NOT NULL
GROUP BY name, microcode
ORDER BY crashes DESC, processor, microcode
LIMIT 10;

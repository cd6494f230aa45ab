-- Which Windows builds do the machines really run? A dump's header says 19041
-- for 19041 to 19045; NVIDIA's driver records which of them it is.
SELECT
  os_build AS header_build,
  windows_build,
  count(DISTINCT crash_id) AS crashes
FROM gpu_drivers
JOIN dumps ON gpu_drivers.dump_id = dumps.dump_id
WHERE windows_build IS NOT NULL
GROUP BY os_build, windows_build
ORDER BY crashes DESC, header_build NULLS LAST, windows_build NULLS LAST;

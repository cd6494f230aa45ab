-- Which process seems to have held most video memory when the display hung
-- (0x116, 0x117, 0x119, 0x141, 0x1A8)? This is the memory that NVIDIA's driver
-- had allocated for a process, which is not necessarily resident.
WITH held AS (
  SELECT dumps.crash_id AS crash_id, image, max(gpu_processes.bytes) AS bytes
  FROM gpu_processes
  JOIN dumps ON gpu_processes.dump_id = dumps.dump_id
  WHERE bugcheck_code IN (278, 279, 281, 321, 424) AND gpu_processes.bytes > 0
  GROUP BY dumps.crash_id, image
),
placed AS (
  SELECT
    crash_id,
    image,
    bytes,
    row_number() OVER (PARTITION BY crash_id ORDER BY bytes DESC, image NULLS LAST) AS place
  FROM held
)
SELECT
  image,
  count(DISTINCT crash_id) AS crashes,
  CAST(floor(max(bytes) / 1048576) AS BIGINT) AS most_megabytes
FROM placed
WHERE place = 1
GROUP BY image
ORDER BY crashes DESC, most_megabytes DESC, image NULLS LAST
LIMIT 10;

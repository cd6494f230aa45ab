-- Which crashes are identical: the same bug check, and parameters of the same
-- pattern? Kernel addresses change with each boot and count as equal.
WITH patterns AS (
  SELECT
    crash_id,
    bugcheck_name,
    CASE WHEN bugcheck_p1 BETWEEN '0xffff8' AND '0xfffffffeffffffff' THEN 'address'
      WHEN machine = 'x86' AND bugcheck_p1 BETWEEN '0x0000000080' AND '0x00000000bfffffff'
      THEN 'address' ELSE bugcheck_p1 END AS p1,
    CASE WHEN bugcheck_p2 BETWEEN '0xffff8' AND '0xfffffffeffffffff' THEN 'address'
      WHEN machine = 'x86' AND bugcheck_p2 BETWEEN '0x0000000080' AND '0x00000000bfffffff'
      THEN 'address' ELSE bugcheck_p2 END AS p2,
    CASE WHEN bugcheck_p3 BETWEEN '0xffff8' AND '0xfffffffeffffffff' THEN 'address'
      WHEN machine = 'x86' AND bugcheck_p3 BETWEEN '0x0000000080' AND '0x00000000bfffffff'
      THEN 'address' ELSE bugcheck_p3 END AS p3,
    CASE WHEN bugcheck_p4 BETWEEN '0xffff8' AND '0xfffffffeffffffff' THEN 'address'
      WHEN machine = 'x86' AND bugcheck_p4 BETWEEN '0x0000000080' AND '0x00000000bfffffff'
      THEN 'address' ELSE bugcheck_p4 END AS p4
  FROM dumps
  WHERE NOT coalesce(live, FALSE)
)
SELECT bugcheck_name, p1, p2, p3, p4, count(DISTINCT crash_id) AS crashes
FROM patterns
GROUP BY bugcheck_name, p1, p2, p3, p4
HAVING count(DISTINCT crash_id) > 1
ORDER BY crashes DESC, bugcheck_name NULLS LAST,
  p1 NULLS LAST, p2 NULLS LAST, p3 NULLS LAST, p4 NULLS LAST;

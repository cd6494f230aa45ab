-- How often is our driver loaded, or on the stack, in crashes that name another
-- one? About two out of three scanned words of a stack are residue, so on_stack
-- is only a hint.
-- param driver: File name of our driver. Default: acmenet.sys
WITH named AS (
  SELECT
    dump_id,
    crash_id,
    lower(coalesce(suspect_module, faulting_module)) AS module
  FROM dumps
  WHERE NOT coalesce(live, FALSE) AND coalesce(suspect_module, faulting_module) IS NOT NULL
),
ours AS (
  SELECT DISTINCT dump_id FROM modules WHERE lower(name) = lower($driver) AND NOT unloaded
),
on_stack AS (
  SELECT DISTINCT dump_id
  FROM stack_frames
  WHERE lower(module) = lower($driver) AND coalesce(code_checked, TRUE)
)
SELECT
  named.module AS named,
  count(DISTINCT crash_id) AS crashes,
  count(DISTINCT CASE WHEN ours.dump_id IS NOT NULL THEN crash_id END) AS with_ours,
  count(DISTINCT CASE WHEN on_stack.dump_id IS NOT NULL THEN crash_id END) AS on_stack
FROM named
LEFT JOIN ours ON ours.dump_id = named.dump_id
LEFT JOIN on_stack ON on_stack.dump_id = named.dump_id
WHERE named.module <> lower($driver)
GROUP BY named.module
ORDER BY on_stack DESC, with_ours DESC, crashes DESC, named NULLS LAST;

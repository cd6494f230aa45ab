-- How many dumps, crashes and machines are there, of which time, and how many
-- times was "crashtag run" called for them?
-- param until: The end of the time that the report covers.
SELECT
  count(*) AS dumps,
  count(DISTINCT CASE WHEN NOT coalesce(live, FALSE) THEN crash_id END) AS crashes,
  count(DISTINCT CASE WHEN live THEN crash_id END) AS live_reports,
  count(DISTINCT machine_id) AS machines,
  count(DISTINCT CASE WHEN NOT coalesce(live, FALSE) AND machine_id IS NULL THEN crash_id END)
    AS crashes_of_no_known_machine,
  count(DISTINCT CASE WHEN NOT coalesce(live, FALSE)
    AND NOT coalesce(crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE), FALSE)
    THEN crash_id END) AS crashes_of_no_credible_time,
  CAST(min(CASE WHEN NOT coalesce(live, FALSE) THEN crash_time END) AS DATE) AS first_crash,
  CAST(max(CASE WHEN NOT coalesce(live, FALSE)
    AND crash_time <= CAST($until AS TIMESTAMP WITH TIME ZONE) THEN crash_time END) AS DATE)
    AS last_crash,
  (SELECT count(DISTINCT coalesce(command, run)) FROM sources) AS runs
FROM dumps
LEFT JOIN machines ON machines.dump_id = dumps.dump_id;

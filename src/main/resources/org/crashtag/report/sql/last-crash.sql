-- When was the newest crash whose time is credible?
-- param latest: The latest credible time.
SELECT max(crash_time) AS last
FROM dumps
WHERE NOT coalesce(live, FALSE) AND crash_time <= CAST($latest AS TIMESTAMP WITH TIME ZONE);

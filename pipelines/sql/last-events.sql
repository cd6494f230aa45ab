-- What did acmenet log last before the machine crashed? The table is the one
-- that pipelines/eventlog.yaml declares; what wasn't finished has "..." behind.
with newest as (
  select crash_id, bugcheck_name, entry, event || if(torn, '...', '') as event,
         row_number() over (partition by dump_id order by entry desc) as age
  from acmenet_events join dumps using (dump_id)
), stories as (
  select crash_id, any_value(bugcheck_name) as bugcheck_name,
         string_agg(event, ', ' order by entry) as last_events
  from newest where age <= 3 group by crash_id
)
select last_events, mode(bugcheck_name) as mostly, count(*) as crashes
from stories group by last_events order by crashes desc, last_events limit 5

-- What did acmenet log last before the machine crashed? Needs the table that
-- pipelines/eventlog.yaml declares. "..." follows an entry that was not complete.
with newest as (
  select crash_id, bugcheck_name, entry,
         event || case when torn then '...' else '' end as event,
         row_number() over (partition by dump_id order by entry desc) as age
  from acmenet_events join dumps using (dump_id)
), stories as (
  select crash_id, min(bugcheck_name) as bugcheck_name,
         concat_ws(', ', max(case when age = 3 then event end),
                 max(case when age = 2 then event end),
                 max(case when age = 1 then event end)) as last_events
  from newest where age <= 3 group by crash_id
), mixes as (
  select last_events, bugcheck_name, count(distinct crash_id) as crashes,
         row_number() over (partition by last_events
                            order by count(distinct crash_id) desc,
                              bugcheck_name nulls last) as place
  from stories group by last_events, bugcheck_name
)
select last_events, max(case when place = 1 then bugcheck_name end) as mostly,
       cast(sum(crashes) as bigint) as crashes
from mixes group by last_events order by crashes desc, last_events nulls last limit 5

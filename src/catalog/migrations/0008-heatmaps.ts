export const heatmaps = `
create table wayworn.heatmap_snapshots (
  id text primary key,
  application_id text not null,
  view_name text not null,
  device_type text not null,
  is_device_type_selected_by_user boolean not null,
  event_id text not null,
  session_id text,
  view_id text,
  start bigint not null,
  snapshot_name text not null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  modified_at timestamptz(3) not null default now()
);
`

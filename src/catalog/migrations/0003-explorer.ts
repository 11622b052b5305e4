export const explorer = `
create table wayworn.charts (
  id text primary key,
  name text not null,
  description text not null,
  kind text not null,
  request jsonb not null,
  view jsonb not null,
  attributes text[] not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table wayworn.chart_stars (
  person_id text not null references wayworn.people (id) on delete cascade,
  chart_id text not null references wayworn.charts (id) on delete cascade,
  primary key (person_id, chart_id)
);
create index chart_stars_of_chart on wayworn.chart_stars (chart_id);

create table wayworn.default_charts (
  person_id text primary key references wayworn.people (id) on delete cascade,
  chart_id text not null references wayworn.charts (id) on delete cascade
);
create index default_charts_of_chart on wayworn.default_charts (chart_id);

create table wayworn.recent_searches (
  person_id text not null references wayworn.people (id) on delete cascade,
  id text not null,
  query text not null,
  used_at timestamptz(3) not null,
  primary key (person_id, id)
);

create table wayworn.facet_settings (
  id text primary key,
  path text not null,
  label text,
  facet_group text,
  unit text,
  description text,
  updated_by text not null,
  updated_at timestamptz(3) not null default now()
);
`

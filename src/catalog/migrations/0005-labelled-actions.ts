export const labelledActions = `
create table wayworn.labelled_actions (
  id text primary key,
  name text not null unique,
  description text not null default '',
  tags text[] not null,
  definitions jsonb not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
`

export const imports = `
create table wayworn.imports (
  id text primary key,
  name text not null,
  audience text not null check (audience in ('users', 'accounts')),
  key text not null,
  columns jsonb not null,
  version bigint not null,
  file jsonb not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (audience, name)
);
`

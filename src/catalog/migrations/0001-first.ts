export const first = `
create table wayworn.people (
  id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'admin')),
  disabled boolean not null default false,
  email_verified boolean not null default true,
  image text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  last_sign_in_at timestamptz(3)
);

create table wayworn.sessions (
  id text primary key,
  person_id text not null references wayworn.people (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz(3) not null,
  address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index sessions_of_person on wayworn.sessions (person_id);

create table wayworn.credentials (
  id text primary key,
  person_id text not null references wayworn.people (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);
create index credentials_of_person on wayworn.credentials (person_id);

create table wayworn.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index verifications_by_identifier on wayworn.verifications (identifier);

create table wayworn.applications (
  id text primary key,
  name text not null,
  type text not null,
  client_token text not null unique,
  keep_place boolean not null default true,
  rate_limit integer not null default 0 check (rate_limit >= 0),
  created_by text not null,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  first_event_at timestamptz(3)
);

create table wayworn.keys (
  id text primary key,
  kind text not null check (kind in ('api', 'application')),
  name text not null,
  hash text not null unique,
  last4 text not null,
  role text not null check (role in ('viewer', 'editor', 'admin')),
  owner_id text references wayworn.people (id) on delete set null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3)
);

create table wayworn.settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz(3) not null default now()
);

create table wayworn.secrets (key text primary key, value text not null);

create table wayworn.picture (
  id integer primary key check (id = 1),
  committed bigint not null,
  removed bigint not null,
  reopened bigint not null
);
insert into wayworn.picture values (1, 0, 0, 0);

create table wayworn.audit (
  id bigserial primary key,
  at timestamptz(3) not null default now(),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  address text not null
);
create index audit_by_time on wayworn.audit (at);
`

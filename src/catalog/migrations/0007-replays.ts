export const replays = `
create table wayworn.playlists (
  id bigserial primary key,
  name text not null,
  description text not null,
  created_by jsonb not null,
  created_by_id text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index playlists_of_person on wayworn.playlists (created_by_id);

create table wayworn.playlist_sessions (
  playlist_id bigint not null references wayworn.playlists (id) on delete cascade,
  session_id text not null,
  data_source text not null,
  added_by text not null,
  added_at timestamptz(3) not null default now(),
  primary key (playlist_id, session_id)
);

create table wayworn.replay_watches (
  id text primary key,
  session_id text not null,
  application_id text not null,
  event_id text not null,
  data_source text not null,
  watcher_id text not null,
  watcher_handle text not null,
  watcher_name text not null,
  watched_at timestamptz(3) not null
);
create index replay_watches_of_session on wayworn.replay_watches (session_id, watched_at);
create index replay_watches_of_watcher on wayworn.replay_watches (watcher_id, watched_at);

create table wayworn.replay_comments (
  id text primary key,
  session_id text not null,
  at_ms bigint not null,
  body text not null,
  mentions text[] not null,
  author_id text not null,
  author_name text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index replay_comments_of_session on wayworn.replay_comments (session_id, at_ms);
create index replay_comments_by_mention on wayworn.replay_comments using gin (mentions);
`

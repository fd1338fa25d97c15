/** Browsers that are signed in, and the links that sign them in: by the hashes of what they show. */
export const sessions = `
CREATE TABLE sign_in_links (
  code_hash TEXT PRIMARY KEY,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_links_by_expiry ON sign_in_links (expires_at);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_actor ON sessions (actor_kind, actor_name);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
`

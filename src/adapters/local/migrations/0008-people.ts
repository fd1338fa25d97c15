/** People, whom sign-in lets in, and the tokens of machines: by the hashes of what they show. */
export const people = `
CREATE TABLE users (
  login TEXT PRIMARY KEY,
  is_admin INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE admissions (
  who TEXT PRIMARY KEY,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE tokens (
  name TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  last_used_at INTEGER,
  record TEXT NOT NULL
) STRICT;
`

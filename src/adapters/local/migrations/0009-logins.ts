/** Sessions of command lines beside those of browsers, and the requests that begin them. */
export const logins = `
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'browser';
ALTER TABLE sessions ADD COLUMN label TEXT NOT NULL DEFAULT '';

CREATE TABLE login_requests (
  device_hash TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  asked_at INTEGER,
  decision TEXT,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX login_requests_by_expiry ON login_requests (expires_at);
`

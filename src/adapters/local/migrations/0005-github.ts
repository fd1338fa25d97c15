/** The connection to GitHub: its App, what it told, what was decided by that, and what it was told. */
export const gitHub = `
CREATE TABLE github_connection (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  record TEXT NOT NULL
) STRICT;

CREATE TABLE github_wishes (
  state_hash TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE github_deliveries (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX github_deliveries_by_time ON github_deliveries (at);

CREATE TABLE github_delivery_facts (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last_at INTEGER,
  accepted INTEGER NOT NULL,
  refused INTEGER NOT NULL
) STRICT;
INSERT INTO github_delivery_facts VALUES (1, NULL, 0, 0);

CREATE TABLE push_decisions (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  commit_id TEXT NOT NULL,
  record TEXT NOT NULL,
  UNIQUE (app, environment, commit_id),
  FOREIGN KEY (app, environment) REFERENCES environments (app, name) ON DELETE CASCADE
) STRICT;

CREATE TABLE github_reports (
  deployment TEXT PRIMARY KEY REFERENCES deployments (id) ON DELETE CASCADE,
  record TEXT NOT NULL
) STRICT;

UPDATE apps SET record = json_set(record, '$.github', NULL);
ALTER TABLE apps ADD COLUMN github_repository INTEGER GENERATED ALWAYS AS (json_extract(record, '$.github.repository')) VIRTUAL;
CREATE INDEX apps_by_github_repository ON apps (github_repository);
CREATE INDEX outbox_by_message ON outbox (message, attempts);
`

/**
 * Whole records are JSON; what is asked for by name stands beside them in columns of its own. `position` is the order in
 * which things were recorded.
 */
export const records = `
CREATE TABLE apps (
  name TEXT PRIMARY KEY,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE environments (
  app TEXT NOT NULL REFERENCES apps (name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  place INTEGER NOT NULL,
  settings TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'empty',
  live TEXT,
  latest TEXT,
  running TEXT,
  naming TEXT,
  fence INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app, name)
) STRICT;

CREATE TABLE variables (
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  key TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (app, environment, key),
  FOREIGN KEY (app, environment) REFERENCES environments (app, name) ON DELETE CASCADE
) STRICT;

CREATE TABLE accounts (
  name TEXT PRIMARY KEY,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE deployments (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  app TEXT NOT NULL,
  environment TEXT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  commit_id TEXT,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  UNIQUE (app, environment, number),
  FOREIGN KEY (app, environment) REFERENCES environments (app, name) ON DELETE CASCADE
) STRICT;
CREATE INDEX deployments_of_app ON deployments (app, position);
CREATE INDEX deployments_of_app_by_state ON deployments (app, state, position);
CREATE INDEX deployments_of_app_by_kind ON deployments (app, kind, position);
CREATE INDEX deployments_of_environment ON deployments (app, environment, position);
CREATE INDEX deployments_of_environment_by_state ON deployments (app, environment, state, position);
CREATE INDEX deployments_of_environment_by_kind ON deployments (app, environment, kind, position);
CREATE INDEX deployments_by_commit ON deployments (app, commit_id, position);
CREATE INDEX deployments_open ON deployments (position) WHERE state IN ('queued', 'running');

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  message TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE log_chunks (
  deployment TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  lines BLOB NOT NULL,
  PRIMARY KEY (deployment, first)
) STRICT;
`

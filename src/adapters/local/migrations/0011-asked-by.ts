/** A push is its author's: by the name of Trellis nobody finds it. As `askedBy` says it. */
export const askedBy = `
DROP INDEX deployments_by_actor;
DROP INDEX deployments_of_app_by_actor;
ALTER TABLE deployments DROP COLUMN actor;
ALTER TABLE deployments ADD COLUMN asked_by TEXT GENERATED ALWAYS AS (
  CASE
    WHEN json_extract(record, '$.actor.kind') = 'system' AND json_extract(record, '$.author') <> ''
    THEN json_extract(record, '$.author')
    ELSE json_extract(record, '$.actor.name')
  END
) VIRTUAL;
CREATE INDEX deployments_by_person ON deployments (asked_by, position);
CREATE INDEX deployments_of_app_by_person ON deployments (app, asked_by, position);
`

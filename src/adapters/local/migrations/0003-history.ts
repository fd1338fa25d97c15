/** The history of everything, and of one person: asked for by what so far was asked for within an app only. */
export const history = `
ALTER TABLE deployments ADD COLUMN actor TEXT GENERATED ALWAYS AS (json_extract(record, '$.actor.name')) VIRTUAL;
CREATE INDEX deployments_by_actor ON deployments (actor, position);
CREATE INDEX deployments_of_app_by_actor ON deployments (app, actor, position);
CREATE INDEX deployments_by_state ON deployments (state, position);
CREATE INDEX deployments_by_kind ON deployments (kind, position);
UPDATE environments SET settings = json_set(settings, '$.beforeDeploy', NULL, '$.afterDeploy', NULL);
`

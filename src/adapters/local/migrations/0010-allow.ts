/** Who may change what runs in an environment: every deployer, as before. */
export const allow = `
UPDATE environments SET settings = json_set(
  settings, '$.allow', json('{"deploy":null,"promote":null,"rollback":null,"teardown":null}')
);
`

import type { EnvironmentSettings } from '../../contract/app.ts'

export const defaultSettings: EnvironmentSettings = {
  branch: null,
  protected: false,
  allow: { deploy: null, promote: null, rollback: null, teardown: null },
  account: null,
  region: null,
  tests: true,
  testCommand: null,
  timeoutMinutes: 60,
  stackNames: 'auto',
  beforeDeploy: null,
  afterDeploy: null,
}

import type { EnvironmentSettings } from '../../../../src/contract/app.ts'

/** What the form calls each setting. */
const words: Record<keyof EnvironmentSettings, string> = {
  protected: 'Protected',
  branch: 'Branch',
  account: 'Account',
  region: 'Region',
  tests: 'Run the tests',
  testCommand: 'Test command',
  timeoutMinutes: 'Time-out',
  beforeDeploy: 'Script before the deployment',
  afterDeploy: 'Script after a success',
  allow: 'Who may change what runs here',
  machine: 'Build machines',
  stackNames: 'Names of its stacks',
}

/** The settings among the keys of some changes, by their labels. */
export const settingWords = (changes: object): string[] =>
  Object.entries(words).flatMap(([key, label]) => (key in changes ? [label] : []))

import type { SetEnvironment, StackNames } from '../../../../src/contract/app.ts'

import { readAllow } from './read-allow.ts'

/** What the form of an environment says. An empty field takes the setting away. */
export function readEnvironment(form: FormData): SetEnvironment {
  const text = (name: string): string | null => String(form.get(name) ?? '').trim() || null
  const isProtected = form.has('protected')
  return {
    protected: isProtected,
    branch: isProtected ? null : text('branch'),
    account: text('account'),
    region: text('region'),
    tests: form.has('tests'),
    testCommand: text('testCommand'),
    timeoutMinutes: Number(form.get('timeoutMinutes')),
    beforeDeploy: text('beforeDeploy'),
    afterDeploy: text('afterDeploy'),
    allow: readAllow(form),
    // The choices of the field are the names.
    stackNames: String(form.get('stackNames')) as StackNames,
  }
}

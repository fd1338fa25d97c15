import type { SetEnvironment, StackNames } from '../../../../src/contract/app.ts'
import type { Machine } from '../../../../src/contract/machine.ts'

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
    ...(form.has('cpu') && { machine: readMachine(form) }),
    // The choices of the field are the names.
    stackNames: String(form.get('stackNames')) as StackNames,
  }
}

const readMachine = (form: FormData): Machine => ({
  cpu: Number(form.get('cpu')),
  memory: Number(form.get('memory')),
  architecture: form.get('architecture') === 'x86' ? 'x86' : 'arm64',
  spot: form.has('spot'),
})

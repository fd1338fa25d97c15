import { execFile } from 'node:child_process'
import { ensurePythonTool } from '../../src/emulator/install.ts'

const version = '1.58.0'

// Pinned with everything below it, so that what it finds today it finds a year from now.
const pinned = [
  'jsonpatch==1.48',
  'jsonpointer==3.12',
  'mpmath==1.3.0',
  'networkx==3.6.1',
  'PyYAML==6.0.4',
  'regex==2026.11.19',
  'sympy==1.14.0',
  'typing_extensions==4.16.0',
]

/** AWS's own check of templates, installed on the first call. @returns the Python that has it */
export const ensureCfnLint = (): Promise<string> =>
  ensurePythonTool({ name: 'cfn-lint', version, pinned, what: 'The check of templates' })

/** The CDK names a role that a function needs twice. */
const ignored = ['W3005']

// Its command knows where it was installed, and that is moved once it is whole.
const start = 'import sys; from cfnlint.runner import main; sys.exit(main())'

/** @returns what it finds wrong, a line each, the file's path first. */
export async function lint(python: string, files: readonly string[]): Promise<string[]> {
  const words = ['-c', start, '--format', 'parseable', '--ignore-checks', ...ignored, '--', ...files]
  return new Promise((resolve, reject) => {
    execFile(python, words, (error, out, said) => {
      // Its exit code is the sum of what it found.
      if (error && !out) reject(new Error(said || error.message))
      else resolve(out.split('\n').filter(Boolean))
    })
  })
}

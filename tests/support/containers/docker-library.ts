import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ensurePythonTool } from '../../../src/emulator/install.ts'

const run = promisify(execFile)

/** Docker's library for Python, by which the emulator asks an engine for containers; its own installation leaves it out. @returns a folder for PYTHONPATH */
export async function dockerLibrary(): Promise<string> {
  const pinned = [
    ...['certifi==2026.10.19.post1', 'charset-normalizer==3.5.3', 'idna==3.20', 'requests==2.34.2', 'urllib3==2.8.0'],
  ]
  const python = await ensurePythonTool({ name: 'docker', version: '7.2.0', pinned, what: "Docker's library" })
  const { stdout } = await run(python, [
    '-c',
    'import docker, os; print(os.path.dirname(os.path.dirname(docker.__file__)))',
  ])
  return stdout.trim()
}

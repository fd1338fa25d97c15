import { createHash } from 'node:crypto'
import type { ToolCommands } from '../../frameworks/tools/tool.ts'

type PythonTool = NonNullable<ToolCommands['python']>

/** Under which name a tool of PyPI is kept in the caches of builds. */
export const pythonToolKey = ({ package: name, version }: PythonTool): string =>
  createHash('sha256')
    .update(JSON.stringify(['pypi', name, version]))
    .digest('hex')
    .slice(0, 40)

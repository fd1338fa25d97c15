import { parse } from 'smol-toml'
import type { Folder } from '../folder.ts'
import { virtualEnvironment } from './install.ts'

/** How the packages of an app in Python are installed. */
export interface Python {
  manager: 'pip' | 'poetry'
  /** requirements.txt or poetry.lock. */
  file: string
}

/** Undefined: nothing here asks for packages of Python. */
export async function pythonOf(folder: Folder): Promise<Python | { problem: string; other?: string } | undefined> {
  const { names } = folder
  if (names.has('poetry.lock')) return { manager: 'poetry', file: 'poetry.lock' }
  if (names.has('requirements.txt')) return { manager: 'pip', file: 'requirements.txt' }
  if (usesPoetry(await folder.read('pyproject.toml')))
    return { problem: 'pyproject.toml is of Poetry, but poetry.lock is not committed' }
  const other = ['uv.lock', 'Pipfile', 'pyproject.toml'].find(name => names.has(name))
  if (other) return { problem: `${other} lies here; only requirements.txt and poetry.lock can be installed yet`, other }
  return undefined
}

function usesPoetry(text: string | undefined): boolean {
  try {
    const { tool } = parse(text ?? '') as { tool?: { poetry?: unknown } }
    return tool?.poetry !== undefined
  } catch {
    return false
  }
}

/** Into a virtual environment of the build. */
export function pythonInstall({ manager, file }: Python): string[][] {
  const python = `${virtualEnvironment}/bin/python`
  const pip = [python, '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input']
  const make = ['python3', '-m', 'venv', virtualEnvironment]
  if (manager === 'pip') return [make, [...pip, '-r', file]]
  return [make, [...pip, 'poetry'], [python, '-m', 'poetry', 'install', '--no-interaction', '--no-root']]
}

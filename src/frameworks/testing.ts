import type { Reader } from './reader.ts'

/** A working tree in memory: paths to texts. */
export function treeOf(files: Readonly<Record<string, string>>): Reader {
  const paths = Object.keys(files)
  return {
    exists: async path => path in files,
    read: async path => files[path],
    list: async folder => {
      const prefix = folder === '.' ? '' : `${folder}/`
      const below = paths.filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length))
      return [...new Set(below.map(path => (path.includes('/') ? `${path.split('/')[0]}/` : path)))]
    },
  }
}

export const packageJson = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ name: 'app', scripts: { test: 'jest' }, dependencies: { 'aws-cdk-lib': '2' }, ...more })

export const cdkJson = (app = 'npx tsx bin/app.ts'): string => JSON.stringify({ app, context: { a: 1 } })

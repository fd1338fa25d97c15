import { detect } from './detect.ts'
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

/** A package.json that wants these, such as `{ osls: '4.3.1' }`. */
export const wants = (packages: Record<string, string>): string =>
  JSON.stringify({ name: 'a', devDependencies: packages })

/** A configuration of the Serverless Framework, with a tag that only CloudFormation knows. */
export const service = (provider = 'aws'): string =>
  `service: shop\nprovider:\n  name: ${provider}\n  environment:\n    T: !Ref Table\n`

/** What is found in a repository of these files; `found` are words such as `apps/api cdk` or `. sst no`. */
export async function look(files: Record<string, string>) {
  const { apps, ambiguous } = await detect(treeOf(files))
  return { found: apps.map(app => `${app.path} ${app.framework}${app.supported ? '' : ' no'}`), apps, ambiguous }
}

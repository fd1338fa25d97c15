import { type Detector, firstOf } from './folder.ts'

const files = [
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
  'serverless.ts',
  'serverless.js',
  'serverless.cjs',
  'serverless.mjs',
]

/** Serverless Framework and its fork osls. */
export const serverless: Detector = async folder => {
  const file = firstOf(folder, files)
  if (file) {
    const text = (await folder.read(file)) ?? ''
    // Frontends have a `serverless.ts` of their own that has nothing to do with it; the real one names these two.
    if (!/\bservice\b/.test(text) || !/\bprovider\b/.test(text)) return undefined
    return { framework: 'serverless', reasons: [`${file} names a service and a provider`], supported: false }
  }
  const compose = firstOf(folder, ['serverless-compose.yml', 'serverless-compose.yaml'])
  if (!compose) return undefined
  return { framework: 'serverless', reasons: [`${compose} composes services`], supported: false }
}

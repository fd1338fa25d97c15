import { z } from 'zod'
import type { Detector, Folder } from './folder.ts'

const CdkJson = z.object({
  app: z.string().min(1).optional(),
  build: z.string().min(1).optional(),
  context: z.record(z.string(), z.unknown()).default({}),
})
export type CdkJson = z.infer<typeof CdkJson>

/** Undefined: not there, or not JSON. */
export async function readCdkJson(folder: Folder): Promise<CdkJson | undefined> {
  try {
    return CdkJson.parse(JSON.parse((await folder.read('cdk.json')) ?? ''))
  } catch {
    return undefined
  }
}

const languages: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/(^|\s|\/)(python3?|poetry|uv|pipenv)(\s|$)|\.py\b/, [], 'Python'],
  [/(^|\s|\/)(mvnw?|gradlew?|java)(\s|$)/, ['pom.xml', 'build.gradle', 'build.gradle.kts'], 'Java'],
  [/(^|\s)dotnet\s/, [], 'C#'],
  [/(^|\s)go\s+(mod|run|build)/, ['go.mod'], 'Go'],
]

/** AWS CDK. Apps in other languages are recognised, so that nobody takes them for something else. */
export const cdk: Detector = async folder => {
  if (!folder.names.has('cdk.json')) return undefined
  const config = await readCdkJson(folder)
  if (config === undefined)
    return { framework: 'cdk', reasons: ['cdk.json lies here but is not valid JSON'], supported: false }
  const { app } = config
  // A library of constructs and a tool's settings file look like this; there is nothing to synthesise.
  if (app === undefined) return undefined
  const reasons = ['cdk.json names an app']
  const foreign = languages.find(
    ([command, files]) => command.test(app) || (!folder.packageJson && files.some(f => folder.names.has(f))),
  )
  if (foreign)
    return {
      framework: 'cdk',
      reasons: [...reasons, `the app is written in ${foreign[2]}, which is not supported yet`],
      supported: false,
    }
  if (!folder.packageJson)
    return {
      framework: 'cdk',
      reasons: [...reasons, 'there is no package.json: only apps in TypeScript and JavaScript are supported yet'],
      supported: false,
    }
  return { framework: 'cdk', reasons, supported: true }
}

/** The command that runs the app. Like the CDK's own tool we run a lone JavaScript file with node. */
export const appCommand = (app: string): string => (/^[^\s;&|]+\.[cm]?js$/.test(app) ? `node ${app}` : app)

import type { Folder } from '../folder.ts'
import type { Need } from '../needs.ts'
import { languages, someCode } from '../some-code.ts'
import { withoutComments } from '../without-comments.ts'

const inBuild: readonly (readonly [RegExp, string])[] = [
  [/\b(?:new\s+(?:\w+\.)?)?(PythonFunction|PythonLayerVersion)\s*\(/, 'bundles Python'],
  [/\bbundling\s*:\s*\{(?:(?!\blocal\s*:)[^}]){0,400}?\bimage\s*:/, 'bundles an asset in an image'],
  [/\bBundlingOptions\s*\(\s*[^)]{0,400}?\bimage\s*=/, 'bundles an asset in an image'],
]
const inDeployment: readonly (readonly [RegExp, string])[] = [
  [/\b(?:new\s+(?:\w+\.)?)?DockerImageAsset\s*\(/, 'builds an image (DockerImageAsset)'],
  [/\bDockerImageCode\.(?:fromImageAsset|from_image_asset)\s*\(/, 'builds an image (DockerImageCode)'],
  [/\bContainerImage\.(?:fromAsset|from_asset)\s*\(/, 'builds an image (ContainerImage)'],
]

/** What of an app in TypeScript, JavaScript or Python cannot be made without a container engine, as far as its code shows. */
export async function containerNeeds(folder: Folder, lockfile: string): Promise<Need[]> {
  const found = await someCode(folder, languages.deployed, ({ path, text }) => inCode(path, text, lockfile))
  return found ? [found] : []
}

function inCode(path: string, text: string, lockfile: string): Need | undefined {
  if (!/aws-cdk|aws_cdk|awscdk/.test(text)) return undefined
  const code = withoutComments(text)
  const need = (at: 'build' | 'deploy', what: string): Need => ({ kind: 'containers', at, because: `${path} ${what}` })
  const [, built] = inBuild.find(([sign]) => sign.test(code)) ?? []
  if (built) return need('build', built)
  const [, deployed] = inDeployment.find(([sign]) => sign.test(code)) ?? []
  if (deployed) return need('deploy', deployed)
  // With esbuild among the packages it bundles without an engine.
  if (/\bnew\s+(?:\w+\.)?NodejsFunction\s*\(/.test(code) && !/\besbuild\b/.test(lockfile))
    return need('build', 'bundles with NodejsFunction, and esbuild is not among the packages')
  return undefined
}

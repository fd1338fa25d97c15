import type { Folder } from '../folder.ts'
import { languages, someCode } from '../some-code.ts'
import { withoutComments } from '../without-comments.ts'

const imports =
  /['"]aws-cdk-lib\/pipelines['"]|\{[^{}]*\bpipelines\b[^{}]*\}\s*from\s*['"]aws-cdk-lib['"]|\baws_cdk\.pipelines\b|\bfrom\s+aws_cdk\s+import\b(?:.*|\s*\([^()]*)\bpipelines\b/

/** An app that deploys itself. Undefined: it leaves that to others. */
export async function warnOfOwnPipeline(folder: Folder): Promise<string | undefined> {
  const file = await someCode(folder, languages.deployed, ({ path, text }) =>
    text.includes('pipelines') && imports.test(withoutComments(text)) ? path : undefined,
  )
  return file === undefined
    ? undefined
    : `${file} makes a pipeline of the CDK's own, which deploys by itself: each environment would get that pipeline, and the stacks of all its stages beside it. Let the app make the stacks of TRELLIS_STAGE, and no pipeline, where that variable is set.`
}

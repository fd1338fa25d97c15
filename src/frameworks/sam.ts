import { type Detector, firstOf } from './folder.ts'

const templates = ['template.yaml', 'template.yml', 'template.json']

/** What the CDK leaves in every template it writes. */
const writtenByCdk = /aws:cdk:path|AWS::CDK::Metadata|cdk-bootstrap\/|aws:asset:path/

/** AWS SAM. A template that was synthesised by the CDK and committed is none. */
export const sam: Detector = async folder => {
  for (const file of templates) {
    const text = (await folder.read(file)) ?? ''
    if (/AWS::Serverless-\d{4}-\d{2}-\d{2}/.test(text) && !writtenByCdk.test(text))
      return { framework: 'sam', reasons: [`${file} uses the SAM transform`], supported: false }
  }
  const config = firstOf(folder, ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'])
  // People debug CDK apps with `sam local`, which leaves its settings beside cdk.json.
  if (!config || folder.names.has('cdk.json')) return undefined
  return { framework: 'sam', reasons: [`${config} configures the SAM CLI`], supported: false }
}

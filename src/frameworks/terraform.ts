import type { Detector } from './finding.ts'

/** Terraform, OpenTofu and the CDK for Terraform, which is not the AWS CDK. */
export const terraform: Detector = async folder => {
  if (folder.names.has('cdktf.json'))
    return { framework: 'terraform', reasons: ['cdktf.json: the CDK for Terraform'], supported: false }
  const files = [...folder.names].filter(name => /\.(tf|tofu)(\.json)?$/.test(name)).sort()
  for (const file of files) {
    // A folder without a backend or provider is a module that somebody else deploys.
    if (/^\s*(terraform|provider\s+"[^"]+")\s*\{/m.test((await folder.read(file)) ?? ''))
      return { framework: 'terraform', reasons: [`${file} configures Terraform`], supported: false }
  }
  return undefined
}

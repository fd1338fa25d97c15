import type { Detector } from './finding.ts'
import { firstOf } from './folder.ts'

export const pulumi: Detector = async folder => {
  const file = firstOf(folder, ['Pulumi.yaml', 'Pulumi.yml'])
  if (!file) return undefined
  return { framework: 'pulumi', reasons: [`${file} is a project of Pulumi`], supported: false }
}

import type { Detector } from './finding.ts'
import { firstOf } from './folder.ts'

export const architect: Detector = async folder => {
  const file = firstOf(folder, ['app.arc', '.arc', 'arc.json', 'arc.yaml', 'arc.yml'])
  if (file) return { framework: 'architect', reasons: [`${file} is a manifest of Architect`], supported: false }
  if (folder.packageJson?.arc === undefined) return undefined
  return { framework: 'architect', reasons: ['package.json has a section arc'], supported: false }
}

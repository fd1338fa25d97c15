import type { Detector } from './finding.ts'
import { wants } from './folder.ts'

/** AWS Amplify, both generations. */
export const amplify: Detector = async folder => {
  if (!folder.names.has('amplify/')) return undefined
  if ((await folder.read('amplify/.config/project-config.json')) !== undefined)
    return { framework: 'amplify', reasons: ['amplify/.config/project-config.json lies here'], supported: false }
  const backend = (await folder.read('amplify/backend.ts')) ?? (await folder.read('amplify/backend.js'))
  if (backend === undefined && wants(folder, '@aws-amplify/backend') === undefined) return undefined
  return { framework: 'amplify', reasons: ['amplify/ defines a backend'], supported: false }
}

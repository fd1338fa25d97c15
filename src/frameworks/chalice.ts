import type { Detector } from './finding.ts'

export const chalice: Detector = async folder =>
  folder.names.has('.chalice/') && (await folder.read('.chalice/config.json')) !== undefined
    ? { framework: 'chalice', reasons: ['.chalice/config.json lies here'], supported: false }
    : undefined

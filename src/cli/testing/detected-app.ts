import type { DetectedApp } from '../../contract/detect.ts'

export const aDetectedApp = (more: Partial<DetectedApp> = {}): DetectedApp => ({
  path: '.',
  framework: 'cdk',
  supported: true,
  packageManager: 'npm',
  packageManagerVersion: null,
  node: null,
  test: 'npm test',
  reasons: ['cdk.json names an app'],
  overrides: [],
  problem: null,
  suggestion: null,
  mend: null,
  choice: null,
  needs: [],
  warning: null,
  ...more,
})

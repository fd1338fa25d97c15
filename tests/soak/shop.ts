import { type AppPlan, customApp } from '../support/pipeline/custom-app.ts'

export const shop = 'shop'
/** Environments of the shop that follow a branch. */
export const following: Readonly<Record<string, string>> = { development: 'main', preview: 'next' }

/** Printed by every step of the shop; nobody may ever read it. */
export const secret = 'hush-what-the-soak-never-tells'
export const secretVariable = 'SHOP_TOKEN'
export const cloudSecret = 'the-secret-key-of-the-soak'

/** The files of a commit. @param deploy what its deploy step does before it deploys, for the shell */
export function shopFiles(plan: AppPlan, deploy?: string): Record<string, string> {
  const { 'trellis.yml': settings = '', ...files } = customApp({ ...plan, tells: secretVariable })
  if (deploy === undefined) return { ...files, 'trellis.yml': settings }
  return {
    ...files,
    'before.sh': deploy,
    'trellis.yml': settings.replace('deploy: node', 'deploy: . ./before.sh; node'),
  }
}

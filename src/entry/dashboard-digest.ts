import { digestOf } from './digest-files.ts'

/** What the dashboard is made from. Its routes' table is made by the build itself. */
const sources = ['web/**/*.*', 'src/contract/**/*.ts', 'src/client/**/*.ts', 'package-lock.json']
const isMade = (name: string): boolean => /\.gen\.ts$|(^|\/)(node_modules|\.\w+)(\/|$)/.test(name)

export const dashboardDigest = (root: string): Promise<string> => digestOf(root, sources, isMade)

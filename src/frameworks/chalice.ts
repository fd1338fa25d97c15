import type { Detector } from './finding.ts'
import { makePython } from './own-commands.ts'
import { bySam } from './sam-instead.ts'

export const chalice: Detector = async folder =>
  folder.names.has('.chalice/') && (await folder.read('.chalice/config.json')) !== undefined
    ? {
        framework: 'chalice',
        reasons: ['.chalice/config.json lies here'],
        supported: false,
        // `chalice deploy` keeps what it made in a file of the checkout; a stack keeps it in the cloud.
        instead: () => bySam('.chalice/package/sam.json', { install, build }),
      }
    : undefined

const install = `${makePython('.venv', 'chalice', '-r requirements.txt')}\n`
const build = '.venv/bin/chalice package --stage "$TRELLIS_STAGE" .chalice/package'

import { TrellisError } from '../core/errors.ts'
import { joinPath, type Reader } from '../frameworks/reader.ts'
import { parseTrellisYml, trellisYmlNames } from '../frameworks/trellis-yml.ts'

/** A deployment would be refused for it, so whoever looks before is told as well. @throws TrellisError invalid_trellis_yml */
export async function checkTrellisYml(tree: Reader, path = '.'): Promise<void> {
  for (const name of trellisYmlNames) {
    const text = await tree.read(joinPath(path, name))
    const parsed = text === undefined ? null : parseTrellisYml(text)
    if (parsed && 'problem' in parsed) {
      throw new TrellisError('invalid_trellis_yml', parsed.problem.message, parsed.problem.hint)
    }
  }
}

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HttpSourceHost } from '../../adapters/git/http/source-host.ts'
import { treeOf } from '../../adapters/git/http/tree-reader.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { detectorOf } from '../detector.ts'

/** What looks into repositories. */
export function composeSource(
  credentialFor: ConstructorParameters<typeof HttpSourceHost>[0]['credentialFor'],
): Pick<Ports, 'source' | 'detector'> {
  const source = new HttpSourceHost({ folder: join(tmpdir(), 'repositories'), credentialFor })
  return {
    source,
    detector: detectorOf(async ({ repository, commit }, look) =>
      look(await treeOf(source.repository(repository), commit)),
    ),
  }
}

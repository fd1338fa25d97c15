import type { RemoveRequest, RemoveResult } from './requests.ts'
import type { Session } from './session.ts'
export async function remove(_session: Session, _request: RemoveRequest): Promise<RemoveResult> {
  return { stacks: [], retained: [] }
}

import type { Detection } from '../../contract/detect.ts'

/** Says what a repository holds, without running anything of it. */
export interface Detector {
  /**
   * @param path the folder to look at, with all below it
   * @throws TrellisError commit_not_found, and as SourceHost.branches
   */
  detect(repository: string, commit: string, path: string): Promise<Detection>
}

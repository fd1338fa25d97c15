import type { Detection } from '../../contract/detect.ts'

/** Says what a repository holds, without running anything of it. */
export interface Detector {
  /**
   * @param path the folder to look at, with all below it
   * @throws TrellisError repository_unreachable, disk_full; invalid_input when there is no such commit or folder
   */
  detect(repository: string, commit: string, path: string): Promise<Detection>
  /**
   * Whether the commit has this folder, from the root and without `.` in it.
   * @throws TrellisError repository_unreachable, disk_full; folder_not_found when it lies in a submodule
   */
  hasFolder(repository: string, commit: string, path: string): Promise<boolean>
  /** The files outside of its folder that an app declares to be its own: `watch` of trellis.yml, patterns from the repository's root. @throws as above */
  watched(repository: string, commit: string, path: string): Promise<string[]>
  /**
   * What the app itself runs to be removed: the `remove` of an app of own commands, null where it names none.
   * Undefined: it brings no commands of its own.
   * @throws TrellisError as `detect`; invalid_input also when it cannot be deployed
   */
  removal(repository: string, commit: string, path: string): Promise<string | null | undefined>
}

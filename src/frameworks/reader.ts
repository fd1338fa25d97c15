/** A working tree, on a disk or anywhere else. Paths are relative to its root and `/`-separated; `.` is the root. */
export interface Reader {
  exists(path: string): Promise<boolean>
  /** Undefined: there is no such file. A reader of foreign code must not follow links out of the tree. */
  read(path: string): Promise<string | undefined>
  /** Names in a folder, those of folders with a `/` at the end. Empty when it does not exist. */
  list(folder: string): Promise<string[]>
  /** Whether a file lies there and is in no commit, since git ignores it. Absent: all that is there is committed. */
  isIgnored?(path: string): Promise<boolean>
}

export const joinPath = (folder: string, name: string): string =>
  name === '.' ? folder : folder === '.' ? name : `${folder}/${name}`

export const parentOf = (folder: string): string | undefined =>
  folder === '.' ? undefined : folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '.'

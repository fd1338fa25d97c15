/** More are no package of Lambda, which may hold 250 MB, and would fill the memory of whoever reads them. */
const mostFiles = 200_000

/** The names of the files in an archive. Undefined: it is none, or one of a kind that is not understood. */
export async function zipNames(path: string): Promise<string[] | undefined> {
  // Few builds make an archive, and every runner would wait for it.
  const { openPromise } = await import('yauzl')
  const names: string[] = []
  try {
    for await (const { fileName } of (await openPromise(path)).eachEntry()) {
      if (names.length === mostFiles) return undefined
      names.push(fileName)
    }
    return names
  } catch {
    return undefined
  }
}

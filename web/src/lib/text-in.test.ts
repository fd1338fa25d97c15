import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPeopleSearch } from '../features/people/sections.ts'
import { readOpenDialog } from '../features/pipeline/dialogs/open-dialog.ts'
import { readSettingsSearch } from '../features/settings/sections.ts'
import { readOpened } from './read-opened.ts'

/** As the router does it: what was read is put over what stands in the address. */
const shown = (read: (search: Record<string, unknown>) => object, search: Record<string, unknown>) => ({
  ...search,
  ...read(search),
})

test('what makes no sense in an address is not shown', () => {
  const odd = [{ section: 'bogus' }, { section: 'toString' }, { section: 5 }, { dialog: 5 }, { environment: [] }]
  for (const search of odd) {
    for (const read of [readSettingsSearch, readPeopleSearch, readOpenDialog, readOpened]) {
      const [[name = '', raw] = []] = Object.entries(search)
      const known = name in read({})
      if (known) assert.notEqual(new Map(Object.entries(shown(read, search))).get(name), raw, `${read.name} ${name}`)
    }
  }
  assert.equal(readOpenDialog({ dialog: 'bogus' }).dialog, undefined)
  assert.deepEqual(
    [readSettingsSearch({ section: 'danger' }).section, readPeopleSearch({ section: 'tokens' }).section],
    ['danger', 'tokens'],
  )
})

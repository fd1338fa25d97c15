import { places } from './places.ts'
import { suite } from './secret-vault.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

import { places } from './places.ts'
import { suite } from './user-store.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

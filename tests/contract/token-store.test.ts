import { places } from './places.ts'
import { suite } from './token-store.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

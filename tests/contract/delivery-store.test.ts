import { suite } from './delivery-store.ts'
import { places } from './places.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

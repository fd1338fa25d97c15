import { suite } from './cache-locations.ts'
import { places } from './places.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

import { places } from './places.ts'
import { suite } from './report-store.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

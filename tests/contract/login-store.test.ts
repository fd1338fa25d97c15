import { suite } from './login-store.ts'
import { places } from './places.ts'

for (const [name, makeStores] of Object.entries(places)) suite(name, makeStores)

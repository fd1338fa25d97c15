// Holds a home until it is killed; a child of it lives on, as a build machine does.
import { spawn } from 'node:child_process'
import { openHome } from '../../../src/adapters/local/home.ts'

const [path = '', url = ''] = process.argv.slice(2)
const home = openHome(path)
home.announce(url)
const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
child.unref()
console.log(JSON.stringify({ token: home.token, child: child.pid }))
process.stdin.resume()

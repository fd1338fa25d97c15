// Holds a home until it is killed; a child of it lives on, as a build machine does.
import { spawn } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openHome } from '../../../src/adapters/local/home.ts'

const [path = '', url = ''] = process.argv.slice(2)

function hold(): string {
  const home = openHome(path)
  home.announce(url)
  return home.token
}

const token = hold()
// Nobody has the home in hand any more: it must stay held all the same.
setFlagsFromString('--expose-gc')
runInNewContext('gc')()
const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
child.unref()
setImmediate(() => console.log(JSON.stringify({ token, child: child.pid })))
process.stdin.resume()

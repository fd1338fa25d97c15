import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../../src/emulator/port.ts'
import { endGroup } from '../../../src/emulator/process-group.ts'
import { ensureMoto } from './install.ts'

// One call at a time: it undoes a transaction that fails by putting back a copy of the whole table, and what others wrote
// meanwhile would be gone. It makes that copy anew for each write of a transaction, which took most of its time: once is enough. It ends with the process that holds its standard input.
const program = `
import copy, logging, os, signal, sys, threading, types
from moto.dynamodb import models
from werkzeug.serving import run_simple
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
def follow_parent():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=follow_parent, daemon=True).start()
logging.getLogger("werkzeug").setLevel(logging.ERROR)
MotoRequestHandler.protocol_version = "HTTP/1.1"
app = DomainDispatcherApplication(create_backend_app)
turn = threading.Lock()
write_all = models.DynamoDBBackend.transact_write_items
def write_all_copying_once(self, items):
    copies = {}
    def deepcopy(value):
        if not isinstance(value, models.Table):
            return copy.deepcopy(value)
        if id(value) not in copies:
            copies[id(value)] = copy.deepcopy(value)
        return copies[id(value)]
    models.copy = types.SimpleNamespace(deepcopy=deepcopy)
    try:
        return write_all(self, items)
    finally:
        models.copy = copy
models.DynamoDBBackend.transact_write_items = write_all_copying_once
def one_by_one(environ, start_response):
    with turn:
        return list(app(environ, start_response))
run_simple("127.0.0.1", int(os.environ["MOTO_PORT"]), one_by_one, threaded=True, request_handler=MotoRequestHandler)
`

const patienceMs = 60_000

/** Starts moto, on loopback only, and answers when it is ready. */
export async function startMoto(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const [python, port] = [await ensureMoto(), await freePort()]
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1', MOTO_PORT: String(port) }
  const child = spawn(python, ['-c', program], { env, detached: true, stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const endpoint = `http://127.0.0.1:${port}`
  const deadline = Date.now() + patienceMs
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const answer = await fetch(`${endpoint}/moto-api/`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    if (answer?.ok) return { endpoint, stop: () => endGroup(child) }
    await sleep(50)
  }
  await endGroup(child, 0)
  throw new Error(`moto did not start: ${said.trim().split('\n').slice(-5).join('\n')}`)
}

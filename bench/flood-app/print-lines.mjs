// Prints lines as fast as they are taken, each with its number.
import { once } from 'node:events'

const total = Number(process.env.LINES)
const atOnce = 1_000

for (let line = 1; line <= total; ) {
  let text = ''
  for (let count = 0; count < atOnce && line <= total; count++, line++) {
    text += `line ${line} of a build that has much to say: src/orders/handlers/create-order.ts\n`
  }
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

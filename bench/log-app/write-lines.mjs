// Writes lines at an even pace, each with its number and the moment of its writing.
const perSecond = 1_000
const total = 12_000

const startedAt = performance.now()
let written = 0

function catchUp() {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1000))
  while (written < due) process.stdout.write(`line ${++written} ${Date.now()}\n`)
  if (written < total) setTimeout(catchUp, 1)
}
catchUp()

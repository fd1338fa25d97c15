import type { ScriptRun } from './baseline.ts'
import { Hello, tested, untested } from './hello.ts'
import { medianOf } from './measure.ts'
import type { Place } from './place.ts'
import { figure, inSeconds, type Row, withGoal } from './row.ts'
import { type Stages, stagesOf } from './stages.ts'

interface Round {
  readonly script: ScriptRun
  readonly commit: Stages
  readonly rollback: Stages
  readonly withTests: Stages
}

/** The real application: a new commit, a rollback, and the script that they are held against. */
export async function measurePipeline(place: Place, repeats: number, tell: (what: string) => void): Promise<Row[]> {
  const hello = await Hello.connect(place)
  const rounds: Round[] = []
  // The first round fills npm's cache, the dependency cache and the compile caches, makes the stacks, and does not count.
  for (let round = 0; round <= repeats; round++) {
    const result = await oneRound(hello, round % 2 === 0)
    if (round > 0) rounds.push(result)
    const said = Object.entries(result).map(([name, { total }]) => `${name} ${(total / 1000).toFixed(1)} s`)
    tell(`${round === 0 ? 'warm-up' : `round ${round}`}: ${said.join(', ')}`)
  }
  return rowsOf(rounds)
}

/**
 * Script and Trellis take turns at going first, so that whatever else the machine does falls on both. Each deploys a
 * commit of its own: an asset that the other one has published already would be skipped.
 */
async function oneRound(hello: Hello, scriptFirst: boolean): Promise<Round> {
  const script = async () => {
    await hello.commit()
    return hello.script()
  }
  const before = scriptFirst ? await script() : null
  const commit = stagesOf(await hello.deploy(untested, await hello.commit()))
  const rollback = stagesOf(await hello.rollBack(untested))
  const withTests = stagesOf(await hello.deploy(tested, await hello.commit()))
  return { script: before ?? (await script()), commit, rollback, withTests }
}

function rowsOf(rounds: readonly Round[]): Row[] {
  const script = medianOf(rounds, round => round.script.total)
  const commit = medianOf(rounds, round => round.commit.total)
  const rollback = medianOf(rounds, round => round.rollback.total)
  const own = medianOf(rounds, round => round.commit.own)
  return [
    withGoal('new commit, lockfile unchanged, against the script', commit / script, '×', 0.5),
    withGoal('rollback from the artifact, against the script', rollback / script, '×', 0.12),
    withGoal("Trellis's own share of a new commit", own / 1000, 's', 0.5),
    inSeconds(
      'the same, counting the wait for the CDK to be loaded',
      medianOf(rounds, round => round.commit.own + round.commit.loading),
    ),
    withGoal(
      'dependencies from the cache, against `npm ci` from a warm npm cache',
      medianOf(rounds, round => round.commit.restoring) / medianOf(rounds, round => round.script.install),
      '×',
      0.25,
    ),
    figure(
      'new commit with tests on, against the script, which has none',
      medianOf(rounds, round => round.withTests.total) / script,
      '×',
    ),
    ...scriptRows(rounds),
    ...stageRows(
      'new commit',
      rounds.map(round => round.commit),
    ),
    ...stageRows(
      'new commit with tests on',
      rounds.map(round => round.withTests),
    ),
    ...stageRows(
      'rollback',
      rounds.map(round => round.rollback),
    ),
  ]
}

function scriptRows(rounds: readonly Round[]): Row[] {
  const part = (name: string, of: (run: ScriptRun) => number) =>
    inSeconds(
      `script: ${name}`,
      medianOf(rounds, round => of(round.script)),
    )
  return [
    part('total', run => run.total),
    part('git clone', run => run.clone),
    part('npm ci', run => run.install),
    part('cdk deploy: synth', run => run.synth),
    part('cdk deploy: the rest', run => run.deploy - run.synth),
  ]
}

/** Stages that a kind of deployment does not have are left out. */
function stageRows(kind: string, runs: readonly Stages[]): Row[] {
  const names: readonly (readonly [string, keyof Stages])[] = [
    ['total', 'total'],
    ['git', 'git'],
    ['npm ci', 'install'],
    ['tests', 'test'],
    ['CDK synthesis', 'synth'],
    ['of it: waiting for the CDK to be loaded', 'loading'],
    ['CDK deployment', 'deploy'],
    ["Trellis's own share", 'own'],
    ['of it: until the first phase', 'starting'],
    ['of it: dependencies from the cache', 'restoring'],
    ['of it: before and after the CDK deployment', 'around'],
    ['of it: after the last phase', 'ending'],
  ]
  const present = names.filter(([, part]) => runs.some(run => run[part] > 0))
  return present.map(([name, part]) =>
    inSeconds(
      `${kind}: ${name}`,
      medianOf(runs, run => run[part]),
    ),
  )
}

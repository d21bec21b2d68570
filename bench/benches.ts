import { dispatchActs } from './dispatch.ts'
import { dutiesAtOnce } from './duties.ts'
import { forecastPages } from './forecast.ts'
import { formPage, leastPage } from './form-page.ts'
import { founding, openLands } from './founding.ts'
import type { Ground } from './ground.ts'
import { type Bench, once } from './harness.ts'
import { lettersAtOnce } from './letters.ts'
import { officePages } from './office-pages.ts'
import { pairAlikeSchools, pairSchools } from './pairing.ts'
import { pairingTable } from './pairing-table.ts'
import { rebasing } from './rebase.ts'
import { leastSave, saveAnswer, saveInOne } from './save-answer.ts'
import { simulateSeason } from './simulate.ts'
import { openTown } from './town.ts'

const connections = [1, 8, 32]

/** The usual size, which the peers' figures are about: 3,000 schools, 3,000 reviews. */
const usual = 1500

/** How much faster or slower it is with few schools, and with all that there are. */
const sizes = [150, 20_000]

/** All benchmarks in the order in which they run: what uses much memory last. */
export const openBenches = (ground: Ground): Bench[] => {
  const lands = openLands(ground)
  const townOf = (pairs: number) => once(async () => openTown(ground, await lands.world(pairs)))
  const town = townOf(usual)
  const n = usual * 2
  const others = sizes.map(pairs => ({ pairs, open: townOf(pairs) }))
  return [
    founding(lands, usual, 5),
    ...connections.map(many => formPage(town, n, many)),
    ...connections.map(many => leastPage(town, n, many)),
    ...connections.map(many => saveAnswer(town, n, many)),
    saveInOne(town, n, 8),
    ...connections.map(many => leastSave(town, n, many)),
    ...connections.map((many, index) => dispatchActs(() => lands.world(usual), n, many, 256 * (index + 1))),
    ...officePages(town, n),
    dutiesAtOnce(ground, () => lands.found(usual), n),
    lettersAtOnce(ground, () => lands.found(usual), n),
    rebasing(() => lands.found(usual), n, 10),
    ...forecastPages(ground, () => lands.found(usual), n),
    ...pairingTable(ground, 3000),
    ...others.flatMap(({ pairs, open }) => [
      founding(lands, pairs, pairs === 20_000 ? 30 : null),
      formPage(open, pairs * 2, 8),
      saveAnswer(open, pairs * 2, 8),
      ...officePages(open, pairs * 2),
      ...(pairs === 20_000 ? forecastPages(ground, () => lands.found(pairs), pairs * 2) : []),
      ...(pairs === 20_000 ? [rebasing(() => lands.found(pairs), pairs * 2, 150)] : []),
    ]),
    pairSchools(300, null),
    pairSchools(1000, null),
    pairSchools(2999, 3),
    pairSchools(3000, 0.5, 120),
    pairSchools(10_000, 3),
    pairAlikeSchools(10_000, 9),
    pairSchools(40_000, 12, 450),
    simulateSeason(3000, 180),
  ]
}

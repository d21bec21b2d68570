import type { SeasonFile } from './definition-schema.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'
import { twice, unknownZone, unrealDate } from './definition-values.ts'

/** What a season says that does not hold together within its own file. */
export function seasonFaults(sheet: Sheet, season: SeasonFile): Fault[] {
  const ladders = Object.entries(season.letters.ladders)
  return [
    ...twice(
      sheet,
      n => ['stages', n, 'id'],
      season.stages.map(stage => stage.id),
    ),
    ...twice(
      sheet,
      n => ['package', n, 'id'],
      season.package.map(slot => slot.id),
    ),
    ...unknownZone(sheet, ['zone'], season.zone),
    ...obligationFaults(sheet, season),
    ...dateFaults(sheet, season),
    ...hourFaults(sheet, season.letters),
    ...ladderFaults(sheet, ['letters', 'ladder'], season.letters.ladder),
    ...ladders.flatMap(([act, ladder]) => ladderFaults(sheet, ['letters', 'ladders', act], ladder)),
  ]
}

function obligationFaults(sheet: Sheet, season: SeasonFile): Fault[] {
  const seen = new Map<string, string>()
  const faults: Fault[] = []
  season.stages.forEach((stage, n) => {
    stage.obligations.forEach((act, m) => {
      const path = ['stages', n, 'obligations', m]
      const other = seen.get(act)
      if (other !== undefined) {
        faults.push(
          sheet.fault(
            path,
            `Обязанность «${act}» уже есть у этапа «${other}»: оставьте её в одном`,
            `The duty “${act}” belongs to the stage “${other}” already: keep it in one`,
          ),
        )
      }
      seen.set(act, stage.id)
      if (stage.deadline === null && act !== 'signIn') {
        faults.push(
          sheet.fault(
            path,
            `У этапа «${stage.id}» нет срока, и «${act}» никогда не станет просроченным: задайте deadline или перенесите обязанность`,
            `The stage “${stage.id}” has no deadline, so “${act}” would never be due: set one, or move the duty`,
          ),
        )
      }
    })
  })
  return faults
}

function dateFaults(sheet: Sheet, season: SeasonFile): Fault[] {
  const dates = [
    ...season.stages.map(({ id, deadline }, n) => ({ id, date: deadline, path: ['stages', n, 'deadline'] })),
    { id: 'closes', date: season.closes, path: ['closes'] },
  ]
  let last: { id: string; date: string } | null = null
  return dates.flatMap(({ id, date, path }) => {
    if (date === null) return []
    const unreal = unrealDate(sheet, path, date)
    if (unreal.length > 0) return unreal
    const before = last
    last = { id, date }
    if (before === null || before.date < date) return []
    return sheet.fault(
      path,
      `Срок «${id}» ${date} не позже срока «${before.id}» ${before.date}: поставьте даты по порядку`,
      `The date of “${id}”, ${date}, is not after that of “${before.id}”, ${before.date}: put the dates in order`,
    )
  })
}

function hourFaults(sheet: Sheet, { sendAt, quiet: { from, to } }: SeasonFile['letters']): Fault[] {
  const isQuiet = from <= to ? sendAt >= from && sendAt < to : sendAt >= from || sendAt < to
  if (!isQuiet) return []
  return [
    sheet.fault(
      ['letters', 'sendAt'],
      `Час писем ${sendAt} попадает в тихие часы с ${from} до ${to}: поставьте другой`,
      `The hour of letters, ${sendAt}, lies in the quiet hours from ${from} to ${to}: set another`,
    ),
  ]
}

function ladderFaults(sheet: Sheet, path: Path, ladder: SeasonFile['letters']['ladder']): Fault[] {
  return ladder.flatMap((rung, n) => {
    const before = ladder[n - 1]
    if (!before || before.days < rung.days) return []
    return sheet.fault(
      [...path, n, 'days'],
      `Ступень ${rung.days} стоит после ступени ${before.days}: расположите ступени от ранней к поздней, каждую один раз`,
      `The rung ${rung.days} stands after the rung ${before.days}: order the rungs from early to late, each once`,
    )
  })
}

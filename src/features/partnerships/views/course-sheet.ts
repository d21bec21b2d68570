import type { Act } from '../../../../workflows/machines/duty.ts'
import { legend } from '../../../http/components/lists.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type StepMark, steps } from '../../../http/components/steps.ts'
import type { PageFrame } from '../../../http/frame.ts'
import type { Html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { longDate, plainDate } from '../../../words/time.ts'
import type { SeatSchool } from '../../seat-schools.ts'
import { courseActs, type ShownDuty, telling } from '../course.ts'
import { type Home, progressKey } from '../home-query.ts'

const saysOf = (frame: PageFrame, home: Home, duty: ShownDuty | null): string => {
  const said = words(frame.lang).home
  if (duty === null) return said.states.waived
  const filled = duty.act === 'review' ? home.progress.get(progressKey(duty.seat, duty.about ?? 0)) : undefined
  if (filled !== undefined && filled.done > 0) return said.filled(filled.done, filled.total)
  const state = said.states[duty.state]
  const date = duty.doneAt === null ? '' : longDate(frame.lang, duty.doneAt, frame.viewer?.zone ?? 'UTC', frame.at)
  return typeof state === 'string' ? state : state(date)
}

const stateOf = (home: Home, duty: ShownDuty | null): StepMark['state'] => {
  if (duty === null) return 'empty'
  if (['done', 'doneLate', 'waived'].includes(duty.state)) return 'done'
  return (home.progress.get(progressKey(duty.seat, duty.about ?? 0))?.done ?? 0) > 0 && duty.act === 'review'
    ? 'half'
    : 'empty'
}

const mark = (frame: PageFrame, home: Home, act: Act, school: SeatSchool): StepMark => {
  const duty = telling(home.duties, school.seat, act)
  return {
    whose: school.seat === home.own ? 'us' : 'them',
    state: stateOf(home, duty),
    says: saysOf(frame, home, duty),
    ...(home.own === null || home.schools.length > 2 ? { name: school.name } : {}),
  }
}

/** The course of the expertise, all schools side by side. */
export const courseSheet = (frame: PageFrame, home: Home): Html => {
  const said = words(frame.lang).home
  const pressing = home.next?.kind === 'do' ? home.next.duty.act : null
  const ordered = [...home.schools].sort(
    (a, b) => Number(b.seat === home.own) - Number(a.seat === home.own) || a.seat - b.seat,
  )
  const body = steps(
    frame.lang,
    courseActs.map(act => {
      const date = home.duties.find(duty => duty.act === act)?.date ?? null
      return {
        title: said.acts[act],
        date: date === null ? '' : said.until(plainDate(frame.lang, date, frame.at)),
        now: act === pressing,
        marks: ordered.map(school => mark(frame, home, act, school)),
      }
    }),
  )
  const remark =
    home.own !== null &&
    legend([
      { fill: 'fw', round: true, says: said.we },
      { fill: 'ft', says: said.they },
    ])
  return sheet({ id: 'course', title: said.course, remark, body, squared: true })
}

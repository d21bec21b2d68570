import { en, ru, twin } from '../twin.ts'

/** The page that draws the machines. */
export const statecharts = twin(
  {
    title: 'Машины состояний',
    lead: 'Нарисовано по самим определениям: что здесь есть, то и возможно. Число в рамке — сколько дел сейчас в этом состоянии.',
    version: (version: number) => ru`версия ${version}`,
    names: {
      assignment: 'Назначение на экспертизу',
      cycle: 'Сезон',
      duty: 'Обязанность',
      meeting: 'Встреча',
      partnership: 'Пара',
      seat: 'Место школы в паре',
    },
  },
  {
    title: 'State machines',
    lead: 'Drawn from the definitions themselves: what is here is what can happen. The number in a frame says how many things stand there now.',
    version: (version: number) => en`version ${version}`,
    names: {
      assignment: 'Assignment',
      cycle: 'Season',
      duty: 'Duty',
      meeting: 'Meeting',
      partnership: 'Partnership',
      seat: 'Seat',
    },
  },
)

import { twin } from '../twin.ts'

/** The page on which a demo's clock is moved. */
export const clock = twin(
  {
    title: 'Часы программы',
    remark: 'В демонстрации сезон можно посмотреть в любой его день. Часы пойдут дальше с выбранной минуты.',
    to: 'Перевести на',
    set: 'Перевести часы',
    real: 'Вернуть настоящее время',
  },
  {
    title: 'The program’s clock',
    remark: 'In the demo the season can be looked at on any of its days. The clock goes on from the chosen minute.',
    to: 'Move to',
    set: 'Move the clock',
    real: 'Back to real time',
  },
)

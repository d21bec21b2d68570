import { counted } from '../plural.ts'
import { en, ru, twin } from '../twin.ts'

/** The daily seals over all histories. */
export const seals = twin(
  {
    title: 'Печати дней',
    nav: 'Печати дней',
    lead: 'Каждую полночь программа ставит печать: одну контрольную сумму на всё, что записано в историях сезонов и пар. Каждая печать держится за предыдущую, поэтому незаметно изменить прошлое нельзя.',
    how: 'Как проверить',
    howLead:
      'Время от времени сохраняйте печать там, куда служба, которая ведёт базу, не попадает: у себя на компьютере, на бумаге, в переписке. Потом по ней проверят всё, что было записано к тому дню:',
    list: 'Печати',
    listRemark: 'Время — когда печать поставлена на самом деле',
    none: 'Печатей ещё нет. Первая появится в полночь после того, как начнётся первый сезон.',
    made: (when: string) => ru`поставлена ${when}`,
    late: (when: string) => ru`поставлена позже, ${when}: в полночь программа не работала`,
    histories: (n: number) => ru`${counted('ru', n, ['история', 'истории', 'историй'])}`,
    sums: 'Контрольные суммы',
    hash: 'Печать',
    prev: 'Предыдущая',
    merkle: 'По историям',
    take: 'Скачать',
    takeLabel: (day: string) => ru`Скачать печать за ${day}`,
    earlier: 'Показать более ранние',
    newest: 'К последней',
  },
  {
    title: 'Seals of the days',
    nav: 'Seals of the days',
    lead: 'Every midnight the program makes a seal: one checksum over everything that stands in the histories of seasons and pairs. Each seal holds on to the one before it, so the past cannot be changed unnoticed.',
    how: 'How to check',
    howLead:
      'Now and then keep a seal where whoever runs the database cannot reach it: on your own computer, on paper, in a letter. Later everything that was written by that day can be checked against it:',
    list: 'Seals',
    listRemark: 'The time is when the seal was really made',
    none: 'There are no seals yet. The first one comes at the midnight after the first season begins.',
    made: (when: string) => en`made ${when}`,
    late: (when: string) => en`made late, ${when}: the program was not running at midnight`,
    histories: (n: number) => en`${counted('en', n, ['history', 'histories'])}`,
    sums: 'Checksums',
    hash: 'Seal',
    prev: 'The one before',
    merkle: 'Over the histories',
    take: 'Download',
    takeLabel: (day: string) => en`Download the seal of ${day}`,
    earlier: 'Show earlier ones',
    newest: 'To the latest',
  },
)

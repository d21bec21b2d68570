import { en, ru, twin } from '../twin.ts'

/** The pages on which the federal coordinator changes the texts of letters, and the made-up schools that they are tried on. */
export const letterTemplates = twin(
  {
    sample: {
      school: (n: number) => ru`СШ № ${n}`,
      region: 'Проверочная область',
      municipality: (n: number) => ru`Район № ${n}`,
      reason: 'Проверочный текст: так будет выглядеть причина.',
    },
  },
  {
    sample: {
      school: (n: number) => en`School No. ${n}`,
      region: 'Test region',
      municipality: (n: number) => en`District No. ${n}`,
      reason: 'Test text: this is how a reason looks.',
    },
  },
)

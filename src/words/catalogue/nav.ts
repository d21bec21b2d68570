import { twin } from '../twin.ts'

/** The sections in the header. */
export const nav = twin(
  {
    home: 'Сейчас',
    school: 'Школа',
    people: 'Люди',
    territory: 'Территория',
    curator: 'Файлы',
    machines: 'Машины',
    clock: 'Часы',
    letters: 'Письма',
    outbox: 'Почта',
    me: 'Вы',
  },
  {
    home: 'Now',
    school: 'School',
    people: 'People',
    territory: 'Territory',
    curator: 'Files',
    machines: 'Machines',
    clock: 'Clock',
    letters: 'Letters',
    outbox: 'Mail',
    me: 'You',
  },
)

import { twin } from '../twin.ts'

/** The sections in the header. */
export const nav = twin(
  {
    home: 'Сейчас',
    school: 'Школа',
    people: 'Люди',
    curator: 'Файлы',
    machines: 'Машины',
    clock: 'Часы',
    outbox: 'Письма',
    me: 'Вы',
  },
  {
    home: 'Now',
    school: 'School',
    people: 'People',
    machines: 'Machines',
    curator: 'Files',
    clock: 'Clock',
    outbox: 'Letters',
    me: 'You',
  },
)

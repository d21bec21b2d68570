import { en, ru, twin } from '../twin.ts'

/** The scoring forms, their pages and what becomes of a review. */
export const reviews = twin(
  {
    outrun: (who: string, time: string) => ru`Эту строку сохранили в ${time}: ${who}`,
    you: 'вы сами, в другом окне',
    colleague: 'ваш коллега',
    late: 'Экспертиза уже отправлена, поэтому правка в неё не вошла. Она сохранена, и видите её только вы.',
    scoreNotOffered: 'Такой оценки в шкале нет',
  },
  {
    outrun: (who: string, time: string) => en`This line was saved at ${time}: ${who}`,
    you: 'you, in another window',
    colleague: 'your colleague',
    late: 'The review is already submitted, so this change is not part of it. It is kept, and only you can see it.',
    scoreNotOffered: 'The scale has no such score',
  },
)

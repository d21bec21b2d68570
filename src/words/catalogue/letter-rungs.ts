import type { Lang } from '../lang.ts'
import { templateTwin } from '../liquid.ts'
import { type ActWords, letterActs } from './letter-acts.ts'

/** The subject and the body of a letter about one thing. */
export type Template = { readonly subject: string; readonly body: string }

type ByReader = Readonly<Record<'school' | 'curator' | 'coordinator', Template>>

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const russian = ({ title, todo, ask, hint, undone, third, button }: ActWords): ByReader => ({
  school: {
    subject: `{% if phase == "after" %}${title}: срок прошёл{% elsif phase == "today" %}Сегодня последний день: ${todo}{% else %}${capital(todo)} до {{ day }}{% endif %}`,
    body: `{% if phase == "after" %}${undone}. Срок был {{ deadline }} ({{ late }} назад). Сделать это можно и сейчас.{% else %}${ask} до {{ deadline }}. Осталось времени: {{ left }}.{% endif %}

${hint}

[${button}]({{ link }})`,
  },
  curator: {
    subject: `{% if grouped %}${capital(third)}{% else %}{{ school }}: ${third}{% endif %}`,
    body: `{% if phase == "after" %}{{ school }}: ${third}. Срок был {{ deadline }} ({{ late }} назад). Узнайте, что мешает: часто хватает одного звонка.{% else %}{{ school }}: ${third}. Срок до {{ deadline }}, осталось времени: {{ left }}. Проверьте, что школа о нём знает.{% endif %}

Партнёр: {{ partner }}.

[Открыть страницу пары]({{ link }})`,
  },
  coordinator: {
    subject: `{% if grouped %}${capital(third)}{% else %}{{ school }}: ${third}{% endif %}`,
    body: `{% if phase == "after" %}{{ school }}: ${third}. Срок был {{ deadline }} ({{ late }} назад).{% else %}{{ school }}: ${third}. Срок до {{ deadline }}, осталось времени: {{ left }}.{% endif %} Партнёр: {{ partner }}.

Можно [сменить контакт школы]({{ people }}){% if act %}, [действовать за школу]({{ act }}) с указанием причины{% endif %} или продлить срок.

[Решить, что дальше]({{ link }})`,
  },
})

const english = ({ title, todo, ask, hint, undone, third, button }: ActWords): ByReader => ({
  school: {
    subject: `{% if phase == "after" %}${title}: the deadline has passed{% elsif phase == "today" %}Today is the last day: ${todo}{% else %}${capital(todo)} by {{ day }}{% endif %}`,
    body: `{% if phase == "after" %}${undone}. It was due {{ deadline }}, {{ late }} ago. It can still be done now.{% else %}${ask} by {{ deadline }}. Time left: {{ left }}.{% endif %}

${hint}

[${button}]({{ link }})`,
  },
  curator: {
    subject: `{% if grouped %}${capital(third)}{% else %}{{ school }}: ${third}{% endif %}`,
    body: `{% if phase == "after" %}{{ school }}: ${third}. It was due {{ deadline }}, {{ late }} ago. Ask what is in the way: often one call is enough.{% else %}{{ school }}: ${third}. It is due by {{ deadline }}. Time left: {{ left }}. Make sure that the school knows of it.{% endif %}

Partner: {{ partner }}.

[Open the pair’s page]({{ link }})`,
  },
  coordinator: {
    subject: `{% if grouped %}${capital(third)}{% else %}{{ school }}: ${third}{% endif %}`,
    body: `{% if phase == "after" %}{{ school }}: ${third}. It was due {{ deadline }}, {{ late }} ago.{% else %}{{ school }}: ${third}. It is due by {{ deadline }}. Time left: {{ left }}.{% endif %} Partner: {{ partner }}.

You can [change the school’s contact]({{ people }}){% if act %}, [act for the school]({{ act }}) with a reason{% endif %}, or extend the deadline.

[Decide what comes next]({{ link }})`,
  },
})

type Act = keyof typeof letterActs.ru

const ofAll = (lang: Lang, write: (act: ActWords) => ByReader): Readonly<Record<Act, ByReader>> =>
  Object.fromEntries(Object.entries(letterActs[lang]).map(([act, said]) => [act, write(said)])) as Record<Act, ByReader>

/** Reminders of each duty, by whom they are for. */
export const letterRungs = templateTwin(ofAll('ru', russian), ofAll('en', english))

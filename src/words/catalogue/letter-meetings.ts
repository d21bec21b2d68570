import { templateTwin } from '../liquid.ts'

/** Letters about the schools' meeting. `slot`: the time agreed on, now or before; `slots`: the times proposed. */
export const letterMeetings = templateTwin(
  {
    meetingProposed: {
      subject: 'Выберите время встречи: {{ partner }}',
      body: `Вам предложили время встречи. Выберите всё, что подходит: встреча назначена, как только одно время примут все.
{% for each in slots %}
- {{ each }}
{% endfor %}

Участвуют: {{ school }}, {{ partner }}.

[Выбрать время]({{ link }})`,
    },
    meetingAgreed: {
      subject: 'Встреча назначена: {{ slot }}',
      body: `Время приняли все: {{ slot }}.

Участвуют: {{ school }}, {{ partner }}. Файл для календаря приложен.

[Открыть страницу встречи]({{ link }})`,
    },
    meetingMoved: {
      subject: 'Встречу переносят: {{ partner }}',
      body: `Прежнее время отпало{% if slot %}: {{ slot }}{% endif %}. Предложено другое:
{% for each in slots %}
- {{ each }}
{% endfor %}

Встреча назначена, как только одно время примут все. Приложенный файл убирает прежнее время из календаря.

[Выбрать время]({{ link }})`,
    },
    meetingCancelled: {
      subject: '{% if slot %}Встреча отменена: {{ slot }}{% else %}Предложенное время встречи не подошло{% endif %}',
      body: `{% if slot %}Встреча отменена: {{ slot }}. Приложенный файл убирает её из календаря.{% else %}Предложенное время встречи снято.{% endif %}
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
Новое время можно предложить когда угодно. Участвуют: {{ school }}, {{ partner }}.

[Предложить время]({{ link }})`,
    },
    meetingRecorded: {
      subject: 'Проверьте протокол встречи: {{ partner }}',
      body: `Записано, что встреча прошла. Прочитайте протокол и согласитесь с ним или поправьте его. Если в течение {{ days | counted: "рабочего дня", "рабочих дней", "рабочих дней" }} никто не возразит, он будет считаться принятым.

[Прочитать протокол]({{ link }})`,
    },
    meetingNotHeld: {
      subject: 'Записано, что встречи не было: {{ partner }}',
      body: `Записано, что встречи не было.
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
Рекомендации и итоговый файл от этого не зависят. Если встреча всё же состоится, её можно записать.

[Открыть страницу встречи]({{ link }})`,
    },
  },
  {
    meetingProposed: {
      subject: 'Choose a time for the meeting: {{ partner }}',
      body: `Times for the meeting were proposed to you. Choose all that suit you: the meeting is fixed as soon as everybody has taken one time.
{% for each in slots %}
- {{ each }}
{% endfor %}

Taking part: {{ school }}, {{ partner }}.

[Choose a time]({{ link }})`,
    },
    meetingAgreed: {
      subject: 'The meeting is fixed: {{ slot }}',
      body: `Everybody has taken this time: {{ slot }}.

Taking part: {{ school }}, {{ partner }}. A file for your calendar is attached.

[Open the meeting’s page]({{ link }})`,
    },
    meetingMoved: {
      subject: 'The meeting is being moved: {{ partner }}',
      body: `The earlier time no longer holds{% if slot %}: {{ slot }}{% endif %}. Others were proposed:
{% for each in slots %}
- {{ each }}
{% endfor %}

The meeting is fixed as soon as everybody has taken one time. The attached file takes the earlier time out of your calendar.

[Choose a time]({{ link }})`,
    },
    meetingCancelled: {
      subject:
        '{% if slot %}The meeting is cancelled: {{ slot }}{% else %}The times proposed for the meeting did not suit{% endif %}',
      body: `{% if slot %}The meeting is cancelled: {{ slot }}. The attached file takes it out of your calendar.{% else %}The times proposed for the meeting were taken back.{% endif %}
{% if reason %}
Why:

> {{ reason }}
{% endif %}
New times can be proposed at any moment. Taking part: {{ school }}, {{ partner }}.

[Propose a time]({{ link }})`,
    },
    meetingRecorded: {
      subject: 'Check the minutes of the meeting: {{ partner }}',
      body: `The meeting was recorded as held. Read the minutes and accept them, or mend them. If nobody objects for {{ days | counted: "working day", "working days" }}, they count as accepted.

[Read the minutes]({{ link }})`,
    },
    meetingNotHeld: {
      subject: 'The meeting was recorded as not held: {{ partner }}',
      body: `The meeting was recorded as not held.
{% if reason %}
Why:

> {{ reason }}
{% endif %}
Neither the recommendations nor the final file depend on it. If the meeting takes place after all, it can be recorded.

[Open the meeting’s page]({{ link }})`,
    },
  },
)

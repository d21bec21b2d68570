import { templateTwin } from '../liquid.ts'

const reasonRu = '{% if reason %}\n\nПочему:\n\n> {{ reason }}{% endif %}'
const reasonEn = '{% if reason %}\n\nWhy:\n\n> {{ reason }}{% endif %}'

/** Letters that answer what happened in the exchange, the reviews, the recommendations and the final file. */
export const letterEvents = templateTwin(
  {
    packageSent: {
      subject: '{{ about }}: пакет документов можно читать',
      body: `Партнёр отправил пакет документов: {{ about }}. Его можно открыть, скачать и начать оценивать.

[Открыть пакет партнёра]({{ link }})`,
    },
    packageReturned: {
      subject:
        'Пакет вернулся: нужно поправить {{ documents | size | counted: "документ", "документа", "документов" }}',
      body: `Партнёр просит поправить в вашем пакете:
{% for document in documents %}
- {{ document }}
{% endfor %}
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
Отметка о том, что пакет отправлен вовремя, сохраняется.

[Открыть свой пакет]({{ link }})`,
    },
    revealed: {
      subject: 'Оценки открыты: {{ about }}',
      body: `Оценки, которые школа {{ about }} поставила вашим документам, теперь можно читать.

[Открыть оценки]({{ link }})`,
    },
    recommendationsReceived: {
      subject: 'Вам прислали рекомендации: {{ about }}',
      body: `Школа {{ about }} отправила вам рекомендации. На каждую можно ответить: принята, принята частично или отклонена с объяснением. Ответа никто не ждёт к сроку, но партнёру он полезен.

[Прочитать рекомендации]({{ link }})`,
    },
    recommendationsAnswered: {
      subject: 'На ваши рекомендации ответили: {{ about }}',
      body: `Школа {{ about }} ответила на ваши рекомендации.

[Прочитать ответы]({{ link }})`,
    },
    fileToConfirm: {
      subject:
        '{% if grouped %}Итоговый файл ждёт вашей проверки{% else %}{{ school }}: итоговый файл ждёт вашей проверки{% endif %}',
      body: `Школа {{ school }} отметила, что итоговый файл размещён в ИС МЭДК. Посмотрите его и подтвердите или верните, назвав часть и причину.

[Проверить файл]({{ link }})`,
    },
    fileConfirmed: {
      subject: 'Итоговый файл подтверждён',
      body: `Итоговый файл школы {{ school }} подтверждён. Делать больше ничего не нужно.

[Открыть итоговый файл]({{ link }})`,
    },
    fileReturned: {
      subject: 'Итоговый файл вернулся: {{ part }}',
      body: `Итоговый файл вернулся на исправление. Что поправить: {{ part }}.${reasonRu}

Отметка о первом размещении сохраняется.

[Открыть итоговый файл]({{ link }})`,
    },
    partReturned: {
      subject: 'Поправьте свою часть в файле партнёра: {{ about }}',
      body: `Итоговый файл школы {{ about }} вернулся из-за части, которую писала ваша школа.${reasonRu}

[Открыть свою часть]({{ link }})`,
    },
    receipt: {
      subject: 'Квитанция: {{ what }}',
      body: `{{ school }}: {{ what }}.

- Когда: {{ time }}
- Запись в истории: № {{ record }}
- Контрольная сумма записи: {{ hash }}
{% if checksum %}
- Контрольная сумма содержания (SHA-256): {{ checksum }}
{% endif %}
{% for document in documents %}
- {{ document.name }}, версия {{ document.version }}: {{ document.checksum }}
{% endfor %}

Сохраните это письмо: им можно подтвердить, что и когда было сделано.

[Открыть в системе]({{ link }})`,
    },
    actedFor: {
      subject: 'За вашу школу: {{ what }}',
      body: `Координатор действовал за школу {{ school }}: {{ what }}.
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
Это останется в истории пары.

[Посмотреть]({{ link }})`,
    },
  },
  {
    packageSent: {
      subject: '{{ about }}: the package of documents can be read',
      body: `The partner sent its package of documents: {{ about }}. You can open it, download it and begin to score.

[Open the partner’s package]({{ link }})`,
    },
    packageReturned: {
      subject: 'The package came back: {{ documents | size | counted: "document", "documents" }} to mend',
      body: `The partner asks you to mend in your package:
{% for document in documents %}
- {{ document }}
{% endfor %}
{% if reason %}
Why:

> {{ reason }}
{% endif %}
The mark that the package was sent on time stays.

[Open your package]({{ link }})`,
    },
    revealed: {
      subject: 'The scores are open: {{ about }}',
      body: `The scores that {{ about }} gave to your documents can be read now.

[Open the scores]({{ link }})`,
    },
    recommendationsReceived: {
      subject: 'Recommendations for you: {{ about }}',
      body: `{{ about }} sent you its recommendations. Each can be answered: accepted, accepted partly, or declined with a reason. No deadline waits for the answers, but they help the partner.

[Read the recommendations]({{ link }})`,
    },
    recommendationsAnswered: {
      subject: 'Your recommendations were answered: {{ about }}',
      body: `{{ about }} answered your recommendations.

[Read the answers]({{ link }})`,
    },
    fileToConfirm: {
      subject:
        '{% if grouped %}The final file waits for your verdict{% else %}{{ school }}: the final file waits for your verdict{% endif %}',
      body: `{{ school }} recorded that its final file is placed in IS MEDK. Look at it and confirm it, or send it back and name the part and the reason.

[Look at the file]({{ link }})`,
    },
    fileConfirmed: {
      subject: 'The final file is confirmed',
      body: `The final file of {{ school }} is confirmed. Nothing else has to be done.

[Open the final file]({{ link }})`,
    },
    fileReturned: {
      subject: 'The final file came back: {{ part }}',
      body: `The final file came back to be mended. The part to mend: {{ part }}.${reasonEn}

The mark of the first placing stays.

[Open the final file]({{ link }})`,
    },
    partReturned: {
      subject: 'Mend your part in the partner’s file: {{ about }}',
      body: `The final file of {{ about }} came back for the part that your school wrote.${reasonEn}

[Open your part]({{ link }})`,
    },
    receipt: {
      subject: 'Receipt: {{ what }}',
      body: `{{ school }}: {{ what }}.

- When: {{ time }}
- Row of the history: No. {{ record }}
- Checksum of the row: {{ hash }}
{% if checksum %}
- Checksum of the content (SHA-256): {{ checksum }}
{% endif %}
{% for document in documents %}
- {{ document.name }}, version {{ document.version }}: {{ document.checksum }}
{% endfor %}

Keep this letter: it proves what was done, and when.

[Open it here]({{ link }})`,
    },
    actedFor: {
      subject: 'For your school: {{ what }}',
      body: `A coordinator acted for {{ school }}: {{ what }}.
{% if reason %}
Why:

> {{ reason }}
{% endif %}
This stays in the pair’s history.

[Have a look]({{ link }})`,
    },
  },
)

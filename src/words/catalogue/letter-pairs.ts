import { templateTwin } from '../liquid.ts'

/** Letters about the pair itself, the dates, the addresses; and the digest that holds several things. */
export const letterPairs = templateTwin(
  {
    digest: {
      subject:
        'Взаимная экспертиза: {% if duties > 0 %}{{ duties | counted: "дело", "дела", "дел" }}{% if news > 0 %} и {% endif %}{% endif %}{% if news > 0 %}{{ news | counted: "новость", "новости", "новостей" }}{% endif %}{% if overdue > 0 %}, срок прошёл: {{ overdue }}{% endif %}',
      body: `Здесь всё, что накопилось к сегодняшнему утру, сначала самое срочное.

[Войти и увидеть всё]({{ link }})

{{ items }}`,
    },
    pairsPublished: {
      subject:
        '{% if reader == "school" %}Ваш партнёр по взаимной экспертизе: {{ partner }}{% else %}{{ school }}: партнёр назначен{% endif %}',
      body: `Пары опубликованы. Школа: {{ school }}. Партнёр: {{ partner }}.
{% if dates %}
Что впереди:
{% for each in dates %}
- до {{ each.day }}: {{ each.name }}
{% endfor %}
{% endif %}
{% if reader == "school" %}О каждом сроке мы напомним заранее. Первый шаг: войти в систему.{% else %}Вы получили это письмо, потому что сопровождаете школу.{% endif %}

[{% if reader == "school" %}Войти и познакомиться с партнёром{% else %}Открыть страницу пары{% endif %}]({{ link }})`,
    },
    extensionGiven: {
      subject: 'Срок продлён до {{ day }}: {{ what }}',
      body: `Теперь {{ what }} нужно до {{ day }}, этот день включительно.
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
[Открыть]({{ link }})`,
    },
    datesMoved: {
      subject: 'Даты сезона перенесены',
      body: `Даты взаимной экспертизы изменились. Теперь:
{% for each in dates %}
- до {{ each.day }}: {{ each.name }}
{% endfor %}
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
Личные продления сохраняются, если они позже. Что уже сделано вовремя, остаётся сделанным вовремя.

[Открыть страницу пары]({{ link }})`,
    },
    schoolLeft: {
      subject:
        '{% if own %}{{ school }} больше не участвует в паре{% else %}Школа вышла из пары: {{ about }}{% endif %}',
      body: `{% if own %}Координатор отметил, что школа {{ school }} вышла из пары. Всё написанное сохраняется, его можно читать.{% else %}Из пары вышла школа {{ about }}. Координатор решит, как школе {{ school }} работать дальше: подберёт нового партнёра или завершит экспертизу. Отправленные пакет и оценки сохраняются.{% endif %}
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
[Открыть страницу пары]({{ link }})`,
    },
    schoolReturned: {
      subject:
        '{% if own %}{{ school }} снова участвует в паре{% else %}Школа вернулась в пару: {{ about }}{% endif %}',
      body: `{% if own %}Школа {{ school }} снова участвует в паре. Сроки и то, что от вас ждут, смотрите на странице пары.{% else %}Школа {{ about }} вернулась в пару. Работа продолжается с того места, где остановилась.{% endif %}

[Открыть страницу пары]({{ link }})`,
    },
    schoolJoined: {
      subject: 'К паре присоединилась школа: {{ about }}',
      body: `К паре присоединилась школа {{ about }}. То, что уже начато, остаётся; кто кого теперь оценивает и до какого срока, написано на странице.

[Открыть страницу]({{ link }})`,
    },
    closedOneSided: {
      subject:
        '{% if own %}Экспертиза завершена без партнёра{% else %}Экспертизу партнёра завершили без вашей школы{% endif %}',
      body: `{% if own %}Партнёр не ответил, и координатор завершил экспертизу школы {{ school }} без него. Итоговый файл составлен из того, что сделали вы; чего не было получено, в нём сказано. Экспертиза засчитывается вашей школе полностью.{% else %}Координатор завершил экспертизу школы {{ about }} без участия школы {{ school }}. Что ещё можно сделать, смотрите на странице пары.{% endif %}
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
[Открыть]({{ link }})`,
    },
    pairDissolved: {
      subject: 'Пара расформирована: {{ partner }}',
      body: `Координатор расформировал пару школ: {{ school }}, {{ partner }}. Всё написанное сохраняется, его можно читать.
{% if reason %}
Почему:

> {{ reason }}
{% endif %}
[Открыть]({{ link }})`,
    },
    addressFails: {
      subject: '{% if grouped %}Письма школе не доходят{% else %}{{ school }}: письма не доходят{% endif %}',
      body: `Письма для школы {{ school }} не доходят: почтовый сервер отказал насовсем. Пока адрес не исправлен, напоминания о сроках до школы могут не дойти. Узнайте верный адрес или смените контакт.

[Открыть список людей школы]({{ link }})`,
    },
    seal: {
      subject: 'Печать дня за {{ day }}',
      body: `Печать дня за {{ day }} сделана.

- Записано историй: {{ histories }}
- Контрольная сумма: {{ hash }}

Сохраните это письмо вне системы: по нему можно проверить, что история не менялась задним числом.

[Открыть печати]({{ link }})`,
    },
  },
  {
    digest: {
      subject:
        'Mutual expertise: {% if duties > 0 %}{{ duties | counted: "thing to do", "things to do" }}{% if news > 0 %} and {% endif %}{% endif %}{% if news > 0 %}{{ news | counted: "piece of news", "pieces of news" }}{% endif %}{% if overdue > 0 %}, overdue: {{ overdue }}{% endif %}',
      body: `This is everything up to this morning, the most urgent first.

[Sign in and see everything]({{ link }})

{{ items }}`,
    },
    pairsPublished: {
      subject:
        '{% if reader == "school" %}Your partner in the mutual expertise: {{ partner }}{% else %}{{ school }} has a partner{% endif %}',
      body: `The pairs are published. School: {{ school }}. Partner: {{ partner }}.
{% if dates %}
What lies ahead:
{% for each in dates %}
- by {{ each.day }}: {{ each.name }}
{% endfor %}
{% endif %}
{% if reader == "school" %}We will remind you of each deadline in time. The first step is to sign in.{% else %}You get this letter because you accompany the school.{% endif %}

[{% if reader == "school" %}Sign in and meet your partner{% else %}Open the pair’s page{% endif %}]({{ link }})`,
    },
    extensionGiven: {
      subject: 'The deadline is extended to {{ day }}: {{ what }}',
      body: `You now have until {{ day }}, that day included, to {{ what }}.
{% if reason %}
Why:

> {{ reason }}
{% endif %}
[Open it]({{ link }})`,
    },
    datesMoved: {
      subject: 'The dates of the season were moved',
      body: `The dates of the mutual expertise have changed. They are now:
{% for each in dates %}
- by {{ each.day }}: {{ each.name }}
{% endfor %}
{% if reason %}
Why:

> {{ reason }}
{% endif %}
Extensions of your own stay where they are later. What was done on time stays done on time.

[Open the pair’s page]({{ link }})`,
    },
    schoolLeft: {
      subject:
        '{% if own %}{{ school }} no longer takes part in the pair{% else %}A school left the pair: {{ about }}{% endif %}',
      body: `{% if own %}A coordinator recorded that {{ school }} left the pair. Everything that was written is kept and can be read.{% else %}{{ about }} left the pair. The coordinator decides how {{ school }} goes on: with a new partner, or by ending the expertise. The package and the scores that were sent are kept.{% endif %}
{% if reason %}
Why:

> {{ reason }}
{% endif %}
[Open the pair’s page]({{ link }})`,
    },
    schoolReturned: {
      subject:
        '{% if own %}{{ school }} takes part in the pair again{% else %}A school came back to the pair: {{ about }}{% endif %}',
      body: `{% if own %}{{ school }} takes part in the pair again. The deadlines and what is expected of you stand on the pair’s page.{% else %}{{ about }} came back to the pair. The work goes on where it stopped.{% endif %}

[Open the pair’s page]({{ link }})`,
    },
    schoolJoined: {
      subject: 'A school joined the pair: {{ about }}',
      body: `{{ about }} joined the pair. What was begun stays; who reviews whom now, and by when, stands on the page.

[Open the page]({{ link }})`,
    },
    closedOneSided: {
      subject:
        '{% if own %}The expertise is ended without the partner{% else %}The partner’s expertise was ended without your school{% endif %}',
      body: `{% if own %}The partner did not answer, and a coordinator ended the expertise of {{ school }} without it. The final file is made from what you did and says what was not received. The expertise counts as complete for your school.{% else %}A coordinator ended the expertise of {{ about }} without {{ school }}. What can still be done stands on the pair’s page.{% endif %}
{% if reason %}
Why:

> {{ reason }}
{% endif %}
[Open it]({{ link }})`,
    },
    pairDissolved: {
      subject: 'The pair was dissolved: {{ partner }}',
      body: `A coordinator dissolved the pair of {{ school }} and {{ partner }}. Everything that was written is kept and can be read.
{% if reason %}
Why:

> {{ reason }}
{% endif %}
[Open it]({{ link }})`,
    },
    addressFails: {
      subject:
        '{% if grouped %}Letters to the school do not arrive{% else %}{{ school }}: letters do not arrive{% endif %}',
      body: `Letters for {{ school }} do not arrive: the mail server refused them for good. Until the address is mended, reminders of deadlines may not reach the school. Find out the right address, or change the contact.

[Open the list of the school’s people]({{ link }})`,
    },
    seal: {
      subject: 'Seal of the day: {{ day }}',
      body: `The seal of {{ day }} is made.

- Histories sealed: {{ histories }}
- Checksum: {{ hash }}

Keep this letter outside the system: by it anyone can check that the history was not changed afterwards.

[Open the seals]({{ link }})`,
    },
  },
)

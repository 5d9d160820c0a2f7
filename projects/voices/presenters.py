"""What the pages of topics show: how many say it, what they say, and how it came that it became something."""

import datetime
from typing import NamedTuple

from django.db.models import Count, DateField, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span, fiscal_year
from kyodo_portal.common.lists.planner import AsItIs
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.common.lists.small_numbers import HIDDEN, few, veil, veiled
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.reference_models import Area, Theme

from .models import Voice
from .topic_models import MeToo, Topic
from .workflow import TOPIC, VOICE

FEW_VOICES = 3  # a topic of fewer does not say where its voices come from
SHOWN = 20  # voices on the page of a topic


def _count(rows):
    counted = rows.order_by().values("topic").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def with_counts(topics):
    """Topics with `voice_count`, `people` (who pressed, signed in or with a proven mailbox), `browsers` (who pressed without) and `heard`,
    all together, counted beside them."""
    of_topic = {"topic": OuterRef("pk")}
    return topics.annotate(
        voice_count=_count(Voice.objects.filter(status__in=VOICE.opening("shown"), **of_topic)),
        people=_count(MeToo.objects.of_people().filter(**of_topic)),
        browsers=_count(MeToo.objects.of_browsers().filter(**of_topic)),
    ).annotate(heard=F("voice_count") + F("people") + F("browsers") + F("paper_count"))


@once_a_day
def for_rows(_):
    """All topics with what `card` takes: what a list reads of a page."""
    return with_counts(Topic.objects.select_related("theme", "area"))


class Card(NamedTuple):
    """All that the list says of one topic, in words and numbers."""

    pk: int
    title: str
    summary: str
    where: str
    state: str
    heard: int
    is_sample: bool


def card(topic):
    """The Card of a topic that knows its theme and area and was counted."""
    where = "・".join(str(part) for part in (topic.theme, topic.area) if part)
    return Card(topic.pk, topic.title, topic.summary, where, topic.status_label, topic.heard, topic.is_sample)


class Place(NamedTuple):
    """One place of the track. `day`: when it was reached, None: not yet; `text`: why; `url`, `link`: where it goes on."""

    title: str
    day: datetime.date | None
    text: str = ""
    url: str = ""
    link: str = ""
    facts: str = ""


def track_of(topic, first_on):
    """[Place] from the first voice to what became of it; what was left out stands only where it comes still."""
    places = [
        Place("声", first_on, f"{topic.voice_count}件の声がとどきました。" if topic.voice_count else ""),
        Place("みんなの声", topic.opened_at, own_words("市が、みんなの声としてまとめました。") if topic.opened_at else ""),
        _talk(topic),
        _project(topic),
        _end(topic),
    ]
    return [place for place in places if place.day or not topic.state.is_end]


def _talk(topic):
    if not topic.talked_at:
        return Place("話し合い", None)
    event = topic.event if topic.event and topic.event.published_at and topic.event.host.is_public else None
    url, link = (event.get_absolute_url(), event.title) if event else ("", "")
    day = jdate(topic.talk_on) if topic.talk_on else ""
    facts = "　".join(text for text in (day, topic.talk_place) if text)
    return Place("話し合い", topic.talked_at, topic.talk_why, url, link, facts)


def _project(topic):
    project = topic.project if topic.started_at and topic.project and topic.project.is_published else None
    url = project.get_absolute_url() if project else ""
    return Place(
        "プロジェクト", topic.started_at, topic.start_why if topic.started_at else "", url, str(project) if project else ""
    )


def _end(topic):
    if topic.closed_at:
        into = topic.merged_into
        text = topic.closed_why if into is None else "同じことの声と、ひとつにまとめました。"
        link = (into.get_absolute_url(), into.title) if into else ("", "")
        return Place("終わり", topic.closed_at, text, *link, facts=topic.get_cause_display())
    if topic.may("asked"):
        return Place(
            own_words("市の考え"),
            None,
            f"{topic.department.public_name if topic.department else own_words('市')}が考えています。",
        )
    if topic.answered_at and not topic.became_at:
        return Place(own_words("市の考え"), topic.answered_at, topic.public_answer, facts=topic.get_effect_display())
    return Place("あの声がこうなりました", topic.became_at, topic.became if topic.became_at else "")


class Said(NamedTuple):
    """One voice as everybody reads it: the words that staff wrote, when it came, and where from, unless that would tell of whom."""

    text: str
    on: datetime.date
    area: str


def said_in(topic):
    """The rows of the voices of a topic that everybody reads, the newest first."""
    return topic.voices.all().shown().order_by("-received_on", "-pk").select_related("area")


def as_said(voices, topic):
    """[Said] of these voices. A topic of fewer than three says no area."""
    tells = topic.voice_count >= FEW_VOICES
    return [Said(voice.shown_text, voice.received_on, str(voice.area) if tells and voice.area else "") for voice in voices]


def first_day(topic):
    """When the first voice of a topic came; None where it has none. One query."""
    return topic.voices.all().counted().order_by("received_on").values_list("received_on", flat=True).first()


class ThemeLine(NamedTuple):
    """One theme of the table, in words: its areas in their order, and all of them."""

    theme: str
    cells: tuple[tuple[str, str], ...]
    all: str


class YearOfVoices(NamedTuple):
    """A 年度: `rows`: [ThemeLine], of the areas where there is any; `routes`: [(where they went, number)]; numbers as words.

    is_unsaid: there are voices, and too few to say more than their sum.
    """

    year: int
    label: str
    rows: list
    routes: list
    total: str
    is_unsaid: bool


def year_of_voices(year):
    """The YearOfVoices of a 年度. Whoever would be told of by a small number is not: small_numbers.py says what stands as 少数. Three queries."""
    first, last = fiscal_span(year)
    day = AsItIs(F("received_on"), output_field=DateField())  # by its index all voices of the year would have to be put in order
    alive = Voice.objects.alive().filter(GreaterThanOrEqual(day, first), LessThanOrEqual(day, last))
    places = [(area.pk, area.name) for area in Area.objects.all()] + [(None, "書いていない")]
    themes = [(theme.pk, theme.name) for theme in Theme.objects.all()] + [(None, "わからない")]
    ways = [*Voice.Route.choices, ("", "まだ読んでいるところ")]
    rows, routes = {}, {code: 0 for code, _ in ways}
    for theme, area, route, n in alive.order_by().values_list("theme", "area", "route").annotate(n=Count("pk")):
        cells = rows.setdefault(theme, {})
        cells[area] = cells.get(area, 0) + n
        routes[route] += n
    hidden, told = veil(rows), veiled(routes)
    return YearOfVoices(
        year,
        fiscal_label(year),
        [] if hidden.is_all else [_line(rows[pk], pk, name, places, hidden) for pk, name in themes if pk in rows],
        [(label, told[code]) for code, label in ways],
        few(sum(routes.values())),
        hidden.is_all,
    )


def _line(cells, theme, name, places, hidden):
    """The ThemeLine of one theme."""
    said = tuple((label, HIDDEN if (theme, pk) in hidden.cells else f"{cells[pk]:,}") for pk, label in places if pk in cells)
    return ThemeLine(name, said, HIDDEN if theme in hidden.rows else f"{sum(cells.values()):,}")


def topics_of_project(project):
    """[Topic] out of which a project came, with their counts; public ones only. One query, two of a project that did: most did
    not."""
    started = Topic.objects.published().filter(project=project, started_at__isnull=False)
    if not started.order_by().exists():
        return []
    return list(with_counts(started).order_by("started_at", "pk"))


class BecameStory(NamedTuple):
    """A topic that came to its end well: what one of its voices said (the topic's name where nobody may read one), since when, and
    the [Place]s on the way to what it became."""

    topic: Topic
    said: str
    first_on: datetime.date | None
    between: list[Place]


def became_lately():
    """The BecameStory of the topic whose end was told last; None where there is none. Two queries."""
    done = Topic.objects.filter(status__in=TOPIC.opening("became")).filter(Q(project=None) | ~Q(project__published_at=None))
    topic = with_counts(done).select_related("project", "theme", "area", "event__host").order_by("-became_at", "-pk").first()
    if topic is None:
        return None
    first = topic.voices.all().shown().order_by("received_on", "pk").first()
    between = [place for place in (_talk(topic), _project(topic)) if place.day]
    return BecameStory(topic, first.shown_text if first else topic.title, first and first.received_on, between)


def years_of_voices(this):
    """The 年度 of which there are voices, this one first, ten at most. One query."""
    first = Voice.objects.order_by("received_on").values_list("received_on", flat=True).first()
    return list(range(this, max(this - 10, fiscal_year(first) if first else this) - 1, -1))

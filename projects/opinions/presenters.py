"""What the pages of 意見募集 show: a round as everybody reads it, its result, and the work of those who answer."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Prefetch
from django.utils import timezone

from kyodo_portal.common.drawing import charts
from projects.committees.remark_models import Remark

from .figures import Numbers, numbers_of
from .file_models import RoundFile
from .models import OpinionRound, RoundPaper
from .opinion_models import Opinion, OpinionPoint
from .record_models import EventRecord


class RoundRow(NamedTuple):
    """Everything that the list says of one round, as plain values. `day`: which stands beside it, called `word`; `today`: from which
    the days that are left are counted, None where they are not.
    """

    pk: int
    title: str
    what: str
    department: str
    state: str
    tone: str
    word: str
    day: datetime.date
    today: datetime.date | None
    is_sample: bool


def listed():
    """The public list of rounds, in its order."""
    return OpinionRound.objects.published().select_related("department").in_order()


def round_row(round):
    """The RoundRow of a round that was read with its department. No query."""
    state, tone = round.told_state
    is_ahead = not round.takes_now and tone == "next"
    return RoundRow(
        round.pk,
        round.title,
        round.what,
        round.department.name,
        state,
        tone,
        "しめきり" if round.takes_now else "受付を始める日" if is_ahead else "しめきりの日",
        round.opens_on if is_ahead else round.closes_on,
        timezone.localdate() if round.takes_now or is_ahead else None,
        round.is_sample,
    )


class Summary(NamedTuple):
    """Opinions that say the same, with the city's view. `bar`: the drawing of their share of all points."""

    remark: Remark
    title: str
    more: str
    points: int
    bar: str


class RoundPage(NamedTuple):
    """The context of templates/projects/opinions/round.html. `numbers`, `summaries`: of a published result; `own`: the reader's."""

    round: OpinionRound
    papers: list[RoundPaper]
    numbers: Numbers | None
    summaries: list[Summary]
    own: list[Opinion]


def round_page(round, user):
    """The RoundPage. One query, one more for who is signed in, three more with a result."""
    own = list(round.opinions.filter(by=user).order_by("number")) if user.is_authenticated else []
    numbers, summaries = (numbers_of(round), summaries_of(round)) if round.may("result") else (None, [])
    return RoundPage(round, list(round.papers.all()), numbers, summaries, own)


def papers_of(round):
    """[RoundPaper] of a plan, each with its standing `shown_files`. Two queries."""
    return list(round.papers.prefetch_related(Prefetch("files", RoundFile.objects.standing(), to_attr="shown_files")))


def summaries_of(round):
    """[Summary] of a round, what most points say first. One query."""
    rows = list(round.remarks.annotate(count=Count("points")).filter(count__gt=0).order_by("-count", "pk"))
    every = sum(row.count for row in rows)
    return [Summary(row, *title_and_more(row.text), row.count, charts.count_bar(row.count * 100 // every)) for row in rows]


def title_and_more(text):
    """(first line, the rest) of a summary: its heading and what stands below."""
    title, _, more = text.strip().partition("\n")
    return title.strip(), more.strip()


class Group(NamedTuple):
    """A remark with the points that stand under it, on the page of those who answer."""

    remark: Remark
    title: str
    points: list[OpinionPoint]


class Work(NamedTuple):
    """The context of templates/projects/opinions/points.html. `whole`: opinions that nobody has split yet; `loose`: points of no group;
    `unanswered`: groups without the city's view."""

    whole: list[Opinion]
    loose: list[OpinionPoint]
    groups: list[Group]
    people: int
    points: int
    unanswered: int


def work_of(round):
    """The Work on a round. Three queries."""
    standing = list(round.opinions.standing().order_by("number"))
    points = list(
        OpinionPoint.objects.filter(opinion__in=standing).select_related("opinion").order_by("opinion__number", "order")
    )
    remarks = list(round.remarks.order_by("pk"))
    under, split = {}, {point.opinion_id for point in points}
    for point in points:
        under.setdefault(point.remark_id, []).append(point)
    groups = [Group(row, title_and_more(row.text)[0], under.get(row.pk, [])) for row in remarks]
    return Work(
        whole=[row for row in standing if row.pk not in split],
        loose=under.get(None, []),
        groups=groups,
        people=len(standing),
        points=len(points),
        unanswered=sum(not group.remark.effect for group in groups),
    )


class RecordPage(NamedTuple):
    """What the page of an event says of what was said there. `record`: None until it is published."""

    record: EventRecord | None
    remarks: list[Remark]


def record_page(event):
    """The RecordPage of an event. One query, one more where a record is published."""
    record = EventRecord.objects.published().filter(event=event).first()
    return RecordPage(record, list(event.remarks.filter(is_public=True).order_by("pk")) if record else [])


MOST_OF_GUIDELINE = 5  # the newest; the list of rounds has the others


def rounds_of(guideline):
    """[OpinionRound] about revisions of this guideline that everybody reads, what runs first, then the newest. One query."""
    rounds = OpinionRound.objects.published().filter(revision__guideline=guideline).exclude(stopped_why__gt="")
    return list(rounds.in_order()[:MOST_OF_GUIDELINE])


def rounds_about(revision):
    """[OpinionRound] that ask what people think of this revision of a guideline and that everybody reads. One query."""
    return list(OpinionRound.objects.published().filter(revision=revision)) if revision is not None else []

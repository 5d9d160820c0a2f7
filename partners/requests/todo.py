"""Who has to do what with a letter: its receiver, whoever did not write last, the secretariat where it is late."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.process.task_rows import OwnTask, TaskFacts, TaskSource

from .message_models import AbuseReport, Message
from .models import Request
from .workflow import ASKER, COORD, DESK, OFFICE


def mark_done(requests):
    """Who wrote last is not waited for; nobody waits in the portal for who has no account. One query."""
    last = Message.objects.exclude(side__in=("note", "coordinator")).filter(request=OuterRef("request")).order_by("-number")
    keys = [request.pk for request in requests if request.is_between]
    rows = Message.objects.filter(request__in=keys, number=Subquery(last.values("number")[:1])) if keys else ()
    wrote = {row.request_id: row.side for row in rows}
    for request in requests:
        done = {ASKER} if request.is_guest else set()
        if request.is_between and request.pk in wrote:
            done.add(wrote[request.pk])
        request.done_by = tuple(sorted(done))


def tasks_of(requests):
    """[TaskFacts] of these letters, which know their receiver and its desk. No query."""
    return [_facts(request) for request in requests]


def _facts(request):
    asker = f"p{request.from_partner_id}" if request.from_partner_id else f"u{request.by_id}" if request.by_id else None
    guide = f"u{request.introduced_by_id}" if request.introduced_by_id else None
    desk, url = getattr(request.to, "desk", None), request.get_absolute_url()
    party, deputy = f"p{request.to_id}", desk.deputy_in_turn if desk else None
    late = request.is_waiting and request.answer_by is not None and request.answer_by < timezone.localdate()
    if late and desk and desk.deputy_id:
        deputy = desk.deputy_id
    return TaskFacts(
        request,
        str(request),
        {ASKER: [asker] if asker else [], DESK: [party], OFFICE: ["s"], COORD: [guide] if guide else []},
        urls={ASKER: url, DESK: url, COORD: url, OFFICE: reverse("admin:partners_request_change", args=[request.pk])},
        people=request.to.public_name,
        not_for={OFFICE: _sides(request)},
        holders={party: deputy} if deputy else {},
        turns_on=_turns_on(request, desk),
        own=[
            *([_watch(request, url)] if late and not request.to.office == request.to.Office.SECRETARIAT else []),
            *([_became(request)] if request.became_asked_on and request.may("talk") else []),
        ],
    )


def _sides(request):
    """The words of who stands on a side, and guards nothing of it (access.request_roles); a letter that is held back has reached nobody."""
    words = {f"u{request.by_id}"} if request.by_id else set()
    words |= {f"p{request.from_partner_id}"} if request.from_partner_id else set()
    return words | ({f"p{request.to_id}"} if request.sent_at else set())


def _turns_on(request, desk):
    """From which day on it may be somebody else's: the day after the last one, or when the desk is back."""
    days = [desk.away_until] if desk and desk.away_until else []
    days += [request.answer_by] if request.answer_by and request.is_waiting else []
    ahead = [day + timezone.timedelta(days=1) for day in days if day >= timezone.localdate()]
    return min(ahead, default=None)


def _watch(request, url):
    """The secretariat asks after what is late; it reads no letter for that."""
    not_for = frozenset(_sides(request))
    return OwnTask("late:", OFFICE, "s", "返事がおくれている手紙を、受けた側に聞く", url, matter=str(request), not_for=not_for)


def _became(request):
    """Who brought two together says what became of it, once that was asked; no letter is read for that."""
    url = reverse("request-step", args=[request.pk, "finish"])
    return OwnTask("became", COORD, f"u{request.introduced_by_id}", "つないだふたつの団体が、その後どうなったかを知らせる", url)


def _reported():
    open_ones = AbuseReport.objects.filter(request=OuterRef("pk"), decided_at__isnull=True)
    return Request.objects.filter(Exists(open_ones))


def _reports(requests):
    """[Task] of these letters, also of one that is over: a source of its own, since what is over asks nobody by its table."""
    return [
        REPORTS.task(
            request,
            role=OFFICE,
            party="s",
            label="困ったという知らせを読んで、どうするかを決める",
            matter=str(request),
            url=request.get_absolute_url(),
            not_for=_sides(request),
        )
        for request in requests.select_related("to", "from_partner")
    ]


REPORTS = TaskSource("report", _reported, _reports)

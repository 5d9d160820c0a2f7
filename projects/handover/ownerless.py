"""担い手のいない案件: entries that go on and that nobody holds, tasks that reach nobody, groups whose coordinator has gone."""

import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import Task
from partners.directory.access import is_secretariat, offices_of
from partners.directory.standing import Standing
from partners.models import Assignment, Membership, Partner
from projects.calls.panel_models import PanelSeat
from projects.committees.models import CommitteeSeat
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project, participations_with_partner
from projects.entries.window_models import ContactWindow
from projects.ledger.window_actions import etag_of_window

from .models import HandoverSheet
from .workflow import HANDOVER

Side = Participation.Side
# In the order of the page: what lies still altogether comes first.
WHY = {
    "empty": "担当課に人がいません",
    "gone": own_words("市の窓口の人がいなくなりました"),
    "untaken": "引継ぎの後任が決まっていません",
    "other": "団体の窓口の人がいなくなりました",
    "left": "相手の団体が、名簿から外れました",
    "unnamed": own_words("市の窓口が決まっていません"),
}
URGENT = ("empty", "gone", "untaken", "other")  # what the admin's first page counts: the others go on


def _among(rows):
    """The condition that an entry is one of those that these rows name: looked up once, and not asked of each entry."""
    return Q(pk__in=rows.order_by().values("project"))


def _has(rows):
    """The same, asked of each entry: for the few that are found."""
    return Q(Exists(rows.order_by().filter(project=OuterRef("pk"))))


def _parts(side):
    return Participation.objects.valid().filter(side=side)


def _windows(side):
    return ContactWindow.objects.open().filter(side=side)


def _left(side):
    """The windows whose person signed in and belongs to that side no more."""
    there = _parts(side).filter(project=OuterRef(OuterRef("project")), partner=OuterRef("partner"))
    members = Membership.objects.valid().filter(Exists(there), user=OuterRef("main"), user__is_active=True)
    return _windows(side).filter(~Exists(members), main_name="")


def _several_of_the_city():
    """Who works for the city besides the first: in an office of one person nobody has to be named."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    staff = Membership.objects.valid().filter(partner__office__in=offices, user__is_active=True)
    return staff.exclude(user__in=staff.order_by("user").values("user")[:1])


def ownerless_entries(user):
    """The QuerySet of what nobody holds, each with `why` (a number in the order of WHY): all of them for the secretariat, one's own
    offices' for the others of the city hall."""
    whens = [When(condition, then=Value(number)) for number, condition in enumerate(_conditions(_has))]
    why = Case(*whens, default=None, output_field=IntegerField())
    return _going_on(user, reduce(or_, _conditions())).annotate(why=why).order_by("why", "kana", "title", "pk")


def urgent_entries(user):
    """The QuerySet of those that lie still: what the admin's first page counts."""
    return _going_on(user, reduce(or_, _conditions()[: len(URGENT)]))


def _conditions(of=_among):
    """Why nobody holds an entry, in the order of WHY. of: how it is asked whether some rows are an entry's."""
    offices = Partner.objects.exclude(office=Partner.Office.NONE).order_by()
    people = Membership.objects.valid().filter(user__is_active=True, partner=OuterRef("pk"))
    waiting = {"handover__status__in": HANDOVER.turn_of("head"), "handover__taker": None}
    return (
        ~of(_parts(Side.CITY).filter(partner__in=offices.filter(Exists(people)).values("pk"))),
        of(_left(Side.CITY)),
        of(HandoverSheet.objects.filter(**waiting)),
        of(_left(Side.GROUP)),
        of(_parts(Side.GROUP).filter(partner__in=Partner.objects.filter(standing=Standing.LEFT).order_by().values("pk"))),
        ~of(_windows(Side.CITY)) & Q(Exists(_several_of_the_city())),
    )


def _going_on(user, *conditions):
    """Entries of which a year goes on, under these conditions: all of them for the secretariat, one's own offices' for the others of the
    city hall. Whether a year goes on is asked last, of the few that are left."""
    rows = Project.objects.standing().filter(*conditions)
    if not is_secretariat(user):
        rows = rows.filter(_among(_parts(Side.CITY).filter(partner__in=offices_of(user))))
    return rows.filter(Exists(Cycle.objects.unfinished().filter(project=OuterRef("pk"))))


class OwnerlessLine(NamedTuple):
    """One entry that nobody holds. `days`: since when, None where that is not known; `people`: who of the city could be named now;
    `goes_on`: everybody is there, but the group has left the directory."""

    project: Project
    offices: str
    why: str
    days: int | None
    due: datetime.date | None
    next: str
    people: list[User]
    etag: str
    goes_on: bool


def lines_of(page):
    """[OwnerlessLine] of the entries of a page. Six queries."""
    projects = list(page)
    keys = [project.pk for project in projects]
    taking_part = {project.pk: list(project.participations.all()) for project in projects}
    bodies = {row.partner_id for rows in taking_part.values() for row in rows}
    windows = {}
    for window in ContactWindow.objects.open().filter(project__in=keys):
        windows[window.project_id, window.side] = window
    members, ended = _members(bodies)
    due = _next_days(keys)
    return [_line(project, taking_part[project.pk], windows, members, ended, due) for project in projects]


def _members(bodies):
    """({partner: [User] of today}, {(user, partner): last day} of whoever was there, {partner: last day} beside)."""
    today, members, ended = timezone.localdate(), {}, {}
    rows = Membership.objects.filter(partner__in=bodies, user__is_active=True).select_related("user").order_by("pk")
    for row in rows:
        if row.until is not None and row.until < today:
            for key in ((row.user_id, row.partner_id), (None, row.partner_id)):
                ended[key] = max(row.until, ended.get(key, row.until))
        elif row.since <= today and row.suspended_at is None:
            members.setdefault(row.partner_id, []).append(row.user)
    return members, ended


def _next_days(keys):
    """{entry: (last day, what)} of the earliest open task of its years."""
    years = dict(Cycle.objects.unfinished().filter(project__in=keys).values_list("pk", "project"))
    found = {}
    for task in Task.objects.open().filter(process=CYCLE.key, subject_id__in=years).by_day():
        found.setdefault(years[task.subject_id], (task.due_on, task.label))
    return found


def _line(project, parts, windows, members, ended, due):
    why = [*WHY][project.why]
    side = Side.GROUP if why == "other" else Side.CITY
    bodies = [row.partner_id for row in parts if row.side == side]
    window = windows.get((project.pk, side))
    person = window.main_id if window is not None and why in ("gone", "other") else None
    days = [ended[key] for body in bodies if (key := (person, body)) in ended] if why in URGENT else []
    people = {user.pk: user for row in parts if row.side == Side.CITY for user in members.get(row.partner_id, ())}
    last, label = due.get(project.pk, (None, ""))
    return OwnerlessLine(
        project,
        "・".join(row.partner.name for row in parts if row.side == Side.CITY),
        WHY[why],
        (timezone.localdate() - max(days)).days if days else None,
        last,
        label,
        [] if why in ("other", "left") else list(people.values()),
        etag_of_window(windows.get((project.pk, Side.CITY))),
        why == "left",
    )


def desk_of(project):
    """{column: value} of the city's window that stay when somebody else sits there: the desk and its telephone. One query."""
    window = ContactWindow.objects.open().filter(project=project, side=Side.CITY).first()
    return {"desk": window.desk, "phone": window.phone} if window is not None else {}


def with_parts(rows):
    """The QuerySet with all that `lines_of` reads of an entry."""
    return rows.prefetch_related(participations_with_partner())


SHOWN = 50  # of each; how many more there are is said


class Unreached(NamedTuple):
    """What waits for a party in which nobody is: the tasks of the city and of coordinators, how many of groups without a user, and
    the groups whose coordinator has gone; of the two lists also how many more there are."""

    tasks: list[Task]
    more_tasks: int
    of_groups: int
    left_alone: list[Partner]
    more_alone: int


def unreached():
    """Unreached of the whole city, for the secretariat. Nine queries."""
    words = set(Task.objects.open().order_by().values_list("party", flat=True).distinct())
    empty = words - _reached(words)
    groups = Partner.objects.filter(pk__in=[int(word[1:]) for word in empty if word[0] in "pr"], office=Partner.Office.NONE)
    of_groups = {f"{kind}{pk}" for pk in groups.values_list("pk", flat=True) for kind in "pr"} & empty
    tasks = Task.objects.open()
    valid = Assignment.objects.valid().filter(user__is_active=True, partner=OuterRef("pk"))
    before = Assignment.objects.filter(partner=OuterRef("pk"), since__lte=timezone.localdate())
    years = Cycle.objects.unfinished().filter(project=OuterRef("project"))
    going_on = Participation.objects.valid().filter(Exists(years), partner=OuterRef("pk"), side=Side.GROUP)
    alone = Partner.objects.filter(Exists(before), ~Exists(valid), Exists(going_on)).order_by("kana_key", "pk")
    lost = {(task.url, task.label): task for task in tasks.filter(party__in=empty - of_groups).by_day()}  # once for each work
    alone = list(alone)
    return Unreached(
        list(lost.values())[:SHOWN],
        max(len(lost) - SHOWN, 0),
        tasks.filter(party__in=of_groups).count(),
        alone[:SHOWN],
        max(len(alone) - SHOWN, 0),
    )


def _reached(words):
    """Those of these party words behind which somebody is today. Six queries."""
    numbers = {kind: [small_int(word[1:]) for word in words if word[0] == kind] for kind in "prckmu"}
    valid = Membership.objects.valid().filter(user__is_active=True)
    found = {
        "p": valid.filter(partner__in=numbers["p"]).values_list("partner", flat=True),
        "r": valid.filter(partner__in=numbers["r"], part=Membership.Part.REPRESENTATIVE).values_list("partner", flat=True),
        "c": Assignment.objects.valid().filter(user__is_active=True, partner__in=numbers["c"]).values_list("partner", flat=True),
        "k": PanelSeat.objects.valid().filter(call__in=numbers["k"], user__is_active=True).values_list("call", flat=True),
        "m": CommitteeSeat.objects.valid()
        .filter(committee__in=numbers["m"], user__is_active=True)
        .values_list("committee", flat=True),
        "u": get_user_model().objects.filter(pk__in=numbers["u"], is_active=True).values_list("pk", flat=True),
    }
    reached = {f"{kind}{pk}" for kind, keys in found.items() for pk in keys}
    return reached | {word for word in words if word[0] not in numbers}

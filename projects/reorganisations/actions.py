"""A 改組 is laid out: its lines, who goes along. On its day the clock carries it out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.staff_invitations import offices
from projects.entries.models import Participation, Project

from .access import can_lay_out, can_write
from .checks import problems_of
from .found import places_in
from .models import RenamedOffice, Reorganisation, ReorganisationLine, ReorganisationPlace
from .workflow import REORGANISATION

UNKNOWN = "台帳番号「{numbers}」は、台帳にありません。番号を確かめてください。"
NOT_THEIRS = "「{numbers}」は、この日に「{former}」が受けもっていません。番号か、前の課を確かめてください。"
TWICE = "「{former}」の行は、もうあります。直すときは、先にその行を外してください。"
NAME_TWICE = "「{office}」の新しい名前は、もうあります。直すときは、先にその行を外してください。"
NAME_TAKEN = "「{name}」という課が、もうあります。別の名前にしてください。その課へ移すときは、「行」に入れてください。"


@transaction.atomic
def make_reorganisation(*, by, form_key, title, on, is_sample=False):
    """A 改組 that is still laid out. PermissionDenied for whoever is not of the secretariat."""
    if not can_lay_out(by):
        raise PermissionDenied

    def make():
        made = Reorganisation.objects.create(
            status=REORGANISATION.start, form_key=form_key, title=title, on=on, is_sample=is_sample
        )
        record("add", by=by, target=made)
        return made

    return create_once(Reorganisation, form_key, make)


def written_on(reorganisation):
    """What the page of a 改組 was opened with: title, day, lines and names, for its edit token. Two queries."""
    names = reorganisation.names.order_by("pk").values_list("pk", "office", "name", "kana")
    lines = reorganisation.lines.order_by("pk").values_list("pk", "former", "successor", "project", "closes", "desk", "phone")
    return {
        "title": reorganisation.title,
        "on": reorganisation.on.isoformat(),
        "lines": [list(row) for row in lines],
        "names": [list(row) for row in names],
    }


def _held(reorganisation, by, etag, now_of, stands):
    """(the row, held; what `stands(row)` finds of this very press). EditConflict where what the page showed is another now, unless what is
    wanted stands already: the second press finds what the first one did."""
    row = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    if not can_write(by, row):
        raise PermissionDenied
    if etag == etag_of(now_of(row)):
        return row, None
    if known := stands(row):
        return row, known
    raise EditConflict(OVERTAKEN, row)


@transaction.atomic
def edit_reorganisation(reorganisation, *, by, etag, title, on):
    """Another name or day. EditConflict where somebody wrote meanwhile."""
    row, known = _held(reorganisation, by, etag, written_on, lambda row: (row.title, row.on) == (title, on))
    if known:
        return row
    row.title, row.on = title, on
    row.save(update_fields=["title", "on"])
    record("edit", by=by, target=row)
    sync_tasks(row, by=by)
    return row


@transaction.atomic
def add_lines(reorganisation, *, by, etag, former, successor, numbers=(), closes=False, desk="", phone=""):
    """One line for the whole of `former`, or one for each matter of `numbers` (台帳番号). closes: `former` is no more from that day on.
    Returns the ReorganisationLines.

    ValidationError where a line leads nowhere (`checks.problems_of`), where a number is unknown or another office's, and for a
    second line of the same. EditConflict where somebody wrote meanwhile.
    """
    row, made = _held(
        reorganisation, by, etag, written_on, lambda row: _same_lines(row, former, successor, numbers, closes, desk, phone)
    )
    if made:
        return made
    projects = _matters_of(row, former, numbers) if numbers else [None]
    known = list(row.lines.with_offices())
    taken = {(line.former_id, line.project_id) for line in known}
    if any((former.pk, project and project.pk) in taken for project in projects):
        raise ValidationError({"former": TWICE.format(former=former)})
    made = [
        ReorganisationLine(
            reorganisation=row, former=former, successor=successor, project=project, closes=closes, desk=desk, phone=phone
        )
        for project in projects
    ]
    if problems := problems_of([*known, *made], row.renamed):
        raise ValidationError({"successor": problems})
    ReorganisationLine.objects.bulk_create(made)
    record("edit", by=by, target=row, note=f"改組の行：{former}→{successor}")
    return made


def _same_lines(reorganisation, former, successor, numbers, closes, desk, phone):
    """[ReorganisationLine] that stand so already: of each number one, the one for the whole where none is given; [] otherwise."""
    wanted = set(numbers) or {None}
    same = reorganisation.lines.filter(former=former, successor=successor, closes=closes, desk=desk, phone=phone).select_related(
        "project"
    )
    found = {line.project and line.project.number: line for line in same}
    return [found[number] for number in wanted] if wanted <= {*found} else []


def _matters_of(reorganisation, former, numbers):
    """[Project] of these 台帳番号, each of which the old office has on the day. Two queries."""
    numbers = list(dict.fromkeys(numbers))
    projects = {project.number: project for project in Project.objects.filter(number__in=numbers)}
    if missing := [number for number in numbers if number not in projects]:
        raise ValidationError({"numbers": UNKNOWN.format(numbers="」「".join(missing))})
    theirs = Participation.objects.valid(reorganisation.on).filter(partner=former, project__in=projects.values())
    have = set(theirs.values_list("project", flat=True))
    if others := [number for number in numbers if projects[number].pk not in have]:
        raise ValidationError({"numbers": NOT_THEIRS.format(numbers="」「".join(others), former=former)})
    return [projects[number] for number in numbers]


@transaction.atomic
def remove_line(reorganisation, *, line, by, etag):
    """A line goes, and with it whoever would have gone that way and no line leads there any more. True, or False where it is gone."""
    row, is_gone = _held(reorganisation, by, etag, written_on, lambda row: not row.lines.filter(pk=line).exists())
    if is_gone:
        return False
    gone = row.lines.filter(pk=line).select_related("former", "successor").first()
    if gone is None:
        return False
    gone.delete()
    ways = set(row.lines.values_list("former", "successor"))
    for place in row.places.select_related("membership"):
        if (place.membership.partner_id, place.goes_to_id) not in ways:
            place.delete()
    record("edit", by=by, target=row, note=f"外した改組の行：{gone}")
    return True


@transaction.atomic
def add_name(reorganisation, *, by, etag, office, name, kana=""):
    """`office` is called `name` from the day on. Returns the RenamedOffice.

    ValidationError for a second name, for one that an office of the city has already, and where the office gives up its matters.
    EditConflict where somebody wrote meanwhile.
    """
    row, known = _held(
        reorganisation, by, etag, written_on, lambda row: row.names.filter(office=office, name=name, kana=kana).first()
    )
    if known:
        return known
    if row.names.filter(office=office).exists():
        raise ValidationError({"office": NAME_TWICE.format(office=office)})
    others = [other for other in offices().filter(name=name) if other.stands and other.pk != office.pk]
    if others or row.names.filter(name=name).exists():
        raise ValidationError({"name": NAME_TAKEN.format(name=name)})
    made = RenamedOffice(reorganisation=row, office=office, name=name, kana=kana)
    if problems := problems_of(row.laid_out, [*row.renamed, made]):
        raise ValidationError({"office": problems})
    made.save()
    record("edit", by=by, target=row, note=f"改組で変わる課の名前：{office}→{name}")
    return made


@transaction.atomic
def remove_name(reorganisation, *, name, by, etag):
    """A new name goes. True, or False where it is gone."""
    row, is_gone = _held(reorganisation, by, etag, written_on, lambda row: not row.names.filter(pk=name).exists())
    if is_gone:
        return False
    gone = row.names.filter(pk=name).select_related("office").first()
    if gone is None:
        return False
    gone.delete()
    record("edit", by=by, target=row, note=f"外した課の名前：{gone}")
    return True


def people_on(reorganisation):
    """Who goes where as it is written: {membership: office}, keys as text, for the edit token. One query."""
    rows = reorganisation.places.order_by("membership").values_list("membership", "goes_to")
    return {str(membership): office for membership, office in rows}


@transaction.atomic
def choose_people(reorganisation, *, by, etag, goes):
    """Who goes where on the day: {key of a Membership: key of an office}; all others stay. Returns how many go.

    ValidationError for a place that is in no old office that day, or an office to which no line of that old office leads.
    """
    wanted = {str(key): office for key, office in goes.items()}
    row, known = _held(reorganisation, by, etag, people_on, lambda row: people_on(row) == wanted and row.places.exists())
    if known:
        return len(goes)
    ways = set(row.lines.values_list("former", "successor"))
    places = {place.pk: place for place in places_in({former for former, _ in ways}, row.rights_from)}
    for key, office in goes.items():
        if key not in places or (places[key].partner_id, office) not in ways:
            raise ValidationError("この画面を開いたあとに、改組の行か、課の人が変わりました。もう一度選んでください。")
    row.places.all().delete()
    ReorganisationPlace.objects.bulk_create(
        ReorganisationPlace(reorganisation=row, membership_id=key, goes_to_id=office) for key, office in goes.items()
    )
    record("edit", by=by, target=row, note=f"改組で動く人：{len(goes)}人", rows=len(goes))
    return len(goes)


def turn_days():
    """What is announced and whose day has come is carried out. A job of the clock; returns how many."""
    done = 0
    due = Reorganisation.objects.filter(status__in=REORGANISATION.step("turn").source, on__lte=timezone.localdate())
    for row in due.order_by("on", "pk"):
        if row.is_due:
            take_step(row, "turn", by=None, version=row.version)
            done += 1
    return done

"""What the pages of a 改組 show: what would move, what stays, who goes along; afterwards what has moved."""

from typing import NamedTuple

from django.db.models import Count

from kyodo_portal.process.models import Task
from partners.directory.access import is_secretariat, offices_of, partners_of
from partners.models import Membership, Partner
from projects.entries.models import Participation, Project

from . import found
from .access import offices_in
from .found import Targets
from .models import ReorganisationLine
from .sheet_moves import MOVED as SHEETS
from .sheet_moves import sheets_that_go

NAMED = 5  # matters that a line names


class LineView(NamedTuple):
    """One line of the preview. `matters`: the entries that it moves; `named`: the first of them; `belongings`: [(words, how many)]
    of what else goes; `left_behind`: windows of whose people nobody comes along; `tasks`: open tasks of the old office."""

    line: ReorganisationLine
    matters: int
    named: list[Project]
    windows: int
    left_behind: int
    tasks: int
    belongings: list[tuple[str, int]]

    @property
    def more(self):
        """How many entries are not named."""
        return self.matters - len(self.named)


class Preview(NamedTuple):
    """`staying`: entries of an old office to which no line applies, which then stay there; `people`: [PersonRow]."""

    lines: list[LineView]
    staying: list[Participation]
    people: list

    @property
    def goes(self):
        """Somebody goes along."""
        return any(row.goes_to for row in self.people)


class PersonRow(NamedTuple):
    """A place in an old office on the day. `ways`: the offices to which it may lead; `goes_to`: the key of one of them, or None."""

    membership: Membership
    ways: list[Partner]
    goes_to: int | None


def preview_of(reorganisation):
    """Preview of a 改組 that is not carried out yet. Ten queries, however much moves."""
    lines = reorganisation.laid_out
    targets, on = Targets(lines), reorganisation.on
    every = found.all_parts_of(targets, on)
    parts = [row for row in every if targets.line_of(row.partner_id, row.project_id)]
    people = people_of_lines(reorganisation, lines)
    by_line = {}
    for row in parts:
        by_line.setdefault(targets.line_of(row.partner_id, row.project_id), []).append(row.project)
    windows, behind = _windows_by_line(targets, parts, people, reorganisation.rights_from)
    belongings = _belongings(targets, on)
    tasks = _open_tasks(targets.whole)
    views = []
    for line in lines:
        matters, whole = by_line.get(line, []), line.project_id is None
        views.append(
            LineView(
                line,
                len(matters),
                matters[:NAMED],
                windows.get(line, 0),
                behind.get(line, 0),
                tasks.get(line.former_id, 0) if whole else 0,
                belongings.get(line.former_id, []) if whole else [],
            )
        )
    return Preview(views, [row for row in every if row not in parts], people)


def people_of_lines(reorganisation, lines, *, propose=False):
    """[PersonRow] of the old offices on the day. propose: where nothing is written yet, whoever has one way only goes it. Two queries."""
    ways = {}
    for line in lines:
        ways.setdefault(line.former_id, {})[line.successor_id] = line.successor
    whole = {line.former_id: line.successor_id for line in lines if line.project_id is None}
    written = dict(reorganisation.places.values_list("membership", "goes_to"))
    rows = []
    for membership in found.places_in(ways, reorganisation.rights_from):
        theirs = ways[membership.partner_id]
        proposed = whole.get(membership.partner_id) if propose and not written and len(theirs) == 1 else None
        rows.append(PersonRow(membership, [*theirs.values()], written.get(membership.pk, proposed)))
    return rows


def _windows_by_line(targets, parts, people, on):
    """({line: windows}, {line: those whose people all stay behind})"""
    lines = {row.project_id: targets.line_of(row.partner_id, row.project_id) for row in parts}
    there = {}
    for row in people:
        there.setdefault(row.goes_to, set()).add(row.membership.user_id)
    already = Membership.objects.valid(on).filter(partner__in={line.successor_id for line in targets.lines})
    for user, office in already.values_list("user", "partner"):
        there.setdefault(office, set()).add(user)
    windows, behind = {}, {}
    for window in found.windows_of(lines):
        line = lines[window.project_id]
        windows[line] = windows.get(line, 0) + 1
        followed = {window.main_id, window.deputy_id} & there.get(line.successor_id, set())
        if window.main_id is not None and not followed:
            behind[line] = behind.get(line, 0) + 1
    return windows, behind


def _belongings(targets, on):
    """{old office: [(words, how many)]}"""
    counted = {}
    for kind, _, office in found.others_of(targets, on):
        kinds = counted.setdefault(office, {})
        kinds[kind.label] = kinds.get(kind.label, 0) + 1
    for sheet in sheets_that_go(targets, found.sheets_of(targets)):
        if sheet.office_id in targets.whole:
            counted.setdefault(sheet.office_id, {})[f"{sheet.round}の表"] = 1
    return {office: list(kinds.items()) for office, kinds in counted.items()}


def _open_tasks(offices):
    """{office: how many tasks wait for it or its representatives}"""
    words = {f"{letter}{pk}": pk for pk in offices for letter in "pr"}
    counted = {}
    rows = Task.objects.open().filter(party__in=words).order_by().values_list("party").annotate(count=Count("pk"))
    for party, count in rows:
        counted[words[party]] = counted.get(words[party], 0) + count
    return counted


def also_moved(reorganisation, user):
    """[(words, how many)] of what moved besides entries, for the city's offices of it; [] for others. No query."""
    if not (is_secretariat(user) or offices_of(user) & offices_in(reorganisation)):
        return []
    labels = SHEETS | {(kind.model._meta.label, f"{kind.column}_id"): kind.label for kind in found.KINDS}
    counted = {}
    for what, label, *rest in reorganisation.moved:
        if what == "set" and (words := labels.get((label, rest[0]))):
            counted[words] = counted.get(words, 0) + len(rest[1])
    return list(counted.items())


def moved_for(reorganisation, user):
    """[MovedMatter] that this person reads: all for the city's offices of it, a group's people those of their own. Two queries."""
    rows = reorganisation.matters.select_related("project", "former", "successor").order_by(
        "project__kana", "project__title", "pk"
    )
    if is_secretariat(user) or offices_of(user) & offices_in(reorganisation):
        return list(rows)
    theirs = Participation.objects.valid().filter(partner__in=partners_of(user)).values("project")
    return list(rows.filter(project__in=theirs))

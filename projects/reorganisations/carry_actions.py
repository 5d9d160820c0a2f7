"""A 改組 is carried out: rows end the day before, others begin on the day. Everything is written through `Written`, to be taken back."""

from django.db.models import F, IntegerField, TextField
from django.db.models.functions import Concat, Left
from django.utils import timezone

from kyodo_portal.audit.actions import record_each
from kyodo_portal.common.lists.search import SEPARATOR, doc
from kyodo_portal.common.lists.together import together
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.task_actions import sync_involving, sync_source
from partners.directory.standing import Standing
from partners.models import Event, KnownAnswer, Membership
from projects.asks.models import Ask, AskedGroup
from projects.asks.todo import ASKS
from projects.entries.models import Participation, Project, ProjectChange
from projects.entries.search import refresh_search
from projects.ledger.part_actions import COLUMNS

from . import found
from .found import DAY, Side, Targets
from .models import MovedMatter
from .name_moves import held_offices, names_as_before, rename_offices
from .public_moves import found_anew, move_about, move_co_hosts, no_host_twice
from .sheet_moves import move_sheets
from .window_moves import move_windows
from .written import as_json
from .written_actions import Written, of_each, take_back


def carry_out(reorganisation, *, by):
    """Everything that the lines say, from the day of the 改組 on; `reorganisation`, its row held, keeps what was written.

    With a day that is over, the offices have the matters since that day; people and windows are others' from today on.
    What the old office agreed to binds the new one: nothing is asked anew. by: whose decision it is, in the entries' history.
    The rows that others hold while they wait for an entry are written before the entries are held. Queries: a constant number,
    whatever moves; one more for each kind of what there is besides entries and each new office of it. An office with another name
    costs what a change of name costs.
    """
    written, on, rights_from = Written(), reorganisation.on, reorganisation.rights_from
    targets = Targets(reorganisation.laid_out)
    rename_offices(written, reorganisation.renamed, on)
    seen = found.before_holding(reorganisation, targets)
    _move_others(written, targets, seen.others)
    move_sheets(written, targets, seen)
    if seen.keys or seen.places:
        projects = {row.pk: row for row in Project.objects.select_for_update().filter(pk__in=seen.keys).order_by("pk")}
        held = found.now_held(seen.keys, targets, seen.places, rights_from)
        parts = [row for key in seen.keys for row in held.rows[key] if _goes(targets, row, on)]  # once more, held
        projects = {row.project_id: projects[row.project_id] for row in parts}  # one may have gone elsewhere meanwhile
        _move_parts(written, targets, parts, held.rows, on)
        _note_in_entries(reorganisation, targets, parts, projects, held.rows, by)
        move_windows(written, targets, parts, held, seen.places, rights_from)
        _move_people(written, seen.places, held.there, rights_from, by)
    _close(written, targets, on)
    reorganisation.moved = written.log
    reorganisation.save(update_fields=["moved"])
    found_anew(written.log)
    _tasks_anew(written.log, targets.formers)


def _close(written, targets, on):
    """Offices that are no more from that day on: found among those of the past, with who has their work. Three queries for each."""
    for line in targets.whole.values():
        if line.closes:
            written.set([line.former], "standing", Standing.LEFT)
            written.set([line.former], "ended_on", on - DAY)
            written.set([line.former], "successor_id", line.successor_id)


def _move_others(written, targets, others):
    """What belongs to the office as a whole: one query for each kind that there is and each new office."""
    keys = {}
    for kind, pk, office in others:
        keys.setdefault((kind, office), []).append(pk)
    for (kind, office), rows in keys.items():
        successor = targets.whole[office].successor_id
        if kind.model is found.CO_HOSTS:
            move_co_hosts(written, rows, successor)
            continue
        written.set_by_key(kind.model, f"{kind.column}_id", office, successor, rows)
        if kind.model is Event:
            no_host_twice(written, rows, successor)
        elif kind.model is KnownAnswer:
            move_about(written, rows, office, successor)


def _goes(targets, row, on):
    """Whether this Participation holds on that day or later, and a line says where it goes."""
    is_former = row.partner_id in targets.formers and row.side == Side.CITY
    return is_former and (row.until is None or row.until >= on) and targets.line_of(row.partner_id, row.project_id) is not None


def _move_parts(written, targets, parts, every, on):
    """The old office's row ends, the new one's begins with what the old one was; a row that the new one had already goes on in it."""
    ended, removed, made = [], [], []
    for (project, successor), rows in _by_successor(targets, parts).items():
        theirs = [row for row in every[project] if row.partner_id == successor and (row.until is None or row.until >= on)]
        leads = any(row.is_lead for row in (*rows, *theirs))
        open_end = any(row.until is None for row in (*rows, *theirs))
        last = None if open_end else max(row.until for row in (*rows, *theirs))
        for row in (*rows, *theirs):
            (removed if row.since is not None and row.since >= on else ended).append(row)
        came = {row.merged_from_id for row in (*rows, *theirs)}  # with another entry: it goes back with it
        made.append(
            Participation(
                project_id=project,
                partner_id=successor,
                side=Side.CITY,
                is_lead=leads,
                since=max(on, min(row.since or on for row in (*rows, *theirs))),
                until=last,
                merged_from_id=came.pop() if len(came) == 1 else None,
            )
        )
    written.remove(removed)
    written.set(ended, "until", on - DAY)
    written.make(made)


def _by_successor(targets, parts):
    """{(entry, new office): [Participation of the old ones]}"""
    grouped = {}
    for row in parts:
        grouped.setdefault((row.project_id, targets.line_of(row.partner_id, row.project_id).successor_id), []).append(row)
    return grouped


def _note_in_entries(reorganisation, targets, parts, projects, every, by):
    """In the history of each entry it reads as what it is there, another office in charge; who had its page open reads it anew."""
    before = {pk: [[as_json(getattr(row, name)) for name in COLUMNS] for row in every[pk]] for pk in projects}
    reason, day = f"改組：{reorganisation}", reorganisation.on.isoformat()
    if not parts:
        return
    matters, named = [], {}
    for row in parts:
        line, project = targets.line_of(row.partner_id, row.project_id), projects[row.project_id]
        named.setdefault(line.successor, set()).add(project.pk)
        matters.append(
            MovedMatter(
                reorganisation=reorganisation,
                project=project,
                former_id=row.partner_id,
                successor_id=line.successor_id,
                left_at=project.version + 1,
            )
        )
    MovedMatter.objects.bulk_create(matters)
    offices = {matter.project_id: matter.successor_id for matter in reversed(matters)}
    ProjectChange.objects.bulk_create(
        _change(project, "move", by, reason, {"office": offices[pk], "on": day}, {"rows": before[pk], "confirmed": []})
        for pk, project in projects.items()
    )
    words = {}
    for office, keys in named.items():  # who had it before is still found by: a page names whoever took part
        for pk in keys:
            words[pk] = words.get(pk, "") + _found_by(office)
    added = Concat("search_text", of_each(words, TextField()))
    Project.objects.filter(pk__in=words).update(version=F("version") + 1, search_text=added)


def _change(project, step, by, reason, details, kept):
    """The row of an entry's history for a step that is taken with many entries at once."""
    return ProjectChange(
        subject=project,
        version=project.version + 1,
        step=step,
        from_state=project.status,
        to_state=project.status,
        by=by,
        reason=reason,
        details=details,
        kept={"since": project.status_since.isoformat(), **kept},
    )


def _move_people(written, places, there, on, by):
    """Whoever is ticked ends in the old office the day before and begins in the new one. Who left meanwhile, or is there already
    (`there`), gets no second place. Each is an event: the trail says whose rights changed."""
    ended, changed, made, told = [], {}, [], []
    for place in places:
        row = place.membership
        if row.suspended_at is not None or (row.until is not None and row.until < on):
            continue
        known = (row.user_id, place.goes_to_id) in there
        if row.since < on:
            ended.append(row)
            if not known:
                made.append(Membership(user=row.user, partner=place.goes_to, part=row.part, since=on, until=row.until))
        elif not known:
            changed.setdefault(place.goes_to_id, []).append(row)
        row.user.forget_rights()
        told.append((place.goes_to, f"改組（{on}から）", row.user))
    if told:
        record_each("membership", by=by, targets=told)
    written.set(ended, "until", on - DAY)
    for office, rows in changed.items():
        written.set(rows, "partner_id", office)
    written.make(made)


def put_back(reorganisation, *, by, told):
    """Everything as it was before: the taking back of the step. told: whether anybody had been told of it. Stale where one of the
    entries moved on at this very moment."""
    held_offices(reorganisation.renamed)  # before the entries, as whoever changes a name does
    matters, places = together(
        reorganisation.matters.select_related("project", "successor").order_by("pk"),
        reorganisation.places.select_related("membership__user", "membership__partner"),
    )
    projects = {matter.project_id: matter.project for matter in matters}
    held = Project.objects.select_for_update().filter(pk__in=projects).order_by("pk")
    rows = {row.pk: row for row in held}
    if not reorganisation.nothing_moved_since:  # once more, now that nobody else can write in them
        raise Stale(reorganisation)
    take_back(reorganisation.moved)
    names_as_before(reorganisation.renamed)
    ProjectChange.objects.bulk_create(
        _change(row, "undo_move", by, f"改組の取消し：{reorganisation}", {}, {"told": int(told)}) for row in rows.values()
    )
    _found_as_before(rows, matters)
    reorganisation.matters.all().delete()
    for place in places:
        place.membership.user.forget_rights()
    told = [(place.membership.partner, "改組の取消し", place.membership.user) for place in places]
    if told:
        record_each("membership", by=by, targets=told)
    log, reorganisation.moved = reorganisation.moved, []
    reorganisation.save(update_fields=["moved"])
    found_anew(log, back=True)
    _tasks_anew(log, {line.successor_id for line in reorganisation.laid_out})


def _tasks_anew(log, offices):
    """What these offices had to do until now; a group that is asked something reads who asks."""
    if offices:
        sync_involving(*(f"o{pk}" for pk in offices))
    if asks := [pk for what, label, *rest in log if label == Ask._meta.label for pk, _ in rest[1]]:
        sync_source(ASKS, *AskedGroup.objects.filter(ask__in=asks))


def _found_by(office):
    """What an entry's search text ends with once this office has it."""
    return SEPARATOR + doc(office.public_name, office.kana)


def _found_as_before(rows, matters):
    """The next version, and the search texts without the new offices' names: one query, and those of an entry whose text was written
    anew meanwhile."""
    kept, named, anew = {pk: row.search_text for pk, row in rows.items()}, {}, set()
    for matter in matters:
        named.setdefault(matter.successor, set()).add(matter.project_id)
    for office, keys in reversed(named.items()):
        words = _found_by(office)
        anew |= {pk for pk in keys if not kept[pk].endswith(words)}
        kept |= {pk: kept[pk].removesuffix(words) for pk in keys}
    lengths = of_each({pk: len(text) for pk, text in kept.items()}, IntegerField())
    Project.objects.filter(pk__in=rows).update(version=F("version") + 1, search_text=Left("search_text", lengths))
    for pk in sorted(anew):
        refresh_search(rows[pk])


def was_told(change):
    """Whether the notices of this StageChange have gone out."""
    return timezone.now() >= change.at + waiting_time()

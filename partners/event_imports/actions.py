"""催しの取込, step by step: nothing counts before the last one, which takes in all of the list."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.headings import refuse_head
from kyodo_portal.process.edits import OVERTAKEN
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.table_actions import TableWork, begin_taking
from partners.events.actions import WRITTEN, write_event
from partners.events.models import Event
from partners.events.texts import search_text

from .access import can_import_events
from .bodies import Bodies
from .kept import kept_values
from .lines import NEW, OUT, Reader, changes_to, hosts_found
from .models import EventImport, EventImportRow
from .undo_actions import put_back, rows_of
from .words import HEADINGS, targets_guessed

AT_A_TIME = 500
TAKEN_ALREADY = "この表は、もう入れました。"
NO_ROWS = "入れる行が1つもありません。見出しの行と列を確かめてください。"
NO_CHOICE = "{}行目をどうするか、選び直してください。"
GONE = "確かめたあとに、この催しがなくなりました"
Outcome = EventImportRow.Outcome


def begin_import(*, by, form_key, name, sheets, file_name=""):
    """A list is handed in: its headings and columns are guessed at once. The same `form_key` gives the same EventImport."""
    if not can_import_events(by):
        raise PermissionDenied

    def make():
        head = HEADINGS.head_of(sheets[0][1])
        run = EventImport(by=by, form_key=form_key, name=name, sheets=sheets, file_name=file_name, head=head)
        _guess(run)
        run.save()
        record("import", by=by, target=run, note="催しの表を読みはじめた", rows=len(sheets[0][1]))
        return run

    return create_once(EventImport, form_key, make, theirs={"by_id": by.pk})


@transaction.atomic
def choose_head(run, *, by, version, sheet, head):
    """Which sheet is read, and which of its rows is the last one of the headings (both from 0); the columns are guessed anew."""
    locked = _held(run, by, version)
    refuse_head(locked, sheet, head)
    locked.sheet, locked.head = sheet, head
    _guess(locked)
    return _saved(locked)


@transaction.atomic
def match_columns(run, *, by, version, targets):
    """What each column is (a key of words.TARGETS, "" for unused), in their order; the hosts are guessed anew."""
    locked = _held(run, by, version)
    HEADINGS.refuse(targets, must="title")
    HEADINGS.refuse(targets, must="starts_on")
    locked.columns = [[heading, target] for (heading, _), target in zip(locked.columns, targets, strict=True)]
    _guess_hosts(locked)
    return _saved(locked)


@transaction.atomic
def match_hosts(run, *, by, version, hosts):
    """Whom each word of the list means: {word: key of a Partner, None for nobody}."""
    locked = _held(run, by, version)
    locked.words = {"host": hosts}
    return _saved(locked)


def take_in(run, *, by, version, choices):
    """Begin to make drafts out of the list and put right what is there. The first rows are in with this, the others follow (`WORK`).

    choices: {index of a line: code of `Line.choices`}; what is not named is done as the page proposed. What is new is published by
    nobody but its host or the secretariat, one by one. EditConflict where the list was matched anew since, ValidationError for an
    unknown choice and where nothing is taken in. Returns the EventImport.
    """
    _refuse_others(by)
    fresh = EventImport.objects.get(pk=run.pk)
    if fresh.is_begun:
        raise ValidationError(TAKEN_ALREADY)
    lines = Reader(fresh).lines()  # compared before the row is held: that takes seconds
    chosen = [_decided(line, OUT if line.out else choices.get(line.index, line.choice)) for line in lines]
    with transaction.atomic():
        locked = _held(run, by, version)
        if all(entry[1] == OUT for entry in chosen):
            raise ValidationError(NO_ROWS)
        return begin_taking(WORK, locked, chosen, by=by)


def _decided(line, code):
    """[index, code, key of the event that it is, whether a number says so, the list's ID, why it stays out], for EventImport.chosen."""
    if not line.out and code not in [known for known, _ in line.choices]:
        raise ValidationError(NO_CHOICE.format(line.number))
    why = (line.out or "。".join(line.look) or "入れないことにした")[:300] if code == OUT else ""
    return [line.index, code, line.there and line.there.pk, line.by_key, line.key, why]


def take_some(run, some):
    """[EventImportRow] of these entries of `run.chosen`, made, put right or left out."""
    lines = {line.index: line for line in Reader(run).lines({entry[0] for entry in some if entry[1] != OUT})}
    rows, made, joined = [], [], []
    for index, code, there, by_key, key, why in some:
        line = lines.get(index)
        if code != OUT and line.out:  # its host opens no events any more
            code, why = OUT, line.out[:300]
        if code == OUT:
            rows.append(EventImportRow(number=index + 1, outcome=Outcome.LEFT_OUT, origin=key, why=why))
            continue
        line.by_key = by_key
        if code == NEW:
            made.append(line)
        else:
            joined.append((line, there))
    return rows + _make(made) + _join(joined, run.begun_by)


def _make(lines):
    """[EventImportRow] of new drafts."""
    made = Event.objects.bulk_create([_event(line) for line in lines], AT_A_TIME)
    through = Event.co_hosts.through
    together = [(event, body) for event, line in zip(made, lines, strict=True) for body in line.values.get("co_hosts", ())]
    through.objects.bulk_create([through(event=event, partner=body) for event, body in together], AT_A_TIME)
    return [
        EventImportRow(number=line.number, outcome=Outcome.MADE, event=event, origin=line.key)
        for event, line in zip(made, lines, strict=True)
    ]


def _event(line):
    values = {"kind": Event.Kind.EVENT} | {name: line.values[name] for name in WRITTEN if name in line.values}
    event = Event(host=line.host, checked_on=line.values.get("checked_on", timezone.localdate()), **values)
    if why := line.values.get("cancelled_why"):
        event.cancelled_at, event.cancelled_why = timezone.now(), why
    event.search_text = search_text(event)
    return event


def _join(pairs, by):
    """[EventImportRow] of events that were there: put right, and what they said before. pairs: [(line, key of the event)]."""
    held = Event.objects.select_for_update(of=("self",)).select_related("host", "theme", "area").prefetch_related("co_hosts")
    events = held.in_bulk([there for _, there in pairs])
    rows = []
    for line, there in pairs:
        if (event := events.get(there)) is None:
            rows.append(EventImportRow(number=line.number, outcome=Outcome.LEFT_OUT, origin=line.key, why=GONE))
            continue
        line.there = event
        changed = changes_to(line)
        before = kept_values(event, changed)
        if changed:
            write_event(event, changed, by=by)
        after = {name: _kept_of(changed[name]) for name in changed}
        rows.append(
            EventImportRow(
                number=line.number, outcome=Outcome.JOINED if changed else Outcome.SAME, event=event, origin=line.key,
                changed={name: [before[name], after[name]] for name in changed},
            )
        )  # fmt: skip
    return rows


def _kept_of(value):
    """A value that a line writes, as kept_values spells it."""
    if isinstance(value, list):
        return sorted(body.pk for body in value)
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "pk", value)


def _refuse_others(by):
    if not can_import_events(by):
        raise PermissionDenied


def _held(run, by, version):
    _refuse_others(by)
    locked = EventImport.objects.select_for_update().get(pk=run.pk)
    if locked.is_begun:
        raise ValidationError(TAKEN_ALREADY)
    if locked.version != version:
        raise EditConflict(OVERTAKEN, locked)
    return locked


def _saved(run):
    run.version += 1
    run.save()
    return run


def _remembered():
    """The last list that was taken in, or None: the next one mostly has the same headings and hosts."""
    return EventImport.objects.filter(taken_at__isnull=False).order_by("-taken_at", "-pk").first()


def _guess(run):
    targets_guessed(run, _remembered())
    _guess_hosts(run)


def _guess_hosts(run):
    bodies, last = Bodies(), _remembered()
    before = last.words.get("host", {}) if last else {}
    run.words = {"host": {word: getattr(bodies.host(word), "pk", None) or before.get(word) for word in hosts_found(run)}}


WORK = TableWork(
    can_import_events, EventImport, EventImportRow, take_some, rows_of, put_back, "催しの表を取り込んだ", "催しの取込をもどした"
)

"""催しの取込, step by step: nothing counts before the last one, which takes in all of the list."""

from django.utils import timezone

from kyodo_portal.common.lists.table_pages import OUT
from kyodo_portal.process.table_actions import TableWork
from kyodo_portal.process.table_matching_actions import TableMatching
from partners.events.actions import WRITTEN, write_event
from partners.events.models import Event
from partners.events.texts import search_text

from .access import can_import_events
from .bodies import Bodies
from .kept import kept_values
from .lines import NEW, Reader, changes_to, hosts_found
from .models import EventImport, EventImportRow
from .undo_actions import put_back, rows_of
from .words import HEADINGS, targets_guessed

AT_A_TIME = 500
GONE = "確かめたあとに、この催しがなくなりました"
Outcome = EventImportRow.Outcome


def take_in(run, *, by, version, choices):
    """Begin to make drafts out of the list and put right what is there. The first rows are in with this, the others follow (`WORK`).

    choices: {index of a line: code of `Line.choices`}; what is not named is done as the page proposed. What is new is published by
    nobody but its host or the secretariat, one by one. EditConflict where the list was matched anew since, ValidationError for an
    unknown choice and where nothing is taken in. Returns the EventImport.
    """
    return MATCHING.take_in(WORK, run, by=by, version=version, choices=choices, lines_of=_lines_of, decided=_decided)


def _lines_of(run):
    return Reader(run).lines()


def _decided(line, code, why):
    """[index, code, key of the event that it is, whether a number says so, the list's ID, why it stays out], for EventImport.chosen."""
    return [line.index, code, line.there and line.there.pk, line.by_key, line.key, why[:300]]


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


def _guess_hosts(run, last):
    bodies, before = Bodies(), last.words.get("host", {}) if last else {}
    run.words = {"host": {word: getattr(bodies.host(word), "pk", None) or before.get(word) for word in hosts_found(run)}}


MATCHING = TableMatching(
    can_import_events, EventImport, HEADINGS, ("title", "starts_on"), _guess_hosts, begun="催しの表を読みはじめた",
    taken_already="この表は、もう入れました。", guess_columns=targets_guessed,
)  # fmt: skip
begin_import = MATCHING.begin
WORK = TableWork(
    can_import_events, EventImport, EventImportRow, take_some, rows_of, put_back, "催しの表を取り込んだ", "催しの取込をもどした"
)

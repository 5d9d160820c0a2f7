"""What tasks a matter has now, worked out anew from the matter: rows that are not stored yet."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.module_loading import import_string

from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.workflow import ROLES

from .task_models import Task, rules_of


@dataclass
class OwnTask:
    """One task of a matter that is no turn of its table: a question to one party. `source` says what asked: "joint:5".

    holder: key of the person of the party to whom it falls.
    """

    source: str
    role: str
    party: str
    label: str
    url: str
    matter: str = ""
    holder: int | None = None
    due_on: datetime.date | None = None
    lapses_at: datetime.datetime | None = None
    not_for: frozenset = frozenset()


@dataclass
class TaskFacts:
    """What a room says of one matter for its tasks.

    matter: the Subject; parties: {role: [party words]} of whoever could hold it, urls: {role: where the work is done, unless it is
    `task_url`}; title, people, offices: names, as the board shows them;
    involved: words " g12 o5 " of all who take part; not_for: {role: words of who must not}; own: [OwnTask].
    holders: {party: key of the person of it to whom the turn falls}.
    lapses_at: the moment after which nobody can do it any more; turns_on: the day from which all this may be another.
    """

    matter: object
    title: str
    parties: dict
    urls: dict = field(default_factory=dict)
    people: str = ""
    offices: str = ""
    involved: tuple = ()
    not_for: dict = field(default_factory=dict)
    holders: dict = field(default_factory=dict)
    public_url: str = ""
    is_sample: bool = False
    lapses_at: datetime.datetime | None = None
    turns_on: datetime.date | None = None
    own: list = field(default_factory=list)


def spaced(words):
    """ " p12 u7 ": words that a database finds by " p12 "; "" for none."""
    return f" {' '.join(sorted(words))} " if words else ""


def tasks_due(process, matters, deadlines=None):
    """[Task] that these matters of one table have now, none of them stored. deadlines: those of the table, where they are known. A
    constant number of queries."""
    matters = process.mark_done(matter for matter in matters if not matter.state.is_end)
    if not matters:
        return []
    rule = rules_of(process.key, deadlines)
    for matter in matters:
        matter.deadline_rule = rule(matter.status, matter.form_code)
    return [task for facts in import_string(process.tasks)(matters) for task in _tasks_of(process, facts)]


def _tasks_of(process, facts):
    matter = facts.matter
    common = {"process": process.key, "subject_id": matter.pk, "stage": matter.status, "is_sample": facts.is_sample}
    now, due = timezone.now(), matter.due_on
    lapsed = facts.lapses_at is not None and facts.lapses_at <= now
    first = True
    for role, party in () if lapsed else _holders(matter, facts):
        yield Task(
            **common,
            kind=Task.Kind.STATE,
            role=role,
            party=party,
            holder_id=facts.holders.get(party),
            not_for=spaced(facts.not_for.get(role, ())),
            label=matter.next_task[:100],
            matter=facts.title[:200],
            people=facts.people,
            holders=_names(matter, facts),
            roles=spaced(matter.responsible),
            involved=spaced(facts.involved),
            search_text=doc(facts.title, facts.people),
            url=facts.urls.get(role) or matter.task_url,
            matter_url=matter.get_absolute_url(),
            public_url=facts.public_url,
            is_front=first,
            since=timezone.localdate(matter.status_since),
            due_on=due,
            lapses_at=facts.lapses_at,
            turns_on=_turns_on(matter, facts),
        )
        first = False
    for own in facts.own:
        if own.lapses_at is not None and own.lapses_at <= now:
            continue
        name = (own.matter or facts.title)[:200]
        yield Task(
            **common,
            kind=Task.Kind.OWN,
            source=own.source,
            role=own.role,
            party=own.party,
            holder_id=own.holder,
            not_for=spaced(own.not_for),
            label=own.label[:100],
            matter=name,
            search_text=doc(name),
            url=own.url,
            matter_url=own.url,
            since=timezone.localdate(),
            involved=spaced(facts.involved),
            due_on=own.due_on,
            lapses_at=own.lapses_at,
        )


def _holders(matter, facts):
    """[(role, party)] of those whose turn it is; a party holds a matter once, in the first of its roles.

    Where it is nobody's whom the room could name (no department, nobody takes part), the secretariat holds it: nothing is lost.
    """
    held = {}
    for role in matter.responsible:
        for party in facts.parties.get(role, ()):
            held.setdefault(party, role)
    if not held and matter.responsible != ("system",):
        held["s"] = matter.responsible[0]
    return [(role, party) for party, role in held.items()]


def _names(matter, facts):
    """「子ども課・コーディネーター」: bodies by their name, the others as the table calls them."""
    bodies = {"applicant": facts.people, "department": facts.offices}
    return "・".join(bodies.get(role) or ROLES[role] for role in matter.responsible)


def _turns_on(matter, facts):
    days = [facts.turns_on] if facts.turns_on else []
    if matter.state.ends_by and matter.closing_step is None:
        days.append(matter.near_from)
    if matter.ends_of_its_time is not None and not matter.is_past_its_time:
        days.append(matter.ends_of_its_time + datetime.timedelta(days=1))
    return min(days, default=None)


@dataclass(frozen=True)
class TaskSource:
    """What asks for tasks without being a table: rows that wait for one answer. Named in settings.KYODO_TASK_SOURCES.

    open_rows(): the QuerySet of what waits; tasks(rows): [Task] of a QuerySet of such rows. rule: on which days it is said again, where
    that is another than everywhere else (a Rule).
    """

    key: str
    open_rows: object
    tasks: object
    rule: object = None

    def task(self, row, *, not_for=(), **columns):
        """One task of `row`, not stored yet, asked today; columns: role, party, label, matter, url."""
        words = spaced(not_for)
        columns["label"], columns["matter"] = columns["label"][:100], columns["matter"][:200]
        return Task(
            process=self.key,
            subject_id=row.pk,
            kind=Task.Kind.OWN,
            source=self.key,
            not_for=words,
            matter_url=columns["url"],
            since=timezone.localdate(),
            search_text=doc(columns["matter"], columns.get("people", "")),
            **columns,
        )

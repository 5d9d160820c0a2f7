"""A day of wrong presses: every step that can be taken back is taken, then taken back, and all is as it was, nobody told anything.

Each table's day stands with its room; the four tables of the first rooms in test_taking_back.py.
"""

from functools import cache

from django.apps import apps
from django.db import connection, transaction

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from tests.emptied import filled

WHY = "まちがえて押しました。"
OURS = [model for label in ("partners", "projects", "guidelines") for model in apps.get_app_config(label).get_models()]
# What a matter is made of: not its history, not how often it moved, not when a row was last written.
# Nor what was once sent, which stays as it was read.
SHOWN = [
    model
    for model in OURS
    if not model.__name__.startswith("Historical") and not model.__name__.endswith(("Change", "ProposalRevision"))
]
WRITTEN_ANEW = dict.fromkeys(("RoleShare", "BudgetLine", "Goal", "CaseRole", "Participation"), {"id"}) | {
    "Indicator": {"id", "goal"},  # with each plan
    "Project": {"current_cycle", "created_at", "status_since"},
    "Cycle": {"id", "status_since"},
    "HandoverSheet": {"facts", "facts_at"},  # worked out anew while it is written, and kept anew when it is handed over
    "RoleShare": {"id", "cycle"},
    "BudgetLine": {"id", "cycle"},
    # What was typed stands in its box when the step is asked again; no page shows it while the step is not taken.
    "Voice": {"shown_text", "answer", "why", "memo"},
    "Topic": {"talk_on", "talk_place", "event", "talk_why", "start_why", "effect", "public_answer", "became", "closed_why"},
}
TAKEN_BACK = {"taken_back_at__isnull": False}  # stands no more, and is where the next form starts from
WITHDRAWN = {
    "Consent": {"withdrawn_at__isnull": False},
    "EvaluationTalk": TAKEN_BACK,
    "Gap": {"talk__taken_back_at__isnull": False},
    # What stood on a page stays in the guideline's history.
    "Revision": {"title__startswith": "事例を"},
    "RevisionRow": {"revision__title__startswith": "事例を"},
}
# A number is given once, with its day, and a reason that was typed stays in its box.
LEFT_OUT = {"version", "updated_at", "search_text", "kana_key", "number", "submitted_at", "reply"}


@cache
def _question(model):
    """(names of the columns, SQL, parameters): put together once, and asked before and after every press."""
    left_out = LEFT_OUT | WRITTEN_ANEW.get(model.__name__, set())
    names = [field.name for field in model._meta.concrete_fields if field.name not in left_out]
    asked = model._base_manager.exclude(**WITHDRAWN.get(model.__name__, {"pk": 0})).order_by("pk").values_list(*names)
    return names, *asked.query.sql_with_params()


def _rows(model, cursor):
    """[{name of a column: its value as the database gives it}]"""
    names, sql, parameters = _question(model)
    cursor.execute(sql, parameters)
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def everything():
    """Every row of the apps as it stands, without what was taken back and what was typed and is given back in its form."""
    with connection.cursor() as cursor:  # most tables are empty: one question for all of them
        there = filled(cursor)
        rows = {model._meta.label: _rows(model, cursor) for model in SHOWN if model._meta.db_table in there}
    rows = {label: standing for label, standing in rows.items() if standing}
    for row in (row for label in rows if label.endswith("Correction") for row in rows[label]):
        row.pop("typed")
        if row["resolved_at"] is None:
            row["after"] = ""
    return rows


def tasks():
    """Who is waited for, and since when."""
    return sorted(Task.objects.open().values_list("process", "subject_id", "party", "since", "due_on", "label"), key=str)


def told():
    return sorted(Notice.objects.values_list("user__email", "title")), Delivery.objects.count()


class Day:
    """Presses every step that is offered where a matter stands and can be taken back, each from the same beginning.

    said_anew: steps after whose taking back the task is called otherwise, because the clock no longer does it.
    """

    def __init__(self, matter, people, answers, said_anew=()):
        self.matter, self.people, self.answers, self.said_anew, self.seen = matter, people, answers, said_anew, set()

    def now(self):
        return type(self.matter)._base_manager.get(pk=self.matter.pk)

    def press(self, name, **more):
        row, matter = self.matter.process.step(name), self.now()
        who = next((self.people[role] for role in row.roles if role in self.people), None)
        reason = {name: WHY for name in ("reason", "public_reason") if name in row.questions}
        answers = self.answers.get(name, {})
        given = {**reason, **(answers(matter) if callable(answers) else answers), **more}
        return take_step(matter, name, by=who, version=matter.version, **given)

    def wrong_presses(self):
        process, matter, before, heard = self.matter.process, self.now(), everything(), told()
        waited = tasks()
        for row in process.steps_from(matter.status):
            undo = process.undo_of(row.name)
            if row.is_undo or undo is None or not undo.is_undo or not row.applies_to(matter) or row.roles == ("system",):
                continue
            with transaction.atomic():
                pressed = self.press(row.name)
                assert pressed.version > matter.version
                # Where the press let the matter go on by itself, that is what is taken back, and the press with it.
                undo = process.undo_of(self.now().last_step.step)
                self.press(undo.name)
                assert (last := self.now().last_step) == matter.last_step, last
                but_the_label = -1 if row.name in self.said_anew else None
                assert [one[:but_the_label] for one in tasks()] == [one[:but_the_label] for one in waited], row.name
                assert everything() == before, row.name
                assert told() == heard, row.name
                transaction.set_rollback(True)
            self.seen |= {undo.name, process.undo_of(row.name).name}

    def takes_back(self, press, undo):
        """What a page of its own does, and leads on by itself."""
        before, heard, waited = everything(), told(), tasks()
        press()
        self.press(undo)
        assert (everything(), told(), tasks()) == (before, heard, waited), undo
        self.seen.add(undo)

    def walk(self, *names):
        for name in names:
            self.wrong_presses()
            self.press(name)
        self.wrong_presses()


def undoes_of(process):
    return {row.name for row in process.steps if row.is_undo and row.roles != ("system",)}

"""What every process has in common: a matter with a state and a version, and what follows from its table's row."""

import datetime

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.lists.together import brought
from kyodo_portal.common.own_words import whose_turn
from kyodo_portal.common.workflow import ROLES
from kyodo_portal.notices.waiting import waiting_time

from .change_models import standing
from .task_models import rules_of


def status_field(states, **options):
    """The status column of a Subject with the labels of its table, for lists and filters in the admin. options: of the column."""
    return models.CharField("状態", max_length=30, choices=states, editable=False, **options)


class Subject(models.Model):
    """A matter that moves through a process table. Only `take_step` writes these three columns.

    A subclass names its table in the class attribute `process`, gives `status` the table's labels by `status_field`, and its
    StageChange subclass points back with `related_name="changes"`.
    """

    status = models.CharField("状態", max_length=30, editable=False)
    version = models.PositiveIntegerField("版", default=0, editable=False)
    status_since = models.DateTimeField("今の状態になった日時", auto_now_add=True, editable=False)

    process = None
    form_codes = ()  # [(code, word)] of the forms of collaboration that there are, where its matters have one
    form_code = ""  # which form of collaboration it is, where Deadline rows may speak of one alone
    unnoted_stages = ()  # places of the track that nobody notes the day of: they are never said to be left out
    moves_with = ()  # columns that a hook's `prepare` says and that are written together with the state
    rests_as = ""  # the sentence that its page says instead of a turn, where it only tells of what is or was, and asks nobody
    asked_beside = ()  # [(role, what it does)] of who is waited for while the turn of the table goes on: no step needs it to be done
    # {word of Deadline.From: name of the attribute that holds the day}: from which of its days a Deadline may count.
    counted_days = {}
    at_hand = ()  # foreign keys, never changed, that every step asks for: read together with the locked row

    public_columns = ("status", "version", "status_since")

    class Meta:
        abstract = True

    @property
    def state(self):
        """The table's row of the present state."""
        return self.process.state(self.status)

    @property
    def status_label(self):
        return self.state.label

    @property
    def is_unsent(self):
        """It stands where its table begins: what a group has not sent yet is its own affair."""
        return self.status == self.process.start

    def may(self, word):
        """Whether the present state opens this (the table's column `opens`); who may is access.py's answer."""
        if word not in self.process.opens:
            raise KeyError(word)
        return word in self.state.opens

    @property
    def responsible_label(self):
        """Whose turn it is now, in the table's words: 「担当課」, 「団体の代表者」 …; empty when it has ended."""
        return "・".join(ROLES[who] for who in self.responsible)

    @property
    def responsible(self):
        """Whose turn it is now, as names out of ROLES: whoever has done their part is no longer waited for. Nobody's where it rests."""
        if self.rests_as:
            return ()
        if self.is_past_its_time:
            return self.state.past_turn
        roles = whose_turn(tuple(role for role in self.state.responsible if role not in self.done_by)) or self.state.then
        closing = self.closing_step
        return tuple(role for role in roles if role in closing.roles) if closing else roles

    @property
    def next_task(self):
        """What those do next whose turn it is, in the table's words; "" when it has ended."""
        if self.rests_as:
            return ""
        row, closing = self.state, self.closing_step
        if self.is_past_its_time:
            return row.past_task
        if closing:
            return closing.label
        return self.in_its_words(row.then_task if row.then and self.responsible == row.then else row.next_task)

    def in_its_words(self, text):
        """A text of the table (task, sentence, title of a notice) as it is said of this matter: a paper may be of several sorts."""
        return text

    @property
    def is_past_its_time(self):
        """Its time ran out before anybody moved it on (the table's column `past`): what was to be done can be done no more."""
        day = self.ends_of_its_time
        return day is not None and day < timezone.localdate()

    @property
    def ends_of_its_time(self):
        """The last day on which the state's own task can be done; None where it always can."""
        return getattr(self, self.state.past) if self.state.past and not self.rests_as else None

    @property
    def closing_step(self):
        """The step that is asked for instead of the state's own task, because its last day is near; None before, and elsewhere."""
        row = self.state
        if not row.ends_by or self.near_from > timezone.localdate():
            return None
        return next((step for step in map(self.process.step, row.ends_by) if step.applies_to(self)), None)

    @property
    def near_from(self):
        """With the table's column `ends_by`: the day from which the end is what is asked for."""
        near = self.state.near if self.deadline_rule.near is None else self.deadline_rule.near
        return getattr(self, self.state.until) - datetime.timedelta(days=near)

    @cached_property
    def done_by(self):
        """The roles that have done their part of the present state. A list asks for all its rows at once: `Process.mark_done`."""
        self.process.mark_done([self])
        return self.__dict__["done_by"]

    @cached_property
    def deadline_rule(self):
        """The Rule of its state: what the city says of days there. One query; a list sets it on all its rows."""
        return rules_of(self.process.key)(self.status, self.form_code)

    @property
    def due_on(self):
        """The last day for whoever is responsible now, by the table and the city's Deadline; None where nobody is late."""
        row, began = self.state, timezone.localdate(self.status_since)
        if row.is_end or self.rests_as or not (row.days or row.until):
            return None
        if self.is_past_its_time:
            return max(self.ends_of_its_time, began) + datetime.timedelta(days=row.near)
        if row.ends_by and self.near_from > timezone.localdate():
            silent = self.deadline_rule.silent_after
            return getattr(self, row.active) + datetime.timedelta(days=silent) if row.active and silent else None
        last = self._counted_day or (getattr(self, row.until) if row.until else None)
        if last is None:
            days = row.days if self.deadline_rule.days is None else self.deadline_rule.days
            return began + datetime.timedelta(days=days) if days else None
        return max(last, began + datetime.timedelta(days=row.least)) if row.least else last

    @property
    def _counted_day(self):
        """The last day that a Deadline counts from one of the matter's own days; None where none does, or the day is not known."""
        day = getattr(self, self.counted_days.get(self.deadline_rule.counts_from, ""), None)
        return None if day is None else day + datetime.timedelta(days=self.deadline_rule.days)

    @property
    def is_late(self):
        """Past its last day, and not ended."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def planned_days(self):
        """{place of the track: the day that is announced for it}."""
        return {}

    @classmethod
    def for_tasks(cls, matters):
        """The QuerySet `matters` with what its tasks are worked out from: columns that the table names, those that the room reads."""
        return matters

    def page_url(self, name):
        """The address of one of the pages that the table names."""
        return reverse(name, args=[self.pk])

    @property
    def task_url(self):
        """Where the work of the present state is done: its own page, or the matter's."""
        return self.page_url(self.state.page) if self.state.page else self.get_absolute_url()

    def offered_to(self, user):
        """The steps that `user` may take now, as table rows."""
        return self.process.offered(self, self.process.roles_of(user, self))

    def step_url(self, row):
        """Where whoever may take this step is asked and confirms."""
        return reverse(f"{self.process.key}-step", args=[self.pk, row.name])

    @cached_property
    def last_step(self):
        """The StageChange that stands last: what was taken back counts no more, nor does the taking back. None before the first."""
        return next(reversed(standing(brought(self, "changes", self.changes.order_by("version")))), None)

    def still_stands(self, change):
        """Whether this StageChange was neither taken back nor followed by a step that takes it back (`undoes`). One query, none where
        the history came along."""
        later = brought(self, "changes", self.changes.filter(version__gte=change.version).order_by("version"))
        left = standing(row for row in later if row.version >= change.version)
        following = left[1].row if left[:1] == [change] and left[1:] else None
        return left[:1] == [change] and not (following and change.step in following.undoes)

    def can_reach(self, roles):
        """Whether a step that tells these can reach anybody: a confirm page promises a notice only then. Most matters have people."""
        return bool(roles)

    @property
    def is_untold(self):
        """Nobody has been told of the last step yet but who took it: its notices still wait."""
        return self.last_step is not None and timezone.now() < self.last_step.at + waiting_time()


def subject_models():
    """Every model that moves through a table."""
    return [model for model in apps.get_models() if issubclass(model, Subject) and model.process]

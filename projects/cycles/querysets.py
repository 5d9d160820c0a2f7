"""Which years of collaborations: the questions that lists, rights and queues ask of the table."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from kyodo_portal.process.models import Task
from partners.directory.access import is_secretariat, offices_of, partners_of
from projects.entries.models import Participation, Project, participations_with_partner
from projects.entries.workflow import LEDGER
from projects.specs.models import Way

from .workflow import CYCLE

CALLED_OFF = tuple(row.code for row in CYCLE.states if not row.stage)  # over, and in no phase
# What was called off before anybody had agreed to it has no agreement.
AGREED = ~Q(status=CYCLE.start) & (~Q(status__in=CALLED_OFF) | Q(agreement__isnull=False))


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The cycles of the projects that the user may see, and the years in which one's bodies took part that have left since."""
        if user.is_authenticated and is_secretariat(user):
            return self.all()  # whose entries are all of them
        visible = Q(project__in=Project.objects.visible_to(user))
        if user.is_authenticated:
            visible |= Q(pk__in=self.model._default_manager.of_leavers(partners_of(user)).values("pk"))
        return self.filter(visible)

    def of_own_bodies(self, user):
        """The years of the entries in which one's groups and offices take part today. Of an adoption its group hears when it is
        told, the city before: what `visible_to` says, where it is known that one takes part."""
        parts = Participation.objects.valid()
        told = ~Q(project__published_at__gt=timezone.now())
        if offices := offices_of(user):
            told |= Q(project__in=parts.filter(partner__in=offices, side=Participation.Side.CITY).values("project"))
        return self.filter(told, project__in=parts.filter(partner__in=partners_of(user)).values("project"))

    def of_leavers(self, partners):
        """The years in which one of these took part that no longer does; not of an adoption that was not told yet."""
        then = Participation.objects.within(models.OuterRef("fiscal_year"))
        left = {"partner__in": partners, "until__lt": timezone.localdate()}
        entries = Participation.objects.filter(**left).values("project")  # few: not every year of the ledger is asked
        then = then.filter(project=models.OuterRef("project"), **left)
        return self.filter(models.Exists(then), project__in=entries).exclude(project__published_at__gt=timezone.now())

    def agreed(self):
        """The years whose plan is agreed, or needs no agreement: `is_agreed` for the database."""
        return self.filter(AGREED)

    def agreed_first(self):
        """Agreed years first, the newest first among them and among the others: the first of an entry is its `current_cycle`."""
        return self.order_by(Case(When(AGREED, then=Value(0)), default=Value(1)), "-fiscal_year")

    def read_by_everybody(self):
        """The agreed years, and of an entry without one the latest: an unagreed plan is nobody's but those who make it."""
        agreed = self.model._default_manager.agreed().filter(project=models.OuterRef("project"))
        latest = self.model._default_manager.filter(project=models.OuterRef("project")).order_by("-fiscal_year").values("pk")[:1]
        return self.filter(AGREED | (~models.Exists(agreed) & Q(pk=models.Subquery(latest))))

    def current(self):
        """The latest cycle of every project, agreed or not: what its own people work on. Everybody's lists: `current_cycle`."""
        latest = self.model._default_manager.filter(project=models.OuterRef("project")).order_by("-fiscal_year").values("pk")[:1]
        return self.filter(pk=models.Subquery(latest))

    def with_people(self):
        """With the project, its form, and both sides at hand: what every right is decided from."""
        return self.select_related("project__form", "spec__evaluation").prefetch_related(participations_with_partner("project__"))

    def unfinished(self):
        """Cycles that somebody still holds. An entry out of a published source tells of its time, and a record of what was done:
        nobody has to act on them, nor on what was cancelled or merged."""
        held = self.filter(project__source_note="", project__status=LEDGER.start, only_record=False).exclude(spec__way=Way.RECORD)
        return held.exclude(status__in=CYCLE.ends)

    def of_offices(self, user):
        """The years of the collaborations in which the user's offices stand on the city's side; the secretariat's all."""
        if is_secretariat(user):
            return self
        own = Participation.objects.valid().filter(partner__in=offices_of(user), side=Participation.Side.CITY)
        return self.filter(project__in=own.values("project"))

    # Which of the years in a state wait in a queue of the table (column `narrow`).
    def in_charge_of(self, user):
        """The unfinished years that the person may move: one's own departments'; the secretariat's all."""
        return self.unfinished().of_offices(user)

    def late(self, today=None):
        """Those in which the last day of somebody's task has passed."""
        tasks = Task.objects.open().of_matters().late(today).filter(process=CYCLE.key)
        return self.unfinished().filter(pk__in=tasks.values("subject_id"))

    def with_days(self):
        """Each with `task_due`, the last day of its task, None where there is none: for lists. `due_on` works it out for one."""
        front = Task.objects.open().of_matters().filter(process=CYCLE.key, subject_id=models.OuterRef("pk"))
        return self.annotate(task_due=models.Subquery(front.values("due_on")[:1]))

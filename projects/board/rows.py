"""The open matters of each kind as questions to the database: which there are, which a condition keeps, how many are late."""

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from kyodo_portal.common.lists.search import fold, words
from kyodo_portal.process.conditions import late
from projects.cycles.check.models import Evaluation
from projects.cycles.models import Cycle
from projects.cycles.plan.models import PlanConfirmation
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation
from projects.proposals.models import Proposal, ProposalCorrection
from projects.proposals.workflow import PROPOSAL

SIDES = Participation.Side
ORDER = ("status_since", "pk")  # the longest waiting first


class OpenRows:
    """What is open of one kind, narrowed by `narrow`. Nothing is read before it is asked for.

    Each kind says: `all_open()`, the QuerySet of everything open; the conditions `of_office(pk)`, this department holds or shares
    it, and `of_groups(ids)`, one of these groups has it; `texts()`, (pk, title, [names of the groups]) of what is found; and
    `with_work(rows)`, the rows with no more than `Process.mark_done` reads.
    """

    kind, process = "", None
    in_parts = ()  # what is open in the states in which several do their part, one after the other: `Process.mark_done` is asked

    def __init__(self):
        self.found = self.all_open()

    @property
    def late(self):
        """The condition: its last day has passed."""
        return late(self.process, timezone.localdate())

    @classmethod
    def states(cls):
        """Those in which somebody has something to do and the city finds the matter, in the order of the table."""
        return [row.code for row in cls.process.open if "city" in row.readers]

    def narrow(self, *, q="", department="", mine=None, late=False, holder="", stage=""):
        """Keep what every condition keeps; `mine`: the ids of the groups that the reader accompanies. At most four queries."""
        if stage:
            kind, _, status = stage.partition("-")
            self.found = self.found.filter(status=status) if kind == self.kind else self.found.none()
        if department:
            self.found = self.found.filter(self.of_office(department))
        if mine is not None:
            self.found = self.found.filter(self.of_groups(mine))
        if late:
            self.found = self.found.filter(self.late)
        if asked := words(q):
            texts = ((pk, fold(f"{title} {'・'.join(names)}")) for pk, title, names in self.texts())
            self.found = self.found.filter(pk__in=[pk for pk, text in texts if all(word in text for word in asked)])
        if holder:
            self.found = self.found.filter(self._waits_for(holder))

    def _waits_for(self, holder):
        """The condition: it is the turn of this role, as `Subject.responsible` says."""
        in_parts = {state for word in self.in_parts for state in self.process.opening(word)}
        whole = [row.code for row in self.process.open if holder in row.responsible and row.code not in in_parts]
        asked = self.process.mark_done(self.with_work(self.found.filter(status__in=in_parts)))
        return Q(status__in=whole) | Q(pk__in=[row.pk for row in asked if holder in row.responsible])

    def counts(self):
        """{state: (how many, how many of them late)}. One query."""
        counted = self.found.values("status").annotate(size=Count("pk"), late=Count("pk", filter=self.late))
        return {status: (size, late) for status, size, late in counted.values_list("status", "size", "late").order_by()}

    def first(self, number):
        """The first so many in each state; each knows the `size` of its state, and how many are `late_here`."""
        state = {"partition_by": F("status")}
        return self.found.annotate(
            place=Window(RowNumber(), order_by=ORDER, **state),
            size=Window(Count("pk"), **state),
            late_here=Window(Count("pk", filter=self.late), **state),
        ).filter(place__lte=number)


class OpenProposals(OpenRows):
    kind, process, in_parts = "proposal", PROPOSAL, ("mark", "talk")

    def all_open(self):
        due = ProposalCorrection.objects.filter(subject=OuterRef("pk"), resolved_at__isnull=True).order_by("due").values("due")
        return Proposal.objects.filter(status__in=self.states()).annotate(correct_by=Subquery(due[:1]))

    @property
    def late(self):
        days = {"closes_on": "call__closes_at__date", "result_on": "call__result_on"}
        return late(PROPOSAL, timezone.localdate(), days)

    def of_office(self, pk):
        return Q(department=pk)

    def of_groups(self, ids):
        return Q(partner__in=ids)

    def texts(self):
        return ((pk, title, [name]) for pk, title, name in self.found.values_list("pk", "title", "partner__name"))

    def with_work(self, rows):
        return rows.only("status", "call")


class OpenYears(OpenRows):
    kind, process, in_parts = "cycle", CYCLE, ("plan", "evaluate")

    def all_open(self):
        return Cycle.objects.unfinished()

    def of_office(self, pk):
        return self._shared_by(side=SIDES.CITY, partner=pk)

    def of_groups(self, ids):
        return self._shared_by(side=SIDES.GROUP, partner__in=ids)

    def _shared_by(self, **taking_part):
        return Q(project__in=Participation.objects.filter(**taking_part).values("project"))

    def texts(self):
        names = {}
        groups = Participation.objects.filter(side=SIDES.GROUP, project__in=self.found.values("project"))
        for project, name in groups.order_by("-is_lead", "pk").values_list("project", "partner__name"):
            names.setdefault(project, []).append(name)
        rows = self.found.values_list("pk", "project", "project__title")
        return ((pk, title, names.get(project, [])) for pk, project, title in rows)

    def with_work(self, rows):
        answers = Evaluation.objects.filter(cycle__status__in=CYCLE.opening("evaluate"), submitted_at__isnull=False)
        agreed = PlanConfirmation.objects.filter(cycle__status__in=CYCLE.opening("plan"))
        agreed, answers = agreed.order_by().only("cycle", "side"), answers.order_by().only("cycle", "side", "submitted_at")
        return rows.only("status").prefetch_related(Prefetch("confirmations", agreed), Prefetch("evaluations", answers))


def offices():
    """[(id, name)] of the departments that hold or share anything open, by name. One query."""
    Partner = Participation._meta.get_field("partner").related_model
    sharing = Participation.objects.filter(side=SIDES.CITY, project__in=OpenYears().found.values("project"))
    holding = OpenProposals().found.values("department")
    found = Partner.objects.filter(Q(pk__in=holding) | Q(pk__in=sharing.values("partner")))
    return sorted(
        ((str(pk), name) for pk, name in found.order_by().values_list("pk", "name")), key=lambda pair: (pair[1], pair[0])
    )

"""What the ledger's list can be narrowed by. Every combination is an address that one can send."""

from django.db.models import Q
from django.utils.functional import cached_property
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from partners.models import PartnerKind
from projects.cycles.models import Cycle
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.cycles.years import years
from projects.entries.models import Participation, Project

from .list_presenters import in_states

STAGES = list({**CYCLE.stages, "ended": "終わったもの"}.items())


def asked_year(data):
    """The 年度 that the address of the list asks for, as an int; None for none and for nonsense. data: request.GET."""
    return int(data["year"]) if data.get("year") in dict(years()) else None


def _stands(entry, fiscal_year, states):
    """Whether everybody was told of a year of this 年度, and that it stands in one of `states`; None: in any. entry: a `Told`."""
    year = entry.of(fiscal_year)
    return year in entry.read_by_everybody and (states is None or year.status in states)


class ProjectFilter(ListFilter):
    """q, phase, year, form, field, area, kind, department over published entries; `choices` come from list_presenters.choices()."""

    SORTS = {"new": Sort("動きの新しい順", ("-updated_at", "-pk")), "name": Sort("50音順", ("kana", "title", "pk"))}
    PER_PAGE = 12

    q = WordsFilter()
    phase = ChoiceFilter(label="段階", choices=STAGES, method="by_phase", empty_label="すべての段階")
    year = ChoiceFilter(label="年度", choices=years, method="by_year", empty_label="すべての年度")
    form = BoxesFilter(label="協働の形態", field_name="form_id")
    field = BoxesFilter(label="分野", method="by_relation")
    area = BoxesFilter(label="地域", method="by_relation")
    kind = BoxesFilter(label="相手の種類", choices=PartnerKind.of_groups(), method="by_kind")
    department = ChoiceFilter(label="担当課", method="by_department", empty_label="すべての課")

    @cached_property
    def told(self):
        return told_entries()

    def kept(self, name, make):
        """Not while somebody waits to be told: which stage such an entry shows stands in no column."""
        return None if self.data.get("phase") and self.told else super().kept(name, make)

    def by_phase(self, projects, name, value):
        """By the year that the card shows: the current one, or the one that is asked for beside it (`by_year`)."""
        if asked_year(self.data) is not None:
            return projects
        return in_states(projects, CYCLE.at(value), self.told)

    def by_year(self, projects, name, value):
        """Entries with an agreed year of this 年度, or whose card shows it; asked for a stage, that of this very year."""
        asked = {"fiscal_year": value}
        if self.form.cleaned_data.get("phase"):
            asked["status__in"] = CYCLE.at(self.form.cleaned_data["phase"])
        agreed = Cycle.objects.agreed().filter(**asked)
        current = {f"current_cycle__{name}": wanted for name, wanted in asked.items()}
        stands = Q(pk__in=agreed.values("project")) | Q(**current)
        if told := self.told:
            states = asked.get("status__in")
            hits = [pk for pk, entry in told.items() if _stands(entry, int(value), states)]
            stands = stands & ~Q(pk__in=told) | Q(pk__in=hits)
        return projects.filter(stands)

    def by_relation(self, projects, name, value):
        # A subquery and not a join: a project with two chosen areas stands once, and the count stays cheap.
        through = getattr(Project, f"{name}s").through
        return projects.filter(pk__in=through.objects.filter(**{f"{name}_id__in": value}).values("project_id"))

    @property
    def parts(self):
        """Who takes part today; beside a 年度, who took part in it."""
        year = asked_year(self.data)
        return Participation.objects.valid() if year is None else Participation.objects.of_the_year(year)

    def by_kind(self, projects, name, value):
        rows = self.parts.filter(partner__kind__in=value, side=Participation.Side.GROUP)
        return projects.filter(pk__in=rows.values("project"))

    def by_department(self, projects, name, value):
        rows = self.parts.filter(partner_id=value, side=Participation.Side.CITY)
        return projects.filter(pk__in=rows.values("project"))

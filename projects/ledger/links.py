"""Where the library meets the ledger: the published projects of a case, of a form, and those that live a principle."""

from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.notices.waiting import waiting_time
from projects.cycles.check.models import KeptPrinciple
from projects.cycles.models import Disclosure
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project

from .list_presenters import cards_of, for_cards

SHOWN = 3
YEARS = 4  # a project may have kept a principle in several years: as many of its rows are looked at per shown one


def case_projects(case):
    """Cards of the published ledger entries that the case tells of. One query."""
    projects = Project.objects.published().filter(case=case).order_by("-updated_at", "-pk")
    return cards_of(for_cards(projects)[:SHOWN])


def projects_by_form(forms):
    """{form's pk: its published projects, the latest moved first, at most three}. One query, however many forms."""
    by_form = {form.pk: [] for form in forms}
    if not by_form:
        return by_form
    newest = Window(RowNumber(), partition_by=F("form_id"), order_by=[F("updated_at").desc(), F("pk").desc()])
    projects = Project.objects.published().filter(form__in=by_form).annotate(place=newest).filter(place__lte=SHOWN)
    for project in projects.order_by("form_id", "place"):
        by_form[project.form_id].append(project)
    return by_form


class WellKept(NamedTuple):
    """A project whose two sides gave a principle 4 or 5 points in one 年度, and let everybody read it.

    `pk`, `title`: the project's. `group`, `city`: the points where all is published, None where the summary is; `mean` of the two
    in either case.
    """

    pk: int
    title: str
    year: int
    mean: float
    group: int | None
    city: int | None

    @property
    def words(self):
        """The points as they are published."""
        return own_words_said(f"団体{self.group}・市{self.city}") if self.group else f"平均{self.mean:g}"


def projects_by_principle(principles):
    """[(principle, [WellKept])] of those that both sides found well kept; others are left out. One query.

    Only years of whose evaluation everybody reads something count; of one project the newest such year stands.
    """
    by_principle = {principle.pk: {} for principle in principles}
    for principle, project, title, year, disclosure, group, city in _newest_kept(by_principle):
        kept = by_principle[principle]
        if project not in kept and len(kept) < SHOWN:
            seen = (group, city) if disclosure == Disclosure.FULL else (None, None)
            kept[project] = WellKept(project, title, year, (group + city) / 2, *seen)
    return [(principle, list(by_principle[principle.pk].values())) for principle in principles if by_principle[principle.pk]]


def _newest_kept(principles):
    """Of each principle the newest rows that everybody may read, enough for SHOWN projects: read off the index, one query."""
    public = KeptPrinciple.objects.filter(
        cycle__status__in=CYCLE.opening("answers"), cycle__project__published_at__lte=timezone.now()
    ).exclude(cycle__disclosure=Disclosure.NONE)
    # The talk writes them down; its people are told of it first.
    untold = timezone.now() - waiting_time()
    public = public.exclude(cycle__status=CYCLE.step("talk").target, cycle__status_since__gt=untold)
    public = public.order_by("-fiscal_year", "-cycle_id", "-pk")
    columns = (
        "principle_id", "cycle__project_id", "cycle__project__title", "fiscal_year", "cycle__disclosure", "group_points",
        "city_points", "cycle_id", "pk",
    )  # fmt: skip
    parts = [
        KeptPrinciple.objects.filter(pk__in=public.filter(principle=principle).values("pk")[: SHOWN * YEARS])
        .order_by()
        .values_list(*columns)
        for principle in principles
    ]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [row[:7] for row in sorted(found, key=lambda row: (row[3], row[7], row[8]), reverse=True)]

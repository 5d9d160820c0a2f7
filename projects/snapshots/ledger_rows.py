"""The rows of a 年度 as the ledger has them now: what freezing writes down. Nothing here writes."""

from typing import NamedTuple

from django.db.models import Prefetch

from guidelines.library.models.forms import public_title_of
from guidelines.models import CollaborationForm, FormCode
from kyodo_portal.common.japanese.dates import fiscal_span
from partners.directory.models import name_for_all
from partners.directory.name_models import all_former_names, called_on
from partners.models import Area, Field, Partner, PartnerKind
from projects.calls.models import Call
from projects.cycles.act.models import Improvement
from projects.cycles.check.models import EvaluationAnswer, Report
from projects.cycles.models import CALLED_OFF, Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project
from projects.entries.participation_models import Participation, in_force
from projects.inventory.models import InventoryLine, NextYear
from projects.proposals.models import Proposal
from projects.proposals.workflow import ADOPTED
from projects.proposals.workflow import S as PROPOSAL_STATES
from projects.reviews.models import Decision
from projects.specs.asking import words_of
from projects.specs.models import FormField, FormSpec

from .figures import median_days
from .models import SnapshotRow

UNSHOWN = "（公開していない協働）"  # counted, and told by nothing but its form, its office and what kind of partner
LAST = (Improvement.Outcome.GO_ALONE, Improvement.Outcome.END)
_FORM_ORDER = {code: place for place, code in enumerate(FormCode.values)}


def matters_of(year):
    """The years of which rows_of makes a row: of what stands in the ledger, those agreed, or recorded, in this 年度."""
    return Cycle.objects.filter(fiscal_year=year, project__in=Project.objects.standing()).agreed()


def rows_of(year):
    """[SnapshotRow], not saved and without their snapshot: every collaboration whose plan for this 年度 was agreed, or that was
    recorded in it; by form, then by name; everybody by their name of then. Twelve queries.

    What many rows share (forms, partners, offices) is read once, and of what is long (reports) only what a row says.
    """
    cycles = list(matters_of(year).select_related("project").prefetch_related(_PARTS))
    around = _around(year)
    rows = sorted(
        (_row(cycle, around) for cycle in cycles),
        key=lambda row: (_FORM_ORDER[row.form_code], row.title, row.project_id),
    )
    for order, row in enumerate(rows, start=1):
        row.order = order
    return rows


_PARTS = Prefetch("project__participations", Participation.objects.all(), to_attr="every")  # a list: no QuerySet for each entry


class _Around(NamedTuple):
    """What stands around the years of a list, by its key. `outcomes`, `people`: of a year; `fields`, `areas`: [word] of an entry."""

    forms: dict
    specs: dict
    partners: dict
    former: dict
    asked: dict
    ending: set
    outcomes: dict
    people: dict
    fields: dict
    areas: dict


def _around(year):
    """The _Around of a 年度: of a report that is still written, and of a 見直し that was taken back, it knows as little as the pages for
    everybody do. Ten queries."""
    closed, opened = {"cycle__status__in": CYCLE.ends}, {"cycle__status__in": CYCLE.opening("answers")}
    entries = Project.objects.filter(cycles__fiscal_year=year).order_by().values("pk")
    parts = Participation.objects.filter(project__in=entries).order_by().values("partner")
    return _Around(
        forms={row.pk: row for row in CollaborationForm.objects.select_related("guideline")},
        specs={row.pk: row for row in FormSpec.objects.filter(cycles__fiscal_year=year).distinct()},
        partners={row.pk: row for row in Partner.objects.filter(pk__in=parts).defer("search_text")},
        former=all_former_names(),
        asked=_public_fields(year),
        ending=_ending(year),
        outcomes=dict(Improvement.objects.filter(cycle__fiscal_year=year, **closed).order_by().values_list("cycle", "outcome")),
        people=dict(Report.objects.filter(cycle__fiscal_year=year, **opened).order_by().values_list("cycle", "people")),
        fields=_words(Field.objects, entries, "short"),
        areas=_words(Area.objects, entries, "name"),
    )


def _words(related, entries, column):
    """{entry: [word]} of its fields or areas, in their order. One query."""
    found = {}
    for entry, word in related.filter(projects__in=entries).values_list("projects", column):
        found.setdefault(entry, []).append(word)
    return found


def _row(cycle, around):
    project, form, day = cycle.project, around.forms[cycle.project.form_id], last_day(cycle)
    cycle.spec = around.specs[cycle.spec_id]
    is_shown, outcome, people = project.is_published, around.outcomes.get(cycle.pk, ""), around.people.get(cycle.pk)
    groups = [
        called_on(around.partners[part.partner_id], day, around.former) for part in _of_the_year(cycle, Participation.Side.GROUP)
    ]
    kinds = list(dict.fromkeys(group.kind for group in groups))
    return SnapshotRow(
        project=project,
        number=project.number,
        title=project.title if is_shown else UNSHOWN,
        partners="、".join(
            dict.fromkeys(map(name_in_a_list, groups) if is_shown else (PartnerKind(kind).label for kind in kinds))
        ),
        partner_kinds=[kind for kind in PartnerKind.values if kind in kinds],
        form_code=form.code,
        form_codes=[code for code in FormCode.values if code == form.code or code in cycle.also],
        form_words=public_title_of(form),
        office=_lead_office(cycle, around),
        counted=cycle.spec.counted,
        way=cycle.way,
        source=SnapshotRow.Source.RECORD if cycle.only_record else SnapshotRow.Source.PROCESS,
        city_cost=cycle.city_cost,
        group_cost=cycle.group_cost,
        people=cycle.people if cycle.people is not None else people,  # what the city put right comes first
        outcome=outcome,
        is_last=cycle.pk in around.ending or outcome in LAST or cycle.status in CALLED_OFF,
        fields=around.fields.get(project.pk, []),
        areas=around.areas.get(project.pk, []),
        extra=_extra(cycle, around.asked) if is_shown else {},
    )


def _extra(cycle, fields):
    """What everybody may read beside the columns, as people read it: the summary, and the public fields of the form."""
    said = {"内容": cycle.project.summary} if cycle.project.summary else {}
    for field in fields.get(cycle.spec_id, ()):
        if words := words_of(field, cycle.extra.get(field.key)):
            said[field.label] = words
    return said


def _public_fields(year):
    """{spec: [FormField]} of the public fields of the forms of this year, in their order. One query."""
    found = {}
    for field in (
        FormField.objects.filter(public=True, spec__cycles__fiscal_year=year).distinct().order_by("spec_id", "order", "pk")
    ):
        found.setdefault(field.spec_id, []).append(field)
    return found


def _ending(year):
    """The keys of the years of which an office answered in the inventory that they are the last. One query."""
    stops = InventoryLine.objects.filter(sheet__round__fiscal_year=year, next_year=NextYear.STOP, cycle__isnull=False)
    return set(stops.values_list("cycle_id", flat=True))


def name_in_a_list(partner):
    """What a list calls a partner for good: a private person never by name, whatever that person agreed to for the directory."""
    return PartnerKind.CITIZEN.label if partner.kind == PartnerKind.CITIZEN else name_for_all(partner)


def last_day(cycle):
    """The day of a year by which its lead office is told: its own last day, at the latest 31 March."""
    return min(cycle.ends_on, fiscal_span(cycle.fiscal_year)[1])


def _of_the_year(cycle, side):
    """The rows of a side that held on some day of this year, who left in the middle of it too."""
    first, last = cycle.starts_on, last_day(cycle)
    return [
        part
        for part in cycle.project.every
        if part.side == side and (part.since is None or part.since <= last) and (part.until is None or part.until >= first)
    ]


def _lead_office(cycle, around):
    offices, day = _of_the_year(cycle, Participation.Side.CITY), last_day(cycle)
    # Who led then; else who took part then; else whoever did in this year.
    ranked = sorted(offices, key=lambda part: (not in_force(part, day), not part.is_lead, part.pk))
    return called_on(around.partners[ranked[0].partner_id], day, around.former).name if ranked else ""


def gaps_of(year):
    """[(PrincipleCode or "", cycle, points between both sides)] of every question that both sides answered, once the answers are
    open. One query.
    """
    answers = EvaluationAnswer.objects.filter(
        evaluation__cycle__fiscal_year=year,
        evaluation__cycle__status__in=CYCLE.opening("answers"),
        evaluation__submitted_at__isnull=False,
        points__isnull=False,
    )
    points = {}
    for cycle, item, code, side, given in answers.order_by().values_list(
        "evaluation__cycle", "item", "item__principle__code", "evaluation__side", "points"
    ):
        points.setdefault((cycle, item, code or ""), {})[side] = given
    return [
        (code, cycle, abs(sides["group"] - sides["city"]))
        for (cycle, _, code), sides in sorted(points.items())
        if len(sides) == 2
    ]


def proposals_of(year):
    """The SUMMARY's part of that name. Two queries."""
    calls = Call.objects.filter(fiscal_year=year)
    sent = Proposal.objects.filter(call__in=calls, submitted_at__isnull=False)
    statuses = list(sent.order_by().values_list("status", flat=True))
    told = Decision.objects.filter(proposal__in=sent, released_at__isnull=False, taken_back_at__isnull=True)
    days = [(end - start).days for start, end in told.order_by().values_list("proposal__submitted_at", "released_at")]
    return {
        "received": len(statuses),
        "adopted": sum(status in ADOPTED for status in statuses),
        "declined": statuses.count(PROPOSAL_STATES.DECLINED),
        "days": median_days(days),
    }

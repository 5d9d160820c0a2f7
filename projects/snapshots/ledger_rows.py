"""The rows of a 年度 as the ledger has them now: what freezing writes down. Nothing here writes."""

from django.db.models import Prefetch

from guidelines.library.models.forms import public_title_of
from guidelines.models import FormCode
from kyodo_portal.common.japanese.dates import fiscal_span
from partners.directory.models import name_for_all
from partners.models import PartnerKind
from projects.calls.models import Call
from projects.cycles.act.models import Improvement
from projects.cycles.check.models import EvaluationAnswer
from projects.cycles.models import CALLED_OFF, Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation
from projects.proposals.models import Proposal
from projects.proposals.workflow import ADOPTED
from projects.proposals.workflow import S as PROPOSAL_STATES
from projects.reviews.models import Decision

from .figures import median_days
from .models import Counted, SnapshotRow

UNSHOWN = "（公開していない協働）"  # counted, and told by nothing but its form, its office and what kind of partner
LAST = (Improvement.Outcome.GO_ALONE, Improvement.Outcome.END)
_FORM_ORDER = {code: place for place, code in enumerate(FormCode.values)}


def rows_of(year):
    """[SnapshotRow], not saved and without their snapshot: every collaboration whose plan for this 年度 was agreed, or that was
    recorded in it; by form, then by name. Eight queries.
    """
    cycles = (
        Cycle.objects.filter(fiscal_year=year)
        .agreed()
        .select_related("project__form__guideline", "improvement", "report")
        .prefetch_related(
            Prefetch("project__participations", Participation.objects.select_related("partner")),
            "project__fields",
            "project__areas",
        )
    )
    rows = sorted(map(_row, cycles), key=lambda row: (_FORM_ORDER[row.form_code], row.title, row.project_id))
    for order, row in enumerate(rows, start=1):
        row.order = order
    return rows


def _row(cycle):
    project, form = cycle.project, cycle.project.form
    is_shown, improvement, report = project.is_published, getattr(cycle, "improvement", None), getattr(cycle, "report", None)
    groups = [part.partner for part in project.participations.all() if part.side == Participation.Side.GROUP]
    kinds = list(dict.fromkeys(group.kind for group in groups))
    outcome = improvement.outcome if improvement else ""
    return SnapshotRow(
        project=project,
        title=project.title if is_shown else UNSHOWN,
        partners="、".join(
            dict.fromkeys(map(name_in_a_list, groups) if is_shown else (PartnerKind(kind).label for kind in kinds))
        ),
        partner_kinds=[kind for kind in PartnerKind.values if kind in kinds],
        form_code=form.code,
        form_codes=[form.code],
        form_words=public_title_of(form),
        office=_lead_office(cycle),
        counted=Counted.MATTER,
        way=cycle.way,
        source=SnapshotRow.Source.PROCESS,
        city_cost=cycle.city_cost,
        group_cost=cycle.group_cost,
        people=report.people if report else None,
        outcome=outcome,
        is_last=outcome in LAST or cycle.status in CALLED_OFF,
        fields=[field.short for field in project.fields.all()],
        areas=[area.name for area in project.areas.all()],
        extra={"内容": project.summary} if is_shown and project.summary else {},
    )


def name_in_a_list(partner):
    """What a list calls a partner for good: a private person never by name, whatever that person agreed to for the directory."""
    return PartnerKind.CITIZEN.label if partner.kind == PartnerKind.CITIZEN else name_for_all(partner)


def last_day(cycle):
    """The day of a year by which its lead office is told: its own last day, at the latest 31 March."""
    return min(cycle.ends_on, fiscal_span(cycle.fiscal_year)[1])


def _lead_office(cycle):
    offices = [part for part in cycle.project.participations.all() if part.side == Participation.Side.CITY]
    lead = next((part for part in offices if part.is_lead), offices[0] if offices else None)
    return lead.partner.name if lead else ""


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

"""The ledger as it is taken out: one line per fiscal year of each entry."""

from django.db.models import Q

from guidelines.models import FormCode
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.common.own_words import own_words
from partners.directory.access import is_secretariat
from partners.directory.models import name_for_all
from partners.directory.name_models import all_former_names, called_on
from projects.cycles.models import Cycle
from projects.entries.access import side_of
from projects.entries.models import Participation, every_participation
from projects.entries.workflow import LEDGER
from projects.specs.models import Way

from .year_presenters import improvement_of

ROWS_AT_A_TIME = 500  # read, and asked for who takes part
HEADER = [
    "台帳番号", "年度", "名前", "ひとことで言うと", "形態", "共通の種類", "団体など", "団体などの種類", "担当課", "状態", "始める日", "終える日", own_words("市の負担(円)"),
    "団体などの負担(円)", "参加した人数", "これからの扱い", "提案の受付番号", "公開", "見本", "進め方", "ほかの形態", "場所",
]  # fmt: skip


def ledger_cycles(user):
    """The Cycles of which each is a line of the ledger that this person takes out: those that the user may see."""
    public = Cycle.objects.read_by_everybody().values("pk")
    cycles = Cycle.objects.visible_to(user).filter(Q(pk__in=Cycle.objects.of_offices(user).values("pk")) | Q(pk__in=public))
    return cycles.filter(project__status=LEDGER.start)


def ledger_lines(user, columns=()):
    """The lines under HEADER and `columns` ([TableColumn] of what the forms ask), the newest fiscal year first; only what the user may see. Money in yen.

    Of entries in which the user's offices have no part, the years and the columns that everybody reads.
    """
    cycles = ledger_cycles(user).with_people().prefetch_related(every_participation("project__", "every"))
    cycles = cycles.select_related("project__proposal", "improvement", "report", "agreement")
    sees_all, former = is_secretariat(user), all_former_names()
    for cycle in pieces(cycles.order_by("-fiscal_year", "project__title", "pk"), ROWS_AT_A_TIME):
        project, groups = cycle.project, _partners(cycle, Participation.Side.GROUP, former)
        inside = sees_all or side_of(user, project) is not None
        plan = cycle if inside or cycle.is_agreed else None
        report = getattr(cycle, "report", None) if inside or cycle.answers_are_open else None
        reviewed = improvement_of(cycle)
        yield [
            project.number, fiscal_label(cycle.fiscal_year), project.title, project.summary, project.form.title, project.form.get_code_display(),
            _listed(group.name if inside else name_for_all(group) for group in groups), _listed(dict.fromkeys(group.get_kind_display() for group in groups)),
            _listed(office.name for office in _partners(cycle, Participation.Side.CITY, former)), cycle.status_label, cycle.starts_on,
            cycle.ends_on, plan and plan.city_cost, plan and plan.group_cost,
            plan.people if plan and plan.people is not None else report and report.people,
            reviewed.get_outcome_display() if reviewed else "",
            project.proposal.number if project.proposal else "", bool(project.published_at), project.is_sample,
            dict(Way.choices)[cycle.way], _listed(FormCode(code).label for code in plan.also) if plan else "", plan and plan.place,
            *(column.value_in(cycle, inside=inside) for column in columns),
        ]  # fmt: skip


def _partners(cycle, side, former):
    """Those of the year of the line by their name of then, also where they have left since."""
    day = cycle.people_on
    return [called_on(row.partner, day, former) for row in cycle.project.every if row.side == side and row.holds(day)]


def _listed(names):
    return "、".join(names)

"""What the record of a collaboration says already: the words a draft begins with, and the row that the library gets."""

from guidelines.models import ActorKind
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.models import PartnerKind
from projects.cycles.check.models import Report
from projects.cycles.models import Cycle
from projects.entries.models import Participation

Side = Participation.Side
ACTORS = {
    PartnerKind.NEIGHBOURHOOD: ActorKind.COMMUNITY,
    PartnerKind.COMMUNITY: ActorKind.COUNCIL,
    PartnerKind.NPO: ActorKind.NPO,
    PartnerKind.COMPANY: ActorKind.COMPANY,
    PartnerKind.SCHOOL: ActorKind.SCHOOL,
    PartnerKind.SUPPORT: ActorKind.INTERMEDIARY,
    PartnerKind.CITIZEN: ActorKind.CITIZEN,
    PartnerKind.DEPARTMENT: ActorKind.GOVERNMENT,
}


def words_of_record(project):
    """{column: value} with which a draft begins, in the words that everybody may read already. Six queries.

    What the record does not tell (話し合い, 参考にしたこと) stays empty: it is asked of the people.
    """
    groups, offices = _names(project, Side.GROUP), _names(project, Side.CITY)
    report = Report.objects.filter(cycle__project=project).order_by("-cycle__fiscal_year").first()
    year = _last_year(project)
    improvement = getattr(year, "improvement", None) if year and year.state.is_end else None  # one that was taken back is none
    return {
        "title": project.title[:100],
        "place": "・".join(area.name for area in project.areas.all())[:100],
        "leader": groups[0][:100] if groups else "",
        "partners": "\n".join([*groups[1:], *offices]),
        "problem": project.problem,
        "talk": _agreed(year),
        "learned": "",
        "result": "\n\n".join(filter(None, (report.done, report.result))) if report else "",
        "review": "\n\n".join(filter(None, (improvement.why, improvement.next_plan))) if improvement else "",
        "topics": [],
    }


def _names(project, side):
    rows = project.participations.filter(side=side).select_related("partner").order_by("-is_lead", "pk")
    return [row.partner.public_name for row in rows]


def _last_year(project):
    """The newest year that has a table of roles, else the newest; None of an entry without a year."""
    years = Cycle.objects.filter(project=project).select_related("improvement", "agreement").order_by("-fiscal_year")
    return years.filter(role_shares__isnull=False).first() or years.first()


def _agreed(year):
    agreement = getattr(year, "agreement", None)
    return f"{jdate(agreement.agreed_on)}に、計画と役割に合意しました。" if agreement else ""


def roles_of_record(project):
    """[{who, actor, task}] of the role table of the newest year that has one: a row of a case for each side. Three queries."""
    year = _last_year(project)
    shares = list(year.role_shares.all()) if year else []
    leads = {row.side: row.partner for row in project.participations.select_related("partner").order_by("is_lead", "-pk")}
    rows = []
    for side, column in ((Side.GROUP, "group_part"), (Side.CITY, "city_part")):
        tasks = "\n".join(f"{share.task}：{part}" for share in shares if (part := getattr(share, column)))
        if tasks and side in leads:
            rows.append({"who": leads[side].public_name[:50], "actor": actor_of(leads[side]), "task": tasks})
    others = "\n".join(f"{share.task}：{share.other_part}" for share in shares if share.other_part)
    return rows + ([{"who": "そのほかの人", "actor": ActorKind.CITIZEN.value, "task": others}] if others else [])


def actor_of(partner):
    """The common kind of actor (ActorKind) of a body in the directory."""
    return ACTORS.get(PartnerKind(partner.kind), ActorKind.GROUP).value


def library_row(draft, key, order):
    """The draft as a row of a guideline file (guidelines/revisions/row_codec.py); what is empty is left out."""
    project = draft.project
    row = {name: getattr(draft, name) for name in draft.WRITTEN}
    row |= {"key": key, "order": order, "form_codes": [project.form.code], "roles": roles_of_record(project)}
    row["actors"] = list(dict.fromkeys(actor_of(part.partner) for part in project.participations.all()))
    return {name: value for name, value in row.items() if value not in ("", [])}

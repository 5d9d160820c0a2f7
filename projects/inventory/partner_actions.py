"""Who a matter is done with, where an office says that it is somebody else than the year before: written as rows of the ledger's table."""

import datetime
from typing import NamedTuple

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.actions import take_step
from partners.models import PartnerKind
from projects.cycles.models import Cycle
from projects.entries.models import Participation
from projects.ledger.actions import list_partner
from projects.ledger.part_actions import make_lead

from .models import Answer

DAY = datetime.timedelta(days=1)
REASON = "{year}の棚卸しで、担当課が、相手が替わったと答えました。"


class PartnerChange(NamedTuple):
    """What acceptance does about the other side of one line. `former`: the row of whoever leads until now, None where nobody does;
    `row`: that of the new partner, where it takes part already; `on`: the first day of the new one; `by_hand`: acceptance leaves it
    alone, because a later year stands with the former partner, or because nobody knows what the line said before."""

    line: object
    former: Participation | None
    row: Participation | None
    on: datetime.date
    by_hand: bool

    @property
    def last_day(self):
        return self.on - DAY


def partner_changes(lines, year):
    """[PartnerChange] of those lines whose answer names another partner than the ledger has. Two queries, none without such a line."""
    said = [
        line
        for line in lines
        if line.project_id and line.answer == Answer.CHANGED and line.partner_name != line.former.get("partner_name")
    ]
    if not said:
        return []
    keys = [line.project_id for line in said]
    rows = {}
    for row in Participation.objects.filter(project__in=keys).select_related("partner").order_by("pk"):
        rows.setdefault(row.project_id, []).append(row)
    later = set(Cycle.objects.filter(project__in=keys, fiscal_year__gt=year).order_by().values_list("project_id", flat=True))
    changes = [_change(line, rows.get(line.project_id, []), year, line.project_id in later) for line in said]
    return [change for change in changes if change is not None]


def _change(line, rows, year, goes_on):
    """The PartnerChange of one line; None where the ledger has this partner already."""
    leading = [row for row in rows if row.until is None and row.is_lead and row.side == Participation.Side.GROUP]
    former = leading[0] if leading else None
    if former is not None and _is_meant(line, former.partner):
        return None
    known = [row for row in rows if _is_meant(line, row.partner)]
    on = fiscal_span(year)[0]
    if former is not None and former.since is not None:
        on = max(on, former.since + DAY)
    on = max([on, *(row.until + DAY for row in known if row.until is not None)])
    open_row = next((row for row in known if row.until is None), None)
    return PartnerChange(line, former, open_row, on, goes_on or not line.former)


def _is_meant(line, partner):
    """Whether a line names this partner: by its place in the directory, otherwise by its name."""
    return line.partner_id == partner.pk if line.partner_id else line.partner_name == partner.name


def sentence_of(change):
    """What the confirm page says of it before anybody accepts."""
    new, former = change.line.partner_name, change.former
    if change.by_hand:
        before = former.partner.name if former else "なし"
        return f"相手が「{before}」から「{new}」に変わっています。これは台帳のその1件の画面で替えてください。"
    comes = f"「{new}」が{jdate(change.on)}から相手になります"
    return f"{comes}（「{former.partner.name}」は{jdate(change.last_day)}まで）。" if former else f"{comes}。"


def change_partners(lines, year, *, by):
    """Write the changes of `partner_changes` that acceptance may write: the new partner joins and leads from its first day on, the
    former one leaves the day before, each by its own step of the ledger, told as everywhere. Two queries, and those of the steps."""
    reason = REASON.format(year=fiscal_label(year))
    for change in partner_changes(lines, year):
        if change.by_hand:
            continue
        project, partner = change.line.project, change.row.partner if change.row else _partner_of(change.line, by)
        if change.row is None:
            take_step(project, "join", by=by, version=project.version, reason=reason, partner=partner, on=change.on)
        if change.former is not None:
            gone = {"leaving": change.former, "last_day": change.last_day}
            take_step(project, "leave", by=by, version=project.version, reason=reason, **gone)
        make_lead(project, partner)


def _partner_of(line, by):
    if line.partner_id:
        return line.partner
    return list_partner(by=by, name=line.partner_name, kind=line.partner_kind or PartnerKind.OTHER)

"""担当課を替える, 相手を加える・抜く: rows of who takes part, dated. No row is written over but by the taking back of a step."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.events import event_of
from kyodo_portal.process.task_actions import sync_barred, sync_tasks
from kyodo_portal.process.untold import untold_presses
from partners.directory.access import people_of
from partners.models import Partner
from projects.cycles.models import Cycle
from projects.cycles.plan.models import PlanConfirmation
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation
from projects.entries.search import refresh_search

Side = Participation.Side
COLUMNS = ("pk", "partner_id", "side", "is_lead", "since", "until", "merged_from_id")
DAY = datetime.timedelta(days=1)
SAME_OFFICE = "その課は、もう担当課です。ほかの課を選んでください。"
TOO_EARLY = "いまの担当課は{day}からです。それより前の日からは替えられません。"
TAKES_PART = "その団体・部署は、もう参加しています。"
STILL_THERE = "その団体・部署は、{day}まで参加しています。その次の日からにしてください。"
NO_MORE = "「{office}」は、{last}。その日にある課を選んでください。"
LEFT_SINCE = "「{partner}」は、いまは登録がありません。加えられるのは、きょうより前の日からだけです。"
LAST_ONE = "その側に、ほかに参加する団体・部署がありません。先に、次に参加する相手を加えてください。"
BEFORE_IT_CAME = "参加した日（{day}）より前の日にはできません。"


def keep_a_lead(project):
    """Of those who stay on each side one leads: the one who came first where whoever led has gone."""
    for side in Side:
        staying = project.participations.filter(side=side, until__isnull=True)
        if not staying.filter(is_lead=True).exists():
            first = staying.order_by("pk").first()
            if first is not None:
                first.is_lead = True
                first.save(update_fields=["is_lead"])


def make_lead(project, partner):
    """This partner, which takes part in the entry, leads its side from now on."""
    row = project.participations.get(partner=partner, until__isnull=True)
    project.participations.filter(side=row.side, is_lead=True, until__isnull=True).update(is_lead=False)
    project.participations.filter(pk=row.pk).update(is_lead=True)
    refresh_search(project)


def _end(row, last):
    """The row holds until this day; one that would have begun only later goes."""
    if row.since is not None and row.since > last:
        row.delete()
    else:
        row.until = last
        row.save(update_fields=["until"])


def rows_as_json(project):
    """Every row of who takes part in an entry, to be written again by `write_rows`."""
    rows = project.participations.order_by("pk").values_list(*COLUMNS)
    return [[value.isoformat() if isinstance(value, datetime.date) else value for value in row] for row in rows]


def write_rows(project, rows):
    """Who takes part in an entry, as it was: the taking back of a step."""
    project.participations.all().delete()
    Participation.objects.bulk_create(Participation(project=project, **dict(zip(COLUMNS, row, strict=True))) for row in rows)


def _rows_as_they_are(project, **_):
    return {"rows": rows_as_json(project)}


def _rows_as_they_were(project, *, undone, **_):
    write_rows(project, undone.kept["rows"])
    for pk, cycle, by, at in undone.kept.get("confirmed", ()):
        if not PlanConfirmation.objects.filter(cycle=cycle, side=Side.CITY).exists():
            PlanConfirmation.objects.create(pk=pk, cycle_id=cycle, side=Side.CITY, by_id=by)
            PlanConfirmation.objects.filter(pk=pk).update(at=at)
    _anew(project)


def _anew(project):
    """Whoever takes part holds the tasks, is found by name, and does not judge what concerns the entry."""
    refresh_search(project)
    sync_tasks(*Cycle.objects.filter(project=project))
    sync_barred(*(f"p{partner}" for partner in project.participations.order_by().values_list("partner", flat=True).distinct()))


def lead_office(project):
    """The open row of the office that leads, also from a day to come; None where no office takes part."""
    rows = project.participations.filter(side=Side.CITY, is_lead=True, until__isnull=True)
    return rows.select_related("partner").first()


def stood_in(office, year):
    """Whether an office of the city stood on some day of a 年度; of one that is no more since nobody knows when, that it did."""
    return office.stands or office.ended_on is None or office.ended_on >= fiscal_span(year)[0]


def hand_on(row):
    """Where this Participation is of an office that is no more, it ends on that office's last day, and whoever has its work since goes on:
    the lead of the entry stays with somebody. Two queries for each office that is no more."""
    office = row.partner
    while not office.stands and office.ended_on is not None and row.until is None:
        row.until = max(office.ended_on, row.since or office.ended_on)
        row.save(update_fields=["until"])
        if (
            office.successor is None
            or Participation.objects.filter(project=row.project_id, partner=office.successor, until=None).exists()
        ):
            return
        office = office.successor
        since = {"since": row.until + DAY, "is_lead": row.is_lead, "side": row.side}
        row = Participation.objects.create(project_id=row.project_id, partner=office, **since)


def _before_move(project, *, office, on, **_):
    former = lead_office(project)
    if former is None:
        return
    if former.partner_id == office.pk:
        raise ValidationError({"office": SAME_OFFICE})
    if former.since is not None and former.since > on:
        raise ValidationError({"on": TOO_EARLY.format(day=jdate(former.since))})
    known = project.participations.filter(partner=office, until__gte=on).first()
    if known is not None:
        raise ValidationError({"on": STILL_THERE.format(day=jdate(known.until))})
    _refuse_no_more("office", office, on)


def _refuse_no_more(box, office, on):
    """An office that is no more takes part from days on which it stood."""
    if not office.stands and (office.ended_on is None or office.ended_on < on):
        last = f"{jdate(office.ended_on)}までの課です" if office.ended_on else "もうない課です"
        raise ValidationError({box: NO_MORE.format(office=office, last=last)})


def _known_lead(project, on):
    """The office (Partner) that leads until this day as people know it: not one named meanwhile for the same day, of which nobody was
    told yet. None where no office takes part."""
    presses = untold_presses(project, "move", on=on.isoformat())
    if presses and "lead" in presses[0].kept:
        return Partner.objects.filter(pk=presses[0].kept["lead"]).first()
    former = lead_office(project)
    return former and former.partner


def _say_move(project, *, office, on, reason, **_):
    return f"担当課：{_known_lead(project, on) or 'なし'}→{office}（{jdate(on)}から）\n理由：{reason}"


def _before_it_moved(project, **_):
    """Also what the former office had agreed to: it does not bind the next one."""
    waiting = PlanConfirmation.objects.filter(cycle__project=project, cycle__status=CYCLE.start, side=Side.CITY)
    rows = [[row.pk, row.cycle_id, row.by_id, row.at.isoformat()] for row in waiting]
    former = lead_office(project)
    return {**_rows_as_they_are(project), "confirmed": rows, "lead": former and former.partner_id}


def _moved(project, *, by, office, on, reason, **_):
    """Another office leads from this day on; the former one keeps what it did. Its 「この計画でよい」 binds nobody else."""
    former, known = lead_office(project), _known_lead(project, on)
    if former is not None:
        _end(former, on - DAY)
    own = project.participations.filter(partner=office, until__isnull=True).first()
    if own is not None:  # it took part already, and now leads
        _end(own, on - DAY)
    hand_on(Participation.objects.create(project=project, partner=office, side=Side.CITY, is_lead=True, since=on))
    PlanConfirmation.objects.filter(cycle__project=project, cycle__status=CYCLE.start, side=Side.CITY).delete()
    _anew(project)
    if known not in (None, office) and not any(row.holds() for row in project.participations.filter(partner=known)):
        title = f"「{project}」の担当課が{office}に替わりました"
        _tell_also(project, people_of(known), title, f"{jdate(on)}から{office}が担当します。\n理由：{reason}", by)


def _tell_also(project, people, title, body, by):
    """Those who take part no more by the time the step's own notices go out; taken back with the step."""
    key = f"{event_of(project, project.version)}:left"
    notify(people, title=title, body=body, url=project.get_absolute_url(), key=key, by=by, wait=bool(waiting_time()))


def _before_join(project, *, partner, on, **_):
    rows = project.participations.filter(partner=partner)
    if rows.filter(until__isnull=True).exists():
        raise ValidationError({"partner": TAKES_PART})
    known = rows.filter(until__gte=on).order_by("-until").first()
    if known is not None:
        raise ValidationError({"on": STILL_THERE.format(day=jdate(known.until))})
    if partner.is_city:
        _refuse_no_more("partner", partner, on)
    elif not partner.stands and on >= timezone.localdate():
        raise ValidationError({"on": LEFT_SINCE.format(partner=partner.public_name)})


def _say_join(project, *, partner, on, reason, **_):
    return f"加わる団体・部署：{partner.public_name}（{jdate(on)}から）\n理由：{reason}"


def _joined(project, *, partner, on, **_):
    side = Side.CITY if partner.is_city else Side.GROUP
    hand_on(Participation.objects.create(project=project, partner=partner, side=side, since=on))
    keep_a_lead(project)
    _anew(project)


def _before_leave(project, *, leaving, last_day, **_):
    if leaving.since is not None and leaving.since > last_day:
        raise ValidationError({"last_day": BEFORE_IT_CAME.format(day=jdate(leaving.since))})
    others = project.participations.filter(side=leaving.side, until__isnull=True).exclude(pk=leaving.pk)
    if not others.exists():
        raise ValidationError({"leaving": LAST_ONE})


def _say_leave(project, *, leaving, last_day, reason, **_):
    return f"抜ける団体・部署：{leaving.partner.public_name}（{jdate(last_day)}まで）\n理由：{reason}"


def _left(project, *, by, leaving, last_day, reason, **_):
    _end(leaving, last_day)
    keep_a_lead(project)
    _anew(project)
    if not leaving.holds():
        title = f"「{project}」への参加が終わりました"
        _tell_also(
            project, people_of(leaving.partner), title, f"{jdate(last_day)}までの参加として記しました。\n理由：{reason}", by
        )


HOOKS = {
    "move": Hook(overwrites="lead", beside="on", keep=_before_it_moved, prepare=_before_move, notice=_say_move, effect=_moved),
    "undo_move": Hook(effect=_rows_as_they_were),
    "join": Hook(keep=_rows_as_they_are, prepare=_before_join, notice=_say_join, effect=_joined),
    "undo_join": Hook(effect=_rows_as_they_were),
    "leave": Hook(keep=_rows_as_they_are, prepare=_before_leave, notice=_say_leave, effect=_left),
    "undo_leave": Hook(effect=_rows_as_they_were),
}

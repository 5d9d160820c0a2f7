"""What the portal knows of a matter and writes on its 引継書 by itself: who, money, what comes next, what was promised."""

from django.db.models import Prefetch

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.process.models import Task
from projects.cycles.check.models import Gap
from projects.cycles.do.models import ChangeRequest
from projects.cycles.models import Cycle
from projects.cycles.plan.models import RoleShare
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, participations_with_partner
from projects.entries.window_models import ContactWindow

CITY = own_words("市")

Side = Participation.Side
GAP = "　"  # between two things of one line
MOST = 8  # lines under one heading: a sheet is one page of A4


def facts_of(projects):
    """{key of an entry: [[heading, [line]]]}, in the order of the sheet, ready to be kept as JSON. Eleven queries, however many."""
    years = (
        Cycle.objects.order_by("-fiscal_year")
        .select_related("evaluation_talk", "improvement")
        .prefetch_related(
            Prefetch("role_shares", RoleShare.objects.order_by("order", "pk")),
            Prefetch("change_requests", ChangeRequest.objects.order_by("-asked_at")),
            Prefetch("evaluation_talk__gaps", Gap.objects.select_related("item")),
        )
    )
    windows = ContactWindow.objects.open().select_related("main", "deputy")
    found = list(
        projects.select_related("form").prefetch_related(
            participations_with_partner(), Prefetch("cycles", years), Prefetch("windows", windows)
        )
    )
    keys = [cycle.pk for project in found for cycle in project.cycles.all()]
    tasks = {}
    for task in Task.objects.open().filter(process=CYCLE.key, subject_id__in=keys).by_day():
        tasks.setdefault(task.subject_id, {}).setdefault((task.label, task.due_on), task)
    return {project.pk: _facts(project, tasks) for project in found}


def _facts(project, tasks):
    years = list(project.cycles.all())
    now = next((year for year in years if not year.state.is_end), years[0] if years else None)
    before = next((year for year in years if now is not None and year.fiscal_year < now.fiscal_year), None)
    rows = [
        ["相手", _bodies(project, Side.GROUP)],
        ["台帳番号", [project.number]],
        [CITY, _bodies(project, Side.CITY)],
        ["形態・お金", [project.form.title, *_money(now), *_money(before)]],
        ["段階・次の日", _stage(now, tasks)],
        ["約束したこと", _promises(now)],
        ["計画の変更", _changes(now)],
        ["前の年の話し合い", _talked(before)],
    ]
    return [[heading, lines[:MOST]] for heading, lines in rows if lines]


def _bodies(project, side):
    names = "・".join(row.partner.name for row in project.participations.all() if row.side == side)
    window = next((row for row in project.windows.all() if row.side == side), None)
    if window is None:
        return [names, "窓口：決まっていません"] if names else []
    phone = GAP.join(text for text in (window.desk, window.phone, f"内線{window.extension}" if window.extension else "") if text)
    deputy = f"　副 {window.deputy}" if window.deputy else ""
    return [names, f"窓口：正 {window.main or window.main_name}{deputy}{phone and GAP + phone}"]


def _money(year):
    if year is None:
        return []
    sums = [f"{who} {yen(cost)}" for who, cost in ((CITY, year.city_cost), ("団体など", year.group_cost)) if cost is not None]
    return [f"{fiscal_label(year.fiscal_year)}：{'、'.join(sums)}"] if sums else []


def _stage(year, tasks):
    if year is None:
        return []
    lines = [f"{fiscal_label(year.fiscal_year)}：{year.status_label}（{jdate(year.starts_on)}から{jdate(year.ends_on)}まで）"]
    for task in tasks.get(year.pk, {}).values():
        lines.append(f"次：{task.label}（{'期限 ' + jdate(task.due_on) if task.due_on else '期限なし'}、{task.holders or CITY}）")
    return lines


def _promises(year):
    return [
        f"{row.task}：{'／'.join(f'{who} {part}' for who, part in _parts(row) if part)}"
        for row in (year.role_shares.all() if year else ())
    ]


def _parts(row):
    return ("団体など", row.group_part), (CITY, row.city_part), ("ほか", row.other_part)


def _changes(year):
    words = {True: "承認", False: "承認しない", None: "答えを待っている"}
    rows = [row for row in (year.change_requests.all() if year else ()) if row.withdrawn_at is None]
    return [f"{jdate(row.asked_at)} {row.what}（{words[row.allowed]}）" for row in rows]


def _talked(year):
    if year is None:
        return []
    gaps = year.talk.gaps.all() if year.talk else ()
    lines = [f"{gap.cause} → {gap.next_step}（{gap.who}{'、' + jdate(gap.due) + 'まで' if gap.due else ''}）" for gap in gaps]
    improvement = getattr(year, "improvement", None)
    return [*lines, *([f"次に変えること：{improvement.next_plan}"] if improvement and improvement.next_plan else [])]

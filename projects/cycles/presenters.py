"""A year's working page as both sides read it. Each side's evaluation stays with that side until both are in."""

from typing import NamedTuple

from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.photos import photos_of
from kyodo_portal.process.presenters import matter_page
from kyodo_portal.process.why_not import withheld
from partners.directory.name_models import as_named_on
from projects.cycles.check.evaluation_actions import CANNOT, etag_of_evaluation
from projects.cycles.check.models import ANSWERS_WITH_ITEMS
from projects.cycles.check.report_actions import REPORT_COLUMNS, etag_of_report
from projects.cycles.plan.content import day_of, plan_differences, plan_of
from projects.cycles.plan.models import BudgetLine, Indicator
from projects.entries.models import Participation
from projects.specs.asking import lines_of

from .access import (
    can_ask_change,
    can_choose_disclosure,
    can_confirm_plan,
    can_edit_meeting,
    can_edit_plan,
    can_edit_update,
    can_evaluate,
    can_post_update,
    can_read_note,
    can_record_meeting,
    can_record_talk,
    can_tick_decisions,
    can_write_facts,
    can_write_report,
    evaluation_side,
    plan_side,
)
from .act.carried import Decided, decided_before, decisions
from .do.photos import UPDATE
from .money import sums_of
from .summary import bar, side_by_side

Side = Participation.Side


def page_of_cycle(cycle, user):
    """Everything the working page shows to this person."""
    side = plan_side(user, cycle)
    confirmed = {row.side: row for row in cycle.confirmations.select_related("by")}
    plan, opened = plan_of(cycle), side_by_side(cycle)
    taking_part = cycle.project.taking_part(cycle.people_on)  # whoever has come or left since
    page = matter_page(cycle, user, names=True)
    offered = cycle.offered_to(user)
    now, beside = steps_of(cycle, offered, page.turn)
    may_confirm = (may := can_confirm_plan(user, cycle)) and side not in confirmed
    names = {row.pk: row for row in as_named_on([row.partner for row in taking_part], cycle.people_on)}
    groups, offices = ([names[row.partner_id] for row in taking_part if row.side == side] for side in Side)
    return {
        "cycle": cycle,
        "project": cycle.project,
        **page._asdict(),
        "now": now,
        "beside": beside,
        "missed": withheld(cycle, user, offered),
        "side": side,
        "links": links_of(cycle, user),
        # None of them stands out: others are waited for, or another button does.
        "links_wait": not page.turn.is_mine or bool(now) or (may_confirm and cycle.has_what_it_needs),
        "plan": plan,
        "days": [day_of(plan, name) for name in ("starts_on", "ends_on")],
        "money": money_of(plan["budget"]),
        "money_doubt": sums_of(plan["budget"]).doubt,
        ETAG: etag_of(plan),
        "sides": [(label, confirmed.get(value)) for value, label in Side.choices],
        "may_confirm": may_confirm,
        "has_confirmed": may and side in confirmed,
        "has_plan": cycle.has_what_it_needs,
        "begins_on": cycle.starts_on if page.turn.is_mine and cycle.awaits_its_day else None,
        "facts": facts_of(cycle),
        "updates": updates_of(cycle, user),
        "requests": requests_of(cycle),
        "report": getattr(cycle, "report", None),
        "bars": [bar(row) for row in indicators_of(cycle)],
        "evaluations": who_is_in(cycle, user),
        "opened": opened,
        "notes": notes_for(cycle, user, opened),
        "talk": cycle.talk,
        "disclosure": answers_about_disclosure(cycle) if opened else [],
        "may_choose_disclosure": can_choose_disclosure(user, cycle),
        "gaps": list(cycle.talk.gaps.select_related("item")) if cycle.has_talk else [],
        "improvement": getattr(cycle, "improvement", None),
        "following": following_year(cycle),
        "former": cycle.former_year,
        "decided": decided_rows(cycle, user),
        "meetings": meetings_of(cycle, user),
        "agreement": getattr(cycle, "agreement", None),
        "groups": groups,
        "offices": offices,
    }


def steps_of(cycle, offered, turn):
    """([(address, label, quiet)] of the steps for which this person is waited for now, those that stand beside).

    What is to be done next stands in the page's first box: the step that the task names, or, where the task has no page of its
    own, every step that answers it.
    """
    offered = [row for row in offered if not row.page and not row.is_undo]
    task, has_page = cycle.next_task, bool(cycle.state.page)
    now = [row for row in offered if turn.is_mine and not row.is_quiet and (row.label == task or not has_page)]
    return tuple([(cycle.step_url(row), row.label, row.is_quiet) for row in rows] for rows in (now, _others(offered, now)))


def _others(rows, shown):
    return [row for row in rows if row not in shown]


def facts_of(cycle):
    """[(label, words)] of the record of a year besides its plan. One query where its form asks something."""
    columns = (
        ("進め方", "記録だけ" if cycle.is_record else cycle.spec.get_way_display()),
        ("ほかの形態", "・".join(dict(cycle.form_codes)[code] for code in cycle.also)),
        ("場所", cycle.place),
        ("参加した人数", "" if cycle.people is None else f"{cycle.people:,}人"),
        ("文書番号", cycle.document_number),
    )
    return [(label, words) for label, words in columns if words] + lines_of(cycle.spec, cycle.extra)


def updates_of(cycle, user):
    """[(Update, whether this person may still put it right, its photographs)], the newest first. Two queries."""
    rows = list(cycle.updates.select_related("by"))
    photos = photos_of(UPDATE.key, [row.pk for row in rows])
    return [(row, can_edit_update(user, row), photos.get(row.pk, [])) for row in rows]


class DecidedRow(NamedTuple):
    """One thing that was decided, and where this person says what became of it; "" for whoever may not."""

    decided: Decided
    url: str


def decided_rows(cycle, user):
    """[DecidedRow] of what this year has met again. Two queries at most, and those of rights."""
    may = can_tick_decisions(user, cycle)
    return [DecidedRow(row, cycle.page_url("cycle-decided", row.key) if may else "") for row in decided_before(cycle)]


def meetings_of(cycle, user):
    """[(CycleMeeting, whether this person may put it right, its DecidedRow or None)], the newest first. Two queries, one without any."""
    rows = list(cycle.meetings.select_related("by", "carry_over", "cycle__project"))
    decided = {row.pk: row for row in decisions([cycle.project_id]) if row.kind == "meeting"} if rows else {}
    may = can_tick_decisions(user, cycle)
    found = []
    for row in rows:
        row.cycle = cycle
        known = decided.get(row.pk)
        here = may and known is not None and known.answered_in in (None, cycle.pk)
        link = cycle.page_url("cycle-decided", known.key) if here else ""
        found.append((row, can_edit_meeting(user, row), known and DecidedRow(known, link)))
    return found


def requests_of(cycle):
    """[(ChangeRequest, what differs between its two plans)], the newest first."""
    rows = cycle.change_requests.select_related("asked_by", "decided_by", "applied_by")
    return [(row, plan_differences(row.before, row.after)) for row in rows]


def notes_for(cycle, user, opened):
    """[(whose, text)] of the notes that are not published, as far as this person reads them."""
    notes = (
        [(side_evaluation.side, label, side_evaluation.private_note) for label, side_evaluation in opened.sides] if opened else []
    )
    talk = cycle.talk
    if talk is not None:
        whose = f"話し合い（{talk.get_note_side_display() or own_words('コーディネーター')}）"
        notes.append((talk.note_side, whose, talk.private_note))
    return [(whose, text) for side, whose, text in notes if text and can_read_note(user, cycle, side)]


def answers_about_disclosure(cycle):
    """[(side's label, what it said)] about the publication of the evaluation. One query."""
    given = {row.side: row.get_layer_display() for row in cycle.disclosure_consents.in_force()}
    return [(label, given.get(value, "まだ決めていません（概要を公表する、と同じです）")) for value, label in Side.choices]


def following_year(cycle):
    """The year that goes on from this one; None before the end, and where there is none."""
    if not hasattr(cycle, "improvement"):
        return None
    return (
        cycle.project.cycles.filter(fiscal_year__gt=cycle.fiscal_year).select_related("project").order_by("fiscal_year").first()
    )


def links_of(cycle, user):
    """[(address, label, quiet)] of the pages on which this person can work now, the most pressing first."""
    pages = (
        ("cycle-evaluation", "評価を書く", can_evaluate(user, cycle) and not is_in(cycle, user)),
        ("cycle-evaluation", "出した評価を見る・取りもどす", can_evaluate(user, cycle) and is_in(cycle, user)),
        ("cycle-report", "実績報告を書く", can_write_report(user, cycle)),
        ("cycle-talk", "話し合いの結果を記録する", can_record_talk(user, cycle)),
        ("cycle-plan", "計画を直す", can_edit_plan(user, cycle)),
        ("update-new", "活動記録を書く", can_post_update(user, cycle)),
        ("cycle-change", "計画の変更を申請する", can_ask_change(user, cycle)),
        ("cycle-facts", "この年度の記録を書く", can_write_facts(user, cycle)),
        ("meeting-new", "打合せの記録を書く", can_record_meeting(user, cycle)),
    )
    return [
        (reverse(name, args=[cycle.project_id, cycle.fiscal_year]), label, False) for name, label, allowed in pages if allowed
    ]


def own_evaluation(cycle, user):
    """The answers of the side for which this person writes, or None."""
    side = evaluation_side(user, cycle)
    return cycle.evaluations.filter(side=side).select_related("by").prefetch_related(ANSWERS_WITH_ITEMS).first() if side else None


def is_in(cycle, user):
    """Whether the side for which this person writes has handed in."""
    own = own_evaluation(cycle, user)
    return own is not None and own.submitted_at is not None


def who_is_in(cycle, user):
    """[(side's label, handed in?)] — that, and nothing of what was written."""
    if not cycle.may("evaluate"):
        return []
    handed_in = set(cycle.evaluations.filter(submitted_at__isnull=False).values_list("side", flat=True))
    return [(label, value in handed_in) for value, label in Side.choices]


def indicators_of(cycle):
    """All indicators of the year's goals, in the goals' order."""
    return list(Indicator.objects.filter(goal__cycle=cycle).order_by("goal__order", "goal_id", "pk"))


def money_of(lines):
    """The budget as two tables with their sums: [(収入 or 支出, lines, sum in yen)], without empty ones."""
    tables = []
    for value, label in BudgetLine.Side.choices:
        side_lines = [line for line in lines if line["side"] == value]
        if side_lines:
            tables.append((label, side_lines, sum(line["amount"] for line in side_lines)))
    return tables


def first_report(cycle):
    """What the report's form starts with: the draft, or the budget's sums beside empty texts."""
    report = getattr(cycle, "report", None)
    kept = {} if report is None else {name: getattr(report, name) for name in REPORT_COLUMNS}
    return {ETAG: etag_of_report(cycle), **kept}


def first_talk(cycle, user):
    """What the form of the talk starts with: nothing, or a record that was taken back; its memo for whoever may read it."""
    first, kept = {"version": cycle.version}, getattr(cycle, "evaluation_talk", None)
    if kept is None or not kept.taken_back_at or not cycle.may("talk"):
        return first
    first |= {name: getattr(kept, name) for name in ("held_on", "attendees", "summary")}
    if can_read_note(user, cycle, kept.note_side):
        first["private_note"] = kept.private_note
    for gap in kept.gaps.all():
        first |= {f"{name}_{gap.item_id}": getattr(gap, name) for name in ("cause", "next_step", "who", "due")}
    return first


def first_evaluation(own):
    """What the sheet starts with: the draft, if there is one."""
    if own is None:
        return {ETAG: etag_of_evaluation(None)}
    first = {ETAG: etag_of_evaluation(own), "good": own.good, "hard": own.hard, "private_note": own.private_note}
    for answer in own.answers.all():
        first[f"points_{answer.item_id}"] = CANNOT if answer.cannot_judge else str(answer.points or "")
        first[f"comment_{answer.item_id}"] = answer.comment
    return first

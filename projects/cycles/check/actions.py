"""Check: the report, both sides' evaluation without sight of each other, and the talk about what they saw differently."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guidelines.models import Principle
from kyodo_portal.audit.actions import record
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import (
    can_record_talk,
    can_submit_evaluation,
    can_write_report,
    cycle_roles,
    evaluation_side,
)
from projects.cycles.actions import lock, sync
from projects.cycles.models import GAP
from projects.cycles.plan.models import Indicator
from projects.entries.models import Participation
from projects.entries.search import refresh_search
from projects.specs.asking import joined
from projects.specs.seed_actions import evaluation_set
from projects.specs.seeds import FULL, SHORT

from .kept_actions import write_kept_principles
from .models import Evaluation, EvaluationAnswer, EvaluationItem, EvaluationTalk, Gap, Report
from .scales import Scale

CANNOT = "na"  # what a sheet sends for 「判断できない」
REPORT_COLUMNS = ("done", "result", "trouble", "people", "income", "expense")
OF_A_PRINCIPLE = "を、たがいに守れましたか。"
SHORT_ITEMS = (
    ("目的", "何のためにするのかを、両方が同じように分かっていましたか。", Scale.KEPT),
    ("役割", "決めた役割を、それぞれが果たせましたか。", Scale.KEPT),
    ("成果", "単独でするより、よい成果がありましたか。", Scale.GAINED),
)
COMMON_ITEMS = (
    ("相乗効果", "いっしょに行ったことで、どちらか一方ではできない成果がありましたか。", Scale.GAINED),
    ("進み具合", "計画したとおりに進みましたか。", Scale.ON_PLAN),
    ("成果", "決めた目標に届きましたか。受けた人の役に立ちましたか。", Scale.REACHED),
    ("費用", "使ったお金と手間は、成果に見合っていましたか。", Scale.WORTH),
)


@transaction.atomic
def ensure_evaluation_items(cycle=None):
    """The questions that both sides of this year answer, as its 形態の決めごと says: all of them, one for each point of the city's
    own guideline and the four common ones, or the three short ones. Without a year: all.

    What stands already is left as it is, so that a city's own wording survives. A point that the guideline says no more, or whose
    guideline is not public any more, is asked no more; but where a side of this `cycle` has answered it already.
    """
    asked = cycle.spec.evaluation if cycle is not None and cycle.spec.evaluation_id else evaluation_set(FULL)
    if not asked.items.exists():
        (_lay_short if asked.code == SHORT else _lay_full)(asked)
    return _asked(cycle, asked)


def _lay_short(asked):
    for number, (name, question, scale) in enumerate(SHORT_ITEMS, start=1):
        EvaluationItem.objects.create(set=asked, name=name, question=question, scale=scale, order=number)


def _lay_full(asked):
    number = 0
    for principle in Principle.objects.own().published().order_by("guideline", "order", "pk"):
        number += 1
        EvaluationItem.objects.create(
            set=asked,
            principle=principle,
            name=principle.title[:60],
            question=f"「{principle.title}」{OF_A_PRINCIPLE}"[:200],
            scale=Scale.KEPT,
            order=number,
        )
    for name, question, scale in COMMON_ITEMS:
        number += 1
        EvaluationItem.objects.create(set=asked, name=name, question=question, scale=scale, order=number)


def _asked(cycle, asked):
    common = Q(principle=None) & ~Q(
        question__endswith=OF_A_PRINCIPLE
    )  # a point that was taken out leaves its words without a principle
    stands = Q(set=asked) & (common | Q(principle__in=Principle.objects.own().published().values("pk")))
    if cycle is not None:
        stands |= Q(pk__in=EvaluationAnswer.objects.filter(evaluation__cycle=cycle).values("item"))
    return list(EvaluationItem.objects.filter(stands, is_active=True).select_related("principle__guideline"))


def etag_of_report(cycle):
    """The edit token of a report's draft with what was measured; also of one that is not there yet."""
    report = Report.objects.filter(cycle=cycle).values(*REPORT_COLUMNS).first()
    measured = Indicator.objects.filter(goal__cycle=cycle).order_by("pk").values_list("pk", "actual", "why_unknown")
    return etag_of(report, list(measured), cycle.extra)


def etag_of_evaluation(evaluation):
    """The edit token of one side's draft (None: not there yet), with its answers."""
    if evaluation is None:
        return etag_of(None)
    answers = evaluation.answers.order_by("item_id").values_list("item_id", "points", "cannot_judge", "comment")
    return etag_of(evaluation.good, evaluation.hard, evaluation.private_note, list(answers))


def etag_of_check(evaluation):
    """The token of the page on which a draft is handed in: of what it says, and of when it was last written or taken back."""
    return etag_of(etag_of_evaluation(evaluation), evaluation and evaluation.updated_at.isoformat())


@transaction.atomic
def save_report(cycle, *, by, etag, actuals, extra=None, **values):
    """Write the draft of the report: done, result, trouble, people, income and expense in yen.

    actuals: {indicator id: (value or None, why it is not known)}. extra: {key: answer} of what the year's form asks at its end.
    Handing in is the step `report`, or `report_only` where nobody evaluates.
    """
    cycle = lock(cycle)
    if not can_write_report(by, cycle):
        raise PermissionDenied
    if etag != etag_of_report(cycle) and not is_report(cycle, by=by, actuals=actuals, extra=extra, **values):
        raise EditConflict(subject=cycle)
    if extra:
        cycle.extra = joined(cycle.extra, extra)
        cycle.save(update_fields=["extra", "updated_at"])
        refresh_search(cycle.project)
    Report.objects.update_or_create(cycle=cycle, defaults={**values, "by": by})
    for indicator in Indicator.objects.filter(goal__cycle=cycle):
        if indicator.pk in actuals:
            indicator.actual, indicator.why_unknown = actuals[indicator.pk]
            indicator.save(update_fields=["actual", "why_unknown"])
    return cycle


def is_report(cycle, *, by, actuals, extra=None, **values):
    """Whether this very person has saved this very report: a second press, which takes nothing from anybody."""
    report = Report.objects.filter(cycle=cycle, by=by).first()
    measured = {row.pk: (row.actual, row.why_unknown) for row in Indicator.objects.filter(goal__cycle=cycle, pk__in=actuals)}
    written = report is not None and all(getattr(report, name) == values[name] for name in REPORT_COLUMNS)
    return written and measured == actuals and joined(cycle.extra, extra or {}) == cycle.extra


@transaction.atomic
def submit_report(cycle, *, by, version, **draft):
    """Save the report as typed and take the step `report`; ValidationError where something is still missing."""
    lock(cycle, version, step="report" if cycle.is_evaluated else "report_only", by=by)
    cycle = save_report(cycle, by=by, **draft)
    if not cycle.has_report:
        raise ValidationError("したこと、成果、指標の実績（測れなかったときは、そのわけ）を入れてください。")
    return take_step(cycle, "report" if cycle.is_evaluated else "report_only", by=by, version=version)


@transaction.atomic
def save_evaluation(cycle, *, by, etag, answers, submit=False, **words):
    """Write one side's answers: a draft, or for good with `submit`.

    answers: {item id: (points 1 to 5 or None, cannot_judge, comment)}; words: good, hard, private_note. What is not given stays as
    it is: a page of the sheet writes only what stands on it. With both sides in, the system opens them to each other;
    until then nobody on the other side can read a word of them. The cycle's row is held meanwhile, so that two sides who
    hand in at the same moment open the answers exactly once.
    """
    cycle = lock(cycle)
    side = evaluation_side(by, cycle)
    if side is None or (submit and not can_submit_evaluation(by, cycle)):
        raise PermissionDenied
    evaluation = cycle.evaluations.filter(side=side).first()
    pressed_twice = is_evaluation(evaluation, by=by, answers=answers, **words)
    if not cycle.may("evaluate") or (evaluation is not None and evaluation.submitted_at):
        if pressed_twice and evaluation.submitted_at and submit:
            return cycle
        raise Stale(cycle)
    if etag != etag_of_evaluation(evaluation) and not pressed_twice:
        raise EditConflict(subject=cycle)
    evaluation = evaluation or Evaluation(cycle=cycle, side=side)
    evaluation.by = by
    for name, text in words.items():
        setattr(evaluation, name, text)
    evaluation.save()
    evaluation.answers.filter(item__in=answers).delete()
    for item in EvaluationItem.objects.filter(pk__in=answers):
        points, cannot, comment = answers[item.pk]
        if points is not None or cannot or comment:
            EvaluationAnswer.objects.create(evaluation=evaluation, item=item, points=points, cannot_judge=cannot, comment=comment)
    if submit:
        _hand_in(evaluation)
        cycle = sync(cycle, by=by)
    return cycle


def is_evaluation(evaluation, *, by, answers, **words):
    """Whether this very person has written these very answers and words: a second press, which takes nothing from anybody."""
    if evaluation is None or evaluation.by_id != by.pk or any(getattr(evaluation, name) != text for name, text in words.items()):
        return False
    kept = {row.item_id: (row.points, row.cannot_judge, row.comment) for row in evaluation.answers.all()}
    return all(kept.get(item, (None, False, "")) == answer for item, answer in answers.items())


def evaluation_gaps(evaluation):
    """What keeps a draft (None: nothing written yet) from being handed in: one sentence for each question."""
    if evaluation is None:
        return ["まだ何も書かれていません。"]
    answers = {answer.item_id: answer for answer in evaluation.answers.all()}
    sentences = []
    for item in ensure_evaluation_items(evaluation.cycle):
        answer = answers.get(item.pk)
        if answer is None or (answer.points is None and not answer.cannot_judge):
            sentences.append(f"「{item.name}」の答えを選んでください。")
        elif (answer.cannot_judge or answer.points <= 2) and not answer.comment:
            sentences.append(f"「{item.name}」の理由を書いてください。")
    return sentences


@transaction.atomic
def hand_in_evaluation(cycle, *, by, etag):
    """Make one side's kept draft final, as the page of its check showed it (`etag_of_check`). With both in, they open to each other.

    A second press finds the very same text handed in. EditConflict where the draft was written on or taken back meanwhile,
    ValidationError with one sentence a gap.
    """
    cycle = lock(cycle)
    if not can_submit_evaluation(by, cycle):
        raise PermissionDenied
    evaluation = cycle.evaluations.filter(side=evaluation_side(by, cycle)).first()
    if evaluation is not None and evaluation.submitted_at and etag == etag_of_check(evaluation):
        return cycle
    if not cycle.may("evaluate") or (evaluation is not None and evaluation.submitted_at):
        raise Stale(cycle)
    if etag != etag_of_check(evaluation):
        raise EditConflict(subject=cycle)
    evaluation.by = by
    _hand_in(evaluation)
    return sync(cycle, by=by)


@transaction.atomic
def take_back_evaluation(cycle, *, by, etag):
    """What one side handed in becomes its draft again, as long as the other side has not handed in: nobody has read a word of it.

    etag: of what the page showed. EditConflict where it was handed in anew meanwhile, and once both are in and open to each other. A
    second press finds it taken back.
    """
    cycle = lock(cycle)
    if not can_submit_evaluation(by, cycle):
        raise PermissionDenied
    if not cycle.may("evaluate"):
        raise EditConflict(
            "双方の評価がそろって開いたので、取りもどせません。変えたいことは、話し合いのときに話してください。", cycle
        )
    evaluation = cycle.evaluations.filter(side=evaluation_side(by, cycle), submitted_at__isnull=False).first()
    if evaluation is not None and etag != etag_of_evaluation(evaluation):
        raise EditConflict(subject=cycle)
    if evaluation is not None:
        evaluation.submitted_at = None
        evaluation.save(update_fields=["submitted_at", "updated_at"])
        record("edit", by=by, target=cycle, note=f"出した評価を取りもどした（{evaluation.get_side_display()}）")
        sync_tasks(cycle)  # this side is waited for again
    return cycle


def _hand_in(evaluation):
    gaps = evaluation_gaps(evaluation)
    if gaps:
        raise ValidationError(gaps)
    evaluation.submitted_at = timezone.now()
    evaluation.save(update_fields=["submitted_at", "by"])  # not when it was written: the token of its check is of that


def gaps_of(cycle):
    """[(item, the group's points, the city's points)] of the items on which the two are two or more apart, in the items' order."""
    if not cycle.answers_are_open:
        return []
    points = {}
    answers = EvaluationAnswer.objects.filter(evaluation__cycle=cycle, points__isnull=False).select_related("item", "evaluation")
    for answer in answers:
        points.setdefault(answer.item, {})[answer.evaluation.side] = answer.points
    both = [(item, of_side["group"], of_side["city"]) for item, of_side in points.items() if len(of_side) == 2]
    both.sort(key=lambda row: (row[0].order, row[0].pk))
    return [row for row in both if abs(row[1] - row[2]) >= GAP]


@transaction.atomic
def record_talk(cycle, *, by, version, held_on, attendees, summary, gaps, private_note=""):
    """The result of the talk, and the step `talk`. gaps: {item id: {cause, next_step, who, due}}, one for every gap."""
    cycle = lock(cycle, version, step="talk", by=by)
    if not can_record_talk(by, cycle):
        raise PermissionDenied
    needed = [item for item, _, _ in gaps_of(cycle)]
    missing = [item.name for item in needed if item.pk not in gaps]
    if missing:
        raise ValidationError(f"「{missing[0]}」について、話し合ったことを入れてください。")
    EvaluationTalk.objects.filter(cycle=cycle, taken_back_at__isnull=False).delete()
    talk = EvaluationTalk.objects.create(
        cycle=cycle,
        held_on=held_on,
        attendees=attendees,
        summary=summary,
        private_note=private_note,
        note_side="" if "coordinator" in cycle_roles(by, cycle) else Participation.Side.CITY,
        by=by,
    )
    for item in needed:
        Gap.objects.create(talk=talk, item=item, **gaps[item.pk])
    write_kept_principles(cycle)
    return take_step(cycle, "talk", by=by, version=version)


def is_talk(cycle, *, by, **said):
    """Whether this very person has recorded this very talk: a second press. said: what `record_talk` takes."""
    talk = EvaluationTalk.objects.filter(cycle=cycle, by=by, taken_back_at__isnull=True).order_by("-pk").first()
    columns = ("held_on", "attendees", "summary", "private_note")
    return talk is not None and all(getattr(talk, name) == said[name] for name in columns)

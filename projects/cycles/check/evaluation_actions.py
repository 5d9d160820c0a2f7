"""Check, the evaluation: each side writes its own without sight of the other's; once both are in, they open to each other."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import (
    can_submit_evaluation,
    evaluation_side,
)
from projects.cycles.actions import lock, sync
from projects.cycles.both_sides import refuse_both_sides

from .item_actions import ensure_evaluation_items
from .models import Evaluation, EvaluationAnswer, EvaluationItem

CANNOT = "na"  # what a sheet sends for 「判断できない」


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
    refuse_both_sides(cycle.evaluations, side, by=by, what="相手の側の評価")
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
    refuse_both_sides(cycle.evaluations, evaluation.side, by=by, what="相手の側の評価")
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

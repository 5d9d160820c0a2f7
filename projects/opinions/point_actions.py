"""Opinions are split into points, points are grouped under a remark, and the remark is answered."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from projects.committees.remark_models import Remark

from .access import can_answer
from .actions import held
from .opinion_models import OpinionPoint

MOST = 40  # points of one opinion
NOT_ONE = "まとめる論点を、1つ以上選んでください。"
MOVED = "この画面を開いたあとに、論点が分け直されました。いまのようすを見て、もう一度選んでください。"
REGROUPED = "この画面を開いたあとに、選んだ論点のまとめが変わりました。いまのようすを見て、もう一度選んでください。"
ANSWER, HANGING = ("text", "effect", "answer", "change"), [("effect", "answer")]


def points_in(text):
    """[text of a point]: what stands between empty lines."""
    parts, lines = [], []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            parts.append("\n".join(lines))
            lines = []
    return parts


def points_of(opinion):
    """The points of an opinion as its box shows them, for the token. One query."""
    return "\n\n".join(opinion.points.order_by("order", "pk").values_list("text", flat=True))


def _may(round, by):
    locked = held(round)
    if not can_answer(by, locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def split_opinion(opinion, *, by, etag, text):
    """The points of one opinion are what stands between empty lines of `text`. A point whose words stay keeps its remark.

    ValidationError for none or more than MOST; EditConflict where somebody split it otherwise meanwhile.
    """
    _may(opinion.round, by)
    wanted = points_in(text)
    if not 0 < len(wanted) <= MOST:
        raise ValidationError({"text": f"論点を1つ以上、{MOST}までにしてください。空の行で分けます。"})
    stored = list(opinion.points.all())
    is_mine = names_to_write(etag, {"text": points_of(opinion)}, {"text": "\n\n".join(wanted)}, opinion)
    if not is_mine or [point.text for point in stored] == wanted:
        return stored
    kept = {}
    for point in stored:
        kept.setdefault(point.text, point.remark_id)
    opinion.points.all().delete()
    made = OpinionPoint.objects.bulk_create(
        OpinionPoint(opinion=opinion, order=order, text=one, remark_id=kept.get(one)) for order, one in enumerate(wanted, start=1)
    )
    record("points", by=by, target=opinion.round, note=f"受付番号 {opinion.receipt}を分けた", rows=len(made))
    return made


@transaction.atomic
def split_all(round, *, by):
    """Every opinion that was not split yet is split at its empty lines. Returns how many points that made."""
    locked = _may(round, by)
    rows = list(locked.opinions.standing().filter(points__isnull=True))
    points = [
        OpinionPoint(opinion=row, order=order, text=one)
        for row in rows
        for order, one in enumerate(points_in(row.text)[:MOST] or ["（文なし）"], start=1)
    ]
    OpinionPoint.objects.bulk_create(points)
    if points:
        record("points", by=by, target=locked, note=f"{len(rows)}人の意見を分けた", rows=len(points))
    return len(points)


@transaction.atomic
def group_points(round, *, by, form_key, points, remark=None, text=""):
    """Put these points under a remark that stands, or under a new one with this text. Returns the Remark.

    points: {key: key of the remark under which the page showed it, None for none}. ValidationError without any; EditConflict where one
    of them is there no more, or stands under another remark by now.
    """
    locked = _may(round, by)
    if not points:
        raise ValidationError(NOT_ONE)
    rows = OpinionPoint.objects.filter(pk__in=points, opinion__round=locked)
    if rows.count() != len(points):
        raise EditConflict(MOVED, locked)
    if remark is None:

        def make():
            return Remark.objects.create(round=locked, text=text, on=timezone.localdate(), form_key=form_key)

        remark = create_once(Remark, form_key, make, theirs={"round_id": locked.pk}, said={"text": text})
    _refuse_regrouped(locked, rows, points, remark.pk)
    rows.update(remark=remark)
    record("points", by=by, target=locked, note="論点をまとめた", rows=len(points))
    return remark


@transaction.atomic
def loosen_points(round, *, by, points):
    """Take these points out of their remarks again. points, EditConflict: as `group_points`. Returns how many."""
    locked = _may(round, by)
    if not points:
        raise ValidationError(NOT_ONE)
    rows = OpinionPoint.objects.filter(pk__in=points, opinion__round=locked)
    if rows.count() != len(points):
        raise EditConflict(MOVED, locked)
    _refuse_regrouped(locked, rows, points, None)
    return rows.update(remark=None)


def _refuse_regrouped(round, rows, points, target):
    """EditConflict where somebody put one of them elsewhere since the page was opened; what stands where it shall is no matter. One query."""
    stands = dict(rows.values_list("pk", "remark_id"))
    if any(stands[key] not in (target, points[key]) for key in stands):
        raise EditConflict(REGROUPED, round)


def answer_of(remark):
    """What a remark says, as its form holds it."""
    return {name: getattr(remark, name) for name in ANSWER}


@transaction.atomic
def answer_remark(remark, *, by, etag, **said):
    """The summary, the city's view and what was changed. said: the columns ANSWER; effect and answer go together.

    etag: `fields_etag(answer_of(remark))` as the page was opened; EditConflict where others wrote the same since.
    """
    _may(remark.round, by)
    row = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    names = names_to_write(etag, answer_of(row), said, row, together=HANGING)
    for name in names:
        setattr(row, name, said[name])
    row.answered_at = (row.answered_at or timezone.now()) if row.effect else None
    row.save(update_fields=[*names, "answered_at"])
    record("points", by=by, target=remark.round, note=own_words("市の考えを書いた"))
    return row


@transaction.atomic
def drop_remark(remark, *, by):
    """A summary under which no point stands any more. A second press finds nothing to do. ValidationError where there is one."""
    locked = _may(remark.round, by)
    if remark.points.exists():
        raise ValidationError("論点があるまとめは、消せません。先に、論点を外してください。")
    Remark.objects.filter(pk=remark.pk).delete()
    record("points", by=by, target=locked, note="まとめを消した")

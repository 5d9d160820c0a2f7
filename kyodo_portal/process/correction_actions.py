"""補正 for every process: asked for in one go, added to, dropped or left as it is by the city, sent back by the group.

A room says once what of its matters may be put right (`Correctables`), puts `correction_hooks` into its HOOKS and
`correction_questions` (correction_forms.py) into its QUESTIONS; its table has the rows that `checks.py` asks for.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate, tsu
from kyodo_portal.common.workflow import Hook

from .actions import take_step
from .correction_models import Outcome

UNSENT = "「{names}」に書いたもの、付けたもので、まだ出していなかったものは、使われません。控えは、この画面の「補正」で読めます。"
SEEN = "「{names}」に付けたものは、そのまま入ります。"
NOT_OPEN = "選んだ補正は、もう終わっています。画面を開き直して、もう一度選んでください。"


class Point(NamedTuple):
    """One thing that may be put right. place: the heading of the page on which it stands."""

    field: str
    label: str
    place: str


class Correctables(NamedTuple):
    """What of a matter may be put right. Every function is called with the matter, whose row is held.

    points(subject): [Point] in reading order. text(subject, field): how it stands now, as people read it.
    stored(subject, field): its value as JSON. restore(subject, correction): putting `correction.sent`, which is such a value, back, of
    what the group saves before it sends it: everything in one process, in another the papers. typed(subject, field): what was typed
    there and could not be stored, as text; "" for nothing. stays: fields that are never put back. seen: fields of which the city sees
    at once what the group adds (papers): left as they are, they stay so.
    """

    points: object
    text: object
    stored: object
    restore: object = None
    typed: object = None
    stays: tuple = ()
    seen: tuple = ()

    def begun(self, subject, correction):
        """What the group has written at an item since it was asked for, stored or not, or sent and taken back; None where nothing."""
        now, typed = self.text(subject, correction.field), self.typed(subject, correction.field) if self.typed else ""
        if now != correction.before:
            return typed or now
        return typed or correction.after or None

    def stands(self, field, outcome):
        """What was begun there counts where its item ends so."""
        return field in self.stays or (field in self.seen and outcome == Outcome.ACCEPTED)


def correction_hooks(of, goes_on=("go_on",)):
    """{step: Hook} of the city's four steps and their undoing; `correct` is the room's own, with what stands below.

    goes_on: names of the table's rows by which a matter goes on where nothing is left to put right.
    """
    opens = Hook(effect=_open_again(of))
    ask, unask = Hook(prepare=_asked(of), notice=_what_is_asked(of), keep=_asked_before), Hook(prepare=_unasked(of))
    return {
        "ask_correct": ask,
        "undo_ask_correct": unask,
        "add_correct": ask,
        "undo_add_correct": unask,
        "drop_correct": _ends(of, Outcome.DROPPED),
        "undo_drop_correct": opens,
        "accept_as_is": _ends(of, Outcome.ACCEPTED),
        "undo_accept_as_is": opens,
        **{f"undo_{name}": Hook(effect=_with_what_led_there) for name in goes_on},
    }


def _asked(of):
    def prepare(subject, *, by, items, due, **_):
        labels = {point.field: point.label for point in of.points(subject)}
        waiting = list(subject.corrections.open())
        fields = [item["field"] for item in items]
        if not items or len({*fields}) < len(fields) or {*fields} - labels.keys():
            raise ValidationError("直してもらう項目を、1つ以上選び直してください。")
        if again := [row.field_label for row in waiting if row.field in fields]:
            raise ValidationError(f"「{'」「'.join(again)}」は、もう求めています。求めを取り消してから、もう一度求めてください。")
        for item in items:
            subject.corrections.create(
                field=item["field"],
                field_label=labels[item["field"]],
                reason=item["reason"],
                due=due,
                asked_by=by,
                asked_in=waiting[0].asked_in if waiting else subject.status,
                before=of.text(subject, item["field"]),
                sent=of.stored(subject, item["field"]),
            )

    return prepare


def _asked_before(subject, **_):
    """Which items there were before more was asked for: taking that back leaves these."""
    return {"corrections": list(subject.corrections.values_list("pk", flat=True))}


def _unasked(of):
    def prepare(subject, *, undone, **_):
        """What was asked for by mistake goes as if it had not been asked; what the group has begun to write is never lost so."""
        asked = subject.corrections.exclude(pk__in=undone.kept["corrections"])
        if begun := [row.field_label for row in asked if of.begun(subject, row) is not None]:
            raise ValidationError(
                f"団体が「{'」「'.join(begun)}」を直しはじめています。「補正の求めを取り消す」を使ってください。"
            )
        asked.delete()

    return prepare


def _what_is_asked(of):
    def notice(subject, *, items, due, **_):
        """One notice for all of it: each item with its reason, and the day."""
        labels = {point.field: point.label for point in of.points(subject)}
        lines = [f"・{labels[item['field']]}：{item['reason']}" for item in items]
        return "\n".join([f"直すところ（{tsu(len(items))}）", *lines, f"期限：{jdate(due)}"])

    return notice


def _chosen(subject, which):
    return list(subject.corrections.open().filter(pk__in=[int(pk) for pk in which]))


def _all_open(subject, *, which, **_):
    if not which or len(_chosen(subject, which)) < len({*which}):
        raise ValidationError({"which": NOT_OPEN})


def _ends(of, outcome):
    return Hook(prepare=_all_open, notice=_what_ends(of, outcome), keep=_begun(of), effect=_closed(of, outcome))


def _what_ends(of, outcome):
    def notice(subject, *, which, reason="", remark="", **_):
        """Which items the group need not put right any more, what is left, and what becomes of what it had begun."""
        chosen = _chosen(subject, which)
        left = [row.field_label for row in subject.corrections.open() if row not in chosen]
        lines = [f"・{row.field_label}" for row in chosen] + [text for text in (reason, remark) if text]
        rest = f"のこりの直すところ：{'、'.join(left)}" if left else "もう直すところはありません。出し直さなくてかまいません。"
        begun = [row for row in chosen if row.field not in of.stays and of.begun(subject, row) is not None]
        return "\n".join(["次のところは、直さなくてかまいません。", *lines, *_what_was_begun(of, outcome, begun), rest])

    return notice


def _what_was_begun(of, outcome, rows):
    for text, stands in ((UNSENT, False), (SEEN, True)):
        if names := [row.field_label for row in rows if of.stands(row.field, outcome) == stands]:
            yield text.format(names="」「".join(names))


def _closed(of, outcome):
    def effect(subject, *, by, which, reason="", remark="", **_):
        for row in _chosen(subject, which):
            now = of.begun(subject, row) if of.restore else None
            # Begun and not sent: the group finds its words beside the item.
            if now is not None and not of.stands(row.field, outcome):
                of.restore(subject, row)
                row.after = now
            _close(row, outcome, by=by, after=row.after, note=reason or remark)
        go_on(subject, by)

    return effect


def _begun(of):
    def keep(subject, *, which, **_):
        """What the group had begun to write at the items that end: it is put back where they are opened again."""
        begun = [row for row in _chosen(subject, which) if of.restore and of.text(subject, row.field) != row.before]
        return {"begun": {row.pk: of.stored(subject, row.field) for row in begun}}

    return keep


def _open_again(of):
    def effect(subject, *, undone, **_):
        for row in subject.corrections.filter(pk__in=[int(pk) for pk in undone.details["which"]]):
            if (begun := undone.kept["begun"].get(str(row.pk))) is not None:
                asked, row.sent = row.sent, begun
                of.restore(subject, row)
                row.sent = asked
            if row.after == of.text(subject, row.field):  # otherwise what could not be stored: it stands nowhere else
                row.after = ""
            row.outcome, row.closed_by, row.resolved_at, row.note = "", None, None, ""
            row.save(update_fields=["outcome", "closed_by", "resolved_at", "after", "note"])

    return effect


def _with_what_led_there(subject, *, by, reason, **_):
    """The city let go of the last item, and the matter went on by itself: both are one press, and go back as one."""
    row = subject.process.undo_of(subject.changes.get(version=subject.version - 2).step)
    take_step(subject, row.name, by=by, version=subject.version, reason=reason)


def go_on(subject, by):
    """Where nothing is left to put right, the table's own row (of the system) takes the matter back to where it was."""
    row = subject.process.ripe(subject)
    if row:
        take_step(subject, row.name, by=None, version=subject.version, pressed_by=by)


def untouched(subject, of):
    """The open corrections whose item stands as it stood when it was asked for."""
    return [row for row in subject.corrections.open() if of.text(subject, row.field) == row.before]


def refuse_untouched(subject, of, replies):
    """ValidationError that names every item that was neither changed nor answered. replies: {key of the correction: text}."""
    names = [row.field_label for row in untouched(subject, of) if not replies.get(row.pk, "").strip()]
    if names:
        raise ValidationError(
            f"まだ直していないところがあります：{'、'.join(dict.fromkeys(names))}。直すか、直さない理由を書いてください。"
        )


def what_came_back(of):
    """The notice of `correct`: which items were changed, and which were answered instead."""

    def notice(subject, **_):
        same = untouched(subject, of)
        words = {True: Outcome.ANSWERED.label, False: Outcome.CHANGED.label}
        return "\n".join(f"・{row.field_label}：{words[row in same]}" for row in subject.corrections.open())

    return notice


def close_sent(subject, of, *, by, replies):
    """The group has sent again: each open item was changed, or answered with a reason. What it once took back is overtaken."""
    sent = [row.field for row in subject.corrections.open()]
    for row in subject.corrections.open():
        after, reply = of.text(subject, row.field), replies.get(row.pk, "").strip()
        _close(row, Outcome.CHANGED if after != row.before else Outcome.ANSWERED, by=by, after=after, reply=reply)
    subject.corrections.filter(field__in=sent).update(typed=None)


def open_items(subject):
    """What taking a sending back needs to know (a hook's `keep`): which items it closes."""
    return {"corrections": list(subject.corrections.open().values_list("pk", flat=True))}


def open_sent_again(subject, of, undone, put_back=None):
    """The group takes back what it sent again: the items that this closed are open once more. Its reasons stay in their boxes.

    put_back: what writes the values from before into the matter; what had been sent stays with its item, for the form and in words.
    """
    rows = list(subject.corrections.filter(pk__in=undone.kept["corrections"]))
    sent = {row.pk: of.stored(subject, row.field) for row in rows if row.outcome == Outcome.CHANGED}
    if put_back:
        put_back()
    for row in rows:
        row.outcome, row.closed_by, row.resolved_at = "", None, None
        if row.pk in sent and of.text(subject, row.field) != row.after:
            row.typed = sent[row.pk]
        else:  # it stands in the matter
            row.after = ""
        row.save(update_fields=["outcome", "closed_by", "resolved_at", "after", "typed"])


def _close(row, outcome, *, by, **words):
    """Write what became of an item. words: `after`, `reply`, `note`."""
    for name, text in words.items():
        setattr(row, name, text)
    row.outcome, row.closed_by, row.resolved_at = outcome, by, timezone.now()
    row.save(update_fields=["outcome", "closed_by", "resolved_at", *words])

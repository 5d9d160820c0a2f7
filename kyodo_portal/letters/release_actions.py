"""通知書 go out: one or many by one press, taken back within the usual minutes, then for good; and each time that one was sent."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.upwards import nobody_told
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.batch_actions import as_one
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.number_actions import next_number

from .draft_actions import ERASED, GONE, audience_of, held_letter, speaks_of_the_past, written_in
from .models import LetterSending, OfficialLetter
from .overtaken import know_answers

SERIES = "B"  # 文書: the letters of all processes in one row of numbers
MOVED = "この画面を開いたあとに、直されました。読み直してから、出してください。"
PASSED = "差し替えた通知書は、もう知らせられません。代わりに出した通知書の画面から、送ってください。"
NO_SIGNATORY = "職員の画面の「通知書の名義」に入れておくと、次の下書きからは、はじめから入ります。"
STILL_GO = "それでも出すときは、「確かめて出す」の画面で、しるしを付けてください。"
TOLD_TITLE = "通知書「{title}」が届きました"
TOLD_REPLACED = "差替えの通知書「{title}」が届きました"
TOLD_AGAIN = "通知書「{title}」を、もう一度送りました"


class Released(NamedTuple):
    """What became of one letter of a press on several. `words`: why it stayed, where it did."""

    letter: OfficialLetter
    words: str
    is_done: bool


def lacks_of(letter):
    """[str]: what a draft still lacks to go out, as sentences."""
    asked = (("to_name", "あて先"), ("title", "件名"), ("body", "本文"), ("signatory", "名義"))
    found = [f"「{label}」を入れてください。" for name, label in asked if not getattr(letter, name).strip()]
    return found + ([NO_SIGNATORY] if not letter.signatory.strip() else [])


def release_all(chosen, *, by, answered=()):
    """[Released] of these (letter, etag of what was read): each in a transaction of its own, so that one that lacks something or was
    changed meanwhile holds no other up. A second press finds them done. answered: keys of those that go although they were answered."""
    with as_one():
        return [_released(letter, etag, by, letter.pk in answered) for letter, etag in chosen]


def _released(letter, etag, by, answered):
    try:
        return Released(release_letter(letter, by=by, etag=etag, answered=answered), "", True)
    except EditConflict as error:
        done = error.subject.by_id == by.pk and error.subject.leaves_at is not None
        return Released(error.subject, "" if done else str(error), done)
    except ValidationError as error:
        return Released(letter, " ".join(error.messages), False)
    except PermissionDenied:
        return Released(letter, "あなたは、この件の通知書を出せません。", False)


@transaction.atomic
def release_letter(letter, *, by, etag, answered=False):
    """Let a draft go: it gets its number and its day, and arrives after `waiting_time`, unless it is held back.

    etag: `etag_of(written_in(letter))` of what was read. EditConflict where it reads otherwise now or went already; ValidationError where it lacks
    something, speaks of a step that was taken back, or asks for what is there already, unless `answered`.
    Who presses second finds the number that the first one gave.
    """
    row = held_letter(letter, by)
    if not row.is_draft:
        raise EditConflict(GONE, row)
    if etag != etag_of(written_in(row)):
        raise EditConflict(MOVED, row)
    lacks = lacks_of(row)
    if lacks:
        raise ValidationError(lacks)
    if speaks_of_the_past(row):
        raise ValidationError("もとになった手続きが、取り消されています。この通知書は出せません。")
    if not answered and (said := know_answers([row])[0].answered_by):
        raise ValidationError(said + STILL_GO)
    row.dated_on = row.dated_on or timezone.localdate()
    row.fiscal_year = fiscal_year(row.dated_on)
    row.number = row.number or next_number(SERIES, row.fiscal_year, given=OfficialLetter.objects.all())
    row.by, row.leaves_at, row.held_at = by, timezone.now() + waiting_time(), None
    row.save(update_fields=["dated_on", "fiscal_year", "number", "by", "leaves_at", "held_at"])
    record("release", by=by, target=row, note="通知書を出した")
    if not waiting_time():
        arrive(row)
    return row


@transaction.atomic
def hold_back(letter, *, by):
    """「もどす」: a draft again, with the number that it got, which is nobody else's. EditConflict once it has arrived."""
    row = held_letter(letter, by)
    if row.is_draft:
        return row
    if not row.is_leaving:
        raise EditConflict("もう届いています。直すときは、差替えを出してください。", row)
    row.by = row.leaves_at = None
    row.save(update_fields=["by", "leaves_at"])
    record("edit", by=by, target=row, note="出した通知書をもどした")
    return row


def hold_all_back(letters, *, by):
    """「みな、もどす」: those of these letters that have not arrived, each in a transaction of its own; how many became drafts again."""
    count = 0
    for letter in letters:
        try:
            count += hold_back(letter, by=by).is_draft
        except (EditConflict, PermissionDenied):
            continue
    return count


def arrive(row):
    """From now on it is the body's, and nothing of it changes any more. The row is held by the caller. Its people are told once."""
    row.released_at, row.sha256 = timezone.now(), row.fingerprint()
    row.save(update_fields=["released_at", "sha256"])
    if row.how == OfficialLetter.How.WEB:
        LetterSending.objects.create(letter=row, how=row.how, sent_on=timezone.localdate(), by=row.by)
    tell(row, key=f"official-letter:{row.pk}", by=row.by)


def tell(row, *, key, by, words=""):
    """The people of the body hear that it is there: in the inbox and by mail, with the way to it; where nobody can, an errand says so."""
    words = words or (TOLD_REPLACED if row.replaces_id else TOLD_TITLE)
    kind, title = row.kind, words.format(title=row.title)
    body = own_words_said(
        f"市からの通知書です。{f'番号：{row.shown_number}。' if row.shown_number else ''}読んで、印刷できます。"
    )
    if row.replaces_id:
        body += f"\n\n先にお送りした通知書（{row.replaces.shown_number}）に代わるものです。わけ：{row.replaces_why}"
    people = audience_of(row.subject, kind)
    notify(people, title=title, body=body, url=row.get_absolute_url(), key=key, by=by)
    if not people and row.how == OfficialLetter.How.WEB:
        for role in kind.told:
            nobody_told(row.subject, role, title=title, body=body, event=key)


@transaction.atomic
def record_sending(letter, *, by, how, sent_on, note="", seen=None):
    """Note that a released letter went, or went once more; by マイページ its people are told anew. The same one twice is one.

    seen: the key of the last sending that the page showed. What stood there already is no second press of what is noted now.
    """
    row = held_letter(letter, by)
    if not row.is_released:
        raise EditConflict("まだ出していない通知書です。", row)
    if row.is_erased:
        raise ValidationError(ERASED)
    if how == OfficialLetter.How.WEB and row.is_replaced:
        raise ValidationError({"how": PASSED})
    if sent_on < timezone.localdate(row.released_at):
        raise ValidationError({"sent_on": "「送った日」は、通知書を出した日からあとにしてください。"})
    sending = row.sendings.filter(how=how, sent_on=sent_on, note=note, pk__gt=seen or 0).order_by("pk").last()
    if sending is None:
        sending = LetterSending.objects.create(letter=row, how=how, sent_on=sent_on, note=note, by=by)
        record("send-again", by=by, target=row, note="通知書を送ったと記した")
        if how == OfficialLetter.How.WEB:
            tell(row, key=f"official-letter:{row.pk}:again{sending.pk}", by=by, words=TOLD_AGAIN)
    return sending


@transaction.atomic
def take_out_sending(letter, pk, *, by):
    """A note of a sending that did not take place is taken out; what was told by mail stays noted. Pressed twice it stays gone."""
    row = held_letter(letter, by)
    sending = row.sendings.filter(pk=pk).first()
    if sending is None:
        return
    if sending.how == OfficialLetter.How.WEB:
        raise ValidationError("マイページとメールで知らせたものは、もう届いています。記録は消せません。")
    sending.delete()
    record("edit", by=by, target=row, note="通知書の送付の記録を消した")

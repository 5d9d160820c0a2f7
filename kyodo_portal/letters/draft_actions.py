"""Drafts of 通知書: written out of a template, edited, put aside and taken up again, written anew in place of one that was released."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.city import the_city
from kyodo_portal.common.forms.three_way import as_read
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict

from .access import can_handle, can_handle_matter
from .appeals import appeal_of
from .kinds import kind_of
from .marks import filled
from .models import FROZEN, OfficialLetter
from .template_models import LetterTemplate, Signatory

EDITED = (
    "title", "to_name", "to_person", "body", "appeal_text", "signatory", "contact", "document_number", "received_number",
    "dated_on", "decided_on", "file_name", "keep_years", "how",
)  # fmt: skip
HANGING = [("to_name", "to_person"), ("document_number", "decided_on")]
DECIDED_ANEW = "先の手続きを取り消し、あらためて決めたため"
FELL = "この手続きは、取り消されています。通知書はつくれません。"
NO_TEMPLATE = "この手続きには、使っているひな形がありません。先に、ひな形を入れてください。"
REPLACED = "差替えの通知書は、もうつくられています。わけは、先に書かれたもののままです。つくられた通知書を見てください。"
ERASED = "保存年限が過ぎて、文を消した通知書です。もう、送ることも差し替えることもできません。"
GONE = "この通知書は、もう下書きではありません。いまのようすを見てください。"


def draft_of(matter, change, *, template=None):
    """A draft of the 通知書 about this step (StageChange) of a matter, in the caller's transaction; None where its step has no template.

    The draft names the released letter of the same matter that no other one replaces and whose step holds no more: it is its 差替え.
    Queries: the template, the last letter, who signs, the write, and what the process's facts, marks and audience ask.
    """
    template = template or LetterTemplate.objects.filter(process=matter.process.key, step=change.step, in_use=True).first()
    if template is None:
        return None
    kind, today = kind_of(matter.process.key), timezone.localdate()
    facts = kind.facts(matter, change)
    values = kind.values(matter, change, facts)
    signs, wrong = Signatory.objects.on(today), _of_a_step_that_fell(matter)
    return OfficialLetter.objects.create(
        template=template,
        process=matter.process.key,
        subject_id=matter.pk,
        matter=str(matter)[:200],
        step=change.step,
        of_version=change.version,
        version=_next_version(matter),
        replaces=wrong,
        replaces_why=DECIDED_ANEW if wrong else "",
        to_name=facts.to_name[:120],
        to_person=facts.to_person[:120],
        title=filled(template.title, values)[:100],
        body=filled(template.body, values),
        appeal_text=filled(appeal_of(template, kind.is_disposition(matter)), values),
        signatory=str(signs) if signs else "",
        contact=_contact(),
        document_number=facts.document_number[:40],
        received_number=facts.received_number[:40],
        decided_on=facts.decided_on,
        fiscal_year=fiscal_year(today),
        file_name=filled(template.file_name, values)[:80],
        keep_years=template.keep_years,
        how=OfficialLetter.How.WEB if audience_of(matter, kind) else OfficialLetter.How.POST,
        is_sample=settings.KYODO_SAMPLE,
    )


@transaction.atomic
def draft_late(matter, version, *, by):
    """The draft about a step of this matter that was taken before it had a template; the letter of that step, where there is one already.

    version: of the matter after that step. PermissionDenied for who does not handle its letters; ValidationError where the step was
    taken back since, or has no template in use.
    """
    locked = type(matter)._base_manager.select_for_update(of=("self",)).get(pk=matter.pk)
    if not can_handle_matter(by, locked):
        raise PermissionDenied
    known = OfficialLetter.objects.of(locked).filter(of_version=version, replaces__isnull=True).first()
    if known is not None:
        return known
    change = locked.changes.filter(version=version).first()
    if change is None or not locked.still_stands(change):
        raise ValidationError(FELL)
    if change.row not in kind_of(locked.process.key).steps or (made := draft_of(locked, change)) is None:
        raise ValidationError(NO_TEMPLATE)
    record("draft", by=by, target=made, note="通知書の下書きを、あとからつくった")
    return made


def _of_a_step_that_fell(matter):
    """The last released letter of this matter whose step was taken back, and that none replaces; None. One query where there is none."""
    row = OfficialLetter.objects.of(matter).released().filter(replacement__isnull=True).order_by("-version").first()
    return row if row is not None and speaks_of_the_past(row) else None


def audience_of(matter, kind):
    """[User] whom a released letter of this matter is told to, each once."""
    people = {user.pk: user for role in kind.told for user in matter.process.audience(matter, role)}
    return list(people.values())


def _next_version(matter):
    last = OfficialLetter.objects.of(matter).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _contact():
    """Who answers: the office begins with the name of the city's building as a rule (若葉野町役場 総務課), and then needs no other name."""
    city = the_city()
    office = city["office"] if city["office"].startswith(city["name"]) else f"{city['name']} {city['office']}".strip()
    return office + (f"　電話 {city['phone']}" if city["phone"] else "")


def written_in(letter):
    """{name: value as JSON knows it} of what the form of a draft shows: what its token is made of."""
    return as_read({name: getattr(letter, name) for name in EDITED})


def held_letter(letter, by):
    """The letter as it stands now, its row held. PermissionDenied for who does not handle it."""
    row = OfficialLetter.objects.select_for_update(of=("self",)).select_related("template").get(pk=letter.pk)
    if not can_handle(by, row):
        raise PermissionDenied
    return row


def _held_draft(letter, by):
    row = held_letter(letter, by)
    if not row.is_draft:
        raise EditConflict(GONE, row)
    return row


@transaction.atomic
def edit_letter(letter, *, by, etag, values):
    """Write a draft anew; different fields of two people go together. EditConflict where it is none any more, or both wrote the same."""
    row = _held_draft(letter, by)
    names = names_to_write(etag, written_in(row), as_read(values), row, together=HANGING)
    for name in names:
        setattr(row, name, values[name])
    row.save(update_fields=names)
    record("edit", by=by, target=row, note="通知書の下書きを直した")
    return row


@transaction.atomic
def drop_letter(letter, *, by):
    """This letter is not to go out: out of the queue, and still there. Pressed twice it stays as it is."""
    row = held_letter(letter, by)
    if row.dropped_at:
        return row
    if not row.is_draft:
        raise EditConflict(GONE, row)
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    record("discard", by=by, target=row, note="通知書を出さないことにした")
    return row


@transaction.atomic
def take_up_letter(letter, *, by):
    """It is to go out after all. ValidationError where the step of which it speaks was taken back since."""
    row = held_letter(letter, by)
    if row.dropped_at is None:
        return row
    if speaks_of_the_past(row):
        raise ValidationError("この通知書のもとになった手続きは、取り消されています。下書きには戻せません。")
    row.dropped_at = None
    row.save(update_fields=["dropped_at"])
    record("edit", by=by, target=row, note="通知書を下書きに戻した")
    return row


def speaks_of_the_past(letter):
    """The step of which it speaks was taken back since. Two queries."""
    change = letter.subject.changes.filter(version=letter.of_version).first()
    return change is None or not letter.subject.still_stands(change)


@transaction.atomic
def replace_letter(letter, *, by, why):
    """The draft of a 差替え of a released letter: the same words, to be put right. The one that there is already is
    returned, EditConflict where it says another reason.

    The old one stays as it was sent; once the new one is released, pages say on both which of them holds.
    """
    row = held_letter(letter, by)
    if not row.is_released:
        raise EditConflict("出した通知書だけを、差し替えられます。", row)
    if row.is_erased:
        raise EditConflict(ERASED, row)
    if known := OfficialLetter.objects.filter(replaces=row).first():
        if known.dropped_at:
            known.dropped_at, known.replaces_why = None, why
            known.save(update_fields=["dropped_at", "replaces_why"])
            record("edit", by=by, target=known, note="通知書の差替えを下書きに戻した")
        elif known.replaces_why != why:
            raise EditConflict(REPLACED, known)
        return known
    said = {name: getattr(row, name) for name in FROZEN if name not in ("version", "number", "dated_on")}
    made = OfficialLetter.objects.create(
        **said,
        template=row.template,
        matter=row.matter,
        of_version=row.of_version,
        version=_next_version(row.subject),
        replaces=row,
        replaces_why=why,
        fiscal_year=fiscal_year(timezone.localdate()),
        how=row.how,
        is_sample=row.is_sample,
    )
    record("draft", by=by, target=made, note=f"通知書 {row.number} の差替えを書きはじめた")
    return made

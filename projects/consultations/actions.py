"""Recording a consultation, its dates and what the city is told of it. Sealed words are sealed here and go nowhere else."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.sealed import seal
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.number_actions import next_number
from kyodo_portal.process.once import SAID_OTHERWISE, create_once
from partners.directory.access import people_of, people_who_write, secretariat_people

from .access import can_edit, desk_body
from .arriving import spend_on_arrival
from .models import Consultation, FollowUp, SharedWith
from .opening import ref_of
from .sealed_part import WORDS, open_part, open_text, seal_words
from .zone_models import Zone

# What may be written while the zone is closed, and is not sealed.
OPEN = (
    "on", "method", "minutes", "is_first", "who_kind", "partner_id", "proposal_id", "project_id", "request_id", "topics", "responses", "next_on",
    "state",
)  # fmt: skip
HANGING = [("project_id", "proposal_id"), ("next_on", "state")]  # what holds only with each other
SHARED = ("shared_with", "department_id", "shared_text", "agreed_by", "agreed_on")
CLOSED = (
    "守秘の区画が閉じています。入れた文は、この画面に残っています。別のタブで机を出して封を開け、ここでもう一度保存してください。"
)
RENEWED = "鍵が新しくなりました。区画をもう一度開けてから、保存してください。"
NOT_READY = "予備の番号を打ち返してから、封をしてください。"


def record_consultation(*, by, opened, form_key, words, introduced=(), is_sample=False, **said):
    """A new Consultation of one's body; for every later press of the key the first one.

    opened: the Opened zone, or None: then nothing may be in `words` ({name of WORDS: text}). said: the columns of OPEN.
    """
    body = desk_body(by)
    if body is None:
        raise PermissionDenied

    def make():
        row = Consultation(
            body=body, by=by, form_key=form_key, is_sample=is_sample, **said,
            number=_next_number(),
        )  # fmt: skip
        _seal_into(row, words, opened)
        row.save()
        row.introduced.set(introduced)
        record("consult", by=by, target=row)
        return row

    told = {name: said[name] for name in OPEN if name in said}
    row = create_once(Consultation, form_key, make, theirs={"by_id": by.pk}, said=told)
    if opened is not None and open_part(opened, row).words != {**dict.fromkeys(WORDS, ""), **words}:
        raise EditConflict(SAID_OTHERWISE, row)
    return row


def _next_number():
    return next_number("C", fiscal_year(timezone.localdate()), given=Consultation.objects.all())


def _seal_into(row, words, opened):
    """Seal what there is to seal; nothing where nothing is written. In the caller's transaction, which holds the zone's row then."""
    words = {name: text for name, text in words.items() if text}
    if not words:
        row.sealed = row.generation = None
        return
    zone = _zone_to_seal(opened)
    row.generation = zone.generation
    row.sealed = seal_words(bytes(zone.public_key), zone.generation, row, words)


def _zone_to_seal(opened):
    if opened is None:
        raise ValidationError(CLOSED)
    zone = Zone.objects.select_for_update().get(pk=opened.zone.pk)
    if zone.generation != opened.zone.generation:
        raise ValidationError(RENEWED)
    if not zone.is_ready:
        raise ValidationError(NOT_READY)
    return zone


def stored_of(consultation, opened):
    """{name: value} as the form of a consultation shows it, the sealed words while the zone is open. Two queries at most."""
    part = open_part(opened, consultation)
    found = {name: getattr(consultation, name) for name in OPEN}
    found["introduced"] = sorted(partner.pk for partner in consultation.introduced.all())
    return {**found, **(part.words if opened is not None and part.is_open else {})}


@transaction.atomic
def edit_consultation(consultation, *, by, opened, etag, words, introduced, **said):
    """Write what the form says. With a closed zone (words None) the sealed part stays as it is.

    etag: `fields_etag(stored_of(consultation, opened))` as the page was opened; EditConflict where the same was changed since, what others
    alone wrote stays. Whoever saves what came through the portal has taken it.
    """
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if desk_body(by) != row.body or not can_edit(by, row):
        raise PermissionDenied("直せるのは、その相談を書いた人だけです。")
    if words is not None and opened is None:  # the zone closed while the page was open
        raise ValidationError(CLOSED)
    stored = stored_of(row, opened if words is not None else None)
    wanted = {**said, "introduced": sorted(partner.pk for partner in introduced), **(words or {})}
    names = names_to_write(etag, stored, wanted, row, together=HANGING)
    for name in said.keys() & set(names):
        setattr(row, name, said[name])
    if words is not None and open_part(opened, row).is_open:
        _seal_into(row, {name: words[name] if name in names else stored[name] for name in words}, opened)
    row.by = by
    row.save()
    if "introduced" in names:
        row.introduced.set(introduced)
    record("consult-edit", by=by, target=row)
    return row


# ---- dates ---------------------------------------------------------------------------------------
def add_follow_up(consultation, *, by, opened, form_key, on, text):
    """A date of a consultation; what is to be done then is sealed. Anybody at the desk of its body may."""
    if desk_body(by) != consultation.body:
        raise PermissionDenied

    def make():
        row = FollowUp(consultation=consultation, by=by, form_key=form_key, on=on)
        if text:
            zone = _zone_to_seal(opened)
            row.generation = zone.generation
            row.sealed = seal(bytes(zone.public_key), text, ref=ref_of(row), generation=zone.generation)
        row.save()
        return row

    row = create_once(FollowUp, form_key, make, theirs={"by_id": by.pk, "consultation_id": consultation.pk}, said={"on": on})
    if opened is not None and (open_text(opened, row) or "") != text:
        raise EditConflict(SAID_OTHERWISE, consultation)
    return row


@transaction.atomic
def tick_follow_up(follow_up, *, by, done):
    """A date is done, or is not after all. Pressed twice, it stays so."""
    row = FollowUp.objects.select_for_update().select_related("consultation").get(pk=follow_up.pk)
    if desk_body(by) is None or desk_body(by).pk != row.consultation.body_id:
        raise PermissionDenied
    if done != (row.done_at is not None):
        row.done_at = timezone.now() if done else None
        row.save(update_fields=["done_at"])
    return row


# ---- what the city is told -----------------------------------------------------------------------
def shared_of(consultation):
    """{column: value} of what the form of sharing shows."""
    return {name: getattr(consultation, name) for name in SHARED}


@transaction.atomic
def share_consultation(consultation, *, by, etag, **said):
    """Tell the city a text that was written for it, with whose agreement and when; or take it back (`shared_with` coordinator).

    Nothing is unsealed: said are the columns SHARED, which hold only with each other: somebody agreed to this text for this reader.
    etag: `fields_etag(shared_of(consultation))` as the page was opened; EditConflict where something else was shared meanwhile.
    """
    row = Consultation.objects.select_for_update(of=("self",)).select_related("body", "department").get(pk=consultation.pk)
    if desk_body(by) != row.body or not can_edit(by, row):
        raise PermissionDenied("市に伝えるのは、その相談を書いた人です。")
    stored = shared_of(row)
    if not names_to_write(etag, stored, said, row, together=[SHARED]) or stored == said:
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.by = by
    row.shared_at = None if row.shared_with == SharedWith.COORDINATOR else timezone.now()
    row.save()
    record("consult-share", by=by, target=row, note=row.get_shared_with_display())
    _tell_city(row, by)
    return row


def _tell_city(row, by):
    about = f"consultation:{row.pk}:shared"
    if row.shared_with == SharedWith.COORDINATOR:
        title = f"訂正：相談 {row.number} について伝えたことは、取り下げられました"
        tell_undone(about, by=by, title=title, body="することはありません。", url="/inbox/")
        return
    row = Consultation.objects.select_related("body", "department").get(pk=row.pk)
    people = people_of(row.department) if row.department else secretariat_people()
    tell_later(
        people,
        about=about,
        title=f"{row.body.name}から、相談 {row.number} について伝えることがあります",
        body=own_words("画面で、伝えられたことを読めます。返事や手配が要るときは、コーディネーターに連絡してください。"),
        url=f"/consultations/{row.pk}/",
        by=by,
    )


# ---- what comes from a public page ---------------------------------------------------------------
def send_consultation(zone, *, text, contact, name, who_kind, about, form_key, line):
    """Somebody writes to the coordinators from a public page: sealed as it arrives, the writer's name and telephone too.

    Anybody seals, holders alone read. The people at the desk are told the number and nothing else. line: the visitor's, of which so many
    a day are taken. Nobody can open what the first press of a key sealed: the key is one of the words too, so that other words under the
    same page's key are another consultation and are not lost.
    """
    form_key = uuid.uuid5(form_key, "\0".join((text, name, contact, who_kind)))

    def make():
        spend_on_arrival(zone, line)
        held = Zone.objects.select_for_update(of=("self",)).select_related("body").get(pk=zone.pk)
        row = Consultation(
            number=_next_number(), body=held.body, on=timezone.localdate(), method="web", who_kind=who_kind, is_first=False,
            topics=[], form_key=form_key, generation=held.generation,
        )  # fmt: skip
        gist = f"{text}\n\n（「{about}」のページから）" if about else text
        words = {"who": name, "contact": contact, "gist": gist}
        row.sealed = seal_words(bytes(held.public_key), held.generation, row, words)
        row.save(force_insert=True)
        record("consult", by=None, target=row, note="ポータルから届いた")
        notify(
            people_who_write(held.body),
            title=f"相談 {row.number} が届きました",
            body="開けて読み、返事をしてください。届いた文は、封をしてあります。",
            url=row.get_absolute_url(),
            key=f"consultation:{row.pk}:arrived",
        )
        return row

    return create_once(Consultation, form_key, make)

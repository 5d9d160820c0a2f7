"""Keys of a zone: made, opened, given, renewed, lost. No passphrase, code or key is kept, written to the trail or told to anybody.

What guesses cost says accounts/guesses.py: here five tries in a quarter of an hour, counted before they are judged.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.accounts.guesses import in_words
from kyodo_portal.accounts.limits import MINUTE, Refused, counter_key, give_back, take
from kyodo_portal.accounts.limits import Rule as LimitRule
from kyodo_portal.audit.actions import record
from kyodo_portal.common import sealed
from kyodo_portal.common.sealed import NotOpened
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_source

from .access import desk_body
from .models import Consultation, FollowUp
from .opening import Opened, key_ref, ref_of
from .todo import ZONES
from .zone_models import Keyring, Zone, ZoneKey

TRIES, WINDOW = 5, 15 * MINUTE
WRONG = "合言葉がちがいます。大文字と小文字、語のあいだの空きは、どちらでもかまいません。"
WRONG_CODE = "予備の番号がちがいます。紙に書いた24文字を、もう一度見てください。"
EXCHANGED = "区画の公開の鍵が、渡された鍵と合いません。データベースが書きかえられたおそれがあります。封をせず、システムの担当に知らせてください。"
NOT_GIVEN = "この鍵は、まだあなたに渡されていません。鍵を持つ人に渡してもらってください。"
OTHER_NUMBER = "照合番号が変わりました。相手の画面の番号を、もう一度見くらべてください。"


def _judged(user, what, is_right):
    """What `is_right()` returns; NotOpened where it is wrong; ValidationError after five wrong tries in a quarter of an hour."""
    try:
        slots = take([LimitRule(counter_key("zone", what, user.pk), TRIES, WINDOW)])
    except Refused as refused:
        wait = in_words(refused.wait)
        raise ValidationError(f"何度もちがったので、止めています。{wait}ほど待って、もう一度ためしてください。") from None
    found = is_right()
    give_back(slots)
    return found


def make_ring(*, by, passphrase):
    """A new key pair of one's own under a passphrase: the Keyring. Keys that were given to the former pair go with it."""
    if desk_body(by) is None:
        raise PermissionDenied
    return _write_ring(by, *_new_ring(passphrase))


def _new_ring(passphrase):
    """(public, wrapped) of a new pair: before the transaction, because stretching a passphrase takes its time."""
    private, public = sealed.new_pair()
    return public, sealed.wrap(private, passphrase)


@transaction.atomic
def _write_ring(by, public, wrapped):
    ZoneKey.objects.filter(user=by).delete()
    made = {"public_key": public, "wrapped": wrapped, "made_at": timezone.now()}
    ring, _ = Keyring.objects.update_or_create(user=by, defaults=made)
    record("zone", by=by, target=ring, note="自分の鍵を作った")
    return ring


def own_key(user, passphrase):
    """One's own private key. ValidationError for another passphrase, and after five of them."""
    ring = Keyring.objects.filter(user=user).first()
    if ring is None:
        raise ValidationError("先に、自分の鍵を作ってください。")
    try:
        return _judged(user, "passphrase", lambda: sealed.unwrap(ring.wrapped, passphrase))
    except NotOpened:
        raise ValidationError(WRONG) from None


def set_up(*, by, passphrase):
    """Lay out the zone of one's body, with one's own key: (Opened, the recovery code, which is shown once and kept nowhere).

    EditConflict where a colleague did so first.
    """
    body = desk_body(by)
    if body is None:
        raise PermissionDenied
    private, public = sealed.new_pair()
    code = sealed.new_code()
    wrapped, own = sealed.wrap(private, code), _new_ring(passphrase)
    try:
        with transaction.atomic():
            zone = Zone.objects.create(
                body=body, public_key=public, recovery=wrapped, recovery_made_at=timezone.now(), made_by=by
            )
            ring = _write_ring(by, *own)
            _give(zone, by, ring.public_key, private, by)
            record("zone", by=by, target=zone, note="守秘の区画を用意した")
            sync_source(ZONES, zone, by=by)
    except IntegrityError:
        raise EditConflict("守秘の区画は、もう用意されています。", Zone.objects.get(body=body)) from None
    return Opened(zone, private), code


def _give(zone, user, public, private, by):
    key = sealed.seal_key(bytes(public), private, ref=key_ref(zone, user), generation=zone.generation)
    ZoneKey.objects.update_or_create(zone=zone, user=user, generation=zone.generation, defaults={"sealed": key, "given_by": by})


def unlock(zone, *, by, passphrase):
    """The Opened of a zone. ValidationError for a wrong passphrase, a key that was not given, a lock that was exchanged."""
    own = own_key(by, passphrase)
    row = ZoneKey.objects.filter(zone=zone, user=by, generation=zone.generation).first()
    if row is None or desk_body(by) != zone.body:
        raise ValidationError(NOT_GIVEN)
    try:
        private = sealed.open_key(own, row.sealed, ref=key_ref(zone, by), generation=zone.generation)
    except NotOpened:
        raise ValidationError(NOT_GIVEN) from None
    if sealed.public_of(private) != bytes(zone.public_key):
        raise ValidationError(EXCHANGED)
    record("zone", by=by, target=zone, note="開けた")
    return Opened(zone, private)


def number_for(zone, ring):
    """The digits that both screens show while a key is handed over."""
    return sealed.check_number(bytes(zone.public_key), bytes(ring.public_key))


@transaction.atomic
def hand_key(opened, ring, *, by, number):
    """Give the zone's key to a colleague at the desk, whose screen shows the same `number`. ValidationError where it is another."""
    zone = _held(opened)
    if desk_body(by) != zone.body or desk_body(ring.user) != zone.body:
        raise PermissionDenied
    if number != number_for(zone, ring):
        raise ValidationError(OTHER_NUMBER)
    _give(zone, ring.user, ring.public_key, opened.private, by)
    record("zone", by=by, target=zone, person=ring.user, note="鍵を渡した")


def _held(opened):
    """The zone's row, locked; EditConflict where its key was renewed meanwhile."""
    zone = Zone.objects.select_for_update().select_related("body").get(pk=opened.zone.pk)
    if zone.generation != opened.zone.generation:
        raise EditConflict("鍵が新しくなりました。もう一度開けてください。", zone)
    return zone


@transaction.atomic
def new_code(opened, *, by):
    """Another recovery code, which voids the one before: the code. It holds once it was typed back (`check_code`)."""
    zone = _held(opened)
    code = sealed.new_code()
    zone.recovery, zone.recovery_made_at, zone.recovery_checked_on = sealed.wrap(opened.private, code), timezone.now(), None
    zone.save(update_fields=["recovery", "recovery_made_at", "recovery_checked_on"])
    record("zone", by=by, target=zone, note="予備の番号を作り直した")
    sync_source(ZONES, zone, by=by)
    return code


def _by_code(zone, by, code):
    """The zone's private key out of its recovery code. ValidationError for another code."""
    try:
        private = _judged(by, "code", lambda: sealed.unwrap(zone.recovery, code))
    except NotOpened:
        raise ValidationError(WRONG_CODE) from None
    if sealed.public_of(private) != bytes(zone.public_key):
        raise ValidationError(EXCHANGED)
    return private


def check_code(zone, *, by, code):
    """Type the code back, at first and once a year: the day is kept. ValidationError where it is another."""
    _by_code(zone, by, code)
    with transaction.atomic():
        zone.recovery_checked_on = timezone.localdate()
        zone.save(update_fields=["recovery_checked_on"])
        record("zone", by=by, target=zone, note="予備の番号を確かめた")
        sync_source(ZONES, zone, by=by)


def recover(zone, *, by, passphrase, code):
    """Whoever has no key of the zone any more gets it by the code of the safe: the Opened. One's own passphrase seals it."""
    own = own_key(by, passphrase)
    if desk_body(by) != zone.body:
        raise PermissionDenied
    private = _by_code(zone, by, code)
    with transaction.atomic():
        _give(zone, by, sealed.public_of(own), private, by)
        record("zone", by=by, target=zone, note="予備の番号で鍵を受け取った")
    return Opened(zone, private)


@transaction.atomic
def renew_key(opened, *, by):
    """A new key for the zone; everything sealed is sealed anew, the former code and all keys that were given are void.

    Only whoever renews holds the new key: the others are given it after comparing numbers. (Opened, the new recovery code). What does
    not open, because it was changed in the database, stays as it is. About 0.5 ms for each sealed text.
    """
    zone = _held(opened)
    private, public = sealed.new_pair()
    code = sealed.new_code()
    was, zone.generation = zone.generation, zone.generation + 1
    rows = Consultation.objects.filter(body=zone.body), FollowUp.objects.filter(consultation__body=zone.body)
    for found in rows:
        _seal_anew(found.filter(generation=was), opened.private, public, zone.generation)
    zone.public_key, zone.recovery, zone.recovery_made_at = public, sealed.wrap(private, code), timezone.now()
    zone.recovery_checked_on = zone.left_at = None
    zone.save()
    ring = Keyring.objects.get(user=by)
    ZoneKey.objects.filter(zone=zone).delete()
    _give(zone, by, ring.public_key, private, by)
    record("zone", by=by, target=zone, note="鍵を新しくした")
    sync_source(ZONES, zone, by=by)
    return Opened(zone, private), code


def _seal_anew(rows, private, public, generation):
    changed = []
    for row in rows.select_for_update().only("pk", "ref", "sealed", "generation"):
        try:
            text = sealed.open_sealed(private, row.sealed, ref=ref_of(row), generation=row.generation)
        except NotOpened:
            continue
        row.sealed = sealed.seal(public, text, ref=ref_of(row), generation=generation)
        row.generation = generation
        changed.append(row)
    rows.model.objects.bulk_update(changed, ["sealed", "generation"], batch_size=500)


def record_closed(user, zone):
    """Somebody closed the zone by the button."""
    record("zone", by=user, target=zone, note="閉じた")

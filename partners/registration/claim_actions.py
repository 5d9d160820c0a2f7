"""名乗り出: somebody says to belong to a body of the directory, and proves it. Nothing is theirs before the secretariat is sure."""

import datetime
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kyodo_portal.accounts.limits import HOUR, counter_key, spend
from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.secret import keyed_hash
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.once import create_once
from partners.directory.access import secretariat_people
from partners.directory.models import Partner

from .access import can_claim, can_send_letter
from .claim_models import ClaimLetter
from .models import Registration

MOST = 3  # claims of one person that wait
LASTS = datetime.timedelta(days=30)
TRIES_AN_HOUR = 10
TOO_MANY = f"返事を待っている名乗り出が{MOST}件あります。どれかが決まるまで待つか、やめてから、名乗り出てください。"
NO_ADDRESS = "名簿に所在地がないので、手紙を送れません。ほかの方法で確かめてください。"
WRONG = "番号がちがいます。手紙の番号を、もう一度見てください。"
SPENT = own_words("この手紙の番号は、もう使えません。市に、手紙を出し直してもらってください。")
TOO_OFTEN = "まちがいが続いたので、1時間ほど待ってから、もう一度入れてください。"


def claim(*, partner, by, form_key):
    """Say that one belongs to a body; an own one that waits is returned. PermissionDenied for who may not; ValidationError beyond MOST.

    What is kept is who and which body: nothing of the body's entry is copied.
    """

    def make():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses go one after the other
        Partner.objects.select_for_update().get(pk=partner.pk)  # before the row that points to it: else a renewal waits for us
        if not can_claim(by, partner):
            raise PermissionDenied
        mine = Registration.objects.filter(purpose=Registration.Purpose.CLAIM, created_by=by).under_way()
        known = mine.filter(partner=partner).first()
        if known is not None:
            return known
        if mine.count() >= MOST:
            raise ValidationError(TOO_MANY)
        row = Registration.objects.create(
            partner=partner,
            purpose=Registration.Purpose.CLAIM,
            status=Registration.process.start,
            created_by=by,
            form_key=form_key,
        )
        return take_step(row, "claim", by=by, version=row.version)

    return create_once(Registration, form_key, make, theirs={"partner_id": partner.pk, "created_by_id": by.pk})


def _hash(registration, code):
    return keyed_hash(f"{registration.pk}|{code}", "partners.ClaimLetter")


@transaction.atomic
def give_letter(registration, *, by):
    """Six digits for the letter to the address on file, as text; a letter of before opens nothing any more.

    PermissionDenied for who does not judge the claim; ValidationError where the body has no address.
    """
    row = Registration.objects.select_for_update(of=("self",)).select_related("partner").get(pk=registration.pk)
    if not can_send_letter(by, row):
        raise PermissionDenied
    if not row.partner.address:
        raise ValidationError(NO_ADDRESS)
    code, today = f"{secrets.randbelow(10**6):06}", timezone.localdate()
    fresh = {
        "code_hash": _hash(row, code),
        "by": by,
        "sent_on": today,
        "expires_on": today + LASTS,
        "tries": 0,
        "entered_at": None,
    }
    ClaimLetter.objects.update_or_create(registration=row, defaults=fresh)
    record("export", by=by, target=row, note="名乗り出を確かめる手紙", rows=1)
    return code


def enter_letter(registration, *, by, code):
    """The claimant types in what the letter says: five tries a letter, thirty days. ValidationError for everything that does not fit."""
    if registration.created_by_id != by.pk or not registration.is_claim:
        raise PermissionDenied
    if not spend(counter_key("claim", by.pk), TRIES_AN_HOUR, HOUR):
        raise ValidationError(TOO_OFTEN)
    if ClaimLetter.objects.filter(registration=registration, entered_at__isnull=False).exists():
        return  # the second press
    waiting = ClaimLetter.objects.waiting().filter(registration=registration)
    row = waiting.first()
    if row is None or not waiting.filter(pk=row.pk).update(tries=F("tries") + 1):
        raise ValidationError(SPENT)
    if not constant_time_compare(row.code_hash, _hash(registration, code)):
        raise ValidationError(WRONG)
    if not ClaimLetter.objects.filter(pk=row.pk, code_hash=row.code_hash).update(entered_at=timezone.now()):
        raise ValidationError(SPENT)  # another letter has gone out meanwhile
    tell_the_office(registration, "手紙の番号が合いました", by=by, key=f"claim-letter:{row.pk}:{row.sent_on}")


def tell_the_office(registration, what, *, by, key):
    """The secretariat, whose turn it is, hears that something came in by which it may be sure."""
    notify(
        secretariat_people(),
        title=f"{registration}に名乗り出た人：{what}",
        body="名乗り出のページを見て、まちがいなければ「団体の人と確かめた」に進みます。",
        url=registration.get_absolute_url(),
        key=key,
        by=by,
    )


def tell_the_claimant(registration, *, by):
    """Whoever claims hears that the papers they sent have come."""
    notify(
        [registration.created_by],
        title=f"{registration.partner}への名乗り出：書類が届きました",
        body=own_words("市に届いた書類を、名乗り出のページに付けました。市が確かめて、知らせます。"),
        url=registration.get_absolute_url(),
        key=f"claim-arrived:{registration.pk}:{timezone.localdate()}",
        by=by,
    )


def refuse_unproven(registration, *, proof, **_):
    """Before a claim is taken for proven: what the chosen way needs is there. ValidationError says what is missing."""
    ways = Registration.Proof
    letter = ClaimLetter.objects.filter(registration=registration).first()
    if proof == ways.LETTER and (letter is None or letter.entered_at is None):
        raise ValidationError("手紙の番号が、まだ入っていません。名乗り出た人が番号を入れてから、確かめてください。")
    if proof == ways.PHONE and not registration.partner.phone:
        raise ValidationError("名簿に電話番号がありません。名乗り出た人から聞いた番号では、確かめたことになりません。")
    if proof == ways.PAPERS and not registration.files.standing().exists():
        raise ValidationError(
            "書類が、まだ付いていません。総会の議事録などを付けてもらうか、手紙や窓口で届いたものを、名乗り出のページで付けてから、確かめてください。"
        )

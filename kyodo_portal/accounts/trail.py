"""What the audit trail is told of sign-ins: who came in and how, who was refused, what of the account changed.

Whose a sign-in was stands in `person` alone, which is blanked when its term is over; `by` stays for ever.
"""

from allauth.account.internal.flows.login import get_authentication_records

from kyodo_portal.common.text.secret import mark
from kyodo_portal.common.upwards import record

from .models import User
from .outside import door

PASSWORD, MAILED_CODE, SECOND_FACTOR, KEY, PASSKEY = "password", "mailed code", "second factor", "key", "passkey"
DOORS = {
    PASSWORD: "パスワード", MAILED_CODE: "メールの番号", SECOND_FACTOR: "2段階の確認の番号", KEY: "2段階の確認の鍵",
    PASSKEY: "パスキー",
}  # fmt: skip
WAYS = {
    "password": "パスワード", "code": "メールの番号", "totp": "アプリの番号", "recovery_codes": "予備の番号", "webauthn": "鍵",
    "socialaccount": "外の認証",
}  # fmt: skip
CHANGES = {
    "account/email/password_changed": "パスワードを変えた",
    "account/email/password_set": "パスワードを決めた",
    "account/email/password_reset": "パスワードを決め直した（メールの番号で）",
    "account/email/email_changed": "メールアドレスを変えた",
    "account/email/email_deleted": "メールアドレスを外した",
    "mfa/email/totp_activated": "2段階の確認のアプリを用意した",
    "mfa/email/totp_deactivated": "2段階の確認のアプリをやめた",
    "mfa/email/recovery_codes_generated": "2段階の確認の予備の番号を作り直した",
    "mfa/email/webauthn_added": "2段階の確認の鍵を加えた",
    "mfa/email/webauthn_removed": "2段階の確認の鍵を外した",
}


def signed_in(request, user):
    """After every factor. The note says which: パスワード、アプリの番号; パスキー is a key that opened alone."""
    ways = [_way(one) for one in get_authentication_records(request, user)]
    record("sign-in", by=None, person=user, note="、".join(ways) or "メールアドレスの確認")


def _way(one):
    """The words for one of allauth's records of a factor."""
    if one.get("passwordless"):
        return DOORS[PASSKEY]
    if one["method"] == "socialaccount" and (outside := door(one.get("provider"))):
        return outside.label
    return WAYS.get(one.get("type") or one["method"], one["method"])


def refused(door, account):
    """A wrong password or number. `account`: the e-mail address as typed."""
    _record_try("sign-in-refused", door, account)


def refused_passkey():
    """An answer that no passkey of ours gave: it names nobody who could be believed. Once a day, as what costs nothing to send."""
    record("sign-in-refused", by=None, note=f"{DOORS[PASSKEY]}（登録のない鍵）", once=True)


def locked(door, account):
    """A try that was not judged, after too many. Once an account, door and day: whoever knocks on does not fill the trail."""
    _record_try("sign-in-locked", door, account, once=True)


def _record_try(act, door, account, **more):
    """An address that is nobody's is kept as a mark only: people mistype, and type passwords there. Two queries either way."""
    person = User.objects.filter(email__iexact=account).values_list("pk", flat=True).first()
    note = DOORS.get(door, door) if person else f"{DOORS.get(door, door)}（登録のないアドレス {mark(account)}）"
    record(act, by=None, note=note, person=person, **more)


def changed(request, user, template_prefix):
    """A password, an address or a second factor changed; `template_prefix`: the mail with which allauth tells of it."""
    record("security", by=request.user, target=user, note=CHANGES.get(template_prefix, template_prefix))

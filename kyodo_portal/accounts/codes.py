"""Codes that people type: what is kept of a mailed one, and that a number of the second factor opens once.

allauth keeps the code that it mails in the session and compares it later. Here it is given what is kept in place of the code, a
keyed hash; the code itself stands in the mail alone.
"""

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.exceptions import PermissionDenied

from kyodo_portal.common.text.secret import is_sealed, seal

from .limits import DAY, counter_key, spend

MAILED = "accounts.mailed-code"


def keep(request, code):
    """What is kept of a code, for allauth. The code is remembered until the end of this request, for its mail."""
    sealed = seal(normalize_user_code(code), MAILED)
    if not hasattr(request, "kyodo_codes"):
        request.kyodo_codes = {}
    request.kyodo_codes[sealed] = code
    return sealed


def kept(request, sealed):
    """The code of which `sealed` was kept in this request; LookupError for another one, which nobody can mail any more."""
    return request.kyodo_codes[sealed]


def is_code(typed, sealed):
    """Whether this is the code of which `sealed` was kept; capitals, blanks and hyphens count for nothing."""
    return is_sealed(normalize_user_code(typed), sealed, MAILED)


def app_code_opens(secret, code):
    """Whether the number is one that the app shows now. Each is good once, at the enrolment too: of two at once one wins."""
    steps = [step for step in yield_hotp_counters_from_time() if shows(secret, step, code)]
    return any(spend(counter_key("app code", secret, step), 1, DAY) for step in steps)


def shows(secret, step, code):
    """Whether an app with this secret shows the number in this step of thirty seconds."""
    return compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))


def opened_by(user, code):
    """The person's Authenticator that this number opens, and None. Each number of the app and each spare one opens once."""
    for authenticator in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        try:
            opens = _opens(authenticator, code)
        except PermissionDenied:  # encrypted with a key that is gone
            continue
        if opens:
            authenticator.user = user
            return authenticator
    return None


def _opens(authenticator, code):
    """A spare number is crossed out in its row, and here: a page that writes the row from an older copy gives none back."""
    if authenticator.type == Authenticator.Type.TOTP:
        return app_code_opens(decrypt(authenticator.data["secret"]), code)
    spare = counter_key("spare code", authenticator.pk, normalize_user_code(code))
    return authenticator.wrap().validate_code(code) and spend(spare, 1, DAY)

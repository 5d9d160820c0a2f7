"""allauth's forms of the second factor in our words."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError

from kyodo_portal.common.text.secret import is_encrypted

from . import codes, guesses, trail
from .entrance import Entrance

APP_CODE = ("アプリに出ている6けたの番号", "番号は30秒ごとに変わります。")
KEY_NAME = ("この鍵の名前", "あとで見分けられる名前にしてください。例：職場の鍵")


class SecondFactor(Entrance):
    """A form that asks for a number of the app, or a spare one."""

    words = {"code": ("6けたの番号か、予備の番号", "アプリに出ている番号か、印刷しておいた予備の番号を入れてください。")}

    def clean_code(self):
        code, user = self.cleaned_data["code"], self.user
        self.authenticator = guesses.judged(
            context.request, guesses.SECOND_FACTOR, user.email, lambda: codes.opened_by(user, code)
        )
        if self.authenticator:
            return code
        main = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type").first()
        if main:  # as the stock form: who listens is told of one factor, the app before the spare numbers
            self._emit_authentication_failed(main)
        raise get_adapter().validation_error("incorrect_code")


class Authenticate(SecondFactor, base.AuthenticateForm):
    pass


class ReauthenticateByCode(SecondFactor, base.ReauthenticateForm):
    pass


class KeyRefused:
    """A key that does not open is a refused try too; there is nothing to guess, so nothing is counted."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except (ValidationError, KeyError, TypeError, ValueError):  # what is no answer of a key at all is none that opens
            trail.refused(trail.KEY, self.user.email if self.user else "")
            raise get_adapter().validation_error("incorrect_code") from None


class AuthenticateByKey(KeyRefused, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByKey(KeyRefused, webauthn.ReauthenticateWebAuthnForm):
    pass


class ActivateTOTP(Entrance, totp.ActivateTOTPForm):
    """The secret waits in the session, encrypted, until the first number proves that the app has it."""

    words = {"code": APP_CODE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_encrypted(self.secret):
            self.secret = decrypt(self.secret)
        else:  # the stock form has just made it
            context.request.session[SECRET_SESSION_KEY] = encrypt(self.secret)

    def clean_code(self):
        validate_can_add_authenticator(self.user)
        code = self.cleaned_data["code"]
        if not guesses.judged(
            context.request, guesses.SECOND_FACTOR, self.user.email, lambda: codes.app_code_opens(self.secret, code)
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class DeactivateTOTP(Entrance, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodes(Entrance, GenerateRecoveryCodesForm):
    pass


class AddWebAuthn(Entrance, webauthn.AddWebAuthnForm):
    words = {"name": KEY_NAME, "passwordless": ("この鍵だけでサインインできるようにする", "")}


class EditWebAuthn(Entrance, webauthn.EditWebAuthnForm):
    words = {"name": KEY_NAME}

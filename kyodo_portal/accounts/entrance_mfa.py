"""allauth's forms of the second factor in our words: the app and the spare numbers. Keys stand in entrance_keys.py."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import decrypt, encrypt

from kyodo_portal.common.text.secret import is_encrypted

from . import codes, guesses
from .entrance import Entrance

APP_CODE = ("アプリに出ている6けたの番号", "番号は30秒ごとに変わります。")


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

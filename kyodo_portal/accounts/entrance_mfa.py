"""allauth's forms of the second factor in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from .entrance import Entrance

APP_CODE = ("アプリに出ている6けたの番号", "番号は30秒ごとに変わります。")
KEY_NAME = ("この鍵の名前", "あとで見分けられる名前にしてください。例：職場の鍵")


class Authenticate(Entrance, base.AuthenticateForm):
    words = {"code": ("6けたの番号か、予備の番号", "アプリに出ている番号か、印刷しておいた予備の番号を入れてください。")}


class ReauthenticateByCode(Entrance, base.ReauthenticateForm):
    words = Authenticate.words


class ActivateTOTP(Entrance, totp.ActivateTOTPForm):
    words = {"code": APP_CODE}


class DeactivateTOTP(Entrance, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodes(Entrance, GenerateRecoveryCodesForm):
    pass


class AddWebAuthn(Entrance, webauthn.AddWebAuthnForm):
    words = {"name": KEY_NAME, "passwordless": ("この鍵だけでサインインできるようにする", "")}


class EditWebAuthn(Entrance, webauthn.EditWebAuthnForm):
    words = {"name": KEY_NAME}

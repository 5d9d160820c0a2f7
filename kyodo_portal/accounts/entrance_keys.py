"""Keys (passkeys) at allauth's doors: as a second factor, and alone where the owner wanted that and the key proves its owner.

What a key answers is JSON that a stranger may have written: whatever is wrong with it, it is a key that does not open.
"""

import struct

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from fido2.rpid import verify_rp_id
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from . import trail
from .entrance import Entrance

KEY_NAME = ("この鍵の名前", "あとで見分けられる名前にしてください。例：職場の鍵、わたしの電話")
ALONE = (
    "この鍵だけでサインインできるようにする",
    "サインインの画面で「パスキーで入る」を押すと、この鍵だけで入れます。顔・指紋・暗証番号のどれかで本人を確かめる鍵に限ります。",
)
LONGEST_ANSWER = 65_536  # characters; a key's answer takes about one thousand, with its maker's certificates a few more
# What the readers of base64, JSON, CBOR and public keys say to bytes that are none.
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, UnsupportedAlgorithm, ValueError,
    struct.error,
)  # fmt: skip


def can_be_used(request):
    """Whether browsers use keys at the address under which this page was asked for: https, or this very machine by its name."""
    name = get_adapter().get_public_key_credential_rp_entity()["id"]
    return verify_rp_id(name, f"{request.scheme}://{request.get_host()}")


def opens_alone(key):
    """Whether the owner wanted to sign in by this key (an Authenticator) alone when adding it."""
    return key.data["credential"].get("alone") is True


class CredentialField(forms.JSONField):
    """What a key answered. Each answer is good once, so none is given back to the page."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            if isinstance(value, str) and len(value) > LONGEST_ANSWER:
                raise ValueError("longer than any key's answer")
            return super().to_python(value)
        except (RecursionError, ValueError):  # numbers and brackets without end are no decoding error to Python
            raise self.no_answer() from None

    def validate(self, value):
        if not isinstance(value, dict) or not value:
            raise self.no_answer()

    def no_answer(self):
        return ValidationError(self.error_messages["invalid"], code="invalid")

    def bound_data(self, data, initial):
        return data

    def prepare_value(self, value):
        return None


class KeyAnswers:
    """A form of allauth's with a key's answer in it. `refusal`: the adapter's words for one that does not open."""

    refusal = "key_refused"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = get_adapter().error_messages[self.refusal]
        self.fields["credential"] = CredentialField(error_messages={"required": words, "invalid": words})


class OpensByKey(KeyAnswers):
    """A key that does not open is a refused try; there is nothing to guess, so nothing is counted and nobody is stopped."""

    def clean_credential(self):
        try:
            return self.opened(self.cleaned_data["credential"])
        except (ValidationError, *BROKEN):
            self.tell()
            raise get_adapter().validation_error(self.refusal) from None

    def opened(self, answer):
        """The Authenticator that gave this answer (a dict); ValidationError or one of BROKEN where none did."""
        return super().clean_credential()

    def tell(self):
        trail.refused(trail.KEY, self.user.email)


class AuthenticateByKey(OpensByKey, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByKey(OpensByKey, webauthn.ReauthenticateWebAuthnForm):
    pass


class SignInByKey(OpensByKey, webauthn.LoginWebAuthnForm):
    """A key alone, which counts as both factors: only if the owner added it for that, and only if it has just proven its owner.

    The challenge in the session may be one of a second factor, which asks for no such proof: the answer itself is looked at.
    """

    refusal = "passkey_refused"

    def opened(self, answer):
        key = super().opened(answer)
        self.user = key.user  # signed with this person's key: from here on it is known whose try it was
        verified = AuthenticationResponse.from_dict(answer).response.authenticator_data.is_user_verified()
        if not (verified and opens_alone(key)):
            raise get_adapter().validation_error(self.refusal)
        return key

    def tell(self):
        if self.user:
            trail.refused(trail.PASSKEY, self.user.email)
        else:
            trail.refused_passkey()


class AddKey(KeyAnswers, Entrance, webauthn.AddWebAuthnForm):
    refusal = "key_not_added"
    words = {"name": KEY_NAME, "passwordless": ALONE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean(self):
        """As the stock form. What is kept of the answer is what it proves, and whether this key opens alone: nothing else."""
        try:
            cleaned = super().clean()
            if cleaned.get("credential"):
                cleaned["credential"] = self.kept(cleaned["credential"], alone=cleaned["passwordless"])
        except (ValidationError, *BROKEN):
            raise get_adapter().validation_error(self.refusal) from None
        return cleaned

    def kept(self, answer, *, alone):
        """The row's JSON: the answer with the fields that are read again, as its reader understood them."""
        read = RegistrationResponse.from_dict(answer)
        return {"id": read.id, "rawId": read.id, "type": "public-key", "response": dict(read.response), "alone": alone}


class EditKey(Entrance, webauthn.EditWebAuthnForm):
    words = {"name": KEY_NAME}

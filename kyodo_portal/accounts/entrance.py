"""allauth's forms in our words: labels, hints, errors that name the field, and the list of errors."""

from allauth.account import forms as stock
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.manage_email import email_already_exists, sync_user_email_address
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.stages import LoginByCodeStage
from allauth.core import context
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import PlainForm, add_css_class
from kyodo_portal.common.forms.fields import CodeField, JaEmailField
from kyodo_portal.common.forms.messages import set_error_messages

from . import codes, guesses
from .models import User
from .security_actions import begin_again, make_room, remember_sign_up

EMAIL, PASSWORD = "メールアドレス", "パスワード"
PASSWORD_HINT = "10文字以上にしてください。数字だけ、名前やメールアドレスに近いもの、よく使われるものは避けてください。"  # noqa: S105
CODE_HINT = "メールに書いてある6けたの数字です。"


def ours(kind, field):
    """A field of ours in the place of allauth's: what is understood at one door is understood at all of them."""
    return kind(label=field.label, help_text=field.help_text, required=field.required, initial=field.initial)


class Entrance(PlainForm):
    """Our labels on a form of allauth. `words`: {field: (label, hint)}."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if isinstance(field, forms.EmailField):
                self.fields[name] = field = ours(JaEmailField, field)
            elif name == "code":
                self.fields[name] = field = ours(CodeField, field)
            field.widget.attrs.pop("placeholder", None)
            set_error_messages(field, again=True)
            add_css_class(field.widget)


class AsksForMail(Entrance):
    """A form that has a mail sent to the address that was typed: counted once everything else in it is right."""

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                guesses.pay_mail(context.request, self.cleaned_data["email"])
            except ValidationError as refused:
                self.add_error(None, refused)


class MailedCode(Entrance):
    """A form that asks for a mailed code, of which allauth kept what codes.py gave it: `expected_code`."""

    words = {"code": ("届いた番号", CODE_HINT)}
    path = ()  # where the session keeps what this code was sent for

    def clean_code(self):
        state, code = self.state(), self.cleaned_data["code"]
        code_id = self.expected_code or f"{state['email']} {state['at']}"  # an address without an account has no code
        if not guesses.judged_code(context.request, state["email"], code_id, lambda: codes.is_code(code, self.expected_code)):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def state(self):
        state = context.request.session
        for name in self.path:
            state = state[name]
        return state


class Login(Entrance, stock.LoginForm):
    words = {"login": (EMAIL, ""), "password": (PASSWORD, "")}


class Signup(AsksForMail, stock.SignupForm):
    field_order = ["email", "name", "password1", "agree"]
    words = {
        "email": (EMAIL, "確かめるための番号を、このアドレスに送ります。例：wakaba@example.jp"),
        "password1": (
            PASSWORD,
            f"決めなくても使えます。メールで届く番号でサインインでき、あとから決めることもできます。決めるときは、{PASSWORD_HINT}",
        ),
    }

    def clean(self):
        """Judge the password with the name in sight as well: allauth's own check knows the address only."""
        cleaned = super().clean()
        password, name = self.cleaned_data.get("password1"), self.cleaned_data.get("name")
        if password and name and "password1" not in self.errors:
            self.check_likeness(password, name)
        return cleaned

    def validate_unique_email(self, value):
        """A sign-up that nobody proved keeps nobody out: the same address signs up anew, in the same row."""
        email = super().validate_unique_email(value)
        self.unproven = User.objects.unproven().filter(email__iexact=email, is_active=True).first()
        self.account_already_exists = self.account_already_exists and self.unproven is None
        return email

    def save(self, request):
        if self.unproven:
            begin_again(self.unproven)
            request.kyodo_unproven = self.unproven
        user = super().save(request)
        remember_sign_up(request, user)
        return user

    def check_likeness(self, password, name):
        try:
            password_validation.validate_password(password, User(email=self.cleaned_data.get("email", ""), name=name))
        except ValidationError as error:
            self.add_error("password1", error)


class ChangeEmail(AsksForMail, stock.ChangeEmailForm):
    words = {"email": ("新しいメールアドレス", "確かめるための番号を、このアドレスに送ります。例：wakaba@example.jp")}


class AddEmail(AsksForMail, stock.AddEmailForm):
    words = ChangeEmail.words


class ChangePassword(Entrance, stock.ChangePasswordForm):
    words = {
        "oldpassword": ("いまのパスワード", ""),
        "password1": ("新しいパスワード", PASSWORD_HINT),
        "password2": ("新しいパスワード（もう一度）", ""),
    }

    def clean_oldpassword(self):
        """As the stock form, and counted as at the sign-in: an open session is no place to guess."""
        password, user = self.cleaned_data["oldpassword"], self.user
        if not guesses.judged(context.request, guesses.PASSWORD, user.email, lambda: user.check_password(password)):
            raise get_adapter().validation_error("enter_current_password")
        return password


class SetPassword(Entrance, stock.SetPasswordForm):
    words = {"password1": (PASSWORD, PASSWORD_HINT), "password2": ("パスワード（もう一度）", "")}


class ResetPassword(AsksForMail, stock.ResetPasswordForm):
    words = {"email": (EMAIL, "登録したときのメールアドレスを入れてください。")}


class ResetPasswordKey(Entrance, stock.ResetPasswordKeyForm):
    words = {"password1": ("新しいパスワード", PASSWORD_HINT), "password2": ("新しいパスワード（もう一度）", "")}


class Reauthenticate(Entrance, stock.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class RequestLoginCode(AsksForMail, stock.RequestLoginCodeForm):
    words = {"email": (EMAIL, "登録したときのメールアドレスを入れてください。")}

    def clean_email(self):
        """An account from the command line has no row of its address yet, and would be asked for a second code."""
        email = super().clean_email()
        if self._user:
            sync_user_email_address(self._user)
        return email


class ConfirmLoginCode(MailedCode, stock.ConfirmLoginCodeForm):
    path = (LOGIN_SESSION_KEY, "state", "stages", LoginByCodeStage.key, "data")


class ConfirmEmailCode(MailedCode, stock.ConfirmEmailVerificationCodeForm):
    path = (EMAIL_VERIFICATION_CODE_SESSION_KEY,)

    def clean_code(self):
        """As the stock form: a right code may still be for an address that somebody else has proven since.

        Or for an account that is no more. A sign-up with this address that nobody proved makes room.
        """
        code = super().clean_code()
        if self.user is None:
            raise get_adapter().validation_error("incorrect_code")
        make_room(self.email, by=self.user)
        email_already_exists(user=self.user, email=self.email, always_raise=True)
        return code


class ConfirmPasswordResetCode(MailedCode, stock.ConfirmPasswordResetCodeForm):
    path = (PASSWORD_RESET_VERIFICATION_SESSION_KEY,)

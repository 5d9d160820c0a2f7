"""allauth's forms in our words: labels, hints, errors that name the field, and the list of errors."""

from allauth.account import forms as stock
from django.contrib.auth import password_validation

from kyodo_portal.common.forms.base import PlainForm, add_css_class
from kyodo_portal.common.forms.messages import set_error_messages

EMAIL, PASSWORD = "メールアドレス", "パスワード"
PASSWORD_HINT = "10文字以上にしてください。数字だけ、名前やメールアドレスに近いもの、よく使われるものは避けてください。"  # noqa: S105
CODE_HINT = "メールに書いてある番号をそのまま入れてください。大文字と小文字は区別しません。"


class Entrance(PlainForm):
    """Our labels on a form of allauth. `words`: {field: (label, hint)}."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.words:
                field.label, field.help_text = self.words[name]
            field.widget.attrs.pop("placeholder", None)
            set_error_messages(field, again=True)
            add_css_class(field.widget)


class Login(Entrance, stock.LoginForm):
    words = {"login": (EMAIL, ""), "password": (PASSWORD, "")}


class Signup(Entrance, stock.SignupForm):
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

    def check_likeness(self, password, name):
        from django.contrib.auth import get_user_model
        from django.core.exceptions import ValidationError

        try:
            password_validation.validate_password(password, get_user_model()(email=self.cleaned_data.get("email", ""), name=name))
        except ValidationError as error:
            self.add_error("password1", error)


class ChangeEmail(Entrance, stock.ChangeEmailForm):
    words = {"email": ("新しいメールアドレス", "確かめるための番号を、このアドレスに送ります。例：wakaba@example.jp")}


class AddEmail(Entrance, stock.AddEmailForm):
    words = ChangeEmail.words


class ChangePassword(Entrance, stock.ChangePasswordForm):
    words = {
        "oldpassword": ("いまのパスワード", ""),
        "password1": ("新しいパスワード", PASSWORD_HINT),
        "password2": ("新しいパスワード（もう一度）", ""),
    }


class SetPassword(Entrance, stock.SetPasswordForm):
    words = {"password1": (PASSWORD, PASSWORD_HINT), "password2": ("パスワード（もう一度）", "")}


class ResetPassword(Entrance, stock.ResetPasswordForm):
    words = {"email": (EMAIL, "登録したときのメールアドレスを入れてください。")}


class ResetPasswordKey(Entrance, stock.ResetPasswordKeyForm):
    words = {"password1": ("新しいパスワード", PASSWORD_HINT), "password2": ("新しいパスワード（もう一度）", "")}


class Reauthenticate(Entrance, stock.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class RequestLoginCode(Entrance, stock.RequestLoginCodeForm):
    words = {"email": (EMAIL, "登録したときのメールアドレスを入れてください。")}


class ConfirmLoginCode(Entrance, stock.ConfirmLoginCodeForm):
    words = {"code": ("届いた番号", CODE_HINT)}


class ConfirmEmailCode(Entrance, stock.ConfirmEmailVerificationCodeForm):
    words = ConfirmLoginCode.words


class ConfirmPasswordResetCode(Entrance, stock.ConfirmPasswordResetCodeForm):
    words = ConfirmLoginCode.words

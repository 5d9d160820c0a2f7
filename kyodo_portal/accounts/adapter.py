"""allauth's mails go into the outbox: a slow mail server never holds up a page, and nothing is lost when it is down.

Where allauth keeps a code (in the session), it is given the keyed hash in its place (codes.py); only the mail knows the code.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from kyodo_portal.common.city import the_city
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.secret import Unreadable, decrypt, encrypt, is_encrypted
from kyodo_portal.common.upwards import queue_mail, record, texts_in_force

from . import codes, guesses, security_actions, trail
from .middleware import OUTSIDE_FACTOR, begin_watch
from .outside_actions import has_to_come_through

# After three wrong codes; what was refused before it was judged says so in guesses.py.
TRY_LATER = (
    "何度も続いたので、しばらく止めています。2分ほど待って、新しい番号を送ってもらってください。"
    "パスワードを決めてあれば、パスワードでもサインインできます。"
)
# What a visitor can have sent to any address. Mails that only speak of what was done are not counted.
ASKED_FOR = {
    f"account/email/{name}"
    for name in (
        "login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code", "account_already_exists",
        "unknown_account",
    )
}  # fmt: skip
# What the administrators are told when staff have a new second factor.
NEW_FACTOR = {
    "mfa/email/totp_activated": "2段階の確認のアプリを用意しました",
    "mfa/email/webauthn_added": "2段階の確認の鍵を加えました",
    "mfa/email/recovery_codes_generated": "2段階の確認の予備の番号を作り直しました",
}
ASKED_AGAIN = {
    "reauthenticate": "パスワードで確かめる",
    "mfa_reauthenticate": "アプリの番号か、予備の番号で確かめる",
    "mfa_reauthenticate:webauthn": "鍵で確かめる",
}
# Factors that a sign-in asks for from now on; a session that is older has shown none of them.
SHOWN_AT_SIGN_IN = ("mfa/email/totp_activated", "mfa/email/webauthn_added")
SECOND_FACTOR_PURPOSE = "mfa.Authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    """Our wording, our outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": own_words("この利用者は、いま使えません。市の担当に電話してください。"),
        "cannot_remove_primary_email": "サインインに使っているメールアドレスは外せません。",
        "duplicate_email": "このメールアドレスは、もう登録してあります。別のメールアドレスを入れてください。",
        "email_password_mismatch": "メールアドレスとパスワードを確かめて、もう一度入れてください。",
        "email_taken": "このメールアドレスは、もう使われています。別のメールアドレスを入れてください。",
        "enter_current_password": "いまのパスワードを入れてください。",
        "incorrect_code": "番号を確かめて、もう一度入れてください。",
        "incorrect_password": "パスワードを確かめて、もう一度入れてください。",
        "invalid_or_expired_key": "このリンクは使えなくなっています。もう一度、はじめからやり直してください。",
        "invalid_login": "サインインできませんでした。もう一度ためしてください。",
        "invalid_password_reset": "このリンクは使えなくなっています。もう一度、はじめからやり直してください。",
        "max_email_addresses": "メールアドレスは%d個までにしてください。",
        "too_many_login_attempts": TRY_LATER,
        "rate_limited": TRY_LATER,
        "unknown_email": "メールアドレスを確かめて、もう一度入れてください。",
        "unverified_primary_email": "サインインに使うメールアドレスは、先に番号で確かめてください。",
        "select_only_one": "どれか1つだけ選んでください。",
        "same_as_current": "いまと同じです。新しいものを入れてください。",
    }

    def new_user(self, request):
        """A row for a sign-up: a new one, or the one of an earlier sign-up that nobody proved."""
        return getattr(request, "kyodo_unproven", None) or super().new_user(request)

    def save_user(self, request, user, form, commit=True):
        """Sign-up writes the name together with the address, and to which versions of the terms its person agreed."""
        user.name, user.agreed_to = form.cleaned_data.get("name", ""), texts_in_force()
        return super().save_user(request, user, form, commit)

    def login(self, request, user):
        """After every factor: the account is at home here, and staff are watched for pauses from here on."""
        if getattr(request, "kyodo_proven", None) == user:  # another object of the same row: name and password have changed
            user.refresh_from_db(fields=["name", "password"])
            # Whoever signs up proves the mailbox by a code, as at a sign-in: nothing that is fresh for ten minutes asks again.
            record_authentication(request, user, method="code", email=user.email)
        self.keep_to_the_office(request, user)
        super().login(request, user)
        if getattr(request, "kyodo_second_factor", False):
            request.session[OUTSIDE_FACTOR] = user.pk
        trail.signed_in(request, user)
        guesses.remember_home(request, user.email)
        if user.is_staff:
            begin_watch(request)

    def keep_to_the_office(self, request, user):
        """Staff who sign in through the office's own door, and come by another: back, where the city has said so."""
        came = {one["method"] for one in get_authentication_records(request, user)}
        one = None if "socialaccount" in came else has_to_come_through(user)
        if one is not None:
            messages.error(request, f"職員は、「{one.label}でサインインする」から入ってください。")
            record("sign-in-refused", by=None, person=user, note=f"{one.label}でだけサインインする人")
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))

    def logout(self, request):
        record("sign-out", by=request.user, target=request.user)
        super().logout(request)

    def respond_user_inactive(self, request, user):
        record("sign-in-refused", by=None, person=user, note="使えない利用者")
        return super().respond_user_inactive(request, user)

    def post_login(self, request, user, **how):
        """Whoever has no name here is asked for it first, and goes on from there."""
        response = super().post_login(request, user, **how)
        if user.name:
            return response
        return HttpResponseRedirect(f"{reverse('account-name')}?{urlencode({'next': response.url})}")

    def get_reauthentication_methods(self, user):
        """allauth's ways to be asked once more, in the words of their pages."""
        return [{**way, "description": ASKED_AGAIN[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def authenticate(self, request, **credentials):
        """Judge a password, at the sign-in and where it is asked for again, if this visitor may try now."""
        judge = super().authenticate
        account = credentials.get("email") or ""
        return guesses.judged(request, guesses.PASSWORD, account, lambda: judge(request, **credentials))

    def generate_login_code(self):
        return codes.keep(self.request, super().generate_login_code())

    def generate_password_reset_code(self):
        return codes.keep(self.request, super().generate_password_reset_code())

    def generate_email_verification_code(self):
        return codes.keep(self.request, super().generate_email_verification_code())

    def send_mail(self, template_prefix, email, context):
        """Write the mail into the outbox. All of them carry codes or speak of the account: the body is erased after sending.

        A form has counted the mail that it asks for; what is sent without one (「もう一度送る」, an address not yet proven at a
        sign-in) is counted here.
        """
        if template_prefix in ASKED_FOR and email.lower() not in guesses.paid(self.request):
            self._pay(email)
        guesses.paid(self.request).discard(email.lower())
        if template_prefix in ASKED_FOR and "code" in context:
            context = {**context, "code": codes.kept(self.request, context["code"])}
        context = {**context, "city": the_city(), "origin": settings.KYODO_ORIGIN, "email": email}
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        queue_mail(email, subject, body, secret=True)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner of a change: of an address at the old one and the new one; of a second factor also who keeps the system.

        Every change of password, address and second factor comes by here: the trail keeps it.
        """
        trail.changed(self.request, user, template_prefix)
        super().send_notification_mail(template_prefix, user, context, email)
        if template_prefix == "account/email/email_changed":
            super().send_notification_mail(template_prefix, user, context, context["to_email"])
        if template_prefix in SHOWN_AT_SIGN_IN:
            security_actions.end_other_sessions(self.request, user)
        if template_prefix in NEW_FACTOR:
            security_actions.use_permit(user)
            if user.will_be_staff:
                security_actions.tell_administrators(user, NEW_FACTOR[template_prefix])

    def _pay(self, email):
        try:
            guesses.pay_mail(self.request, email)
        except ValidationError as refused:
            messages.error(self.request, refused.message)
            raise ImmediateHttpResponse(HttpResponseRedirect(self.request.get_full_path())) from None


class MFAAdapter(DefaultMFAAdapter):
    """The second factor in our words; what numbers are made from lies encrypted in its table."""

    error_messages = {
        "add_email_blocked": "2段階の確認を使っている間は、メールアドレスを加えられません。先に、2段階の確認をやめてください。",
        "cannot_delete_authenticator": own_words("2段階の確認は、いまはやめられません。市の担当に聞いてください。"),
        "cannot_generate_recovery_codes": "先に、アプリか鍵を用意してください。",
        "incorrect_code": "番号を確かめて、もう一度入れてください。",
        "key_not_added": (
            "鍵を加えられませんでした。もう一度「鍵を加える」を押してください。"
            "指紋や暗証番号のない鍵のときは、「この鍵だけでサインインできるようにする」の印を外してください。"
        ),
        "key_refused": "鍵を確かめられませんでした。もう一度、鍵のボタンを押してください。",
        "passkey_refused": (
            "パスキーで入れませんでした。もう一度「パスキーで入る」を押してください。"
            "入れないときは、メールで届く番号かパスワードでサインインしてください。"
        ),
        "unverified_email": "先に、メールアドレスを番号で確かめてください。",
    }

    def get_totp_issuer(self):
        """Under which name the application on the telephone lists the numbers."""
        return f"{the_city()['name']} {the_city()['site']}".strip()

    def encrypt(self, text):
        return encrypt(text, SECOND_FACTOR_PURPOSE)

    def decrypt(self, encrypted_text):
        """403 where the settings' key was replaced and the earlier one is not among SECRET_KEY_FALLBACKS."""
        if not is_encrypted(encrypted_text):
            return encrypted_text
        try:
            return decrypt(encrypted_text, SECOND_FACTOR_PURPOSE)
        except Unreadable as error:
            raise PermissionDenied("the second factor was encrypted with a key that is gone") from error

    def generate_authenticator_name(self, user, type):
        """1本目の鍵, 2本目の鍵 …: the name that the form of a new key begins with."""
        return f"{Authenticator.objects.filter(user=user, type=type).count() + 1}本目の鍵"


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that somebody ends on the page of them: the own ones on other machines."""

    def end_sessions(self, sessions):
        """sessions: a list of UserSession, all of one person."""
        super().end_sessions(sessions)
        if sessions:
            record("session-end", by=self.request.user, person=sessions[0].user_id, rows=len(sessions))

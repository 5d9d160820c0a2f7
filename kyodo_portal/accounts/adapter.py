"""allauth's mails go into the outbox: a slow mail server never holds up a page, and nothing is lost when it is down."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template.loader import render_to_string

from kyodo_portal.common.upwards import queue_mail

from .middleware import begin_watch

TRY_LATER = "何度も続いたので、しばらく止めています。5分ほど待って、もう一度ためしてください。"


class AccountAdapter(DefaultAccountAdapter):
    """Our wording, our outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "この利用者は、いま使えません。市の担当に電話してください。",
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

    def save_user(self, request, user, form, commit=True):
        """Sign-up writes the name together with the address."""
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def login(self, request, user):
        """After every factor: staff are watched for pauses from here on."""
        super().login(request, user)
        if user.is_staff:
            begin_watch(request)

    def send_mail(self, template_prefix, email, context):
        """Write the mail into the outbox. All of them carry codes or speak of the account: the body is erased after sending."""
        context = {**context, "city": settings.KYODO_CITY, "origin": settings.KYODO_ORIGIN, "email": email}
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        queue_mail(email, subject, body, secret=True)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor in our words."""

    error_messages = {
        "add_email_blocked": "2段階の確認を使っている間は、メールアドレスを加えられません。先に、2段階の確認をやめてください。",
        "cannot_delete_authenticator": "2段階の確認は、いまはやめられません。市の担当に聞いてください。",
        "cannot_generate_recovery_codes": "先に、アプリか鍵を用意してください。",
        "incorrect_code": "番号を確かめて、もう一度入れてください。",
        "unverified_email": "先に、メールアドレスを番号で確かめてください。",
    }

    def generate_authenticator_name(self, user, type):
        """1本目の鍵, 2本目の鍵 …: the name that the form of a new key begins with."""
        return f"{Authenticator.objects.filter(user=user, type=type).count() + 1}本目の鍵"

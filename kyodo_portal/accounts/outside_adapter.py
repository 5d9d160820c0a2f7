"""Who comes in through a door that others keep, and who is told why not. Nobody gets an account, a right or an address out of a claim."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.common.upwards import record

from . import outside_actions
from .outside import door

CANCELLED = "{label}でのサインインを、やめました。"
NOT_PROVEN = own_words_said(
    "{label}でのサインインを、確かめられませんでした。もう一度、はじめからやり直してください。続くときは、市の担当に電話してください。"
)
NO_ANSWER = "{label}のサーバーが、いま答えません。メールで届く番号や、パスワードなら、いまもサインインできます。"
UNKNOWN_STAFF = (
    "{label}は確かめられましたが、このポータルの利用者につながっていません。システム管理者に、"
    "「利用者」の画面で「職員認証での名前」を入れてもらってください。メールで届く番号なら、いまもサインインできます。"
)
NO_STAFF_TODAY = own_words(
    "このポータルでは、今日の時点で、市の部署に所属していません。事務局に、所属を確かめてもらってください。"
)
UNKNOWN = (
    "この{label}は、まだだれの利用者登録にもつながっていません。先に、メールで届く番号でサインインするか、利用者登録をして、"
    "マイページの「ほかのサインインの手段」でつないでください。"
)


def turn_away(request, one, words, *, note="", person=None, to="account_login"):
    """Back to the sign-in, with a sentence; the trail knows of it. Always raises."""
    messages.error(request, words.format(label=one.label))
    record("sign-in-refused", by=None, person=person, note=f"{one.label}（{note}）")
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse(to)))


class OutsideAccountAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        one = door(provider)
        if one.is_saml:
            from .outside_saml_provider import OutsideSamlProvider as Provider
        else:
            from .outside_provider import OutsideProvider as Provider
        return Provider.of(request, one)

    def populate_user(self, request, sociallogin, data):
        return sociallogin.user

    def is_open_for_signup(self, request, sociallogin):
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        one = door(provider.sub_id)
        if error == AuthError.CANCELLED:
            messages.info(request, CANCELLED.format(label=one.label))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        from .outside_provider import AWAY

        words, note = (NO_ANSWER, "答えなかった") if isinstance(exception, AWAY) else (NOT_PROVEN, "確かめられなかった")
        turn_away(request, one, words, note=note)

    def pre_social_login(self, request, sociallogin):
        """allauth asks here, with everything about the token verified: go on with a user of ours, or raise what turns the visitor away."""
        one, claims = door(sociallogin.account.provider), sociallogin.provider.claims
        if sociallogin.state.get("process") == "connect":
            self.connect(request, one, sociallogin)
        user = sociallogin.user if sociallogin.is_existing else None
        if user is None and one.is_for_staff:
            user = outside_actions.meet_staff(one, claims)
            if user is not None:
                sociallogin.account = outside_actions.link(user, one, sociallogin.account.uid)
                user = sociallogin.user = sociallogin.account.user
        if user is None:
            turn_away(request, one, UNKNOWN_STAFF if one.is_for_staff else UNKNOWN, note="つながりのない人")
        if one.is_for_staff and user.is_active and not user.is_staff:
            turn_away(request, one, NO_STAFF_TODAY, note="所属のない人", person=user)
        request.kyodo_second_factor = one.is_for_staff and one.trusts(claims)

    def connect(self, request, one, sociallogin):
        """Who is signed in ties the door to the own account. Always raises: there is nothing to sign in."""
        mine = request.user.is_authenticated and sociallogin.state.get("user") == request.user.pk
        if not mine or one.is_for_staff:
            turn_away(request, one, NOT_PROVEN, note="別の人")
        other = sociallogin.user if sociallogin.is_existing else None
        if other is not None and other.pk != request.user.pk:
            turn_away(request, one, "この{label}は、別の利用者につながっています。", note="別の利用者のもの", to="account-doors")
        outside_actions.link(request.user, one, sociallogin.account.uid)
        messages.success(request, f"{one.label}をつなぎました。次から、これでサインインできます。")
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account-doors")))

"""What is understood of an address at one door is understood at every door, and refused with the same reason."""

import inspect
import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.utils.module_loading import import_string

from kyodo_portal.accounts.models import UNPROVEN, User
from kyodo_portal.common.forms.fields import JaEmailField
from kyodo_portal.common.forms.mail import MailField
from kyodo_portal.notices.models import Delivery
from projects.calls.row_forms import SeatForm
from projects.models import PanelSeat
from tests import build

from .people import EMAIL, WORD, browser, errors_of, make_user, newest_code, sign_in, signed_in

pytestmark = pytest.mark.django_db
TYPED = "メール：ＨＡＮＡＫＯ＠ｅｘａｍｐｌｅ。ｊｐ\u200b。"
WRONG = "hanako@example,jp"
REASON = "「,」は使えません。「.」ではありませんか。例：wakaba@example.jp"


def sign_up(client, email):
    return client.post("/accounts/signup/", {"email": email, "name": "見本 花子", "password1": "", "agree": "on"})


def test_sign_up():
    client = browser()
    assert errors_of(sign_up(client, WRONG)) == [f"メールアドレスを確かめてください。{REASON}"]
    sign_up(client, TYPED)
    assert User.objects.get().email == EmailAddress.objects.get().email == EMAIL
    assert client.post("/accounts/confirm-email/", {"code": newest_code()}).url == "/me/"


SLIP = "hanako@gmail.co"
QUESTION = "「@gmail.com」ではありませんか。正しければ、「このまま使う」に印を付けて、もう一度送ってください。"


def test_what_looks_like_a_slip_is_asked_about_once_and_taken():
    """At the sign-up and the sign-in; the tick says yes to the address beside which it stood, to no other."""
    client = browser()
    data = {"email": SLIP, "name": "見本 花子", "password1": "", "agree": "on"}
    asked = client.post("/accounts/signup/", data)
    assert errors_of(asked) == [f"メールアドレスを確かめてください。{QUESTION}"]
    assert '<input type="checkbox" name="email-sure" id="id_email_sure" value="hanako@gmail.co">' in " ".join(
        asked.content.decode().split()
    )
    other = client.post("/accounts/signup/", {**data, "email": "hanako@yahoo.jp", "email-sure": SLIP})
    assert errors_of(other)[0].startswith("メールアドレスを確かめてください。「@yahoo.co.jp」ではありませんか。")
    assert client.post("/accounts/signup/", {**data, "email-sure": SLIP}).status_code == 302
    assert client.post("/accounts/confirm-email/", {"code": newest_code(SLIP)}).url == "/me/"
    assert User.objects.get().email == SLIP
    client = browser()
    assert errors_of(client.post("/accounts/login/code/", {"email": SLIP})) == [f"メールアドレスを確かめてください。{QUESTION}"]
    client.post("/accounts/login/code/", {"email": "HANAKO@gmail.co", "email-sure": SLIP})
    assert client.post("/accounts/login/code/confirm/", {"code": newest_code(SLIP)}).url == "/me/"


def test_the_admin_asks_too_and_keeps_what_was_meant():
    client = browser()
    client.force_login(build.system_admin())
    partner = build.partner()
    address = f"/admin/partners/partner/{partner.pk}/change/"
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"fields": [], "areas": [], "email": SLIP}
    assert QUESTION in client.post(address, data).content.decode()
    assert client.post(address, {**data, "email-sure": SLIP}).status_code == 302
    partner.refresh_from_db()
    assert partner.email == SLIP
    assert f'value="{SLIP}" checked' in " ".join(client.get(address).content.decode().split())


def test_sign_up_with_an_address_that_carriers_gave_out():
    client = browser()
    sign_up(client, "ta..ro.@docomo.ne.jp")
    assert client.post("/accounts/confirm-email/", {"code": newest_code("ta..ro.@docomo.ne.jp")}).url == "/me/"
    assert EmailAddress.objects.get().email == "ta..ro.@docomo.ne.jp" and EmailAddress.objects.get().verified


def test_sign_in_by_password():
    make_user()
    client = browser()
    assert errors_of(sign_in(client, email=WRONG)) == [f"メールアドレスを確かめてください。{REASON}"]
    assert sign_in(client, email=TYPED).url == "/me/"


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ("/accounts/login/code/", "/accounts/login/code/confirm/"),
        ("/accounts/password/reset/", "/accounts/password/reset/confirm/"),
    ],
)
def test_code_and_reset(ask, answer):
    make_user()
    client = browser()
    assert errors_of(client.post(ask, {"email": WRONG})) == [f"メールアドレスを確かめてください。{REASON}"]
    client.post(ask, {"email": TYPED})
    assert client.post(answer, {"code": newest_code()}).status_code == 302


def test_change_of_address():
    make_user("mae@example.jp")
    client = browser()
    sign_in(client, email="mae@example.jp")
    client.post("/accounts/reauthenticate/", {"password": WORD})
    refused = client.post("/accounts/email/", {"email": WRONG, "action_add": ""})
    assert errors_of(refused) == [f"新しいメールアドレスを確かめてください。{REASON}"]
    client.post("/accounts/email/", {"email": TYPED, "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert User.objects.get().email == EMAIL and signed_in(client)


@pytest.mark.parametrize(("address", "field"), [("membership", "user"), ("assignment", "user")])
def test_parts_given_in_the_admin(address, field):
    body, _ = build.office("coordinator")
    if address == "assignment":  # only of somebody who belongs to an office
        build.join(make_user(), build.office("department")[0])
    else:
        make_user()
    client = browser()
    client.force_login(build.system_admin())
    data = {"partner": body.pk, "part": "member", "since": "2026-04-01"}
    page = client.post(f"/admin/partners/{address}/add/", {**data, field: WRONG}).content.decode()
    assert "「,」は使えません。" in page
    assert client.post(f"/admin/partners/{address}/add/", {**data, field: TYPED}).status_code == 302


def test_a_seat_on_the_panel():
    user = make_user()
    seat = {"email": TYPED, "position": "学識経験者", "since": "2026-04-01", "until": ""}
    form = SeatForm(seat, instance=PanelSeat(call=build.call()))
    form.is_valid()
    assert "email" not in form.errors and form.instance.user == user
    User.objects.filter(pk=user.pk).update(last_login=None)
    EmailAddress.objects.update(verified=False)
    form = SeatForm(seat, instance=PanelSeat(call=build.call()))
    assert form.errors["email"] == [UNPROVEN]


def test_command_line():
    call_command("createsuperuser", email=TYPED, interactive=False)
    assert User.objects.get().email == EMAIL and Delivery.objects.count() == 0


def test_commands_that_name_a_person(monkeypatch):
    """Each reads an address as the pages do, and answers one sentence where it is none or nobody's."""
    monkeypatch.setattr("getpass.getpass", lambda prompt="": WORD)
    make_user()
    group = build.group()[0]
    for command, *rest in (("changepassword",), ("permit_second_factor",), ("join", group.pk)):
        call_command(command, TYPED, *rest, stdout=StringIO())
        for typed, sentence in ((WRONG, REASON), ("dare@example.jp", "このメールアドレスの利用者はいません。")):
            with pytest.raises(CommandError, match=re.escape(sentence)):
                call_command(command, typed, *rest, stdout=StringIO())


# ---- no door may be forgotten --------------------------------------------------------------------
def our_forms():
    """Every form class of the product, allauth's in our words among them."""
    ours, waiting = set(), [forms.BaseForm]
    for path in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()):
        import_string(path)
    while waiting:
        for subclass in waiting.pop().__subclasses__():
            waiting.append(subclass)
            if subclass.__module__.startswith(("kyodo_portal.", "partners.", "projects.", "guidelines.")):
                ours.add(subclass)
    return ours


def test_every_form_of_ours_reads_addresses_with_the_one_field():
    raw = [f"{form.__name__}.{name}" for form in our_forms() for name, field in form.base_fields.items()
           if isinstance(field, forms.EmailField) and not form.__module__.endswith("accounts.entrance")]  # fmt: skip
    assert raw == []


def test_every_form_of_allauth_is_given_the_one_field(rf):
    request = rf.get("/")
    request.user = None
    seen = set()
    for name, path in settings.ACCOUNT_FORMS.items():
        form_class = import_string(path)
        takes = inspect.signature(form_class.__init__).parameters
        form = form_class(**({"user": User(email=EMAIL)} if name == "reauthenticate" else {})) if takes else form_class()
        for field_name, field in form.fields.items():
            assert not isinstance(field, forms.EmailField), (name, field_name)
            if isinstance(field, JaEmailField):
                seen.add(name)
    assert seen == {"login", "signup", "change_email", "add_email", "reset_password", "request_login_code"}


def test_every_column_of_an_address_is_ours():
    ours = {"accounts", "partners", "projects", "guidelines", "notices", "process", "audit"}
    columns = [field for model in apps.get_models() if model._meta.app_label in ours for field in model._meta.fields]
    assert [str(field) for field in columns if isinstance(field, models.EmailField) and not isinstance(field, MailField)] == []

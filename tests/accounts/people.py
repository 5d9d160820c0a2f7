"""Who signs in, in the tests of this room: through pages, with codes read from the outbox."""

import re
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery

WORD = "nagai-kotoba-2026"
WRONG = "chigau-kotoba-2026"
EMAIL = "hanako@example.jp"
HOME, STRANGER = "198.51.100.7", "203.0.113.9"


def make_user(email=EMAIL, password=WORD, **fields):
    user = User.objects.create_user(email, password, name="見本 花子", **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def browser(address=HOME):
    return Client(REMOTE_ADDR=address)


def sign_in(client, password=WORD, email=EMAIL):
    return client.post("/accounts/login/", {"login": email, "password": password})


def newest_code(to=EMAIL):
    return re.search(r"番号：(\S+)", Delivery.objects.filter(to=to).latest("pk").text)[1]


def errors_of(response):
    return [message for _, message in response.context["form"].error_list]


def is_refused(response):
    """Whether the visitor was told to wait: by the form, or by the message of the page that follows."""
    return response.status_code == 200 and "何度も続いたので" in response.content.decode()


def signed_in(client):
    return "_auth_user_id" in client.session


def at(monkeypatch, seconds):
    """From here on it is so many seconds later, by the database's clock of the code (django.utils.timezone)."""
    moment = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: moment)

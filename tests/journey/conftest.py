"""The world in which the story is told through HTTP: one city with its people, as its pages find it."""

import re

import pytest
from django.core.management import call_command

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.notices.models import Delivery
from partners.directory.reference import load_reference
from tests import build

from .browser import Browser


class City:
    """Who takes part besides the group, and how its mail is read."""

    def __init__(self):
        load_guideline(build.OJIYA)
        load_reference()
        self.department_name = "見本福祉課"
        _, clerk = build.office("department", self.department_name)
        _, secretary = build.office("secretariat", "見本協働課")
        _, guide = build.office("coordinator", "見本の中間支援")
        panel = [build.user("見本 委員一"), build.user("見本 委員二")]
        self.panel_emails = [member.email for member in panel]
        self.department, self.secretariat, self.coordinator = Browser(clerk), Browser(secretary), Browser(guide)
        self.panel = [Browser(member) for member in panel]

    def visitor(self):
        return Browser()

    def code_for(self, email):
        """The newest code that was mailed to this address."""
        return re.search(r"番号：(\S+)", Delivery.objects.filter(to=email).latest("pk").text)[1]

    def mailed(self, email, sentence):
        """A mail to this address says so."""
        assert sentence in self.mail_for(email)

    def mail_for(self, email):
        """All mails to this address in the outbox, as one text."""
        return "\n".join(f"{delivery.subject}\n{delivery.body}" for delivery in Delivery.objects.filter(to=email))


@pytest.fixture
def city(db):
    call_command("createcachetable")
    return City()

"""What the tests of applications start from: a group that asks for 後援, the office that decides, the secretariat, another office."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from projects.applications.actions import begin_application, enter_application
from projects.models import Application, FormSpec
from tests import build
from tests.projects.ledger.build import form

WORDS = {"title": "見本のまつり", "place": "見本広場", "expected": 200, "fee": 0, "summary": "みんなで歌います。"}


def spec(code="nominal"):
    return FormSpec.objects.get(form=None, code=code, state="in_use")


def days(*, starts=60, length=1):
    return {"starts_on": build.days(starts), "ends_on": build.days(starts + length)}


def step(row, name, by=None, **said):
    """Take a step as somebody does whose page is fresh, and read the row anew."""
    done = take_step(row, name, by=by, version=Application.objects.get(pk=row.pk).version, **said)
    row.refresh_from_db()
    return done


def document(number="観発第1号"):
    return {"document_number": number, "decided_on": timezone.localdate()}


def begun(group, by, code="nominal", **said):
    """A draft of the group by its representative."""
    return begin_application(spec(code), partner=group, by=by, form_key=uuid4(), **{**WORDS, **days(), **said})


class World:
    """chair and member of a group, official of 観光課, clerk of the secretariat, outsider of 土木課; one application, sent."""

    def __init__(self):
        for code, title in (("nominal", "後援"), ("joint_host", "共催"), ("inkind", "減免・場所・物")):
            form(code, title).specs.all().delete()  # they go by their common kinds
        self.group, self.chair, self.member = build.group("見本の会")
        self.office, self.official = build.office("department", "観光課")
        self.centre, self.clerk = build.office("secretariat")
        self.elsewhere, self.outsider = build.office("department", "土木課")
        self.sent = self.made()
        step(self.sent, "submit", self.chair)

    def made(self, code="nominal", *, by=None, partner=None, **said):
        return begun(partner or self.group, by or self.chair, code, **said)

    def received(self, **said):
        row = self.sent if not said else self.made(**said)
        if said:
            step(row, "submit", self.chair)
        step(row, "receive", self.clerk, department=self.office)
        return row

    def approved(self, **said):
        row = self.received(**said)
        step(row, "approve", self.official, **document())
        return row

    def begun(self, row):
        """Its days are today's: it has begun, and is not over."""
        today = timezone.localdate()
        Application.objects.filter(pk=row.pk).update(starts_on=today, ends_on=today + timedelta(days=1))
        row.refresh_from_db()

    def over(self, row):
        yesterday = build.days(-1)
        Application.objects.filter(pk=row.pk).update(starts_on=yesterday, ends_on=yesterday)
        row.refresh_from_db()

    def entered(self, **said):
        values = {**WORDS, **days(), "channel": "paper", "received_on": timezone.localdate(), **said}
        return enter_application(spec(), partner=self.group, department=self.office, by=self.official, form_key=uuid4(), **values)

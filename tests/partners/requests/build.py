"""A group, an office and a resident between whom letters go, and the letters."""

from uuid import uuid4

from django.utils import timezone

from partners.models import Message, Request
from partners.requests.actions import send_request
from partners.requests.message_actions import add_message, read_thread
from tests import build

TEXT = "火曜の夜なら、車で送れます。"


class World:
    """A resident, a group, the secretariat, an office in which its clerk works too, a coordinator who accompanies nobody."""

    def __init__(self):
        self.group, self.head, self.member = build.group("寺子屋の会")
        self.office, self.clerk = build.office("secretariat")
        self.roads, self.official = build.office(name="土木課")
        _, self.guide = build.office("coordinator")
        self.writer = old(build.user("川上 花"))

    def send(self, *, by=None, to=None, text=TEXT, kind="help", read=True, **more):
        """A letter of the resident to the group, read by whoever got it."""
        to = to or self.group
        words = {"about": f"partner:{to.pk}", "about_label": to.name, "form_key": uuid4(), **more}
        row = send_request(by=by or self.writer, to=to, kind=kind, text=text, **words)
        if read and to == self.group:
            for reader in (self.head, self.member):
                read_thread(row, reader)
        return row

    def guest(self, text, *, line, mail=""):
        """A letter of somebody who is not signed in, to the secretariat."""
        words = {"about": "partner:1", "about_label": "市", "form_key": uuid4(), "guest_name": "川上", "guest_mail": mail}
        return send_request(by=None, to=self.office, kind="ask", text=text, line=line, **words)

    def draft(self, **more):
        """As it is for the length of one press."""
        return Request.objects.create(
            status="draft", kind="apply", to=self.group, about="partner:1", about_label="送り迎え", form_key=uuid4(), **more
        )


def old(user):
    """Somebody whose account is not of today: five letters a day."""
    type(user).objects.filter(pk=user.pk).update(date_joined=timezone.now() - build.timedelta(days=3))
    user.refresh_from_db()
    return user


def write(row, by, text, **more):
    return add_message(row, by=by, text=text, form_key=uuid4(), **more)


def texts(row):
    return [*Message.objects.filter(request=row).values_list("text", flat=True)]

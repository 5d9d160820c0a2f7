"""What many people do beside the few whom a test follows: the same actions, in the portal's own database, and days that have passed.

A process of its own (`python -m tests.browser.crowd people 4 14`): the browser's process has another database.
"""

import datetime
import sys
import uuid

import django


def people(topic, event):
    """Twelve who say the same, six with accounts and six with proven mailboxes; nineteen who come to the talk about it."""
    from kyodo_portal.accounts.models import User
    from partners.events.signup_actions import enter_signup, sign_up
    from partners.models import Event
    from projects.models import Topic
    from projects.voices.topic_actions import say_me_too

    topic, event = Topic.objects.get(pk=topic), Event.objects.get(pk=event)
    clerk = User.objects.get(email="jimukyoku@example.jp")
    others = User.objects.filter(is_active=True).exclude(email="jumin@example.jp").order_by("pk")
    accounts = [user for user in others if not user.is_staff][:6]
    mails = [f"koe{number}@example.jp" for number in range(8)]
    for user in accounts:
        say_me_too(topic, user=user)
    for number, mail in enumerate(mails[:6]):
        say_me_too(topic, mail=mail, token=f"browser{number}", line=f"crowd{number}")
    for user in accounts[:5]:
        sign_up(event, form_key=uuid.uuid4(), name=user.name, people=1, user=user)
    for mail in mails:
        sign_up(event, form_key=uuid.uuid4(), name="見本 参加", people=1, mail=mail, line="crowd")
    for number in range(6):
        channel = "phone" if number < 4 else "paper"
        enter_signup(event, by=clerk, form_key=uuid.uuid4(), channel=channel, name=f"見本 電話{number}", people=1)


def opinions(round):
    """Nine opinions with seventeen points, on the page, on paper, by telephone; then the last day has passed."""
    from django.utils import timezone

    from kyodo_portal.accounts.models import User
    from projects.models import OpinionRound
    from projects.opinions.actions import enter_opinion, send_opinion
    from projects.opinions.clock_actions import turn_days

    turn_days()
    row, clerk = OpinionRound.objects.get(pk=round), User.objects.get(email="jimukyoku@example.jp")
    today = timezone.localdate()
    for number in range(9):
        text = "\n\n".join(["夕方もあけてほしい。", "けがをしたときの保険がほしい。"][: 1 if number == 8 else 2])
        said = {"form_key": uuid.uuid4(), "text": text, "category": "lives"}
        if number < 5:
            send_opinion(row, by=None, line=f"crowd{number}", name=f"見本 {number}", address="見本町1", **said)
        else:
            enter_opinion(row, by=clerk, channel="paper" if number < 7 else "phone", received_on=today, **said)
    days = {"opens_on": today - datetime.timedelta(days=40), "closes_on": today - datetime.timedelta(days=1)}
    OpinionRound.objects.filter(pk=round).update(**days)
    turn_days()


def held(meeting):
    """The day of a meeting was yesterday."""
    from django.utils import timezone

    from partners.models import Event
    from projects.models import CommitteeMeeting

    row = CommitteeMeeting.objects.get(pk=meeting)
    back = timezone.localdate() - datetime.timedelta(days=1) - row.on
    CommitteeMeeting.objects.filter(pk=meeting).update(on=row.on + back)
    event = Event.objects.get(pk=row.event_id)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at + back, ends_at=event.ends_at + back, signup_until=None)


def colleague():
    """A second person at the coordinators' desk."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from kyodo_portal.accounts.models import User
    from kyodo_portal.accounts.sample import PASSWORD
    from partners.models import Membership

    one = Membership.objects.get(user__email="kosharu@example.jp", partner__office="coordinator")
    user = User.objects.create_user("kosharu2@example.jp", PASSWORD, name="見本 ならび")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, partner=one.partner, part=one.part, since=timezone.localdate())


def printing():
    """後援 is applied for by the day of printing."""
    from projects.models import FormSpec

    FormSpec.objects.filter(code="nominal", state="in_use").update(apply_from="use")


def begins(application):
    """The day of an application has come, in the ledger too."""
    from django.utils import timezone

    from kyodo_portal.process.task_actions import sync_matters
    from projects.models import Application, Cycle

    today = timezone.localdate()
    rows = Application.objects.filter(pk=application)
    for matters in (rows, Cycle.objects.filter(application=application)):
        matters.update(starts_on=today, ends_on=today)
    sync_matters(rows)


def to_renew(many):
    """So many groups whose registration ends this month: each says what one of the sample city says."""
    from django.utils import timezone

    from partners.models import Partner

    one = Partner.objects.filter(standing="registered", valid_until__isnull=False, rule__validity="years").order_by("pk").first()
    columns = [column.attname for column in Partner._meta.concrete_fields if not column.unique]
    values = {name: getattr(one, name) for name in columns} | {"valid_until": timezone.localdate() + datetime.timedelta(days=20)}
    words = [f"見本 更新の会{count}" for count in range(many)]
    rows = Partner.objects.bulk_create(Partner(**values | {"name": name, "search_text": name.replace(" ", "")}) for name in words)
    for name, column in (("fields", "field_id"), ("areas", "area_id")):
        through, tags = getattr(Partner, name).through, list(getattr(one, name).all())
        through.objects.bulk_create(through(partner_id=row.pk, **{column: tag.pk}) for row in rows for tag in tags)


def sixty_days(request):
    """Sixty days have passed since two groups were brought together, and the clock has turned."""
    from partners.models import Request
    from partners.requests.clock_actions import turn_days

    row = Request.objects.get(pk=request)
    Request.objects.filter(pk=request).update(sent_at=row.sent_at - datetime.timedelta(days=61))
    turn_days()


if __name__ == "__main__":
    django.setup()
    from tests.browser.crowd_round import ROUNDS

    known = {
        "people": people,
        "opinions": opinions,
        "held": held,
        "colleague": colleague,
        "printing": printing,
        "begins": begins,
        "to_renew": to_renew,
        "sixty_days": sixty_days,
        **ROUNDS,
    }
    known[sys.argv[1]](*map(int, sys.argv[2:]))

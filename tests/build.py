"""Builders that the tests of all areas share: realistic Japanese people and bodies, each in one line.

Only what several areas need stands here. What a process makes (registrations, proposals, cycles) is made through its actions.
"""

from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from kyodo_portal.accounts.models import User
from partners import actions as partner_actions
from partners.models import Assignment, Membership, Partner, PartnerKind
from partners.models.partner import Standing
from tests.partners import words

_number = count(1)
# The own city's guideline, as `load_guideline` takes it.
OJIYA = Path(__file__).resolve().parent.parent / "fixtures" / "guidelines" / "ojiya.json"


def days(number):
    """Today plus `number` days, in the city's time zone."""
    return timezone.localdate() + timedelta(days=number)


def user(name="", email="", **fields):
    """A person who can sign in. Without words: 見本 住民1, jumin1@example.jp …"""
    number = next(_number)
    return User.objects.create_user(email or f"person{number}@example.jp", name=name or f"見本 住民{number}", **fields)


def keeper():
    """システム管理者: the superuser."""
    return User.objects.create_superuser(f"kanri{next(_number)}@example.jp", name="見本 管理者")


def join(person, partner, part=Membership.Part.MEMBER, *, since=-30, until=None):
    """A membership that began `since` days from today; `until` likewise, None for an open one."""
    end = None if until is None else days(until)
    return Membership.objects.create(user=person, partner=partner, part=part, since=days(since), until=end)


def partner(name="", *, kind=PartnerKind.values[0], standing=Standing.REGISTERED, **fields):
    """A body in the directory; registered unless said otherwise."""
    name = name or f"見本の会{next(_number)}"
    return Partner.objects.create(name=name, kind=kind, standing=standing, is_sample=True, search_text=name, **fields)


def group(name="", **fields):
    """(partner, representative, member): a registered group with two people of its own."""
    body = partner(name, **fields)
    boss, helper = user(), user()
    join(boss, body, Membership.Part.REPRESENTATIVE)
    join(helper, body)
    return body, boss, helper


def office(kind="department", name=""):
    """(partner, official): a city department, the "secretariat", or the "coordinator" (which is no city office)."""
    names = {"department": "見本課", "secretariat": "見本事務局", "coordinator": "見本の中間支援"}
    body = partner(name or f"{names[kind]}{next(_number)}", office=kind)
    official = user(f"{names[kind]}の人")
    join(official, body)
    return body, official


def assign(coordinator, body, *, since=-30, until=None):
    """The coordinator accompanies the body."""
    end = None if until is None else days(until)
    return Assignment.objects.create(user=coordinator, partner=body, since=days(since), until=end)


def registration(boss, *, status="submitted", name="NPO法人 わかば見守りの会", secretary=None):
    """A new group's application by `boss`, moved through its actions to `status` (draft, submitted, correcting, registered)."""
    row = partner_actions.start(by=boss, name=name, kind="npo", form_key=uuid4())
    values = {}
    for typed in words.pages().values():
        values |= typed
    row = partner_actions.save_page(registration=row, by=boss, values={**values, "name": name})
    if status != "draft":
        partner_actions.take(row, "submit", by=boss, version=row.version)
    if status == "correcting":
        partner_actions.take(
            row,
            "ask_correct",
            by=secretary,
            version=row.version,
            field="purpose",
            reason="だれのためかを書いてください。",
            due=days(14),
        )
    if status == "registered":
        partner_actions.take(row, "approve", by=secretary, version=row.version)
    return row


def registered_group(name="NPO法人 わかば見守りの会"):
    """(partner, representative): a group that went through the registration; only its telephone is public."""
    boss = user()
    row = registration(boss, status="registered", name=name, secretary=office("secretariat")[1])
    return Partner.objects.get(pk=row.partner_id), boss

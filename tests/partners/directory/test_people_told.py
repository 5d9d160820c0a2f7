"""Who belongs to a body, as steps tell them: the question is kept, what it finds is not."""

import pytest

from partners.directory.access import people_of, people_who_write, secretariat_people
from partners.models import Membership
from tests import build

pytestmark = pytest.mark.django_db


def test_whoever_leaves_is_locked_or_comes_is_told_from_that_day_on(later):
    body, leader, member = build.group("見本の会")
    other, *_ = build.group("見本の別の会")
    leaving = build.user("見本 去る人", "zz-saru@example.jp")
    build.join(leaving, body, until=0)
    assert {*people_of(body)} == {leader, member, leaving} and leader not in people_of(other)
    assert people_of(body, part=Membership.Part.REPRESENTATIVE) == [leader]
    member.is_active = False
    member.save()
    assert people_of(body) == [leader, leaving]
    reads = build.user("見本 読む人", "aa-yomu@example.jp")
    build.join(reads, body, Membership.Part.VIEWER)
    assert people_of(body) == [reads, leader, leaving] and people_who_write(body) == [leader, leaving]
    later(days=1)
    assert people_of(body) == [reads, leader] and people_who_write(body) == [leader]
    assert people_of(None) == people_who_write(None) == []


def test_whoever_comes_to_the_secretariat_is_told_at_once():
    office, first = build.office("secretariat")
    build.office("department")
    assert secretariat_people() == [first]
    second = build.user("見本 二人め", "zz-futari@example.jp")
    build.join(second, office)
    assert secretariat_people() == [first, second]

"""代表の引継ぎ while something of the group is under way: it is the successor's from the first day, and the former chair's no more."""

from uuid import uuid4

import pytest

from kyodo_portal.process.models import Task
from partners.models import Registration
from tests import build
from tests.accounts.people import make_user

from .test_takeover import NEXT, address, send

pytestmark = pytest.mark.django_db


def test_who_comes_goes_on_with_what_the_former_chair_sent_who_came_today(client_for):
    body, chair = build.registered_group("川べりの会")
    former = client_for(chair)
    former.post(f"/partners/{body.pk}/leave/", {"reason": "会員がいないため。", "form_key": uuid4()})
    paper = Registration.objects.get(purpose="leave")
    assert send(former, body, starts_on=build.days(0).isoformat()).status_code == 302
    comer = make_user(NEXT)
    client = client_for(comer)
    assert client.get(paper.get_absolute_url()).status_code == 404  # nothing before it is accepted
    answer = client.post(address(), {})
    assert answer.status_code == 302, answer.content.decode()
    assert "退会をやめる" in build.read(client, paper.get_absolute_url())
    step = f"/partners/registrations/{paper.pk}/step/stay/"
    assert former.get(step).status_code in (403, 404)
    assert former.get(f"/partners/{body.pk}/members/").status_code == 403
    paper.refresh_from_db()
    assert client.post(step, {"version": paper.version}).status_code == 302
    paper.refresh_from_db()
    assert paper.status == "withdrawn" and not Task.objects.open().filter(process="registration", subject_id=paper.pk).exists()


def test_who_came_today_and_hands_over_today_has_no_right_any_more(client_for):
    body, chair = build.registered_group("川べりの会")
    assert body.memberships.get().since == build.days(0)
    assert send(client_for(chair), body, starts_on=build.days(0).isoformat()).status_code == 302
    comer = make_user(NEXT)
    assert client_for(comer).post(address(), {}).status_code == 302
    assert [row.user for row in body.memberships.valid()] == [comer]
    for page in ("members", "edit"):
        assert client_for(chair).get(f"/partners/{body.pk}/{page}/").status_code == 403, page
        assert client_for(comer).get(f"/partners/{body.pk}/{page}/").status_code == 200, page


def test_a_day_entered_on_paper_ends_what_would_only_have_begun_then(client_for):
    """A chair from next week on, and the paper that names the next one from that very day."""
    body, chair = build.registered_group("川べりの会")
    body.memberships.update(since=build.days(-9), until=build.days(6))
    later = build.user()
    build.join(later, body, "representative")
    body.memberships.filter(user=later).update(since=build.days(7))
    assert send(client_for(chair), body, starts_on=build.days(7).isoformat()).status_code == 302
    row = body.takeovers.get()
    row.from_user = later
    row.save()
    comer = make_user(NEXT)
    assert client_for(comer).post(address(), {}).status_code == 302
    assert [place.user for place in body.memberships.valid(build.days(7))] == [comer]

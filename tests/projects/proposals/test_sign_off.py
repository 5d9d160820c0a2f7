"""団体内の確認: somebody else of the group confirms the draft as it stands before it is sent."""

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.process.actions import take_step
from partners.models import Membership
from projects.models import Proposal, SignOff
from tests import build

from .test_journey import page

pytestmark = pytest.mark.django_db


def press(client, url, name):
    """One button of the page, with the token that it carries; the redirect leads to it again."""
    answer = client.post(url, {"etag": client.get(url).context["etag"], name: "1"})
    return client.get(url).content.decode() if answer.status_code == 302 else answer


def test_a_draft_goes_once_another_person_has_confirmed_what_stands_there(client_for):
    body, representative, member = build.group()
    build.join(reader := build.user(), body, Membership.Part.VIEWER)
    proposal = build.draft(body, representative)
    url = f"/projects/proposals/{proposal.pk}/sign-off/"
    sender, other = client_for(representative), client_for(member)
    assert client_for(build.group()[1]).get(url).status_code == 404
    assert other.post(url, {"want": "1"}).status_code == 403  # the representative says whether it is wanted
    assert "ほかの人の確認を受けてから送ります" in press(sender, url, "want")
    assert member.notices.get().title == "「通学路の花いっぱい見守り」の確認のお願い" and reader.notices.count() == 1
    press(sender, url, "confirm")  # whoever sends is nobody else
    assert "団体内の確認を待っています" in sender.get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    with pytest.raises(ValidationError, match="ほかの人の確認が、まだありません"):
        take_step(proposal, "submit", by=representative, version=0)

    for _ in range(2):
        press(client_for(reader), url, "confirm")
    assert SignOff.objects.in_force().filter(by=reader).count() == 1
    page(other, f"/projects/proposals/{proposal.pk}/edit/plan/", **{
        f"{name}-{end}_FORMS": "0" for name in ("goals", "steps") for end in ("TOTAL", "INITIAL")
    }, next="1")  # fmt: skip
    assert "確認のあとで、内容が変わりました" in sender.get(url).content.decode()
    with pytest.raises(ValidationError):
        take_step(proposal, "submit", by=representative, version=0)
    press(client_for(reader), url, "confirm")
    press(client_for(reader), url, "take_back")
    with pytest.raises(ValidationError):
        take_step(proposal, "submit", by=representative, version=0)
    press(other, url, "confirm")
    assert take_step(Proposal.objects.get(pk=proposal.pk), "submit", by=representative, version=0).status == "submitted"
    assert other.get(url).status_code == 302


def test_a_page_from_before_the_last_change_confirms_nothing(client_for):
    body, representative, member = build.group()
    proposal, other = build.draft(body, representative), client_for(member)
    url = f"/projects/proposals/{proposal.pk}/sign-off/"
    old = other.get(url).context["etag"]
    proposal.role_shares.all().delete()
    assert other.post(url, {"etag": old, "confirm": "1"}).status_code == 409
    assert not SignOff.objects.exists()

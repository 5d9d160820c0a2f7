"""Step 5 of the story through HTTP: received, checked, scored by the panel, decided, told."""

import re

import pytest
from django.urls import reverse

from kyodo_portal.notices.models import Delivery
from projects.models import Project, Proposal

from .build import AHEAD, World

pytestmark = pytest.mark.django_db


def test_from_receipt_to_the_result(client_for):
    world = World(members=2)
    group, representative, _ = world.group, world.representative, world.mate
    proposal = world.submitted(group, representative, "見守り配達")
    staff = client_for(world.clerk)

    def press(name, **answers):
        address = reverse("admin:projects_proposal_step", args=[proposal.pk, name])
        page = staff.get(address)
        assert page.status_code == 200, page.text
        answer = staff.post(address, {"version": re.search(r'name="version" value="(\d+)"', page.text)[1], **answers})
        assert answer.status_code == 302, answer.context["form"].errors

    press("receive")
    press("start_review", **AHEAD)
    # The panel: one draws points and sends, the other stops, comes back, sends.
    for member, points in zip(world.panel, ((5, 4, 3), (3, 4, 5)), strict=True):
        client = client_for(member)
        assert "見守り配達" in client.get("/projects/review/").text
        address = f"/projects/review/{proposal.pk}/"
        data = {"revision": "1", "advice": "声をかけあってください。"}
        for criterion, number in zip(world.call.criteria.all(), points, strict=True):
            data[f"points_{criterion.pk}"] = str(number)
        assert client.post(address, {**data, "draft": "1"}).status_code == 302
        assert client.post(address, {**data, "check": "1"}).url == f"{address}check/#main"
        assert client.post(f"{address}check/", {"revision": "1"}).url == f"{address}#main"
    # The secretariat: 17 and 15 of 20 are 85.0 and 80.0... 3*2 + 4 + 5 = 15 is 75.0; the average is 80.0.
    text = staff.get(reverse("admin:projects_proposal_change", args=[proposal.pk])).text
    assert "80.0" in text and "すべてそろっています" in text
    press(
        "decide", **AHEAD, result="adopted_with_conditions", form=world.form.pk, document_number="観交第45号", decided_on="令和8年4月1日",
        amount="150,000", why="地域の声にこたえるものだからです。", conditions="月に一度、市に知らせてください。", advice="声をかけあってください。",
    )  # fmt: skip
    group_page = f"/projects/proposals/{proposal.pk}/"
    assert "地域の声にこたえる" not in client_for(representative).get(group_page).text
    press("adopt_with")
    text = client_for(representative).get(group_page).text
    for words in (
        "条件を付けて<b>採択</b>されました",
        "地域の声にこたえる",
        "月に一度、市に知らせてください。",
        "声をかけあってください。",
        "150,000円",
    ):
        assert words in text
    public = client_for().get(group_page).text
    assert (
        "条件を付けて<b>採択</b>されました" in public and "声をかけあってください。" not in public and "150,000円" not in public
    )
    mail = Delivery.objects.get(to=representative.email, subject="「見守り配達」が条件付きで採択されました")
    assert "地域の声にこたえる" in mail.body and "月に一度" in mail.body
    assert "80.0" not in mail.body
    assert Project.objects.get(proposal=proposal).cycles.get().status == "preparing"
    assert Proposal.objects.get(pk=proposal.pk).status == "adopted_with_conditions"

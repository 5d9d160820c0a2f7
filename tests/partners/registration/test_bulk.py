"""Many renewals at once, of which some cannot go through."""

from uuid import uuid4

import pytest

from kyodo_portal.process.actions import take_step
from partners.models import Partner, Registration
from partners.registration.leaving_actions import give_notice
from tests import build

from .test_standing import ending, press

pytestmark = pytest.mark.django_db


def test_each_of_ten_that_cannot_be_renewed_says_why_and_the_others_are_through(client_for):
    clerk, colleague = build.office("secretariat")[1], build.user()
    office, address = client_for(clerk), "/staff/registrations/renewals/check/"
    build.join(colleague, clerk.memberships.get().partner)
    groups = [ending(f"第{number}の会") for number in range(10)]
    taken_back, lacks, written, own, left, unchecked, *through = groups
    for partner, boss in (taken_back, through[0]):
        press(client_for(boss), partner)
    asked = office.post(address, {"group": [partner.pk for partner, _ in groups]}).context["form"]
    data = {"row": asked["row"].value(), "form_key": asked["form_key"].value(), "run": "1"}
    # All that moves while the page is open.
    row = Registration.objects.get(partner=taken_back[0], purpose="renewal")
    take_step(row, "withdraw", by=taken_back[1], version=row.version)
    Partner.objects.filter(pk=lacks[0].pk).update(kana="")
    client_for(written[1]).post(f"/partners/{written[0].pk}/renew/", {"changes": "1", "form_key": uuid4()})
    build.join(clerk, own[0])
    row = give_notice(partner=left[0], by=left[1], reason="会を閉じます。", form_key=uuid4())
    take_step(row, "accept", by=colleague, version=row.version)
    Partner.objects.filter(pk=unchecked[0].pk).update(address="長岡市大手通1-1")
    done = office.post(address, {**data, "channel": "paper", "received_on": build.days(0).isoformat()})
    said = {result.name: result.words for result in done.context["results"]}
    assert said.pop("第0の会") == "この画面を開いたあとに、申請が「取下げ」になりました。団体のページで確かめてください。"
    assert "足りないところがあります（「ふりがな」）" in said.pop("第1の会")
    assert said.pop("第2の会").startswith("団体の人が、このサイトで申請を書いています")
    assert said.pop("第3の会") == "あなたの団体です。事務局のほかの人が、更新してください。"
    assert said.pop("第4の会") == "いまは「退会」なので、更新できません。団体のページで確かめてください。"
    assert said.pop("第5の会") == "更新の申請を入れました。要件の確かめが残っているので、1件ずつ見てください。"
    assert said == dict.fromkeys(("第6の会", "第7の会", "第8の会", "第9の会"), "更新しました")
    ends = {partner.name: partner.valid_until for partner in Partner.objects.filter(pk__in=[partner.pk for partner, _ in groups])}
    assert {name for name, day in ends.items() if day != build.days(30)} == {*said}

"""What became of a committee's remarks, on its page."""

import pytest
from django.utils import timezone

from projects.committees.models import Committee
from projects.committees.remark_models import Remark
from tests import build
from tests.projects.report.build import World

pytestmark = pytest.mark.django_db


def test_what_became_of_its_remarks_stands_there_by_year(client):
    world = World()
    report = world.report()
    type(report).objects.update(status="published", committee=world.committee, opinions_due=build.days(0))
    Committee.objects.update(is_public=True)
    said = {"committee": world.committee, "report": report, "answered_at": timezone.now()}
    Remark.objects.create(text="字を大きく", effect="reflected", answer="大きくします。", **said)
    Remark.objects.create(text="名前を変えて", effect="declined", answer="変えません。", **said)
    Remark.objects.create(text="内々の意見", effect="noted", answer="聞きました。", is_public=False, **said)
    page = build.read(client, world.committee.get_absolute_url())
    assert "令和7年度のまとめへの意見" in page and "取り入れます：1件、取り入れません：1件" in page
    assert "大きくします。" in page and "変えません。" not in page and "内々の意見" not in page

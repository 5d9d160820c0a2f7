"""What a guideline's page says of the rounds that ask about its revisions."""

import pytest

from guidelines.models import Guideline, Revision
from projects.models import OpinionRound
from tests import build

from .build import World, made

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.usefixtures("shared_library")]
PAGE = "/guidelines/ojiya/"


def test_a_guideline_names_its_rounds_and_their_result(client_for):
    world, visitor = World(), client_for()
    revision = Revision.objects.create(
        guideline=Guideline.objects.get(slug="ojiya"), title="直す", author=world.clerk, status="draft"
    )
    assert 'id="rounds-h"' not in build.read(visitor, PAGE)
    made(world.office, title="準備中のもの", revision=revision)
    OpinionRound.objects.filter(pk=world.round.pk).update(revision=revision)
    page = build.read(visitor, PAGE)
    assert f'href="{world.round.get_absolute_url()}"' in page and "まで、意見を出せます。" in page and "準備中のもの" not in page
    OpinionRound.objects.filter(pk=world.round.pk).update(status="published", opens_on=build.days(-60), closes_on=build.days(-20))
    page = build.read(visitor, PAGE)
    assert f'href="{world.round.get_absolute_url()}#result"' in page and "まで、意見を出せます。" not in page
    assert "出された意見と、市の考え" in build.read(visitor, world.round.get_absolute_url())

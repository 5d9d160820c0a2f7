"""What came on paper or by telephone: an application, and each step of the group, entered by the city with its 収受日."""

import copy
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.grants.filing_actions import drop_filing, enter_grant, file_for
from projects.grants.models import Grant
from projects.grants.scheme_models import GrantRule
from projects.models import GrantFiling
from tests import build
from tests.sent import opened

from .build import World, paid

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def came(on=-2, **more):
    return {"channel": "paper", "received_on": build.days(on), "form_key": uuid.uuid4(), **more}


def filed(grant, what, by, **more):
    return file_for(Grant.objects.get(pk=grant.pk), what=what, by=by, **came(**more))


def test_an_application_on_paper_is_entered_written_and_sent_by_the_office(world, client_for):
    """In the browser's words: which scheme and group, how it came, what it says, sent; the group reads who did it."""
    clerk = client_for(world.clerk)
    page = build.read(clerk, "/staff/grants/enter/?q=ひだまり")
    address = f"/staff/grants/enter/{world.rule.pk}/{world.group.pk}/"
    assert f'href="{address}"' in page
    said = {"title": "空き家の居場所", "channel": "mail", "received_on": "令和8年11月20日", "form_key": uuid.uuid4()}
    sent = clerk.post(address, {**said, "scan": SimpleUploadedFile("申請書.pdf", b"%PDF-1.4 x", "application/pdf")})
    grant = Grant.objects.get()
    assert sent.url == f"/grants/{grant.pk}/edit/#main" and grant.papers.get().get_kind_display() == "届いた紙の写し"
    assert "郵送" in build.read(clerk, f"/grants/{grant.pk}/")
    fields = opened(clerk, f"/grants/{grant.pk}/edit/")
    cost = world.rule.costs.get_or_create(name="消耗品費")[0]
    fields |= {"purpose": "集まる場", "starts_on": "令和8年12月1日", "ends_on": "令和9年2月28日", "year_no": "1"}
    fields |= {"expenses-0-cost": cost.pk, "expenses-0-item": "材料", "expenses-0-amount": "28万円"}
    fields |= {"incomes-0-source": "own", "incomes-0-item": "会費", "incomes-0-amount": "14万円"}
    assert clerk.post(f"/grants/{grant.pk}/edit/", fields).status_code == 302
    step = f"/grants/{grant.pk}/step/submit/"
    assert clerk.post(step, {**opened(clerk, step), "despite": ""}).status_code == 302
    grant = Grant.objects.get()
    assert (grant.status, grant.number, grant.asked) == ("submitted", "R8-G-0001", 140_000)
    assert GrantFiling.objects.get().used_version == 1
    page = build.read(client_for(world.leader), grant.get_absolute_url())
    assert "市が、交付を申請しました。" in page and "紙（郵送）、収受日 2026年11月20日（金）" in page


def test_what_came_in_time_is_in_time(world):
    GrantRule.objects.update(closes_on=build.days(-2))
    with pytest.raises(ValidationError) as caught:
        enter_grant(GrantRule.objects.get(), world.group, by=world.clerk, title="居場所", **came(-1))
    assert "この日に届いた申請は、受け付けられません" in caught.value.messages[0]
    made = enter_grant(GrantRule.objects.get(), world.group, by=world.clerk, title="居場所", **came(-2))
    assert Grant.objects.get(pk=made.pk).takes_now
    with pytest.raises(PermissionDenied):
        enter_grant(GrantRule.objects.get(), world.group, by=world.official, title="居場所", **came(-2))
    drop_filing(made.filings.get(), by=world.clerk)
    assert not Grant.objects.exists()  # nobody but the city has written it


def test_each_step_of_the_group_is_taken_by_the_city_with_what_came_and_once(world):
    grant = world.decided()
    for person in (world.clerk, world.chief):
        with pytest.raises(PermissionDenied):
            world.step(grant, "ask_advance", by=person, amount=100_000, reason="材料")
    filed(grant, "ask_advance", world.clerk)
    with pytest.raises(ValidationError):
        filed(grant, "report", world.chief)
    grant = world.step(Grant.objects.get(pk=grant.pk), "ask_advance", by=world.clerk, amount=100_000, reason="材料")
    with pytest.raises(PermissionDenied):
        world.step(Grant.objects.get(pk=grant.pk), "progress", by=world.clerk, spent=1, text="いま")
    grant = world.step(Grant.objects.get(pk=grant.pk), "undo_ask_advance", by=world.clerk, reason="額の読みちがい")
    assert GrantFiling.objects.get().is_open
    grant = world.step(Grant.objects.get(pk=grant.pk), "ask_advance", by=world.chief, amount=90_000, reason="材料")
    grant = world.step(grant, "pay_advance", **paid(90_000))
    with pytest.raises(ValidationError) as caught:
        filed(grant, "claim", world.clerk)
    assert "いまの状態では、これは受け付けられません" in caught.value.messages[0]
    with pytest.raises(PermissionDenied):
        filed(grant, "progress", world.official)
    filed(grant, "progress", world.clerk)
    assert world.step(Grant.objects.get(pk=grant.pk), "progress", by=world.leader, spent=1, text="いま").open_filing
    assert Grant.objects.get(pk=grant.pk).open_filing is not None  # the group's own step uses nothing up


def test_whose_turn_it_is_while_something_is_entered(world, client_for):
    grant = world.decided()
    assert "事業を進めて、実績を報告する" in build.read(client_for(world.leader), "/me/")
    filed(grant, "report", world.chief)
    assert "事業を進めて、実績を報告する" in build.read(client_for(world.clerk), "/me/")
    page = build.read(client_for(world.clerk), grant.get_absolute_url())
    assert "「実績報告書」（紙（持参）" in page and f'href="/grants/{grant.pk}/report/#main"' in page
    assert client_for(world.clerk).get(f"/grants/{grant.pk}/report/").status_code == 200
    drop = f"/grants/{grant.pk}/filed/{GrantFiling.objects.get().pk}/drop/"
    assert client_for(world.clerk).post(drop).status_code == 302 and not GrantFiling.objects.exists()
    assert client_for(world.clerk).get(f"/grants/{grant.pk}/report/").status_code == 403
    assert client_for(world.clerk).post(drop).status_code == 302


def test_nobody_files_for_their_own_group(world):
    build.join(world.clerk, world.group)
    with pytest.raises(PermissionDenied):
        enter_grant(world.rule, world.group, by=world.clerk, title="居場所", **came())
    grant = world.draft()
    with pytest.raises(PermissionDenied):
        filed(grant, "submit", world.clerk)

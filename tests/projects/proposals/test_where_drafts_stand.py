"""A draft says what the page of a sent matter says: how far it is, whose turn it is, until when, and what comes next."""

import pytest

from projects.models import Proposal
from tests import build

pytestmark = pytest.mark.django_db
TRACK = ("受付", "書類の確認", "担当課との協議", "審査", "結果")


def read(client, proposal):
    return build.read(client, proposal.get_absolute_url())


def test_a_draft_says_how_far_it_is_whose_turn_and_what_comes(client_for):
    body, representative, member = build.group()
    proposal = build.draft(body, representative)
    page = read(client_for(representative), proposal)
    head = page[: page.index("書くところ")]  # before the list of pages, in the first screen
    assert "いまは、あなたの番です" in head.replace("<wbr>", "") and "すること：提案書を書いて送る" in head
    assert "ひととおり書けています。次は" in head and "期限：" in head
    assert 'aria-current="step"' in head and all(place in head for place in TRACK)
    Proposal.objects.filter(pk=proposal.pk).update(title="")
    page = read(client_for(member), proposal)
    assert (
        "あと1つの画面を書くと、送れます。次は" in page
        and f'href="{proposal.get_absolute_url()}edit/idea/#main">「企画の内容」' in page
    )
    assert "いまは、団体の番です" in page.replace("<wbr>", "")


def test_a_draft_that_the_call_or_the_group_keeps_back_says_so_and_leads_on(client_for):
    body, representative, member = build.group()
    call = build.call(before="consult", department=build.office("secretariat")[0])
    proposal, sender = build.draft(body, representative, to=call), client_for(representative)
    consult = f"/ask/call:{call.pk}/?kind=consult&amp;from={body.pk}#main"
    page = read(sender, proposal)
    assert "相談の記録がありません" in page and "送れます</span>" not in page and "次は「確かめて送る」" not in page
    check, before = (
        build.read(sender, url) for url in (f"{proposal.get_absolute_url()}check/", f"/projects/calls/{call.pk}/propose/")
    )
    assert f'<a href="{consult}">この募集について市に相談する</a>' in check
    assert f'<a href="{consult}">この募集について市に相談する</a>' in before
    call.preparations.create(partner=body, kind="consult", on=build.days(0), by=representative, form_key=build.uuid4())
    assert "送れます</span>" in read(sender, proposal)
    Proposal.objects.filter(pk=proposal.pk).update(sign_off_wanted=True)
    page = read(sender, proposal)
    assert "送れます</span>" not in page and f'<a href="{proposal.get_absolute_url()}sign-off/">団体内の確認</a>です。' in page
    assert "送る人とは別の人の" not in read(client_for(member), proposal)  # only whoever sends waits for another


def test_a_draft_of_a_registration_says_so_too(client_for):
    person = build.user()
    row = build.registration(person, status="draft")
    page = build.read(client_for(person), row.get_absolute_url())
    head = page[: page.index("団体のこと")]
    assert "いまは、あなたの番です" in head.replace("<wbr>", "") and "すること：登録の申請の続きを書く" in head
    assert 'aria-current="step"' in head and "市が確かめる" in head

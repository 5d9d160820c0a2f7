"""A panel that must not read who proposes: neither names, nor files, nor the proposal's own page, nor its tasks."""

import re

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_models import Task
from projects.models import Call, Proposal, ProposalFile, Review
from projects.reviews.actions import give_back, save_draft, stands_as_sent
from projects.reviews.blind import hidden, hidden_content, names_of
from projects.reviews.plan_actions import PLAN, plan_of, save_plan
from tests import build
from tests.sent import opened

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


class Blind(World):
    """The call hides names; the proposal's text, its department's view and a file name the group."""

    def __init__(self):
        super().__init__()
        blind(self, True)


def blind(world, is_blind):
    call = Call.objects.get(pk=world.call.pk)
    said = {name: getattr(plan_of(call), name) for name in PLAN} | {"is_blind": is_blind}
    save_plan(call, by=world.clerk, plan=said, rules={row.pk: (None, "") for row in call.criteria.all()})


def words(client, page):
    """The page without markup and line breaks."""
    return re.sub(r"<[^>]*>|\s", "", client.get(page).text)


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Blind)


def test_names_are_replaced_and_the_page_on_the_group_is_left_out(world):
    group = world.proposal.partner
    group.name, group.representative = "特定非営利活動法人 見本ふゆの会", "見本 はな"
    group.save()
    other = build.joined(world.proposal, build.partner("見本となりの会"))
    content = [
        {
            "key": "who",
            "title": "提案する人",
            "rows": [{"key": "partner", "label": "団体", "value": group.name}],
            "tables": [],
            "files": [],
        },
        {
            "key": "idea",
            "title": "内容",
            "rows": [{"key": "q1", "label": "わけ", "value": f"見本ふゆの会の見本はなが、{other.partner.name}と行います。"}],
            "tables": [{"key": "roles", "caption": "役割", "head": ["やること"], "body": [[f"{group.name}が運ぶ"]]}],
            "files": [{"id": 1, "name": "見本ふゆの会_規約.pdf", "size": 1, "is_public": False}],
        },
        {
            "key": "files",
            "title": "資料",
            "rows": [
                {"key": "q2", "label": "団体の規約", "value": "fuyunokai_kiyaku.pdf"},
                {"key": "q3", "label": "名簿", "value": ""},
            ],
            "tables": [],
            "files": [],
        },
    ]
    page, files = hidden_content(content, names_of(Proposal.objects.get(pk=world.proposal.pk)))
    assert page["rows"][0]["value"] == "（団体名）の（団体名）が、（団体名）と行います。"
    assert page["tables"][0]["body"] == [["（団体名）が運ぶ"]] and page["files"] == []
    assert [row["value"] for row in files["rows"]] == ["付いています", ""]  # a name in letters tells who it is, too
    assert content[1]["files"]  # what was frozen stays as it is


def test_a_short_name_is_hidden_in_every_way_to_write_its_legal_form(world):
    group = world.proposal.partner
    group.name = "㈱雪"
    group.save()
    names = names_of(Proposal.objects.get(pk=world.proposal.pk))
    assert (
        hidden("株式会社雪と（株）雪、㈱ 雪は、雪をかたづけます。", names)
        == "（団体名）と（団体名）、（団体名）は、雪をかたづけます。"
    )


def test_the_panel_reads_its_own_pages_without_the_group(world, client_for):
    stored = {"stored_as": "x", "name": "見本雪かき隊_規約.pdf", "content_type": "application/pdf", "size": 1, "sha256": "x"}
    file = ProposalFile.objects.create(proposal=world.proposal, uploaded_by=world.representative, **stored)
    world.proposal.talks.create(
        held_on=build.days(-1), attendees="課", summary="見本雪かき隊と話した", opinion="見本雪かき隊は近い。", by=world.official,
        form_key=build.uuid4(),
    )  # fmt: skip
    client = client_for(world.panel[0])
    for page in (
        "/projects/review/",
        f"/projects/review/{world.proposal.pk}/",
        f"/projects/review/{world.proposal.pk}/check/",
        "/me/",
    ):
        text = words(client, page)
        assert "冬の雪かき応援隊" in text and "見本雪かき隊" not in text, page
    text = words(client, f"/projects/review/{world.proposal.pk}/")
    assert "団体の名前を見ないで審査します" in text and "（団体名）は近い。" in text and "これまでの協働" not in text
    assert client.get(f"/projects/proposals/{world.proposal.pk}/").status_code == 404
    assert client.get(f"/projects/proposals/{world.proposal.pk}/files/{file.pk}/").status_code == 404
    assert set(Task.objects.filter(done_at=None).values_list("people", flat=True)) == {""}
    assert "見本雪かき隊" in client_for(world.clerk).get(f"/admin/projects/review/call/{world.call.pk}/").text


def test_with_names_the_panel_reads_what_the_group_did_before(world, client_for):
    blind(world, False)
    text = words(client_for(world.panel[0]), f"/projects/review/{world.proposal.pk}/")
    assert "見本雪かき隊の提案です" in text and "この団体のこれまでの協働" in text
    assert Task.objects.filter(done_at=None, people="見本雪かき隊").exists()


def named_after_the_group(world):
    group = world.proposal.partner
    group.kana = "みほんゆきかきたい"
    group.save()
    Proposal.objects.filter(pk=world.proposal.pk).update(title="見本雪かき隊（みほんゆきかきたい）の冬の応援")


def test_what_a_member_hears_of_a_sheet_that_is_given_back_names_no_group(world, client_for):
    named_after_the_group(world)
    world.sheet(world.panel[0], 4, 3, 5)
    sheet = Review.objects.get()
    give_back(sheet, by=world.clerk, reason="点の理由を足してください。")
    stands_as_sent(sheet, by=world.clerk)
    heard = list(
        Notice.objects.filter(user=world.panel[0], url=f"/projects/review/{world.proposal.pk}/").values_list("title", flat=True)
    )
    assert heard and all("（団体名）（（団体名））の冬の応援" in title for title in heard)
    assert "見本雪かき隊" not in words(client_for(world.panel[0]), "/inbox/")


def test_whoever_writes_too_late_is_answered_without_the_group(world, client_for):
    named_after_the_group(world)
    member, client = world.panel[0], client_for(world.panel[0])
    save_draft(world.proposal, by=member, revision=1, marks=world.marks(4, 3, 5), opinion="", advice="")
    said = opened(client, f"/projects/review/{world.proposal.pk}/", opinion="あとから書いた所見")
    take_step(world.proposal, "withdraw", by=world.representative, version=world.proposal.version, reason="人が集まらないため")
    answer = client.post(f"/projects/review/{world.proposal.pk}/", said)
    text = answer.text.replace("<wbr>", "")
    assert answer.status_code == 409 and "あとから書いた所見" in text
    assert "見本雪かき隊" not in text and "みほんゆきかきたい" not in text

"""補正 in every process: several items in one go, more of them, let off by the city, changed or answered by the group."""

import re

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.text.difference import compared
from kyodo_portal.process.actions import take_step
from projects.models import ProposalRevision
from projects.proposals.drafting.actions import save_page
from projects.proposals.drafting.pages import etag_of_page, fields_of, load_parts
from tests import build

pytestmark = pytest.mark.django_db
SURE = {"agreed": "on", "public": "on", "clean": "on"}


def text(answer):
    return answer.content.decode().replace("<wbr>", "")


def outcomes(matter):
    return {row.field: row.outcome for row in matter.corrections.all()}


def test_a_round_has_twenty_items_at_most(client_for):
    (_, clerk), group = build.office("secretariat"), build.user()
    row = build.registration(group)
    office, step = client_for(clerk), f"/admin/partners/registration/{row.pk}/step/ask_correct/"
    boxes = re.findall(r'name="(why_[^"]+)"', text(office.get(step)))
    asked = {"version": 1, "due": build.days(14).isoformat(), **dict.fromkeys(boxes[:21], "書き足してください。")}
    refused = text(office.post(step, asked))
    assert "1回に求められるのは20項目までで、いまは21項目です。" in refused and refused.count("書き足してください。") >= 21
    asked.pop(boxes[20])
    assert office.post(step, asked).status_code == 302 and row.corrections.count() == 20


def test_an_application_item_by_item(client_for):
    (_, clerk), group = build.office("secretariat"), build.user()
    row = build.registration(group)
    office, browser = client_for(clerk), client_for(group)
    step = f"/admin/partners/registration/{row.pk}/step/"
    due = build.days(14).isoformat()
    told = group.notices.count()
    empty = office.post(f"{step}ask_correct/", {"version": 1, "due": due})
    assert "1つ以上、20まで書けます。" in text(empty)
    asked = {"version": 1, "due": due, "why_purpose": "だれのためかを書いてください。", "why_pr": "短くしてください。"}
    for _ in range(2):  # the second press is answered like the first
        assert office.post(f"{step}ask_correct/", asked).status_code == 302
    assert group.notices.count() == told + 1  # one notice for all of it
    body = group.notices.latest("pk").body
    assert body.startswith("直すところ（2つ）\n・団体の目的：だれのためかを書いてください。\n・ひとこと紹介：短くしてください。")
    more = {"version": 2, "due": due, "why_schedule": "時間も書いてください。", "why_phone": "けたが足りません。"}
    assert office.post(f"{step}add_correct/", more).status_code == 302
    again = office.post(f"{step}add_correct/", {**more, "version": 3})
    assert "「活動する日・場所」「電話番号」は、もう求めています。" in text(again)
    keys = {correction.field: str(correction.pk) for correction in row.corrections.all()}
    # The group writes while the office changes its mind: nothing typed is lost, and the page says what happened.
    opened = text(browser.get(f"/partners/registrations/{row.pk}/correct/"))
    assert all(words in opened for words in ("時間も書いてください。", "けたが足りません。", "を直さないときは、その理由"))
    dropped = {"version": 3, "which": keys["phone"], "reason": "番号は合っていました。"}
    for _ in range(2):
        assert office.post(f"{step}drop_correct/", dropped).status_code == 302
    written = {
        "version": 3,
        "purpose": "雪で困る人のためです。",
        "pr": "みじかい紹介",
        "schedule": "第2土曜日",
        "phone": "025-111-2222",
    }
    late = browser.post(f"/partners/registrations/{row.pk}/correct/", written)
    said = text(late)
    assert late.status_code == 409 and "市が、直すところを変えました" in said
    assert all(words in said for words in ("雪で困る人のためです。", "025-111-2222", 'name="version" value="4"'))
    kept = {"version": 4, "which": [keys["pr"], keys["schedule"]], "remark": "このままで伝わります。"}
    assert office.post(f"{step}accept_as_is/", kept).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.version) == ("correcting", 5)
    assert "\nのこりの直すところ：団体の目的\n" in group.notices.latest("pk").body
    # Neither changed nor answered is refused; a reason is an answer, and nothing changes.
    unchanged = {"version": 5, "purpose": row.payload["purpose"]}
    refused = text(browser.post(f"/partners/registrations/{row.pk}/correct/", unchanged))
    assert "まだ直していないところがあります：団体の目的。直すか、直さない理由を書いてください。" in refused
    answered = {**unchanged, f"reply_{keys['purpose']}": "規約の文のとおりです。"}
    for _ in range(2):
        assert browser.post(f"/partners/registrations/{row.pk}/correct/", answered).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.payload["pr"]) == ("submitted", "ちょっとした困りごと、聞きます。")
    assert outcomes(row) == {"purpose": "answered", "pr": "accepted", "schedule": "accepted", "phone": "dropped"}
    for client, page in ((office, f"/admin/partners/registration/{row.pk}/change/"), (browser, row.get_absolute_url())):
        shown = text(client.get(page))
        assert all(words in shown for words in ("規約の文のとおりです。", "番号は合っていました。", "このままで伝わります。"))


def test_more_is_asked_for_without_taking_the_group_time_unseen(client_for):
    (_, clerk), group = build.office("secretariat"), build.user()
    row = build.registration(group)
    office, step = client_for(clerk), f"/admin/partners/registration/{row.pk}/step/"
    asked = {"version": 1, "due": build.days(40).isoformat(), "why_phone": "けたが足りません。", "why_pr": "短くしてください。"}
    assert office.post(f"{step}ask_correct/", asked).status_code == 302
    page = office.get(f"{step}add_correct/")
    assert f'value="{jdate(build.days(40)).partition("（")[0]}"' in text(page)
    assert "これより早い日にすると、全部の期限が早まります。" in text(page)
    assert "全部の期限が早まります" not in text(office.get(f"/admin/partners/registration/{row.pk}/step/decline/"))


def test_an_item_and_its_reason_have_one_mark_that_is_true_of_both(client_for):
    (_, clerk), group = build.office("secretariat"), build.user()
    row = build.registration(group)
    # The first is 必須, the second is not.
    items = [{"field": field, "reason": "確かめてください。"} for field in ("phone", "pr")]
    take_step(row, "ask_correct", by=clerk, version=1, items=items, due=build.days(14))
    page = text(client_for(group).get(f"/partners/registrations/{row.pk}/correct/"))
    assert page.count("※直すか、理由を書く") == 4 and "※必須" not in page and "※任意" not in page


def test_what_is_let_off_goes_back_to_where_it_was_and_carries_nothing_unsent(client_for):
    body, representative, _ = build.group()
    (office, _), (_, official) = build.office("department"), build.office("secretariat")
    proposal = build.submitted(body, representative)
    take_step(proposal, "receive", by=official, version=1)
    take_step(proposal, "start_talks", by=official, version=2, department=office)
    fields = ("title", "roles", "budget", "files", "starts_on")
    items = [{"field": field, "reason": "足りません。"} for field in fields]
    take_step(proposal, "ask_correct", by=official, version=3, items=items, due=build.days(7))
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    page = browser.get(f"{base}edit/idea/")
    browser.post(f"{base}edit/idea/", {"etag": page.context["etag"], "title": "まだ送っていない名前", "next": "1"})
    proposal.role_shares.update(city_part="書きかけの役割")
    proposal.budget_lines.update(note="書きかけの説明")
    paper = {"name": "地図.pdf", "stored_as": "x", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    paper = proposal.files.create(uploaded_by=representative, **paper)
    began = proposal.starts_on
    type(proposal).objects.filter(pk=proposal.pk).update(starts_on=began + build.timedelta(days=1))
    title, *others = (str(row.pk) for row in proposal.corrections.all())
    take_step(proposal, "accept_as_is", by=official, version=4, which=[title], remark="")
    take_step(proposal, "drop_correct", by=official, version=5, which=others, reason="読みちがえました。")
    proposal.refresh_from_db()
    paper.refresh_from_db()
    assert (proposal.status, proposal.version, proposal.title) == ("in_talks", 7, "通学路の花いっぱい見守り")
    assert (proposal.role_shares.get().city_part, proposal.starts_on) == ("苗を用意する", began)
    assert {line.note for line in proposal.budget_lines.all()} == {"", "500円を200本"} and paper.removed_at
    assert "もう直すところはありません。出し直さなくてかまいません。" in representative.notices.latest("pk").body
    # All of it was a mistake: the items are asked for again, and the group finds what it had begun to write.
    take_step(proposal, "undo_go_on_talks", by=official, version=7, reason="押しまちがえました。")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.version, proposal.title) == ("correcting", 9, "通学路の花いっぱい見守り")
    assert proposal.role_shares.get().city_part == "書きかけの役割" and proposal.corrections.open().count() == 4
    assert {line.note for line in proposal.budget_lines.all()} == {"書きかけの説明"} and proposal.starts_on > began
    assert not proposal.files.get().removed_at
    take_step(proposal, "undo_accept_as_is", by=official, version=9, reason="押しまちがえました。")
    proposal.refresh_from_db()
    assert proposal.title == "まだ送っていない名前" and proposal.corrections.open().count() == 5
    take_step(proposal, "accept_as_is", by=official, version=10, which=[title], remark="")
    take_step(proposal, "drop_correct", by=official, version=11, which=others, reason="読みちがえました。")
    own, staff = text(browser.get(base)), text(client_for(official).get(f"/admin/projects/proposal/{proposal.pk}/change/"))
    assert "まだ送っていない名前" in own and "まだ送っていない名前" not in staff and "読みちがえました。" in staff
    for state, version in (("received", 2), ("submitted", 1)):
        other = build.submitted(body, representative)
        if state == "received":
            take_step(other, "receive", by=official, version=1)
        take_step(other, "ask_correct", by=official, version=version, items=items[:1], due=build.days(7))
        take_step(
            other, "drop_correct", by=official, version=version + 1, which=[other.corrections.get().pk], reason="不要です。"
        )
        other.refresh_from_db()
        assert other.status == state


def test_a_proposal_is_changed_or_answered_and_its_versions_are_compared(client_for):
    body, representative, member = build.group()
    (_, official), (_, stranger) = build.office("secretariat"), build.office("department")
    proposal = build.submitted(body, representative)
    items = [
        {"field": "summary", "reason": "だれのためかを書いてください。"},
        {"field": "co_partners", "reason": "1団体では無理では。"},
    ]
    take_step(proposal, "ask_correct", by=official, version=1, items=items, due=build.days(7))
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    page = browser.get(f"{base}edit/idea/")
    words = "花と野菜を植えながら子どもを見守ります。"
    browser.post(f"{base}edit/idea/", {"etag": page.context["etag"], "summary": words, "next": "1"})
    check = text(browser.get(f"{base}check/"))
    reply = f"reply_{proposal.corrections.get(field='co_partners').pk}"
    assert check.count("を直さないときは、その理由<") == 1 and reply in check
    assert "まだ直していないところがあります：いっしょに提案する団体" in text(
        browser.post(f"{base}check/", build.sure(browser, f"{base}check/", version=2, **SURE))
    )
    sent = build.sure(browser, f"{base}check/", version=2, **SURE, **{reply: "会員が30人いるので足ります。"})
    for _ in range(2):
        assert browser.post(f"{base}check/", sent).url == f"{base}#main"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.revisions.count()) == ("received", 2)
    assert outcomes(proposal) == {"summary": "changed", "co_partners": "answered"}
    lines = ["・ひとことで言うと：直しました", "・いっしょに提案する団体：直さない理由を答えました"]
    assert official.notices.latest("pk").body.splitlines()[:2] == lines
    desk = text(client_for(official).get(f"/admin/projects/proposal/{proposal.pk}/change/"))
    assert (
        "会員が30人いるので足ります。" in desk and "前の版から変わったところ" in desk and "企画の内容：ひとことで言うと" in desk
    )
    for person in (official, member):
        shown = text(client_for(person).get(f"{base}versions/"))
        assert "企画の内容：ひとことで言うと" in shown and "企画の名前" not in shown  # what did not change is left out
        assert "加わった文：</span>と野菜</ins>" in shown
    assert client_for(stranger).get(f"{base}versions/").status_code == 404
    third = [{**row} for row in ProposalRevision.objects.latest("number").content]
    third[0] = {**third[0], "rows": third[0]["rows"][:1]}
    ProposalRevision.objects.create(proposal=proposal, number=3, content=third, by=member)
    compared = text(browser.get(f"{base}versions/?from=3&to=1"))
    assert (
        "第1版" in compared
        and compared.count("rowheader") == 1
        and "変わったところは、ありません。" in text(browser.get(f"{base}versions/?from=2&to=2"))
    )


def test_what_was_typed_and_could_not_be_read_counts_as_begun_and_goes_with_its_item():
    """Otherwise it would lie on a page that is closed again, and nothing could be sent any more."""
    (_, clerk), (body, leader, _) = build.office("secretariat"), build.group()
    proposal = take_step(build.draft(body, leader), "submit", by=leader, version=0)
    items = [{"field": name, "reason": "直してください。"} for name in ("starts_on", "summary")]
    proposal = take_step(proposal, "ask_correct", by=clerk, version=1, items=items, due=build.days(14))
    page = next(place for key, _, place in fields_of(proposal, load_parts(proposal)) if key == "starts_on")
    etag = etag_of_page(page, proposal, load_parts(proposal))
    save_page(proposal, page, by=leader, values={}, unreadable={"starts_on": "雪がとけたら"}, etag=etag)
    with pytest.raises(ValidationError, match="直しはじめています"):
        take_step(proposal, "undo_ask_correct", by=clerk, version=2, reason="まちがい")
    which = [proposal.corrections.get(field="starts_on").pk]
    take_step(proposal, "drop_correct", by=clerk, version=2, which=which, reason="そのままでよいです。")
    proposal.refresh_from_db()
    assert proposal.typed == {} and proposal.corrections.get(field="starts_on").after == "雪がとけたら"
    take_step(proposal, "undo_drop_correct", by=clerk, version=proposal.version, reason="まちがい")
    assert proposal.corrections.get(field="starts_on").after == "雪がとけたら" and proposal.corrections.open().count() == 2


def test_a_date_that_was_changed_is_marked_as_a_whole():
    both = compared("終える日", "令和8年度：2027年3月31日（水）まで", "令和8年度：2027年2月28日（日）まで")
    assert both.before == [("same", "令和8年度："), ("gone", "2027年3月31日（水）"), ("same", "まで")]
    assert both.after == [("same", "令和8年度："), ("new", "2027年2月28日（日）"), ("same", "まで")]


def test_a_notice_that_is_read_later_says_whose_turn_it_is_now_and_not_whose_it_was(client_for):
    (_, clerk), group = build.office("secretariat"), build.user()
    row = build.registration(group)
    items = [{"field": "phone", "reason": "けたが足りません。"}]
    take_step(row, "ask_correct", by=clerk, version=1, items=items, due=build.days(14))
    told = group.notices.latest("pk")
    assert "「登録の申請を直す」番です" in told.body
    reader = client_for(group)
    assert "けたが足りません。" in text(reader.get(f"/inbox/{told.pk}/"))
    row.refresh_from_db()
    which = [str(row.corrections.get().pk)]
    take_step(row, "drop_correct", by=clerk, version=row.version, which=which, reason="番号は合っていました。")
    page = text(reader.get(f"/inbox/{told.pk}/"))
    assert "「登録の申請を直す」番です" not in page and "けたが足りません。" in page
    assert page.count("いまは、") == 1 and "「登録の申請を確かめる」番です。あなたがすることはありません。" in page

"""A group drafts on a phone, leaves, comes back, checks, sends; staff receive, ask for a correction, go on."""

import uuid

import pytest

from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def page(client, url, **data):
    """Open a form, then send it as a browser would: with the stamp that the page carries."""
    opened = client.get(url)
    assert opened.status_code == 200, opened.status_code
    return client.post(url, {"etag": opened.context["etag"], **data})


def test_from_the_list_to_the_receipt(client_for):
    body, representative, member = build.group("見守りの会")
    call = build.call("市民提案 令和8年度")
    q = {question.section: question.name for question in call.questions.all()}
    browser = client_for(member)
    assert "市民提案 令和8年度" in browser.get("/projects/calls/").content.decode()
    start = browser.get(f"/projects/calls/{call.pk}/propose/")
    key = str(uuid.uuid4())
    assert "提案書を書く前に" in start.content.decode()
    for _ in range(2):  # a double click
        answer = browser.post(f"/projects/calls/{call.pk}/propose/", {"partner": body.pk, "form_key": key})
        assert answer.status_code == 302
    proposal = Proposal.objects.get()
    base = f"/projects/proposals/{proposal.pk}/"
    assert browser.get(base).content.decode().count("まだ") >= 5
    # Only the name is known today: it is kept, and one may leave.
    left = page(browser, f"{base}edit/idea/", title="通学路の花いっぱい見守り", draft="1")
    assert left.status_code == 302 and left.url == f"{base}#main"
    # Another day.
    idea = {
        "title": "通学路の花いっぱい見守り",
        "summary": "花を植えながら見守ります。",
        "starts_on": "令和9年4月1日",
        "ends_on": "2028/3/31",
    }
    gone_on = page(browser, f"{base}edit/idea/", **idea, **{q["idea"]: "花を植えます"}, next="1")
    assert gone_on.url == f"{base}edit/why/#main"
    page(browser, f"{base}edit/why/", **{q["why"]: "市の道だから"}, next="1")
    page(browser, f"{base}edit/carry/", **{q["carry"]: "会長"}, next="1")
    shares = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-task": "植える",
        "rows-0-group_part": "人を集める",
        "rows-0-city_part": "苗",
    }
    assert page(browser, f"{base}edit/roles/", **shares, next="1").url == f"{base}edit/budget/#main"
    money = {
        "income-TOTAL_FORMS": "1", "income-INITIAL_FORMS": "0", "income-0-item": "市の負担", "income-0-amount": "１００，０００円",
        "income-0-from_city": "on", "expense-TOTAL_FORMS": "1", "expense-INITIAL_FORMS": "0", "expense-0-item": "苗",
        "expense-0-amount": "100,000",
    }  # fmt: skip
    assert page(browser, f"{base}edit/budget/", **money, next="1").url == f"{base}edit/after/#main"
    check = browser.get(f"{base}check/").content.decode()
    assert "送るのは代表者です" in check and "100,000円" in check and "2027年4月1日（木）" in check
    assert browser.post(f"{base}check/", {"version": 0, "agreed": "on", "public": "on", "clean": "on"}).status_code == 403
    browser = client_for(representative)
    assert "しるしを付けてください" in browser.post(f"{base}check/", {"version": 0}).content.decode()
    sent = {"version": 0, "agreed": "on", "public": "on", "clean": "on"}
    sent = build.sure(browser, f"{base}check/", **sent)
    assert browser.post(f"{base}check/", sent).url == f"{base}receipt/#main"
    assert browser.post(f"{base}check/", sent).url == f"{base}receipt/#main"  # the second press leads to the same receipt
    proposal.refresh_from_db()
    assert (proposal.number, proposal.status, proposal.revisions.count()) == ("R8-P-0001", "submitted", 1)
    assert "R8-P-0001" in browser.get(f"{base}receipt/").content.decode()
    state = browser.get(base).content.decode()
    assert "いま、していただくことはありません" in state and "花を植えます" in state
    body = representative.notices.get().body
    assert body.startswith("受付番号はR8-P-0001です。\n\nいまは、事務局が「書類を確かめて受け付ける」番です（期限 ")


def test_a_correction_opens_one_field_and_makes_a_second_revision(client_for):
    body, representative, _ = build.group()
    _, official = build.office("secretariat")
    proposal = build.submitted(body, representative)
    take_step(proposal, "receive", by=official, version=1)
    take_step(
        proposal,
        "ask_correct",
        by=official,
        version=2,
        items=[{"field": "title", "reason": "何をするか分かる名前にしてください。"}],
        due=build.days(7),
    )
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    state = browser.get(base).content.decode()
    assert "済み" in state and "ありませんでした" not in state  # 受付, which 提出 began
    assert "すること：提案書を直して出し直す" in state and "何をするか分かる名前にしてください。" in state
    sent = build.sure(browser, f"{base}check/", version=3, agreed="on", public="on", clean="on")
    assert "まだ直していないところがあります：企画の名前" in browser.post(f"{base}check/", sent).content.decode()
    assert browser.get(f"{base}edit/why/").status_code == 302
    form = browser.get(f"{base}edit/idea/")
    assert list(form.context["form"].fields) == ["title"]
    page(browser, f"{base}edit/idea/", title="新しい名前", summary="変えられない", next="1")
    sent = build.sure(browser, f"{base}check/", **{name: sent[name] for name in ("version", "agreed", "public", "clean")})
    assert browser.post(f"{base}check/", sent).url == f"{base}#main"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.title, proposal.summary) == ("received", "新しい名前", "花を植えながら子どもを見守ります。")
    titles = [revision.content[1]["rows"][0]["value"] for revision in proposal.revisions.order_by("number")]
    assert titles == ["通学路の花いっぱい見守り", "新しい名前"]
    fixed = proposal.corrections.get()
    assert (fixed.field_label, fixed.before, fixed.after) == ("企画の名前", "通学路の花いっぱい見守り", "新しい名前")


def test_withdraw_then_write_again_from_it(client_for):
    body, representative, _ = build.group()
    proposal = build.submitted(body, representative)
    browser, base = client_for(representative), f"/projects/proposals/{proposal.pk}/"
    gone = browser.post(f"{base}step/withdraw/", {"version": 1, "reason": "人が足りなくなりました。"})
    assert gone.status_code == 302
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = browser.post(f"{base}copy/", {"call": proposal.call_id, "form_key": key})
        assert answer.status_code == 302
    new = Proposal.objects.get(status="draft")
    assert (new.title, new.answers.count(), new.role_shares.count(), new.budget_lines.count()) == (
        "通学路の花いっぱい見守り",
        4,
        1,
        2,
    )
    delete = f"/projects/proposals/{new.pk}/delete/"
    assert browser.post(delete, build.sure(browser, delete)).status_code == 302
    assert not Proposal.objects.filter(pk=new.pk).exists()

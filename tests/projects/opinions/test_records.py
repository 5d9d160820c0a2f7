"""What was said at a 懇談 and what the city answers stand on the event's page once its office publishes them."""

import re

import pytest

from projects.models import EventRecord, Remark
from tests import build
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    office, official = build.office("department", "企画課")
    return build.event(office, "市長との懇談", at=-3, kind="talk", published_at=build.timezone.now()), official


def test_the_record_of_a_talk_with_answers(held, client_for):
    event, official = held
    host, visitor, page = client_for(official), client_for(), f"/events/{event.pk}/record/"
    form = host.get(page).context["form"]
    said = {"minutes": "バスについて話しました。", "attendees": "市長、企画課長", "visitors": "23", "etag": form.initial["etag"]}
    assert host.post(page, said).status_code == 302
    assert "いまの内容：バスについて話しました。" in build.markup(host.post(page, {**said, "minutes": "べつの文"}))
    new = f"{page}remarks/new/"
    key = re.search(r'name="form_key" value="([^"]+)"', host.get(new).content.decode())[1]
    missing = host.post(new, {"form_key": key, "text": "夜のバスがほしい。", "effect": "noted", "answer": ""})
    assert "扱いと答えは、両方を入れてください。" in build.markup(missing)
    for _ in range(2):
        assert host.post(new, {"form_key": key, "text": "夜のバスがほしい。", "is_public": "on"}).status_code == 302
    remark = Remark.objects.get()
    own = event.get_absolute_url()
    assert "バスについて話しました。" not in build.read(visitor, own) and "夜のバス" not in build.read(visitor, own)

    assert host.get(f"/report/remarks/{remark.pk}/").status_code == 404  # it is none of a year's report

    address = f"{page}remarks/{remark.pk}/"
    token = host.get(address).context["form"].initial["etag"]
    answer = {
        "text": "夜のバスがほしい。",
        "effect": "noted",
        "answer": "来年の計画で考えます。",
        "is_public": "on",
        "etag": token,
    }
    assert host.post(address, answer).status_code == 302
    assert host.post(f"{page}show/").status_code == 302
    shown = build.read(visitor, own)
    for word in (
        "バスについて話しました。",
        "23人",
        "市長、企画課長",
        "夜のバスがほしい。",
        "これからの参考にします",
        "来年の計画で考えます。",
    ):
        assert word in shown, word
    token = host.get(address).context["form"].initial["etag"]
    assert (
        host.post(address, {**{key: value for key, value in answer.items() if key != "is_public"}, "etag": token}).status_code
        == 302
    )
    assert "夜のバス" not in build.read(visitor, own)
    assert host.post(f"{page}show/", {"hide": "1"}).status_code == 302
    assert "バスについて話しました。" not in build.read(visitor, own) and EventRecord.objects.get().minutes


def test_nobody_else_writes_it_and_nobody_before_it_begins(held, client_for):
    event, official = held
    outsider = build.office("department", "土木課")[1]
    page = f"/events/{event.pk}/record/"
    assert client_for(outsider).get(page).status_code == 403
    ahead = build.event(event.host, "来月の懇談", at=9, kind="talk", published_at=build.timezone.now())
    assert client_for(official).get(f"/events/{ahead.pk}/record/").status_code == 403
    cancelled = build.event(
        event.host,
        "中止の懇談",
        at=-1,
        kind="talk",
        published_at=build.timezone.now(),
        cancelled_at=build.timezone.now(),
        cancelled_why="雪",
    )
    assert client_for(official).get(f"/events/{cancelled.pk}/record/").status_code == 403


def test_two_of_the_host_at_one_record(held, client_for):
    """Different boxes go together; an answer and how it is meant are one."""
    event, official = held
    host, page = client_for(official), f"/events/{event.pk}/record/"
    late, both = opened(host, page, visitors="23"), opened(host, page, minutes="あとの文")
    assert host.post(page, opened(host, page, minutes="さきの文")).status_code == 302
    assert "「話し合いの記録」は、そのまま残しました" in text_of(host.post(page, late, follow=True))
    answer = host.post(page, both)
    assert answer.status_code == 409 and "いまの内容：さきの文" in text_of(answer) and "あとの文" in text_of(answer)
    assert (EventRecord.objects.get().minutes, EventRecord.objects.get().visitors) == ("さきの文", 23)
    row = Remark.objects.create(event=event, by=official, text="夜のバスがほしい。")
    page = f"{page}remarks/{row.pk}/"
    late, both = opened(host, page, text="夜のバスを。"), opened(host, page, effect="noted", answer="来年考えます。")
    assert host.post(page, opened(host, page, effect="declined", answer="人手がありません。")).status_code == 302
    assert host.post(page, late).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.effect, row.answer) == ("夜のバスを。", "declined", "人手がありません。")
    answer = host.post(page, both)
    assert answer.status_code == 409 and "いまの内容：人手がありません。" in text_of(answer)

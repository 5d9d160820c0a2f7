"""The inbox and the sample city's mailbox, as their readers meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.actions import notify, queue_mail, send_again
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import deliver_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def taro():
    return User.objects.create_user("taro@example.jp", name="見本 太郎")


@pytest.fixture
def notice(taro):
    notify([taro], title="提案を受け付けました", body="受付番号は 8-3 です。", url="/projects/", key="proposal:1:2")
    return Notice.objects.get()


def test_the_same_event_is_told_and_mailed_once(taro, notice):
    notify([taro], title="提案を受け付けました", key="proposal:1:2")
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1)


def test_somebody_whose_account_is_closed_gets_no_mail(taro):
    taro.is_active = False
    taro.save()
    notify([taro], title="お知らせ", key="x")
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


def test_the_mail_says_where_to_look_and_who_sends_it(taro, notice):
    body = Delivery.objects.get().body
    assert body.startswith("見本 太郎 様\n\n提案を受け付けました\n\n受付番号は 8-3 です。")
    assert "http://testserver/projects/" in body
    assert "小千谷市 協働ポータル" in body


def test_whoever_opens_a_notice_has_read_it(client_for, taro, notice):
    client = client_for(taro)
    assert "未読" in client.get("/inbox/").text
    client.head(f"/inbox/{notice.pk}/")
    client.get(f"/inbox/{notice.pk}/", headers={"sec-purpose": "prefetch"})  # by the browser, before anybody looks
    assert Notice.objects.unread().count() == 1
    assert "受付番号は 8-3 です。" in client.get(f"/inbox/{notice.pk}/").text
    assert Notice.objects.unread().count() == 0
    assert client.post(f"/inbox/{notice.pk}/read/", {"go": "1"}).url == "/projects/"
    assert "未読" not in client.get("/inbox/").text


def test_everything_is_read_at_once(client_for, taro, notice):
    notify([taro], title="もう一つ", key="y")
    assert client_for(taro).post("/inbox/read/").url == "/inbox/"
    assert Notice.objects.unread().count() == 0


def test_unread_notices_stand_first(client_for, taro, notice):
    for number in range(2):
        notify([taro], title=f"後から{number}", key=f"later{number}")
    client_for(taro).post(reverse("notice_read", args=[Notice.objects.get(title="後から1").pk]))
    titles = [row.title for row in client_for(taro).get("/inbox/").context["page"]]
    assert titles == ["後から0", "提案を受け付けました", "後から1"]


def test_nobody_reads_anothers_inbox(client_for, taro, notice):
    keeper = client_for(User.objects.create_superuser("kanri@example.jp"))
    assert keeper.get(f"/inbox/{notice.pk}/").status_code == 404
    assert keeper.post(f"/inbox/{notice.pk}/read/").status_code == 404
    assert client_for().get(f"/inbox/{notice.pk}/").status_code == 302


def test_a_notice_never_leads_to_another_site(client_for, taro):
    notify([taro], title="悪い", url="//evil.example/", key="bad")
    assert client_for(taro).post(f"/inbox/{Notice.objects.get().pk}/read/", {"go": "1"}).url == "/inbox/"


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_inbox_asks_the_same_number_of_questions(client_for, taro, how_many, django_assert_num_queries):
    for number in range(how_many):
        notify([taro], title=f"お知らせ{number}", key=str(number))
    client = client_for(taro)
    client.get("/inbox/")
    with django_assert_num_queries(6):  # session, user, count, rows, unread, memberships
        client.get("/inbox/")


def test_the_mailbox_exists_in_the_sample_city_and_on_this_machine_only(client_for, settings):
    queue_mail("taro@example.jp", "確認コード", "123-456", secret=True)
    client = client_for()
    assert client.get("/sample/mail/").status_code == 404
    settings.KYODO_SAMPLE = True
    deliver_due()
    assert "123-456" in client.get("/sample/mail/").text
    assert client.get("/sample/mail/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/sample/mail/", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_staff_send_a_given_up_mail_again_but_no_dead_code(taro):
    queue_mail("a@example.jp", "お知らせ", "本文")
    queue_mail("b@example.jp", "確認コード", "", secret=True)
    Delivery.objects.update(state="failed", attempts=8, error="x")
    assert send_again(Delivery.objects.all(), by=taro) == 1
    assert Delivery.objects.get(to="a@example.jp").attempts == 0
    assert Delivery.objects.get(to="b@example.jp").state == "failed"
    assert AuditEvent.objects.get(act="send-again").rows == 1


def test_the_keeper_lists_mails_without_their_words(client_for):
    queue_mail("a@example.jp", "お知らせ", "ひみつの本文")
    client = client_for(User.objects.create_superuser("kanri@example.jp"))
    page = client.get("/admin/notices/delivery/").text
    assert "a@example.jp" in page
    mail_page = client.get(f"/admin/notices/delivery/{Delivery.objects.get().pk}/change/").text
    assert "お知らせ" in mail_page and "ひみつの本文" not in mail_page


def test_health_needs_no_sign_in_and_says_nothing(client_for):
    for path in ("/healthz", "/readyz"):
        answer = client_for().get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")


def test_the_pager_leads_from_page_to_page(client_for, taro):
    for number in range(41):
        notify([taro], title=f"お知らせ{number}", key=f"k{number}")
    page = client_for(taro).get("/inbox/?page=2").text
    assert '<a href="/inbox/" rel="prev">' in page and '<a href="?page=3" rel="next">' in page
    assert '<b aria-current="page"><span class="kp-vh">いまのページ </span>2</b>' in page
    assert 'rel="next"' not in client_for(taro).get("/inbox/?page=3").text


@pytest.mark.parametrize(
    ("ahead", "is_there"), [(timedelta(minutes=9), False), (timedelta(minutes=59), False), (timedelta(days=1), True)]
)
def test_a_notice_does_not_wait_for_a_clock_that_was_set_back(client_for, taro, notice, ahead, is_there):
    """No notice waits so long: it was written while the clock stood a day ahead."""
    Notice.objects.update(waits_until=timezone.now() + ahead)
    assert ("提案を受け付けました" in client_for(taro).get("/inbox/").text) is is_there

"""The outbox through the eyes of its workers: each mail once, nothing lost, codes erased."""

import smtplib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from kyodo_portal.notices import outbox
from kyodo_portal.notices.actions import queue_mail
from kyodo_portal.notices.models import Delivery
from kyodo_portal.pages import invariants

pytestmark = pytest.mark.django_db


class DeadServer(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages):
        raise smtplib.SMTPConnectError(421, "closed for the night")


class FilesSlowly(BaseEmailBackend):
    """Keeps what it was given, and takes its time as a real server does."""

    taken = []

    def send_messages(self, messages):
        import time

        time.sleep(0.01)
        FilesSlowly.taken += [message.to[0] for message in messages]
        return len(messages)


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"


def minutes_until_next(mail):
    return round((mail.next_try - timezone.now()).total_seconds() / 60)


def test_a_waiting_mail_is_sent_once():
    queue_mail("taro@example.jp", "会議の\nお知らせ", "本文です。")
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    (message,) = mailbox.outbox
    assert (message.to, message.subject, message.body) == (["taro@example.jp"], "会議の お知らせ", "本文です。")
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    stored = Delivery.objects.get()
    assert (stored.state, stored.attempts, stored.body, stored.claimed_at) == ("sent", 1, "本文です。", None)


def test_the_body_of_a_code_is_erased_after_sending(settings):
    queue_mail("taro@example.jp", "確認コード", "123-456", secret=True)
    outbox.deliver_due()
    assert "123-456" in mailbox.outbox[0].body
    assert Delivery.objects.get().body == ""


def test_the_sample_city_keeps_codes_so_that_they_can_be_read(settings):
    settings.KYODO_SAMPLE = True
    queue_mail("taro@example.jp", "確認コード", "123-456", secret=True)
    outbox.deliver_due()
    stored = Delivery.objects.get()
    assert "123-456" not in stored.body and stored.text == "123-456"


def test_a_failed_mail_waits_longer_each_time_and_is_given_up_after_eight_tries(dead_server):
    queue_mail("taro@example.jp", "お知らせ", "本文")
    waits = []
    for _ in range(8):
        Delivery.objects.update(next_try=timezone.now())
        assert outbox.deliver_due() == 0
        waits.append(minutes_until_next(Delivery.objects.get()))
    stored = Delivery.objects.get()
    assert waits[:7] == [1, 5, 15, 60, 240, 240, 240]
    assert (stored.state, stored.attempts, stored.body) == ("failed", 8, "本文")
    assert stored.error.startswith("SMTPConnectError")


def test_a_code_is_given_up_and_erased_after_three_tries(dead_server):
    queue_mail("taro@example.jp", "確認コード", "123-456", secret=True)
    for _ in range(3):
        Delivery.objects.update(next_try=timezone.now())
        outbox.deliver_due()
    stored = Delivery.objects.get()
    assert (stored.state, stored.body) == ("failed", "")


def test_a_mail_that_is_not_due_yet_waits():
    queue_mail("taro@example.jp", "お知らせ", "本文")
    Delivery.objects.update(next_try=timezone.now() + timedelta(minutes=1))
    assert outbox.deliver_due() == 0


def test_a_mail_whose_worker_died_is_taken_again_after_ten_minutes():
    queue_mail("taro@example.jp", "お知らせ", "本文")
    assert outbox.claim() is not None
    assert outbox.deliver_due() == 0  # somebody may still be sending it
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert outbox.deliver_due() == 1
    assert Delivery.objects.get().attempts == 2


@pytest.mark.parametrize(("attempts", "hours"), [(0, 2), (1, 2), (4, 24), (7, 24)])
def test_a_mail_does_not_wait_for_a_clock_that_was_set_back(attempts, hours):
    """Its next try lies further ahead than a mail of so many tries ever waits."""
    queue_mail("taro@example.jp", "お知らせ", "本文")
    Delivery.objects.update(attempts=attempts, next_try=timezone.now() + timedelta(hours=hours))
    assert outbox.deliver_due() == 1


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (3, 15), (5, 240)])
def test_a_mail_that_failed_waits_its_time(attempts, minutes):
    queue_mail("taro@example.jp", "お知らせ", "本文")
    Delivery.objects.update(attempts=attempts, next_try=timezone.now() + timedelta(minutes=minutes))
    assert outbox.deliver_due() == 0


def test_a_mail_that_was_taken_before_the_clock_was_set_back_is_taken_again():
    queue_mail("taro@example.jp", "お知らせ", "本文")
    assert outbox.claim() is not None
    Delivery.objects.update(claimed_at=timezone.now() + timedelta(days=1))
    assert outbox.deliver_due() == 1


def test_a_mail_that_left_by_a_clock_set_back_is_no_breach():
    queue_mail("taro@example.jp", "お知らせ", "本文")
    Delivery.objects.update(created_at=timezone.now() + timedelta(days=1))
    outbox.deliver_due()
    assert list(invariants.mails()) == []


def test_a_worker_that_wakes_up_late_does_not_undo_what_another_did():
    queue_mail("taro@example.jp", "お知らせ", "本文")
    late = outbox.claim()
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    outbox.deliver_due()
    outbox.later(late, Delivery.objects.filter(pk=late.pk, state="sending", claimed_at=late.claimed_at), "late")
    assert Delivery.objects.get().state == "sent"


def test_a_stopping_worker_leaves_the_rest_waiting():
    for number in range(3):
        queue_mail(f"p{number}@example.jp", "お知らせ", "本文")
    answers = iter([False, True])
    assert outbox.deliver_due(lambda: next(answers)) == 1
    assert Delivery.objects.filter(state="waiting").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(settings):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection; the race is PostgreSQL's")
    settings.EMAIL_BACKEND = f"{__name__}.FilesSlowly"
    FilesSlowly.taken = []
    for number in range(40):
        queue_mail(f"p{number:02}@example.jp", "お知らせ", "本文")
    start, counts = Barrier(2), []

    def work():
        start.wait()
        try:
            counts.append(outbox.deliver_due())
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(FilesSlowly.taken) == [f"p{number:02}@example.jp" for number in range(40)]
    assert sum(counts) == 40
    assert min(counts) > 0  # nobody waited for the other's rows

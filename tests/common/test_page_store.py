"""What a process keeps of whole pages: bounded, of one version, and not pushed out by made-up addresses."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from kyodo_portal.common.web.page_store import OVERHEAD, Makers, Page, PageStore

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KB = 1024


def page(body=b"page", minutes=10):
    return Page(body, {}, '"tag"', NOW, NOW + timedelta(minutes=minutes))


def test_a_page_is_right_for_its_version_until_its_end():
    store, one = PageStore(100 * KB), page()
    store.put("/", "a", one)
    assert store.get("/", "a", NOW) is one and store.until("a", NOW) == one.until
    assert store.until("a", NOW - timedelta(microseconds=1)) is None  # it may have an end that lies between
    assert store.get("/", "b", NOW) is None and store.until("b", NOW) is None and store.get("/partners/", "a", NOW) is None
    assert store.get("/", "a", one.until) is None and store.until("a", one.until) is None
    store.put("/partners/", "b", one)
    assert store.get("/", "a", NOW) is None and store.get("/", "b", NOW) is None and store.get("/partners/", "b", NOW) is one


def test_a_thousand_made_up_addresses_push_out_each_other_and_no_page_that_is_read():
    store, body = PageStore(100 * KB), b"x" * (4 * KB - OVERHEAD)  # 25 pages
    for number in range(10):
        store.put(f"/{number}/", "a", page(body))
        store.get(f"/{number}/", "a", NOW)
    for number in range(1000):
        store.put(f"/?junk={number}", "a", page(body))
    assert all(store.get(f"/{number}/", "a", NOW) for number in range(10))
    assert sum(store.get(f"/?junk={number}", "a", NOW) is not None for number in range(1000)) == 15
    for number in range(1000):  # asked for twice each: what is read now and then goes, new pages still find room
        store.put(f"/?junk={number}", "b", page(body))
        store.get(f"/?junk={number}", "b", NOW)
    assert sum(store.get(f"/?junk={number}", "b", NOW) is not None for number in range(1000)) == 25
    store.put("/new/", "b", page(body))
    assert store.get("/new/", "b", NOW)


def test_a_page_that_would_take_the_room_of_many_is_not_kept_and_one_made_anew_counts_once():
    store, body = PageStore(100 * KB), b"x" * (4 * KB - OVERHEAD)
    store.put("/large/", "a", page(b"x" * 5 * KB))
    assert store.get("/large/", "a", NOW) is None
    store.put("/read/", "a", page(body))
    for _ in range(100):
        store.put("/", "a", page(body))
        store.get("/", "a", NOW)
        store.put("/?once", "a", page(body))
    assert store.get("/read/", "a", NOW) and store.get("/", "a", NOW) and store.get("/?once", "a", NOW)


def test_many_threads_lose_count_of_nothing():
    store, body = PageStore(100 * KB), b"x" * (4 * KB - OVERHEAD)
    wrong = []

    def ask(seed):
        for number in range(2000):
            key, version = f"/{(number * seed) % 40}/", "ab"[number // 1000]
            store.put(key, version, page(body + f"{key}{version}".encode()))
            kept = store.get(key, version, NOW)
            if kept is not None and kept.body != body + f"{key}{version}".encode():
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 3, 7, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(100):
        store.put(f"/full/{number}/", "c", page(body))
    assert wrong == [] and sum(store.get(f"/full/{number}/", "c", NOW) is not None for number in range(100)) == 25


def test_who_wants_a_page_that_somebody_makes_waits_until_it_is_there_or_has_failed():
    makers, begun, may_end = Makers(), threading.Event(), threading.Event()
    assert not makers.wait_for("/")  # nobody makes it: one does so oneself

    def fails():
        with makers.making("/"):
            begun.set()
            may_end.wait(10)
            raise ZeroDivisionError

    maker = threading.Thread(target=lambda: pytest.raises(ZeroDivisionError, fails))
    maker.start()
    begun.wait(10)
    with makers.making("/"):  # who did not see that somebody makes it is waited for by nobody
        assert not makers.wait_for("/partners/")
    threading.Timer(0.05, may_end.set).start()
    assert makers.wait_for("/")
    maker.join()
    assert not makers.wait_for("/")

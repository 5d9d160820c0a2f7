"""Every kind of page at several sizes of the city: questions to the database, processor time, growth, bytes, memory.

    tests/bench/pages.py S=/tmp/bench/S.sqlite3 L=/tmp/bench/L.sqlite3 X=/tmp/bench/X.sqlite3
    tests/bench/pages.py S=postgres://… L=postgres://…
    tests/bench/pages.py --rows 10 S=/tmp/bench/S.sqlite3 L=/tmp/bench/L.sqlite3   # a page of rows shows ten at both sizes, which S has

The databases are those that city.py filled. Pages are made anew each time (the page cache is off), in one process through the
whole middleware, round by round, so that what else the machine does meets all of them; times are medians beside those of a
view of the same run that only says "ok", behind the whole middleware too (/healthz answers before most of it, and costs less).
Each size runs in a process of its own, whose memory is told at the end.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

from lists import urls
from stage import open_city

ROUNDS = 9
BUDGET = 20  # seconds of processor time for one page of a very large city
# Goals: times of a trivial page, questions, bytes and packed bytes of a list; growth from size to size; milliseconds; MB.
LIST_TIMES, LIST_QUERIES, LIST_BYTES, CARD_BYTES, PACKED_BYTES, GROWTH, BOARD_MS, MEMORY = 30, 4, 15, 20, 4, 1.5, 50, 150
LAST_PAGE = 5  # times page 1


class Kind(NamedTuple):
    """One kind of page. `sort`: "list", "cards", "page", "board" or "whole" (all rows: what it takes grows with them)."""

    name: str
    address: str
    sort: str = "page"
    user: str = ""


KINDS = (
    Kind("home", "/"),
    Kind("guideline", "/guidelines/"),
    Kind("guideline of a city", "/guidelines/ojiya/"),
    Kind("chapter", "/guidelines/ojiya/{chapter}/"),
    Kind("partners", "/partners/", "cards"),
    Kind("partners p.100", "/partners/?page=100", "cards"),
    Kind("partner", "/partners/{partner}/"),
    Kind("projects", "/projects/", "cards"),
    Kind("projects p.100", "/projects/?page=100", "cards"),
    Kind("projects p.500", "/projects/?page=500", "cards"),
    Kind("projects, phase", "/projects/?phase=do", "cards"),
    Kind("project", "/projects/{project}/"),
    Kind("calls", "/projects/calls/", "list"),
    Kind("call", "/projects/calls/{call}/"),
    Kind("search 除雪", "/search/?q=除雪"),
    Kind("search, none", "/search/?q=どこにもない"),
    Kind("cases", "/guidelines/cases/", "list"),
    Kind("topics", "/voices/", "list"),
    Kind("topics p.50", "/voices/?page=50", "list"),
    Kind("topic", "/voices/{topic}/"),
    Kind("voices in numbers", "/voices/numbers/"),
    Kind("offers", "/partners/offers/", "list"),
    Kind("offers p.100", "/partners/offers/?page=100", "list"),
    Kind("offer", "/partners/offers/{offer}/"),
    Kind("events", "/events/", "list"),
    Kind("event", "/events/{event}/"),
    Kind("grant schemes", "/apply/schemes/", "list"),
    Kind("grant scheme", "/apply/schemes/{scheme}/"),
    Kind("opinions", "/opinions/", "list"),
    Kind("opinion round", "/opinions/{round}/"),
    Kind("committees", "/committees/", "list"),
    Kind("committee", "/committees/{committee}/"),
    Kind("news", "/news/", "list"),
    Kind("news p.100", "/news/?page=100", "list"),
    Kind("whats-on", "/whats-on/"),
    Kind("sitemap.xml", "/sitemap.xml", "whole"),
    Kind("partners.csv", "/open-data/partners.csv", "whole"),
    Kind("projects.csv", "/open-data/projects.csv", "whole"),
    Kind("me", "/me/", "page", "dantai"),
    Kind("home, signed in", "/", "page", "dantai"),
    Kind("inbox", "/inbox/", "page", "dantai"),
    Kind("letters", "/requests/", "page", "dantai"),
    Kind("own applications", "/applications/", "page", "dantai"),
    Kind("own grants", "/grants/", "page", "dantai"),
    Kind("grants of the city", "/grants/", "page", "jimukyoku"),
    Kind("desk of applications", "/staff/applications/", "page", "jimukyoku"),
    Kind("me of staff", "/me/", "page", "jimukyoku"),
    Kind("me of an office", "/me/", "page", "tanto"),
    Kind("desk", "/desk/", "page", "kosharu"),
    Kind("consultations", "/desk/consultations/", "page", "kosharu"),
    Kind("report of the desk", "/desk/report/", "page", "kosharu"),
    Kind("board", "/projects/board/", "board", "kosharu"),
    Kind("board, table", "/projects/board/?view=table", "board", "kosharu"),
    Kind("ownerless", "/staff/ownerless/", "page", "jimukyoku"),
    Kind("statistics", "/report/statistics/"),
    Kind("activities", "/projects/activities/", "page"),
    Kind("admin", "/admin/", "page", "kanri"),
    Kind("admin, secretariat", "/admin/", "page", "jimukyoku"),
    Kind("admin, office", "/admin/", "page", "tanto"),
    Kind("admin voices", "/admin/projects/voice/", "page", "kanri"),
    Kind("admin topics", "/admin/projects/topic/", "page", "kanri"),
    Kind("admin applications", "/admin/projects/application/", "page", "kanri"),
    Kind("admin grants", "/admin/projects/grant/", "page", "kanri"),
    Kind("admin letters", "/admin/partners/request/", "page", "kanri"),
    Kind("admin meetings", "/admin/projects/committeemeeting/", "page", "kanri"),
    Kind("admin news", "/admin/notices/news/", "page", "kanri"),
    Kind("admin partners", "/admin/partners/partner/", "page", "kanri"),
    Kind("admin projects", "/admin/projects/project/", "page", "kanri"),
    Kind("admin cycles", "/admin/projects/cycle/", "page", "kanri"),
    Kind("admin proposals", "/admin/projects/proposal/", "page", "kanri"),
    Kind("admin users", "/admin/accounts/user/", "page", "kanri"),
    Kind("admin notices", "/admin/notices/notice/", "page", "kanri"),
    Kind("admin mails", "/admin/notices/delivery/", "page", "kanri"),
    Kind("admin audit", "/admin/audit/auditevent/", "page", "kanri"),
)
AT_X = ("list", "cards")  # and the two searches: what is asked of a very large city


# ---- one size, in a process of its own ---------------------------------------------------------------------------
def numbers_of_rows():
    """The rows whose pages are opened: out of the sample, so that they are the same at every size."""
    from guidelines.models import Chapter
    from partners.models import Event, Offer, Partner
    from projects.models import Call, Committee, GrantScheme, OpinionRound, Project, Topic

    return {
        "topic": Topic.objects.published().order_by("pk").first().pk,
        "offer": Offer.objects.open_to_all().order_by("pk").first().pk,
        "event": Event.objects.open_to_all().order_by("pk").first().pk,
        "scheme": GrantScheme.objects.published().order_by("pk").first().pk,
        "round": OpinionRound.objects.published().order_by("pk").first().pk,
        "committee": Committee.objects.published().order_by("pk").first().pk,
        "chapter": Chapter.objects.filter(guideline__slug="ojiya").order_by("pk")[2].number,
        "partner": Partner.objects.published().order_by("pk").first().pk,
        "project": Project.objects.published().order_by("pk").first().pk,
        "call": Call.objects.published().order_by("pk").first().pk,
    }


def client_of(email, made):
    """The client of a person of the sample, "" for a visitor."""
    from django.test import Client

    from kyodo_portal.accounts.models import User

    if email not in made:
        made[email] = Client()
        if email:
            made[email].force_login(User.objects.get(email=f"{email}@example.jp"))
    return made[email]


def read(client, address, *, packs=True):
    """(status, bytes, packed bytes) of a page, read to its end and not kept. packs: packing is no work of the portal, and is not timed."""
    answer, size, packed = client.get(address), 0, 0
    for part in answer if answer.streaming else [answer.content]:
        size += len(part)
        packed += len(gzip.compress(part)) if packs and not answer.streaming else 0
    return answer.status_code, size, packed


def taken(client, address):
    began = time.process_time()
    read(client, address, packs=False)
    return (time.process_time() - began) * 1000


def memory():
    """Megabytes of this process, shared ones in part (PSS); None where the system does not say."""
    try:
        with open("/proc/self/smaps_rollup") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
    except OSError:
        return None


def show_rows(most):
    """Every list and every class of the admin shows so many rows a page: what else grows is the city, and not the page."""
    from django.contrib import admin
    from django.urls import get_resolver

    from kyodo_portal.common.lists.filters import ListPage
    from kyodo_portal.pages import presenters
    from projects.board import presenters as board
    from projects.consultations import desk

    assert get_resolver().url_patterns  # which reads every room
    found = [ListPage]
    for one in found:
        found += one.__subclasses__()
        one.PER_PAGE = most
    for one in admin.site._registry.values():
        one.list_per_page = most
    presenters.TODOS = presenters.BELONGINGS = desk.SHOWN = most
    board.SHOWN = board.SHOWN_OF_MANY = 2  # of each stage


def measure(size):
    """Prints one line of JSON: {name: [status, queries, milliseconds, bytes, packed]}, the trivial page and the memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clients, rows, times, found = {}, numbers_of_rows(), {}, {}
    kinds = [kind for kind in KINDS if size != "X" or kind.sort in AT_X or kind.name.startswith("search")]
    pages = [(kind.name, client_of(kind.user, clients), kind.address.format(**rows)) for kind in kinds]
    for name, client, address in pages:
        read(client, address)
        with CaptureQueriesContext(connection) as asked:
            status, length, packed = read(client, address)
        found[name] = [status, len(asked.captured_queries), 0, length, packed]
    trivial = []
    for _ in range(ROUNDS):
        for name, client, address in pages:
            if sum(times.setdefault(name, [])) < BUDGET * 1000 / 4 or len(times[name]) < 3:
                times[name].append(taken(client, address))
            trivial += [taken(clients[""], "/trivial/") for _ in range(3)]
    for name, values in times.items():
        found[name][2] = statistics.median(values)
    print(json.dumps({"pages": found, "trivial": statistics.median(trivial), "memory": memory(), "vendor": connection.vendor}))


# ---- the table -----------------------------------------------------------------------------------------------------
def ask(size, place):
    """What `measure` found in the database at `place`: a file of SQLite or an address of PostgreSQL."""
    words = {**os.environ, "KYODO_PAGE_CACHE_MB": "0"}
    words.pop("DATABASE_URL", None)
    if "://" in place:
        words["DATABASE_URL"], place = place, ""
    made = subprocess.run(
        [sys.executable, __file__, "--one", size, place], env=words, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(made.stdout.splitlines()[-1])


def misses(kind, found, smaller, trivial, first):
    """What of the goals a page misses at one size, and by how much."""
    status, queries, cost, length, packed = found
    times, missed = cost / trivial, []
    limits = [("answer", status, 200)]
    if kind.sort in ("list", "cards"):
        most = LIST_BYTES if kind.sort == "list" else CARD_BYTES
        limits += [("×", times, LIST_TIMES), ("queries", queries, LIST_QUERIES), ("KB", length / 1024, most)]
        limits += [("KB packed", packed / 1024, PACKED_BYTES)]
    if kind.sort == "board":
        limits += [("ms", cost, BOARD_MS)]
    if smaller and kind.sort != "whole":
        limits += [("× growth", times / smaller, GROWTH)]
    if "p." in kind.name and first:
        limits += [("× page 1", cost / first, LAST_PAGE)]
    for unit, value, most in limits:
        if value > most:
            missed.append(f"{value:.3g} {unit} (goal {most})")
    return missed


def main():
    if sys.argv[1:2] == ["--one"]:
        open_city(sys.argv[3])
        from django.test import override_settings

        with override_settings(ROOT_URLCONF=urls()):
            if rows := os.environ.get("BENCH_ROWS"):
                show_rows(int(rows))
            measure(sys.argv[2])
        return
    words = sys.argv[1:]
    if words[0] == "--rows":
        os.environ["BENCH_ROWS"], words = words[1], words[2:]
    asked = dict(word.split("=", 1) for word in words)
    results = {size: ask(size, place) for size, place in asked.items()}
    for size, result in results.items():
        told = "" if result["memory"] is None else f", memory after all pages {result['memory']:.0f} MB (goal {MEMORY})"
        print(f"{size}: {result['vendor']}, trivial page {result['trivial']:.2f} ms{told}  ")
    heads = [f"{size} SQL | {size} ms | {size} ×" for size in results]
    print(f"\n| page | {' | '.join(heads)} | KB raw / packed | goals |\n|---{'|---' * (3 * len(results) + 2)}|")
    for kind in KINDS:
        cells, verdicts, smaller, weight = [], [], None, ""
        for size, result in results.items():
            found = result["pages"].get(kind.name)
            if found is None:
                cells += ["", "", ""]
                continue
            first = result["pages"].get(kind.name.partition(" p.")[0])
            missed = misses(kind, found, smaller, result["trivial"], first and first[2])
            verdicts += [f"{size}: {', '.join(missed)}"] if missed else []
            smaller = found[2] / result["trivial"]
            cells += [str(found[1]), f"{found[2]:.1f}", f"{smaller:.0f}"]
            weight = f"{found[3] / 1024:.1f} / {found[4] / 1024:.1f}" if found[4] else f"{found[3] / 1024:.0f}"
        print(f"| {kind.name} | {' | '.join(cells)} | {weight} | {'; '.join(verdicts) or 'ok'} |")


if __name__ == "__main__":
    main()

"""What everybody asks first stands on a telephone's first screen: how far it is, whose turn it is, what comes next."""

import re

import pytest
from django.core.management import get_commands
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year

pytestmark = pytest.mark.skipif("seed_sample" not in get_commands(), reason="the sample city has no people yet")
HEIGHT = 600
# The lower edge of whatever says it: the last such words of the page that are seen.
EDGE = """words => {
  const all = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), edges = [];
  while (all.nextNode()) {
    if (!all.currentNode.textContent.includes(words)) continue;
    const range = document.createRange();
    range.selectNodeContents(all.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width > 2) edges.push(box.bottom + scrollY);
  }
  return edges.length ? Math.min(...edges) : null;
}"""


def pages_of_staff():
    counted = fiscal_year(timezone.localdate()) - 1
    return {
        "/report/lists/": ("どこまで", "いまの番", "つぎ"),
        f"/report/lists/{counted - 1}/": ("いまの版", "いまの番"),
        "/report/lists/read/": ("いまの番", "列を合わせる"),
        "/ledger/inventory/": ("いまの番",),
        f"/ledger/inventory/{counted}/": ("ようす", "いまの番", "期間"),
        "/staff/reorganisations/1/": ("いまは、", "期限"),
        "/handovers/2/": ("いまは、", "期限"),
    }


# {a list: (how the addresses of its matters read, what each of them says at once)}
MATTERS_OF_STAFF = {
    "/staff/asks/sent/": (r"/staff/asks/[0-9]+/", ("期限",)),
    "/staff/asks/": (r"/partners/[0-9]+/asks/", ("返事を待っている", "期限")),
    "/ledger/possible/": (r"/ledger/possible/[0-9]+/", ("いまは、",)),
    "/admin/projects/project/": (r"/admin/projects/project/[0-9]+/change/", ("台帳番号",)),
    "/projects/board/": (r"/projects/[0-9]+/[0-9]+/", ("いまは、",)),
    "/handovers/2/": (r"/handovers/[0-9]+/sheets/[0-9]+/", ("ようす",)),
    "/consultations/": (r"/consultations/[0-9]+/", ("伝えた文です",)),
}

# {a list of the secretariat: what its first row says at once}
FIRST_ROWS = {
    "/projects/board/": ("いまの番", "期限"),
    "/projects/board/?view=table": ("段階", "いまの番", "期限"),
    "/ledger/possible/": ("課", "いまのようす"),
    "/staff/ownerless/": ("わけ", "次の期限"),
    "/staff/asks/sent/": ("期限", "返事"),
    "/staff/takeovers/": ("返事待ち",),
}
ROW = ":is(#results li:has(h4), #results tbody tr)"


def public_pages():
    counted = fiscal_year(timezone.localdate()) - 2
    return {
        "/ledger/possible/": ("いまのようす",),
        "/report/": ("公表",),
        f"/report/{counted}/": ("公表", "参加した人"),
        f"/report/{counted}/policies/": ("できた",),
        "/report/statistics/": ("参加した人",),
        "/committees/1/": ("次の会議",),
    }


def too_low(page, address, words):
    page.goto(address)
    edges = {word: page.evaluate(EDGE, word) for word in words}
    return [f"{address} {word} {edge}" for word, edge in edges.items() if edge is None or edge > HEIGHT]


def matters_in(page, address, pattern):
    page.goto(address)
    links = page.locator("a[href]").evaluate_all("links => links.map(link => link.pathname)")
    return [link for link in dict.fromkeys(links) if re.fullmatch(pattern, link)][:2]


def test_pages_of_the_citys_year_say_it_at_once(page, sign_in):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    sign_in(page, "jimukyoku")
    low = [line for address, words in pages_of_staff().items() for line in too_low(page, address, words)]
    counted = f"/ledger/inventory/{fiscal_year(timezone.localdate()) - 1}/"
    sheets = {counted: (rf"{counted}[0-9]+/", ("ようす", "いまの番", "期限"))}
    for address, (pattern, words) in (MATTERS_OF_STAFF | sheets).items():
        matters = matters_in(page, address, pattern)
        assert matters, address
        low += [line for matter in matters for line in too_low(page, matter, words)]
    assert low == []


# What every page of a matter begins with: its state, whose turn it is, until when.
MATTER = r"/(projects/[0-9]+/[0-9]{4}|projects/proposals/[0-9]+|applications/[0-9]+|grants/[0-9]+|requests/[0-9]+)/"
READERS = {
    "jimukyoku": "/projects/board/?view=table",
    "tanto": "/me/",
    "dantai": "/me/",
    "kosharu": "/projects/board/?view=table",
}
# What a note within the box begins is more than these three.
BEGINS = ".kp-whose h2:not(.kp-note *), .kp-whose h2:not(.kp-note *) + p, .kp-eyebrow .kp-state"
EDGES = "all => all.map(one => one.getBoundingClientRect()).filter(box => box.width > 2).map(box => box.bottom + scrollY)"


def test_a_matters_page_says_it_at_once_to_each_of_its_readers(page, sign_in):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    low, seen = [], set()
    for who, address in READERS.items():
        page.context.clear_cookies()
        sign_in(page, who)
        page.goto(address)
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.pathname)")
        kinds = {}
        for link in dict.fromkeys(link for link in links if re.fullmatch(MATTER, link)):
            kinds.setdefault(re.sub("[0-9]+", "0", link), []).append(link)
        for link in [link for found in kinds.values() for link in found[:2]]:
            page.goto(link)
            seen.add(who)
            edges = page.locator(BEGINS).evaluate_all(EDGES)
            low += [f"{who} {link} {max(edges)}"] if edges and max(edges) > HEIGHT else []
    assert low == [] and seen == {*READERS}


# (the state of a year, the way from its page to one that is a form)
FORMS = (
    ("preparing", "計画を直す"), ("running", "活動記録を書く"), ("evaluating", "報告待ちに戻す"),
    ("discussing", "話し合いの結果を記録する"), ("improving", "見直しを決めて完了する"),
)  # fmt: skip


def test_a_form_of_a_year_says_whose_it_is_at_once(page, sign_in):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    sign_in(page, "jimukyoku")
    low = []
    for state, way in FORMS:
        matters = matters_in(page, f"/projects/board/?stage=cycle-{state}", r"/projects/[0-9]+/[0-9]+/")
        for matter in matters:
            page.goto(matter)
            if (link := page.get_by_role("link", name=way, exact=True)).count():
                address = link.first.get_attribute("href")
                low += too_low(page, address, ("いまの番", "期限"))
                break
        else:
            low.append(f"{state}: no {way}")
    assert low == []


def test_the_first_row_of_a_list_says_it_at_once(page, sign_in):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    sign_in(page, "jimukyoku")
    low = []
    for address, words in FIRST_ROWS.items():
        page.goto(address)
        row = page.locator(ROW).first
        for word in words:
            box = row.get_by_text(word).first.bounding_box()
            low += [f"{address} {word} {box}"] if box["y"] + box["height"] > HEIGHT else []
    assert low == []


def test_public_pages_of_the_citys_year_say_it_at_once(page):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    assert [line for address, words in public_pages().items() for line in too_low(page, address, words)] == []


def test_what_everybody_reads_says_whose_turn_it_is(page):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    low = []
    for address, pattern in (("/projects/?phase=check", r"/projects/[0-9]+/"), ("/voices/", r"/voices/[0-9]+/")):
        matters = matters_in(page, address, pattern)
        assert matters, address
        low += [line for matter in matters for line in too_low(page, matter, ("いまは、", "番です"))]
    assert low == []


# {where its pages are linked from: (how their addresses read, {the mark of where it stands: what the page says of whose turn it is, and when})}
IN_WORDS = {
    "/opinions/": (
        r"/opinions/[0-9]+/",
        {
            "受け付けています": ("しめきり",), "これから受け付けます": ("受付の始まり",), "受付終了": ("いまは、", "番です"),
            "意見のまとめ中": ("いまは、", "番です"), "結果を公表": (), "とりやめ": (),
        },
    ),
    "/committees/1/": (
        r"/committees/meetings/[0-9]+/",
        {"傍聴できます": ("2",), "非公開": ("2",), "会議録を準備しています": ("いまは、", "番です"), "会議録あり": (), "とりやめ": ()},
    ),
}  # fmt: skip


def test_each_round_of_opinions_and_each_meeting_says_it_at_once(page):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    low, marks = [], set()
    for address, (pattern, says) in IN_WORDS.items():
        page.goto(address)
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.pathname)")
        for link in dict.fromkeys(link for link in links if re.fullmatch(pattern, link)):
            page.goto(link)
            text = page.locator("main .kp-eyebrow").first.inner_text()
            [mark] = [mark for mark in says if mark in text]
            marks.add(mark)
            low += too_low(page, link, (mark, *says[mark]))
    assert low == [] and {"受け付けています", "傍聴できます", "会議録を準備しています"} <= marks


def test_what_a_member_judges_and_a_coordinator_notes_says_it_at_once(page, sign_in):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    low = []
    for who, address, pattern, words in (
        ("shinsa", "/projects/review/", r"/projects/review/[0-9]+/", ("審査票は",)),
        ("kosharu", "/desk/consultations/", r"/desk/consultations/[0-9]+/", ("聞いた人",)),
        ("jimukyoku", "/requests/", r"/requests/[0-9]+/", ("いまは、",)),
    ):
        page.context.clear_cookies()
        sign_in(page, who)
        matters = matters_in(page, address, pattern)
        assert matters, address
        low += [line for matter in matters for line in too_low(page, matter, words)]
    assert low == []


def test_the_track_of_a_project_stands_on_the_first_screen(page):
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    page.goto("/projects/")
    addresses = page.locator("main a[href^='/projects/']").evaluate_all("links => links.map(link => link.pathname)")
    addresses = [address for address in dict.fromkeys(addresses) if address.strip("/").split("/")[-1].isdigit()][:6]
    tracks = []
    for address in addresses:
        page.goto(address)
        if page.locator(".kp-track").count():
            tracks.append(page.locator(".kp-track .is-now, .kp-track .is-done").last.bounding_box()["y"])
    assert tracks and max(tracks) < HEIGHT

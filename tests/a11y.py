"""`make a11y`: the year's test of accessibility. Walks the public pages of a running portal with axe and writes what it found.

    make a11y ADDRESS=https://kyodo.city.example.jp OUT=a11y.json

The addresses are those of sitemap.xml, of each kind of page so many. Staff take the file in under アクセシビリティの試験 (docs/first-city.md).
"""

import datetime
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WIDTHS = (360, 768, 1280)
OF_A_KIND = 3  # pages: what differs in nothing but its number is the same page
TOLD = """() => axe.run({resultTypes: ['violations'], preload: false}).then(found => ({version: axe.version,
  found: found.violations.map(one => ({rule: one.id, help: one.help, places: one.nodes.length}))}))"""


def addresses(origin):
    """The paths of the sitemap and of the maps that it names, at most OF_A_KIND of each kind."""
    wanted, maps, kinds = [], [f"{origin}/sitemap.xml"], {}
    while maps:
        with urllib.request.urlopen(maps.pop()) as answer:
            found = re.findall(r"<loc>(.*?)</loc>", answer.read().decode("utf-8"))
        for place in found:
            path = urlsplit(place).path or "/"
            if "sitemap" in path and path.endswith(".xml"):
                maps.append(origin + path)
                continue
            kind = re.sub(r"\d+|(?<=/guidelines/)[\w-]+(?=/.)", "n", path)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= OF_A_KIND:
                wanted.append(path)
    return wanted


def walk(origin, chromium):
    """[{path, title, found}] of every page at every width, and what axe calls itself."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    pages, tool = [], ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(bypass_csp=True, locale="ja-JP").new_page()  # axe itself tries inline styles
        for path in addresses(origin):
            page.goto(origin + path)
            page.evaluate(Axe().axe_script)
            breaches = []
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                told = page.evaluate(TOLD)
                tool = f"axe-core {told['version']}"
                breaches += [{**one, "width": width} for one in told["found"]]
            pages.append({"path": path, "title": page.title(), "found": breaches})
            print(f"{path}: {len(breaches) or 'なし'}")
        browser.close()
    return pages, tool


def main(origin, out):
    from run import stop
    from tests.all import chromium

    browser = chromium()
    if browser is None:
        stop("ブラウザーがありません。Debian・Ubuntu では apt-get install chromium-headless-shell で入ります。")
    try:
        pages, tool = walk(origin.rstrip("/"), browser)
    except urllib.error.URLError as error:
        stop(f"{origin} につながりません（{error.reason}）。動いているポータルの頭の部分を、ADDRESS=https://… で書いてください。")
    result = {
        "tested_on": datetime.datetime.now(ZoneInfo("Asia/Tokyo")).date().isoformat(),
        "tool": tool,
        "widths": WIDTHS,
        "pages": pages,
    }
    Path(out).write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        f"{len(pages)}ページを確かめました。見つかったところのあるページ：{sum(bool(page['found']) for page in pages)}。{out} に書きました。"
    )


if __name__ == "__main__":
    from tests.all import into_tools

    into_tools()
    main(*(sys.argv[1:] + ["http://127.0.0.1:8000", "a11y.json"][len(sys.argv) - 1 :])[:2])

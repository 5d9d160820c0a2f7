"""`make screens`: the pictures of README.md, taken from a fresh sample city with the browser of the tests."""

import io
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
# name, address (or a link's text to follow from it), who looks, width, height of the picture
SHOTS = (
    ("home-1280", "/", None, 1280, 1500),
    ("chapter-360", "/guidelines/ojiya/2/", None, 360, 900),
    ("compare-1280", "/guidelines/compare/?kind=principles&city=niigata&city=sunagawa", None, 1280, 1300),
    ("help-360", "/guidelines/help/?q=屋根", None, 360, 900),
    ("partners-360", "/partners/", None, 360, 900),
    ("proposal-360", "draft", "dantai", 360, 900),
    ("project-1280", "project", None, 1280, 1300),
    ("admin-1280", "/admin/", "jimukyoku", 1280, 800),
    ("board-1280", "/projects/board/", "kosharu", 1280, 1000),
    ("review-1280", "/projects/review/", "shinsa", 1280, 800),
)
FIND = {"draft": ("/me/", "屋根の雪おろし助け合い便"), "project": ("/projects/?q=生きもの", "信濃川の岸辺の清掃")}


def diagrams():
    """{file name: SVG} of the three process tables, for README.md."""
    from kyodo_portal.common.drawing.palette import spelled_out
    from kyodo_portal.common.drawing.process_diagram import process_diagram
    from partners.registration.workflow import REGISTRATION
    from projects.cycles.workflow import CYCLE
    from projects.proposals.workflow import PROPOSAL

    opened = '<svg xmlns="http://www.w3.org/2000/svg" '
    return {
        f"{process.key}.svg": spelled_out(str(process_diagram(process))).replace("<svg ", opened, 1) + "\n"
        for process in (REGISTRATION, PROPOSAL, CYCLE)
    }


def main(address):
    """Take every picture from the portal at `address`, and draw the process tables."""
    from playwright.sync_api import sync_playwright

    from kyodo_portal.accounts.sample import PASSWORD
    from tests.all import chromium

    SCREENS.mkdir(parents=True, exist_ok=True)
    for name, svg in diagrams().items():
        (SCREENS / name).write_text(svg, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, place, who, width, height in SHOTS:
            page = browser.new_context(base_url=address, viewport={"width": width, "height": height}, locale="ja-JP").new_page()
            if who:
                page.goto("/accounts/login/")
                page.locator("input[name=login]").fill(f"{who}@example.jp")
                page.locator("input[name=password]").fill(PASSWORD)
                with page.expect_navigation():
                    page.locator("input[name=password]").press("Enter")
            start, link = FIND.get(place, (place, ""))
            page.goto(start)
            if link:
                with page.expect_navigation():
                    page.locator("main a", has_text=link).first.click()
            keep(name, page.screenshot())
        browser.close()


def keep(name, png):
    """Store a picture with 256 colours: a repository is no photo album."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(SCREENS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.all import into_tools

    into_tools()
    os.environ.setdefault("SECRET_KEY", "screens")
    os.environ.setdefault("KYODO_DATA_DIR", tempfile.mkdtemp())
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

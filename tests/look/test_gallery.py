"""The gallery of components: it shows every one of them, and a real site has no such page."""

import re
from pathlib import Path

import pytest

from kyodo_portal.common.templatetags import charts, components, lists, marks, wayfinding
from kyodo_portal.process.templatetags import matter
from partners.templatetags import partners

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "pages" / "gallery.html"


def test_every_component_stands_on_the_gallery():
    written = TEMPLATE.read_text(encoding="utf-8")
    shelves = (charts, components, marks, wayfinding, lists, matter, partners)
    tags = [name for shelf in shelves for name in shelf.register.tags]
    assert [name for name in tags if not re.search(rf"{{% {name}\b", written)] == []


@pytest.mark.django_db
def test_the_gallery_opens_in_development(client, settings):
    settings.DEBUG = settings.DEBUG_PROPAGATE_EXCEPTIONS = True  # Django's own page about an error takes minutes here
    page = client.get("/gallery/").content.decode()
    # One of each that only a variant brings.
    for markup in (
        '<section aria-labelledby="section-mark-h">',
        '<h2 class="kp-h2 kp-h2--mark kp-ph" id="section-mark-h">',
        '<div class="kp-note kp-note--error"',
        '<h3 class="kp-note__head">',
        'aria-label="うまくいきませんでした"',
        '<button class="kp-btn" type="submit" name="discard" value="1">',
        'class="kp-table kp-table--stack kp-table--board"',
        '<caption class="kp-vh">',
        '<span class="kp-nowrap">6月30日（火）</span>',
        '<td role="cell"></td>',  # nothing to say: no line where the table is stacked
        "<span>ことば：雪</span>",
        '<b aria-current="true">新しい順</b>',
        '<nav class="kp-pager kp-top"',
        "kp-entry__icon--p",
        "提案書　4つのうち2つ目",
        '<li class="is-now" aria-current="step">',
    ):
        assert markup in page, markup


@pytest.mark.django_db
def test_a_real_site_has_no_gallery(client):
    assert client.get("/gallery/").status_code == 404

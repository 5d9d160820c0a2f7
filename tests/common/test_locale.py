"""Third-party strings that people meet are Japanese, and the compiled catalogue is the one of the source."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext as translated

FOLDER = Path(__file__).resolve().parents[2] / "kyodo_portal/locale/ja/LC_MESSAGES"


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("Change reason", "直した理由"),
        ("Range query expects two values.", "始まりと終わりの2つを入れてください。"),
        ("Select all", "すべて選ぶ"),
    ],
)
def test_what_people_meet_is_japanese(english, japanese):
    assert translated(english) == japanese


def test_the_compiled_catalogue_is_up_to_date():
    source = (FOLDER / "django.po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE))
    with open(FOLDER / "django.mo", "rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    stale = [key for key, text in pairs.items() if catalogue.gettext(key.replace('\\"', '"')) != text.replace('\\"', '"')]
    assert len(pairs) > 60 and stale == []

"""The portal's own drawings: in the city's colours, kept for ever by what they show, and never run as a page."""

import re

import pytest
from django.urls import reverse

from kyodo_portal.common.drawing import pictures
from kyodo_portal.common.drawing.faces import letter_of
from kyodo_portal.common.drawing.palette import colour


def test_a_drawing_is_in_the_citys_colours_and_kept_for_ever(client):
    drawn = pictures.drawing("mark")
    answer = client.get(reverse("drawing", args=[drawn.digest, "mark"]))
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert colour("key-900") in answer.content.decode()
    scene = client.get(
        reverse("drawing", args=[pictures.drawing("scene-snow").digest, "scene-snow"]), headers={"Accept-Encoding": "gzip"}
    )
    assert scene["Content-Encoding"] == "gzip" and len(scene.content) < len(pictures.drawing("scene-snow").svg) / 2
    assert client.get(reverse("drawing", args=["0" * 12, "mark"]))["Cache-Control"] == "public, max-age=300"


def test_drawings_hold_no_script_no_text_and_no_green_of_their_own():
    for name in sorted(pictures.names()):
        svg = pictures.drawing(name).svg.decode()
        assert not re.search(r"<script|<text|href|url\(|var\(", svg), name
        written = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        assert not [value for value in re.findall(r"#[0-9a-f]{6}", written) if value in {colour("key-800"), colour("key-900")}], (
            name
        )


@pytest.mark.parametrize(
    "name, letter",
    [
        ("NPO法人 雪おろしの会", "雪"),
        ("特定非営利活動法人みほん", "み"),
        ("株式会社　見本商店", "見"),
        ("川辺町内会", "川"),
        ("NPO法人", "N"),
    ],
)
def test_the_letter_of_a_face_is_the_groups_own(name, letter):
    assert letter_of(name) == letter

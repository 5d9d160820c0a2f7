"""The pictures that the server draws: readable on a phone, named, and never without words beside them."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from kyodo_portal.common.drawing import diagrams
from kyodo_portal.common.drawing.process_diagram import process_diagram, process_rows
from kyodo_portal.common.workflow import BACK, SAME
from partners.registration.workflow import REGISTRATION
from projects.applications.workflow import APPLICATION
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL

PROCESSES = [REGISTRATION, PROPOSAL, APPLICATION, CYCLE]
DRAWINGS = {
    "wheel": lambda: diagrams.pdca_wheel(),
    "flow": lambda: diagrams.flow(["気づく", "ふりかえる・続ける・広げる・もっと広げる・おしまい"]),
    "ring": lambda: diagrams.role_map(["市民", "地域", "コミュニティ協議会", "企業", "学校", "行政"]),
    **{process.key: lambda process=process: process_diagram(process) for process in PROCESSES},
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_named_and_readable_at_360_pixels(name):
    svg = DRAWINGS[name]()
    root = ElementTree.fromstring(svg)
    width = float(root.get("viewBox").split()[2])
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
    assert root.get("role") == "img" and len(root.get("aria-labelledby").split()) == 2
    assert root.find("title").text and root.find("desc").text
    assert min(sizes) * diagrams.NARROW / width >= diagrams.SMALLEST
    assert "style" not in svg


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_a_process_drawing_shows_every_state_and_every_step(process):
    root = ElementTree.fromstring(process_diagram(process))
    words = "".join(part.text for part in root.iter("text"))
    for label in (row.label for row in process.states):
        assert label in words
    numbers = {int(n) for part in root.iter("text") for n in re.findall(r"\d+", part.text)}
    # What leads nowhere of its own, a taking back above all, stands in the table alone.
    assert numbers == {number for number, row in enumerate(process.steps, 1) if row.target not in (SAME, BACK)}


def test_the_table_beside_a_process_says_the_same():
    assert process_rows(REGISTRATION)[2] == {
        "number": 3, "label": "補正を求める", "sources": ["申請中"], "target": "補正中", "roles": ["事務局"],
    }  # fmt: skip
    html = Template("{% load diagrams %}{% process_diagram process %}").render(Context({"process": REGISTRATION}))
    assert html.count("<tr") == 1 + len(REGISTRATION.steps)
    assert "<svg" in html and "<figcaption>" in html


def test_words_of_others_are_escaped_in_a_drawing():
    svg = diagrams.role_map(["<script>", "&"], centre='"><b>')
    ElementTree.fromstring(svg)
    assert "<script>" not in svg and "<b>" not in svg

"""What README.md shows is what the code says."""

import re

from tests.screens import ROOT, SCREENS, SHOTS, diagrams


def test_the_diagrams_of_the_readme_are_those_of_the_tables():
    """After a change of a table: make screens."""
    for name, svg in diagrams().items():
        assert (SCREENS / name).read_text(encoding="utf-8") == svg


def test_every_picture_of_the_readme_is_there_and_none_is_left_over():
    shown = set(re.findall(r"docs/screens/([\w-]+\.(?:png|svg))", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert shown == {path.name for path in SCREENS.iterdir()}
    assert shown == {f"{name}.png" for name, *_ in SHOTS} | set(diagrams())

"""Which of our own drawings stands where there is no photograph: by the common number of the field (特定非営利活動の20分野)."""

SCENES = {
    1: "scene-meal",
    2: "scene-study",
    3: "scene-talk",
    4: "scene-festival",
    5: "scene-path",
    6: "scene-festival",
    7: "scene-river",
    8: "scene-bosai",
    9: "scene-bosai",
    10: "scene-talk",
    11: "scene-voice",
    12: "scene-talk",
    13: "scene-study",
    14: "scene-study",
    15: "scene-study",
    16: "scene-market",
    17: "scene-study",
    18: "scene-market",
    19: "scene-talk",
    20: "scene-path",
}
DEFAULT = "scene-path"
LAST = (13, 1, 3, 19)  # what many entries are about says the less of one the further it stands


def scene_of(numbers):
    """The name of the drawing for something in these fields (numbers 1–20), the first of them that says something; the default for none."""
    ordered = sorted(numbers, key=lambda number: (LAST.index(number) + 1 if number in LAST else 0, number))
    return next((SCENES[number] for number in ordered if number in SCENES), DEFAULT)

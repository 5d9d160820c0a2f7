"""Which of our own drawings (svg/) stands where there is no photograph, by the words in which a thing says what it is about."""

# By the common number of the field (特定非営利活動の20分野).
OF_FIELDS = {
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
# By the code of the topic (guidelines/library/models/codes.py): it knows snow and buses, the law's fields do not.
OF_TOPICS = {
    "welfare": "scene-meal",
    "children": "scene-study",
    "disaster": "scene-bosai",
    "snow": "scene-snow",
    "environment": "scene-flower",
    "mobility": "scene-bus",
    "culture": "scene-festival",
    "industry": "scene-market",
    "voice": "scene-voice",
}
LAST = (13, 1, 3, 19)  # what many entries are about says the less of one the further it stands


def scene_of_fields(numbers):
    """The name of the drawing for something in these fields (numbers 1–20): of the first that says something."""
    ordered = sorted(numbers, key=lambda number: (LAST.index(number) + 1 if number in LAST else 0, number))
    return _first(OF_FIELDS, ordered, "scene-path")


def scene_of_topics(codes):
    """The name of the drawing for a case about these topics: of the first that has one."""
    return _first(OF_TOPICS, codes, "scene-talk")


def _first(table, keys, default):
    return next((table[key] for key in keys if key in table), default)

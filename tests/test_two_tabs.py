"""Every form of every page, in two tabs of two people: what the first one saved is not undone unseen, and what the second one typed is
taken or given back. The pages are those of the access table, each opened by whoever may."""

import copy
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from kyodo_portal.common.forms.typed import is_taken
from tests import tabs
from tests.access import world
from tests.access.table import TABLE
from tests.access.test_table import _made
from tests.furnished import furnish
from tests.release import WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

# Where the second text goes together with the first one, whose words stand before it.
TOGETHER = {"photo"}
# Words that seal a key: they are neither stored nor shown again.
SECRET = {"zone-ring"}
# Where nothing is stored before the code of the mail.
STORED_LATER = SECRET | {"voice-send", "event-signup", "topic-me-too", "consult", "opinion-send", "request-guest"}


EACH = 8  # of the doors one is walked; before a release all of them
# What the walk does not save: by address, why, or the test that sends it from two tabs.
TAKES_OUT = "a table is taken out: nothing is written"
CODE = "digits or words that somebody was given, once: nothing of what was typed is stored"
FURTHER = "leads to the page that asks once more: nothing is written yet"
ITS_FILE = "rows of a file, each with its 行ID and version: tests/projects/inventory/test_races.py"
NOT_SAVED = {
    **dict.fromkeys(
        ("desk-report-xlsx", "grants-xlsx", "handover-moves-table", "inventory-sheet-xlsx", "inventory-xlsx", "partner-export",
         "staff-takeovers-sheet", "event-import-marked"), TAKES_OUT,
    ),
    **dict.fromkeys(("helping", "proposal-helping", "zone", "zone-code", "zone-number", "zone-recover", "zone-setup"), CODE),
    **dict.fromkeys(("proposal-helper", "registration-helper", "claim-letter"), "shows digits, anew at each press"),
    **dict.fromkeys(("inventory-round", "official-letters-check", "staff-takeovers", "staff-takeovers-file"), FURTHER),
    **dict.fromkeys(("inventory-sheet-table", "inventory-table"), ITS_FILE),
    "handover-moves-file": "rows of a file, each with its token: tests/projects/handover/test_moves.py",
    "own-calendar": "an address of one's own, anew at each press", "stop-following": "stops once: the page says so twice",
    "ask-restore": "nothing was withdrawn in this city: tests/projects/asks/test_asks.py",
    "opinion-points": "nothing was sent in this city: tests/projects/opinions/test_story.py, two who group the same points",
    "proposal-comments": "whoever wrote it takes it back, nobody else",
    "reorganisation-lines": "a second line of one office is refused: tests/projects/reorganisations/test_laying_out.py",
    **dict.fromkeys(("grant-change", "grant-report"), "its kinds of expense: tests/projects/grants/test_two_people.py"),
    **dict.fromkeys(("inventory-sheet", "event-import", "meeting-minutes", "partner-renew"), "tests/test_two_tabs_by_hand.py"),
}  # fmt: skip


class Undo(Exception):
    pass


def doors():
    """(name, row) of every page that somebody may open, those of one subject beside each other."""
    rows = [(name, row) for name, rows in TABLE.items() for row in rows if row.method == "GET" and 200 in row.expected().values()]
    rows.sort(key=lambda pair: pair[1].subject)
    return rows if WHOLE else rows[::EACH]


def name_of(action):
    try:
        return resolve(urlsplit(action).path).view_name
    except Resolver404:
        return action


def test_nobody_undoes_unseen_what_somebody_else_saved():
    seen, wrong, ends = Counter(), [], Counter()
    saved = walk(world.people(), seen, wrong, ends)
    walked = len(saved)
    assert wrong == []
    stuck = {address for address, _ in {*seen} - saved}
    assert not WHOLE or stuck == {*NOT_SAVED}, stuck ^ {*NOT_SAVED}
    least = (40, 60, 150) if WHOLE else (3, 3, 8)
    assert (ends[302, 409] >= least[0], ends[302, 302] >= least[1], walked >= least[2]) == (True, True, True), (ends, walked)


def walk(visitors, seen, wrong, ends):
    """{(address, button)} of what the first person could save. wrong: what was found; ends: how often which two answers came."""
    saved = set()
    for name, row in doors():
        try:
            with transaction.atomic():
                _door(name, row, visitors, seen, saved, wrong, ends)
                raise Undo
        except Undo:
            pass
    return saved


def _door(name, row, visitors, seen, saved, wrong, ends):
    with pytest.MonkeyPatch.context() as patch:
        for key, value in row.settings.items():
            patch.setattr(django_settings, key, value, raising=False)
        who, tables = copy.deepcopy(visitors), None
        address = reverse(name, args=_made(row.subject)(who) if row.subject else [])
        furnish()
        for person in [person for person, status in row.expected().items() if status == 200]:
            for number, form in enumerate(tabs.posted_forms(page := tabs.signed_in(who[person]).get(address))):
                for button in tabs.buttons_of(form) or [None]:
                    kind = (name_of(tabs.action_of(form, page.request["PATH_INFO"])), button and button[0])
                    if seen[kind] >= (3 if WHOLE else 1) or (button and button[0].endswith(("-drop", "-add"))):
                        continue
                    seen[kind] += 1
                    tables = tables or tabs.Tables()
                    answers, found = two(who[person], address, number, button, tables)
                    ends[answers] += 1
                    saved |= {kind} if answers[0] == 302 else set()
                    wrong += [(kind, name, each) for each in found if kind[0] not in TOGETHER]


def two(person, address, number, button, tables):
    """((status of the first save, of the second one), [what is wrong]); what they wrote is rolled back."""
    found, answers = [], (0, 0)
    try:
        with transaction.atomic(), tables.watched():
            one, other = tabs.signed_in(tabs.colleague_of(person)), tabs.signed_in(person)
            early, late = one.get(address), other.get(address)
            if len(tabs.posted_forms(early)) <= number:  # what is one's own opens for nobody else: another tab of one's own
                one, early = other, late
            first, second = tabs.Tab(early, number, button, 0), tabs.Tab(late, number, button, 1)
            tables.changed()
            answer = first.press(one)
            stands = tables.changed()
            answers = (answer.status_code, 0)
            if went(answer):
                answer = second.press(other, turns=1)
                answers = (302, 302 if went(answer) else answer.status_code)
                found = judge(answer, second, stands, tables.changed(), tables)
            raise Undo
    except Undo:
        tables.back()
    return answers, found


def went(answer):
    """Whether what was sent was taken: it leads on, or its page says that all of it was taken."""
    return answer.status_code == 302 or is_taken(answer)


def judge(answer, second, stands, then, tables):
    """[What is wrong] with how the second save was answered. stands: what the first one wrote; then: what the second one wrote."""
    text = unescape(answer.content.decode().replace("<wbr>", ""))
    typed = [value for value in second.sent().values() if isinstance(value, str) and value.startswith(tabs.WORDS[1][:4])]
    name, found = name_of(second.action), []
    if undone := sorted({f"{key[0]}.{key[2]}" for key in {*stands} & {*then}}):
        found.append(f"undone: {', '.join(undone)}")
    if answer.status_code >= 500:
        found.append(f"answered {answer.status_code}")
    if went(answer) and typed and name not in STORED_LATER and not tables.holds(tabs.WORDS[1][:4]):
        found.append("the second text is nowhere")
    if not went(answer) and name not in SECRET and any(value not in text for value in typed):
        found.append(f"{answer.status_code} without the second text")
    return found

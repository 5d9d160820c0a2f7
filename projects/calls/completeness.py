"""What a call needs before it may be published."""

from typing import NamedTuple

from kyodo_portal.common.templatetags.kyodo import jdate, things


class Check(NamedTuple):
    """One line of a checklist: `ok` is True, False, or None where a person has to look."""

    label: str
    ok: bool | None
    note: str = ""

    @property
    def word(self):
        return {True: "そろっています", False: "足りません", None: "目で確かめてください"}[self.ok]


def call_checks(call, counts):
    """What a call needs before it may be published. counts: {questions, criteria, seats, themes: how many it has}. No query."""
    seats = counts["seats"]
    return [
        Check("質問", counts["questions"] > 0, things(counts["questions"])),
        Check("審査基準", counts["criteria"] > 0, things(counts["criteria"])),
        Check("審査委員", None if seats == 0 else True, f"{seats}人。公開したあとでも決められます。"),
        *_of_city_track(call, counts["themes"]),
        Check("担当", bool(call.department_id), str(call.department or "")),
        Check("結果を知らせる予定日", None if call.result_on is None else True, jdate(call.result_on)),
    ]


def _of_city_track(call, themes):
    """行政提案型 sets at least one 題, each with its department."""
    if call.track == call.Track.CITY or themes:
        yield Check("題", themes > 0, things(themes))


def missing_for_publication(call, *, questions, criteria):
    """Why a call may not be published yet, in one sentence each; the counts come from the form or from the database."""
    missing = []
    if not questions:
        missing.append("公開するには、質問を1つ以上入れてください。")
    if not criteria:
        missing.append("公開するには、審査基準を1つ以上入れてください。")
    return missing

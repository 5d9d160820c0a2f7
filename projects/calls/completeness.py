"""What a call needs before it may be published."""

from typing import NamedTuple

from kyodo_portal.common.templatetags.kyodo import jdate


class Check(NamedTuple):
    """One line of a checklist: `ok` is True, False, or None where a person has to look."""

    label: str
    ok: bool | None
    note: str = ""

    @property
    def word(self):
        return {True: "そろっています", False: "足りません", None: "目で確かめてください"}[self.ok]


def call_checks(call):
    """What a call needs before it may be published."""
    criteria, seats = call.criteria.count(), call.seats.count()
    return [
        Check("質問", call.questions.exists(), f"{call.questions.count()}つ"),
        Check("審査基準", criteria > 0, f"{criteria}つ"),
        Check("審査委員", None if seats == 0 else True, f"{seats}人。公開したあとでも決められます。"),
        *_of_city_track(call),
        Check("担当", bool(call.department_id), str(call.department or "")),
        Check("結果を知らせる予定日", None if call.result_on is None else True, jdate(call.result_on)),
    ]


def _of_city_track(call):
    """行政提案型 sets at least one 題, each with its department."""
    if call.track == call.Track.CITY or call.themes.exists():
        yield Check("題", call.themes.exists(), f"{call.themes.count()}つ")


def missing_for_publication(call, *, questions, criteria):
    """Why a call may not be published yet, in one sentence each; the counts come from the form or from the database."""
    missing = []
    if not questions:
        missing.append("公開するには、質問を1つ以上入れてください。")
    if not criteria:
        missing.append("公開するには、審査基準を1つ以上入れてください。")
    return missing

"""What the secretariat notes of a call and one group."""

from tests import build


def of_a_call(call, who):
    """{model: a row} of a group that came before, was let off a condition, and was let in late."""
    of, why = {"partner": who.group, "by": who.jimukyoku}, "見本のわけ"
    return {
        "projects.LateAdmission": call.late_admissions.create(until=call.closes_at, reason=why, form_key=build.uuid4(), **of),
        "projects.EligibilityWaiver": call.waivers.create(conditions=["kinds"], reason=why, form_key=build.uuid4(), **of),
        "projects.Preparation": call.preparations.create(kind="briefing", on=build.days(-1), form_key=build.uuid4(), **of),
    }

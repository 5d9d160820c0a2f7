"""What the rows of the access table speak of where offices change: tanto's office goes into another one, with a matter of dantai's."""

import uuid

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from projects.reorganisations.actions import add_lines, add_name, make_reorganisation, written_on
from tests import build

from .world import group_of, own_group


def _planned(who):
    build.cycle(own_group(who), group_of(who["tanto"]), who["tanto"])
    by, other = who["jimukyoku"], build.office("department", "商工観光課")[0]
    made = make_reorganisation(by=by, form_key=uuid.uuid4(), title="4月の改組", on=build.days(20))
    add_lines(made, by=by, etag=etag_of(written_on(made)), former=group_of(who["tanto"]), successor=other)
    return made


def _announced(who):
    return take_step(_planned(who), "announce", by=who["jimukyoku"], version=0)


def planned_reorganisation(who):
    return [_planned(who).pk]


def announced_reorganisation(who):
    return [_announced(who).pk]


def done_reorganisation(who):
    made = _announced(who)
    return [take_step(made, "carry_out", by=who["jimukyoku"], version=made.version).pk]


def line_of_a_reorganisation(who):
    made = _planned(who)
    return [made.pk, made.lines.get().pk]


def name_of_a_reorganisation(who):
    made = _planned(who)
    words = {"office": build.office("department", "農林課")[0], "name": "農業課"}
    return [made.pk, add_name(made, by=who["jimukyoku"], etag=etag_of(written_on(made)), **words).pk]


def calling_it_off(who):
    return [_announced(who).pk, "drop"]

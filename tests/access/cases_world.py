"""What the rows of the access table speak of where an ended entry becomes a case."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from projects.cases.actions import begin_case
from projects.models import Project
from tests import build

from .world import group_of, own_group


def ended_project(who):
    cycle = build.cycle(own_group(who), group_of(who["tanto"]), who["tanto"], small=True)
    return [take_step(cycle, "note_over", by=who["tanto"], version=cycle.version).project_id]


def case_of_dantai(who):
    (pk,) = ended_project(who)
    words = {"title": "見守り配達", "problem": "困っていた", "result": "できた"}
    return [begin_case(Project.objects.get(pk=pk), by=who["tanto"], form_key=uuid4(), **words).pk]


def ask_of_case(who):
    return [*case_of_dantai(who), "ask"]

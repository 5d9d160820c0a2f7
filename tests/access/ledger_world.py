"""What the rows of the access table speak of in the ledger: entries of dantai's group with tanto's department, and their years."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from projects.cycles.check.evaluation_actions import etag_of_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.report_actions import etag_of_report, submit_report
from projects.cycles.do.actions import post_update
from projects.models import Cycle
from tests import build

from .world import group_of, own_group


def _cycle(who, **more):
    return build.cycle(own_group(who), group_of(who["tanto"]), who["tanto"], **more)


def project_of_dantai(who):
    return [_cycle(who).project_id]


def unpublished_project(who):
    return [_cycle(who, published=False).project_id]


def move_of_entry(who):
    return [*project_of_dantai(who), "move"]


def merge_of_entry(who):
    return [*project_of_dantai(who), "merge"]


def no_step_of_entry(who):
    return [*project_of_dantai(who), "nothing"]


def cycle_of_dantai(who):
    cycle = _cycle(who)
    return [cycle.project_id, cycle.fiscal_year]


def unpublished_cycle(who):
    cycle = _cycle(who, published=False)
    return [cycle.project_id, cycle.fiscal_year]


def accompanied_cycle(who):
    build.assign(who["kosharu"], own_group(who))
    return cycle_of_dantai(who)


def moved(who, *steps):
    """A year of a pact that was agreed to on paper, moved on by these steps."""
    cycle = _cycle(who, pact=True)
    paper = {"agreed_on": None, "document_number": ""}
    for step in ("agree_on_paper", *steps):
        answers = paper if step == "agree_on_paper" else {}
        cycle = take_step(cycle, step, by=who["tanto"], version=cycle.version, **answers)
    return cycle


def running_cycle(who):
    cycle = moved(who, "start")
    return [cycle.project_id, cycle.fiscal_year]


def reporting_cycle(who):
    cycle = moved(who, "start", "finish")
    return [cycle.project_id, cycle.fiscal_year]


def evaluating_cycle(who):
    build.assign(who["kosharu"], own_group(who))
    cycle = moved(who, "start", "finish")
    submit_report(
        cycle, by=who["dantai"], version=cycle.version, etag=etag_of_report(cycle), actuals={}, done="した", result="できた"
    )
    return [cycle.project_id, cycle.fiscal_year]


def discussing_cycle(who):
    pk, year = evaluating_cycle(who)
    answers = {item.pk: (3, False, "") for item in ensure_evaluation_items()}
    for name in ("dantai", "tanto"):
        save_evaluation(
            Cycle.objects.get(project_id=pk), by=who[name], etag=etag_of_evaluation(None), answers=answers, submit=True
        )
    return [pk, year]


def update_of_dantai(who):
    pk, year = running_cycle(who)
    words = {"happened_on": build.days(-1), "title": "集まり", "body": "話した", "form_key": uuid4()}
    return [pk, year, post_update(Cycle.objects.get(project_id=pk), by=who["dantai"], **words).pk]


def start_of_cycle(who):
    return [moved(who).pk, "start"]


def change_of_cycle(who):
    return [moved(who, "start").pk, "ask_change"]

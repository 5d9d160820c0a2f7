"""Every state of every table, on every page that shows a matter in it. Nothing here lists states: a new row is tested as it stands.

A matter is made whole once for all its states (sent, judged, decided, evaluated) and then put into the state, so that each page
has everything to show. What a page must say of the state is read from the table: label, whose turn, next task, last day, who finds it, what is open.
"""

import copy
import uuid
from functools import partial

import pytest
from django.utils import timezone

from guidelines.models import Revision
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.workflow import PUBLICATION
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Registration
from partners.registration.workflow import REGISTRATION
from projects.cycles.workflow import CYCLE
from projects.models import Cycle, Proposal
from projects.proposals.workflow import PROPOSAL
from projects.specs.lookup import spec_of_granted
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews
from tests.release import WHOLE
from tests.shared import laid_once
from tests.shown import Shown, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def judged():
    world = reviews.World(members=1, publish_declined=True)
    world.all_sheets()
    world.decide()
    decided = world.proposal.decision
    decided.released_at, decided.released_by = decided.decided_on and build.timezone.now(), world.clerk
    decided.save()
    return world


def planned(way):
    world = ledger.World()
    if way == "record":  # somebody has looked at it before its day
        cycle = world.cycle(only_record=True, fiscal_year=fiscal_year(timezone.localdate()) + 1, title="見守り配達の会")
    else:
        cycle = world.cycle(small=way in ("name", "grant"), pact=way == "pact", title="見守り配達の会")
    if way == "grant":  # its steps are those of the grant
        Cycle.objects.filter(pk=cycle.pk).update(spec=spec_of_granted(), status=CYCLE.start)
        cycle = Cycle.objects.get(pk=cycle.pk)
    if cycle.may("plan") and cycle.is_planned:
        world.clerk_plan(cycle)
    return way, world, cycle


@pytest.fixture(scope="module")
def whole(request, django_db_setup, django_db_blocker):
    """whole(): the matter that stands for all states, and its people; each test gets its own copy of the objects."""
    with laid_once(django_db_blocker, request.param) as objects:
        yield lambda: copy.deepcopy(objects)


def made_once(make, process):
    """For each of a table's states, what `make()` lays into the database for all of them."""
    states = [pytest.param(make, row.code, id=row.code) for row in process.states]
    return pytest.mark.parametrize(("whole", "state"), states, indirect=["whole"], scope="module")


# Of each way of a year one cycle; the same function each time, so that a cycle is kept as long as its way lasts.
WAYS = {way: partial(planned, way) for way in CYCLE.ways}


@pytest.fixture
def proposal(whole, client_for):
    def make(state):
        world = whole()
        people = {"group": world.representative, "member": world.mate, "panel": world.panel[0], "department": world.official}
        return Shown(world.proposal, state, client_for, **people, secretariat=world.clerk, nobody=None)

    return make


@made_once(judged, PROPOSAL)
def test_a_proposal(proposal, state):
    shown = proposal(state)
    row, matter, own, title = shown.row, shown.matter, shown.matter.get_absolute_url(), shown.matter.title
    everybody = bool({"public", "public_if_told"} & {*row.readers})
    text = shown.page("group", own, title)
    shown.page("member", own, title)
    if state != PROPOSAL.start:
        assert row.label in text and ("いまは、あなたの番です" in text) == shown.turn("applicant")
        assert row.is_end or shown.turn("applicant") or matter.responsible_label in text
        assert ("これをもとに" in text) == matter.may("copy") and ("地域に役立つからです。" in text) == matter.may("result")
        assert all(stage in text for stage in PROPOSAL.stages.values()) or row.is_end
    shown.page("nobody", own, *([title] if everybody else []), status=200 if everybody else 404)
    for who in ("department", "secretariat"):
        shown.page(who, own, status=200 if "city" in row.readers else 404)
    shown.page("panel", own, status=200 if "panel" in row.readers or everybody else 404)
    shown.there("panel", "/projects/review/", title, matter.may("marks"))
    shown.there("nobody", f"/projects/calls/{matter.call_id}/", title, everybody)
    me = shown.page("group", "/me/", title, row.label, *([row.next_task] if shown.turn("applicant") else []))
    assert shown.turn("applicant") or row.is_end or row.next_task not in me
    shown.there("panel", "/me/", "審査票を書く", False)  # this member's sheet is in
    for staff in ("secretariat", "department"):
        me = shown.there(staff, "/me/", title, shown.turn(staff))
        assert not shown.turn(staff) or f">{matter.next_task}</a>" in me
    shown.admin("secretariat", "projects/proposal", title, query="state")
    shown.board("secretariat", "proposal", title)
    shown.steps(
        lambda step: (
            f"{own}step/{step.name}/" if "applicant" in step.roles else f"/admin/projects/proposal/{matter.pk}/step/{step.name}/"
        )
    )


def reached(way):
    """The states to which the rows of this way lead, in the table's order."""
    known = {CYCLE.start}
    for _ in CYCLE.states:
        known |= {row.target for row in CYCLE.steps if known & {*row.source} and (not row.ways or way in row.ways)}
    return [row.code for row in CYCLE.states if row.code in known]


WITH_ITS_GRANT = ("preparing", "running", "reporting")  # there the steps of a grant move its year
# The fullest way that comes to a state: there all pages are opened; in the others those that tell one way from another.
FULLEST = {code: way for way in WAYS for code in reached(way)}
YEARS = [pytest.param(WAYS[way], code, id=f"{way}-{code}") for way in WAYS for code in reached(way)]


@pytest.mark.parametrize(("whole", "state"), YEARS, indirect=["whole"], scope="module")
def test_a_cycle(whole, client_for, state):
    way, world, cycle = whole()
    people = {"group": world.representative, "department": world.clerk, "secretariat": world.chief, "coordinator": world.guide}
    shown = Shown(cycle, state, client_for, **people, nobody=None)
    row, matter, own, title = shown.row, shown.matter, shown.matter.get_absolute_url(), "見守り配達の会"
    assert matter.way == way and bool(matter.rests_as) == (
        not row.is_end
        and (way == "record" or (way == "name" and state == CYCLE.start) or (way == "grant" and state in WITH_ITS_GRANT))
    )
    for who in people:
        is_mine = {"group": "applicant"}.get(who, who) in matter.responsible
        turn = ("いまは、あなたの番です", matter.next_task) if is_mine else (matter.responsible_label, "")
        shown.page(who, own, title, row.label, *turn, "" if row.is_end else matter.phase_label)
    shown.page(
        "nobody",
        f"/projects/{matter.project_id}/",
        title,
        row.says or (row.stage == "ended" and way != "record" and "すべて終わりました") or row.label,
    )
    everywhere = WHOLE or FULLEST[state] == way
    if everywhere:
        shown.page("nobody", "/projects/", title, row.label)
        shown.there("nobody", f"/projects/?phase={row.stage or 'ended'}", title, True)
        shown.page("nobody", world.group.get_absolute_url(), title)
        shown.admin("secretariat", "projects/cycle", title)
    for who, code in (("group", "applicant"), ("department", "department")):
        due = [jdate(matter.due_on)] if matter.due_on else []
        me = shown.page(who, "/me/", title, row.label, *due)
        assert (row.next_task and f">{row.next_task}</a>" in me or False) == shown.turn(code), (state, who)
    if shown.turn("applicant"):
        assert client_for(world.representative).get(matter.task_url).status_code == 200
    if row.page and not matter.rests_as:
        assert row.next_task in shown.page("department", f"/admin/projects/cycle/{matter.pk}/change/")
    if everywhere or matter.rests_as:
        shown.board("secretariat", "cycle", title)
    if everywhere or any(row.ways for row in CYCLE.steps_from(state)):
        shown.steps(lambda step: f"/projects/cycles/{matter.pk}/step/{step.name}/")
    late = Cycle.objects.filter(pk=matter.pk)
    late.update(
        status_since=build.timezone.now() - build.timedelta(days=500), starts_on=build.days(-480), ends_on=build.days(-450)
    )
    sync_tasks(late.get())
    assert (
        late.late().exists() == late.get().is_late == (not row.is_end and not matter.rests_as and bool(row.days or row.until))
    ), "both rules of lateness"


@pytest.mark.parametrize("state", [row.code for row in REGISTRATION.states])
def test_a_registration(client_for, state):
    representative, (_, clerk), (_, official) = build.user(), build.office("secretariat"), build.office("department")
    made = build.registration(representative, status="draft" if state == REGISTRATION.start else "correcting", secretary=clerk)
    if state not in REGISTRATION.opening("correct"):
        made.corrections.update(resolved_at=build.timezone.now(), outcome="changed")
    shown = Shown(made, state, client_for, group=representative, secretariat=clerk, department=official, nobody=None)
    row, matter, own = shown.row, shown.matter, shown.matter.get_absolute_url()
    turn = "あなたの番です" if shown.turn("applicant") else "" if row.is_end else "市の番です"
    said = [] if matter.may("write") else [row.label, turn, row.says]
    shown.page("group", own, *said)
    shown.page("nobody", own, status=302)
    shown.page("department", own, status=200 if "city" in row.readers else 404)
    me = shown.page("group", "/me/")
    assert state == "registered" or row.label in me
    assert (row.next_task and row.next_task in me or False) == shown.turn("applicant")
    shown.there("secretariat", "/me/", row.next_task or "登録の申請を", shown.turn("secretariat"))
    if shown.turn("applicant"):
        shown.page("group", matter.task_url)
    shown.admin("secretariat", "partners/registration", str(matter))
    shown.steps(lambda step: f"{own}step/{step.name}/")
    assert Registration.objects.visible_to(official).filter(pk=matter.pk).exists() == ("city" in row.readers)


@made_once(partial(load_guideline, build.OJIYA), PUBLICATION)
def test_a_revision(whole, client_for, state):
    ojiya = whole()
    author, clerk = build.office("department")[1], build.office("secretariat")[1]
    made = Revision.objects.create(
        guideline=ojiya, title="要点を直す", author=author, status=state, publish_at=build.timezone.now(), form_key=uuid.uuid4()
    )
    shown = Shown(made, state, client_for, author=author, secretariat=clerk)
    row, base = shown.row, f"/admin/guidelines/revision/{made.pk}/"
    for who in shown.people:
        shown.page(who, f"{base}change/", "要点を直す", row.label, shown.matter.responsible_label)
        shown.page(who, f"/admin/guidelines/revision/?status__exact={state}", "要点を直す", row.label)
    for queue in shown.queues():
        shown.page(queue.roles[0], "/admin/", queue.label)
    shown.steps(lambda step: f"{base}step/{step.name}/")


def test_the_annex_of_the_procedures_draws_every_state(client):
    for name, process in (("register", REGISTRATION), ("propose", PROPOSAL), ("year", CYCLE)):
        text = words(client.get(f"/projects/procedure/tables/{name}/"))
        for row in process.states:
            assert row.label in text or row.label[:5] in text, row.label
    assert Proposal.process is PROPOSAL

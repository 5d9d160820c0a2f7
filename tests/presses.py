"""Every form that makes something, filled in: what a person sends by pressing its button."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guidelines.models import Chapter, Picture, Revision
from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.process.actions import take_step
from partners.models import Errand, Membership, Partner, Registration
from partners.registration.file_models import RegistrationFile
from projects.cycles.check.evaluation_actions import etag_of_check, etag_of_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.report_actions import etag_of_report
from projects.cycles.plan.content import plan_of
from projects.models import (
    Agreement,
    Call,
    ChangeRequest,
    Cycle,
    Evaluation,
    EvaluationTalk,
    Improvement,
    Project,
    Proposal,
    Report,
    Talk,
    Update,
)
from projects.proposals.content_models import ProposalFile
from tests import build
from tests.guidelines.revisions.test_files import png
from tests.partners.registration import start
from tests.projects.ledger.build import World


@dataclass
class Press:
    """One form, filled in: who sends what to where, what it makes, and how often that stands afterwards."""

    by: object
    url: str
    data: dict
    made: object  # a queryset
    count: int = 1
    file: tuple = ()

    def send(self):
        client = Client()
        client.force_login(self.by)
        files = {"file": SimpleUploadedFile(*self.file)} if self.file else {}
        answer = client.post(self.url, {**self.data, **files})
        return answer.status_code, answer.get("Location", "")


def key():
    return {"form_key": str(uuid.uuid4())}


def read(by, url):
    """What the confirm page at this address carries of what `by` read there."""
    client = Client()
    client.force_login(by)
    return build.sure(client, url)


def registration_draft():
    by = build.user()
    return Press(by, "/partners/register/", {"name": "見守りの会", **start.NPO, **key()}, Registration.objects.all())


def registration_change():
    body, by = build.registered_group()
    return Press(by, f"/partners/{body.pk}/change/", key(), Registration.objects.filter(partner=body), 2)


def registration_submit():
    by = build.user()
    made = build.registration(by, status="draft")
    url = f"/partners/registrations/{made.pk}/check/"
    return Press(by, url, {"version": "0", **read(by, url)}, made.changes.all())


def registration_correct():
    by, (_, clerk) = build.user(), build.office("secretariat")
    made = build.registration(by, status="correcting", secretary=clerk)
    data = {"version": made.version, "purpose": "子どもと老いた人を見守ります。"}
    return Press(by, f"/partners/registrations/{made.pk}/correct/", data, made.changes.filter(step="correct"))


def registration_paper():
    by = build.user()
    made = build.registration(by, status="draft")
    data = {"kind": "rules", "upload": "1"}
    url = f"/partners/registrations/{made.pk}/files/"
    return Press(by, url, data, RegistrationFile.objects.all(), file=("会則.pdf", b"%PDF-1.4 rules"))


def proposal_draft():
    body, by, _ = build.group()
    return Press(by, f"/projects/calls/{build.call().pk}/propose/", {"partner": body.pk, **key()}, Proposal.objects.all())


def proposal_copy():
    body, by, _ = build.group()
    old = build.submitted(body, by)
    take_step(old, "withdraw", by=by, version=old.version, reason="人が足りません。")
    return Press(by, f"{old.get_absolute_url()}copy/", {"call": build.call().pk, **key()}, Proposal.objects.exclude(pk=old.pk))


def proposal_submit():
    body, by, _ = build.group()
    made = build.draft(body, by)
    url = f"{made.get_absolute_url()}check/"
    data = {"version": "0", "agreed": "on", "public": "on", "clean": "on", **read(by, url)}
    return Press(by, url, data, made.changes.all())


def proposal_file():
    body, by, _ = build.group()
    made = build.draft(body, by)
    url = f"{made.get_absolute_url()}edit/files/"
    return Press(by, url, {"upload": "1"}, ProposalFile.objects.all(), file=("地図.pdf", b"%PDF-1.4 map"))


def errand():
    _, clerk = build.office("secretariat")
    data = {"partner": build.partner("岩沢町内会").pk, "what": "総会の日を聞く", "body": "", "way": "phone", "due": "", **key()}
    return Press(clerk, "/staff/errands/enter/", data, Errand.objects.all())


def department_talk():
    (office, clerk), (_, secretary), (body, by, _) = build.office(), build.office("secretariat"), build.group()
    made = take_step(build.submitted(body, by), "receive", by=secretary, version=1)
    take_step(made, "start_talks", by=secretary, version=2, department=office)
    data = {"held_on": str(build.days(0)), "attendees": "団体2人", "summary": "場所を決めた。", "opinion": "", **key()}
    return Press(clerk, f"/admin/projects/proposal/{made.pk}/talk/", data, Talk.objects.all())


def department_step():
    (office, _), (_, secretary), (body, by, _) = build.office(), build.office("secretariat"), build.group()
    made = take_step(build.submitted(body, by), "receive", by=secretary, version=1)
    url, data = f"/admin/projects/proposal/{made.pk}/step/start_talks/", {"version": "2", "department": office.pk}
    return Press(secretary, url, data, made.changes.filter(step="start_talks"))


def call_copy():
    (_, clerk), old = build.office("secretariat"), build.call()
    data = {
        "title": "次の募集",
        "fiscal_year": "2027",
        "opens_at": "2027年5月1日 9:00",
        "closes_at": "2027年6月30日 17:00",
        **key(),
    }
    return Press(clerk, f"/admin/projects/call/{old.pk}/copy/", data, Call.objects.exclude(pk=old.pk))


def entry():
    world = World()
    data = {
        "title": "夏まつり", "form": world.small.pk, "partners": [], "new_partner": "山の会", "new_partner_kind": "civic", "summary": "開きます。",
        "department": world.office.pk, "fiscal_year": "令和8年度", "published": "on", "save": "1", **key(),
    }  # fmt: skip
    return Press(
        world.clerk, "/admin/projects/project/add/", data, Project.objects.filter(title="夏まつり", partners__name="山の会")
    )


def begun():
    """A year that is being carried out, and the people around it."""
    world = World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
    world.step(cycle, "start", by=world.clerk)
    return world, Cycle.objects.get(pk=cycle.pk)


def reporting():
    world, cycle = begun()
    world.step(cycle, "finish", by=world.clerk)
    return world, Cycle.objects.get(pk=cycle.pk)


def evaluating():
    world, cycle = reporting()
    world.report(cycle)
    return world, Cycle.objects.get(pk=cycle.pk)


def update():
    world, cycle = begun()
    data = {"happened_on": "2026-06-01", "title": "集まり", "body": "話した", "people": "", "is_public": "on", **key()}
    return Press(world.representative, f"{cycle.get_absolute_url()}updates/new/", data, Update.objects.all())


def agreement():
    world = World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    cycle = Cycle.objects.get(pk=cycle.pk)
    data = {"version": cycle.version, "agreed_on": "2026-04-01", "document_number": "観交第1号"}
    url = f"/projects/cycles/{cycle.pk}/step/agree_on_paper/"
    return Press(world.clerk, url, {**data, **read(world.clerk, url)}, Agreement.objects.all())


def plan():
    world = World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    cycle = Cycle.objects.get(pk=cycle.pk)
    from kyodo_portal.process.edits import etag_of

    data = {"etag": etag_of(plan_of(cycle))}
    return Press(world.representative, f"{cycle.get_absolute_url()}confirm/", data, cycle.confirmations.all())


def change_request():
    world, cycle = begun()
    words = {"version": cycle.version, "what": "回数を減らす", "reason": "雪が多いためです。", "goal": "雪の日も声をかける"}
    counts = {f"{name}-{end}_FORMS": "0" for name in ("goals", "roles", "money") for end in ("TOTAL", "INITIAL")}
    return Press(world.representative, f"{cycle.get_absolute_url()}change/", {**words, **counts}, ChangeRequest.objects.all())


def report():
    world, cycle = reporting()
    measured = {f"actual_{row.pk}": "80" for goal in cycle.goals.all() for row in goal.indicators.all()}
    data = {"version": cycle.version, "etag": etag_of_report(cycle), "done": "した", "result": "できた", "send": "1", **measured}
    return Press(world.representative, f"{cycle.get_absolute_url()}report/", data, Report.objects.all())


def evaluation():
    world, cycle = evaluating()
    items = ensure_evaluation_items()
    data = {"etag": etag_of_evaluation(None), "good": "よくできた", "check": "1", **{f"points_{item.pk}": "4" for item in items}}
    return Press(world.representative, f"{cycle.get_absolute_url()}evaluation/", data, Evaluation.objects.all())


def evaluation_check():
    world, cycle = evaluating()
    answers = {item.pk: (4, False, "") for item in ensure_evaluation_items()}
    save_evaluation(cycle, by=world.representative, etag=etag_of_evaluation(None), answers=answers, good="よくできた")
    data = {"etag": etag_of_check(cycle.evaluations.get()), "send": "1"}
    url = f"{cycle.get_absolute_url()}evaluation/check/"
    return Press(world.representative, url, data, Evaluation.objects.filter(submitted_at__isnull=False))


def talk():
    world, cycle = evaluating()
    world.evaluate(cycle, world.representative)
    world.evaluate(cycle, world.clerk)
    cycle.refresh_from_db()
    data = {"version": cycle.version, "held_on": str(build.days(0)), "attendees": "みんな", "summary": "話した"}
    return Press(world.clerk, f"{cycle.get_absolute_url()}talk/", data, EvaluationTalk.objects.all())


def improvement():
    world = World()
    cycle = world.improving()
    data = {"version": cycle.version, "outcome": "continue", "why": "続けたい", "next_plan": ""}
    return Press(world.clerk, f"/projects/cycles/{cycle.pk}/step/close/", data, Improvement.objects.all())


def library():
    return load_guideline(build.OJIYA), build.office("secretariat")[1]


def revision():
    guide, clerk = library()
    data = {"guideline": guide.pk, "title": "連絡先を新しくする", "note": "電話が変わった", **key()}
    return Press(clerk, "/admin/guidelines/revision/add/", data, Revision.objects.filter(author=clerk))


def revision_of_a_chapter():
    guide, clerk = library()
    url = f"/admin/guidelines/chapter/{Chapter.objects.get(guideline=guide, number=3).pk}/revise/"
    return Press(clerk, url, key(), Revision.objects.filter(author=clerk))


def guideline():
    guide, clerk = library()
    data = {"municipality": guide.municipality_id, "title": "見本の手引き", "slug": "mihon", "summary": "見本です。", **key()}
    return Press(clerk, "/admin/guidelines/guideline/add/", data, Revision.objects.filter(author=clerk))


def imported():
    guide, clerk = library()
    content = json.loads(build.OJIYA.read_bytes())
    content["chapters"][2]["lead"] = "ファイルで直した要点です。"
    file = ("guideline.json", json.dumps(content).encode())
    return Press(clerk, "/admin/guidelines/guideline/import/", key(), Revision.objects.filter(author=clerk), file=file)


def picture():
    guide, clerk = library()
    data = {"guideline": guide.pk, "alt": "バスを待つ人", "credit": ""}
    return Press(clerk, "/admin/guidelines/picture/add/", data, Picture.objects.all(), file=("bus.png", png()))


def membership():
    (body, _, _), person, (_, clerk) = build.group(), build.user(), build.office("secretariat")
    data = {"_save": "1", "user": person.email, "partner": body.pk, "part": "member", "since": "2026-04-01", "until": "", **key()}
    return Press(clerk, "/admin/partners/membership/add/", data, Membership.objects.filter(user=person))


def partner_by_hand():
    _, clerk = build.office("secretariat")
    data = {"name": "山の会", "kind": "civic", **key()}
    return Press(clerk, "/admin/partners/partner/add/", data, Partner.objects.filter(name="山の会"))


def call_by_hand():
    _, clerk = build.office("secretariat")
    sets = {
        f"{name}-{what}": "0"
        for name in ("seats", "themes", "costs", "questions", "criteria")
        for what in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    data = {
        "title": "市民提案", "track": Call._meta.get_field("track").default, "fiscal_year": "2027", "summary": "s", "eligibility": "e",
        "opens_at": "2027年5月1日 9:00", "closes_at": "2027年6月30日 17:00", "round_to": "1000", **sets, **key(),
    }  # fmt: skip
    return Press(clerk, "/admin/projects/call/add/", data, Call.objects.all())


FORMS = {
    make.__name__: make
    for make in (
        registration_draft, registration_change, registration_submit, registration_correct, registration_paper, proposal_draft, proposal_copy,
        proposal_submit, proposal_file, errand, department_talk, department_step, call_copy, entry, update, agreement, plan, change_request, report,
        evaluation, evaluation_check, talk, improvement, revision, revision_of_a_chapter, guideline, imported, picture, membership, partner_by_hand,
        call_by_hand,
    )
}  # fmt: skip

"""A city in which every private thing carries a word of its own, so that one can see where it comes out.

The private columns get theirs from the declaration (planting.py). The words here (CNRY-…) stand in columns that are public once
their matter is: drafts, sheets and decisions before their time, and in further rows whose readers are others.
"""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from guidelines.models import CollaborationForm, Guideline, Picture, Revision
from kyodo_portal.accounts.models import Counter
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.models import Blanking
from kyodo_portal.common.files import uploads
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import Notice, ScheduledJob
from kyodo_portal.personal.models import Hold
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.file_actions import keep_file
from kyodo_portal.process.models import FormKey
from kyodo_portal.process.photo_actions import ask_to_remove
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.listing_actions import change_listing
from partners.models import MembershipDispute, Registration
from partners.registration.file_actions import add_file
from projects.calls.panel_models import PanelSeat
from projects.cycles.creation import new_cycle
from projects.entries.search import refresh_search
from projects.ledger.actions import list_partner
from projects.ledger.objection_actions import object_to
from projects.models import Answer, ChangeRequest, Cycle, Decision, Evaluation, EvaluationTalk, Participation, Proposal, Update
from projects.proposals.drafting.actions import add_file as attach
from projects.proposals.talk_actions import correct_talk, record_talk
from projects.reviews.actions import declare_conflict, save_draft, submit
from tests import build
from tests.projects.ledger.build import form

from . import round_rows
from .calls_rows import of_a_call
from .everywhere import everywhere
from .planting import plant

# Rooms that lay out their own matters: `<room>_city.py` with lay_out(who, samples), which fills `samples` and returns addresses.
FURTHER = [import_module(f"tests.security.{path.stem}") for path in sorted(Path(__file__).parent.glob("*_city.py"))]


def _paper(name):
    return uploads.Accepted(f"{name}.pdf", "application/pdf", b"%PDF-1.4 ...")


def people():
    """The eight kinds of people, and beside them those who are almost one of them."""
    who = SimpleNamespace(anonymous=None, kanri=build.system_admin())
    who.group, who.dantai, who.kaiin = build.group("見本ひだまりの会")
    who.dantai2 = build.group("見本雪かき隊")[1]
    centre, who.kosharu = build.office("coordinator")
    who.kosharu2 = build.user("見本 別の伴走")
    build.join(who.kosharu2, centre)
    build.assign(who.kosharu, who.group)
    who.office, who.tanto = build.office("department")
    who.tanto2 = build.office("department")[1]
    who.jimukyoku = build.office("secretariat")[1]
    who.shinsa, who.shinsa2 = build.user("見本 審査委員"), build.user("見本 別の委員", email="CNRY-panel@example.jp")
    return who


def lay_out(who):
    """(addresses that only a guess leads to, {model: the row whose readers the crawl knows}): what the actions make."""
    samples = {"accounts.User": who.kaiin, "partners.Partner": who.group}
    addresses = (
        _registration(who, samples)
        + _proposals(who, samples)
        + _cycles(who, samples)
        + _library(who, samples)
        + _unnamed(who, samples)
    )
    addresses += _photo(who, samples)
    for room in FURTHER:
        addresses += room.lay_out(who, samples)
    notify([who.dantai], title="見本のお知らせ", body="見本の本文", key="security")
    samples["notices.Notice"] = Notice.objects.get(key="security")
    samples["notices.Delivery"] = samples["notices.Notice"].delivery
    samples["process.FormKey"] = FormKey.objects.create(form_key=build.uuid4(), by=who.kanri, model="partners.area", made="1")
    samples["accounts.Counter"] = Counter.objects.create(key="見本", window=build.timezone.now())
    samples["notices.ScheduledJob"] = ScheduledJob.objects.create(name="見本の処理", due_at=build.timezone.now())
    samples["audit.AuditEvent"] = record("look", by=who.kanri, note="見本の記録")
    samples["audit.Blanking"] = Blanking.objects.create(event=samples["audit.AuditEvent"], word="見本")
    samples["personal.Hold"] = Hold.objects.create(kind="audit", partner=who.group, reason="見本の監査")
    addresses += [f"/inbox/{samples['notices.Notice'].pk}/", *[_admin_page(row) for row in samples.values()]]
    return addresses + everywhere(who.group), samples


def settle():
    """(people, addresses, each once, what was Planted)."""
    who = people()
    addresses, samples = lay_out(who)
    planted = plant(samples)
    who.kaiin.refresh_from_db()
    return who, [*dict.fromkeys(addresses)], planted


def _admin_page(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def _registration(who, samples):
    """An application in correction: a phone number was asked to be put right, papers lie with it."""
    row = build.registration(who.dantai, status="draft", name="見本あたらしい会")
    add_file(registration=row, by=who.dantai, accepted=_paper("rules"), kind="rules")
    take_step(row, "submit", by=who.dantai, version=row.version)
    row = Registration.objects.get(pk=row.pk)
    take_step(
        row,
        "ask_correct",
        by=who.jimukyoku,
        version=row.version,
        items=[{"field": "phone", "reason": "違うようです。"}],
        due=build.days(9),
    )
    row.corrections.create(
        field="files",
        field_label="資料",
        reason="古いものです。",
        due=build.days(9),
        asked_by=who.jimukyoku,
        before="CNRY-rules.pdf",
    )
    samples["partners.Registration"] = Registration.objects.get(pk=row.pk)
    pages = ["", "check/", "receipt/", "correct/", "discard/", "contact/", "step/approve/", f"papers/{row.files.get().pk}/"]
    admin = f"/admin/partners/registration/{row.pk}"
    return [f"/partners/registrations/{row.pk}/{page}" for page in pages] + [
        f"{admin}/change/",
        f"{admin}/history/",
        f"/partners/{row.partner_id}/",
    ]


def _proposals(who, samples):
    """A draft, one in review with a sheet, one decided and not told, one adopted."""
    call = build.call(tell_scores=True)
    for person in (who.shinsa, who.shinsa2):
        PanelSeat.objects.create(call=call, user=person, since=build.days(-1), position="公募の市民")
    draft = build.draft(who.group, who.dantai, to=call, title="CNRY-draft")
    asked = build.joined(draft, build.group("見本ことわった会")[0], state="asked")
    attach(draft, by=who.dantai, accepted=_paper("CNRY-draftfile"), is_public=True)
    review, decided, adopted = (_in_review(who, call, title) for title in ("見本の審査中", "見本の決定済", "見本の採択"))
    _judge(who, review)
    declare_conflict(decided, by=who.shinsa2, revision=1, note="CNRY-conflict")
    for proposal, why, told in ((decided, "CNRY-untold", False), (adopted, "CNRY-told", True)):
        _decide(who, proposal, why, told)
    review.corrections.create(
        field="title", field_label="企画の名前", reason="短すぎます。", due=build.days(9), asked_by=who.jimukyoku, before="見本"
    )
    paper = build.joined(review, build.partner("見本紙の町内会"))
    samples |= {
        "projects.JointGroup": paper,
        "projects.Exclusion": review.exclusions.create(user=who.kaiin, partner=who.group),
        "projects.Substitute": review.substitutes.create(
            desk="secretariat",
            user=who.tanto2,
            reason="見本のわけ",
            named_by=who.kanri,
            form_key=build.uuid4(),
            until=build.days(-1),
        ),
        **of_a_call(call, who),
        "projects.Proposal": draft,
        "projects.ProposalRevision": review.revisions.get(),
        "projects.ProposalFile": review.files.get(),
        "projects.ProposalChange": decided.changes.latest("version"),
        "projects.Talk": _corrected_talk(who, review),
        "projects.TalkPart": review.talk_parts.create(
            department=build.partner("見本の別課", office="department"), asked_by=who.jimukyoku
        ),
        **round_rows.rows_of(who, call, review),
        "projects.Review": review.reviews.get(),
        "projects.Score": review.reviews.get().scores.first(),
        "projects.Decision": adopted.decision,
        **round_rows.signed_rows(who, draft),
        "projects.DraftComment": draft.draft_comments.create(by=who.kosharu, page="why", text="x", form_key=build.uuid4()),
    }
    addresses = [
        f"/projects/calls/{call.pk}/",
        f"/admin/projects/call/{call.pk}/change/",
        *round_rows.addresses(call, review),
        *round_rows.signed_addresses(draft),
    ]
    for matter in (draft, review, decided, adopted):
        addresses += [
            f"/projects/proposals/{matter.pk}/{page}"
            for page in ("", "check/", "print/", "approval/", "sign-off/", "comments/", "helper/")
        ]
        addresses += [f"/admin/projects/proposal/{matter.pk}/change/", f"/projects/review/{matter.pk}/"]
        addresses += [f"/projects/proposals/{matter.pk}/files/{file.pk}/" for file in matter.files.all()]
    started = adopted.project.cycles.get()
    samples["projects.CycleChange"] = started.changes.create(
        version=started.version, step="start", from_state="preparing", to_state="running", by=who.tanto
    )
    addresses += [started.get_absolute_url(), adopted.project.get_absolute_url(), _admin_page(started)]
    addresses += [f"/projects/proposals/{draft.pk}/edit/{page}/" for page in ("idea", "plan", "budget", "files")]
    addresses += [f"/admin/projects/proposal/{decided.pk}/{page}/" for page in ("history", "talk")]
    addresses += [asked.get_absolute_url(), paper.get_absolute_url(), "/admin/projects/jointgroup/"]
    addresses += [f"/admin/projects/exclusion/{samples['projects.Exclusion'].pk}/judge/"]
    addresses += [f"/admin/projects/substitute/proposal/{review.pk}/name/"]
    return addresses + [f"/projects/review/{review.pk}/check/", f"POST /admin/projects/review/call/{call.pk}/xlsx/"]


def _corrected_talk(who, review):
    said = {"held_on": build.days(0), "attendees": "課長", "summary": "話した", "opinion": "CNRY-opinion"}
    return correct_talk(review.talks.get(), by=who.tanto, form_key=build.uuid4(), correction_note="見本のわけ", **said)


def _in_review(who, call, title):
    proposal = build.draft(who.group, who.dantai, to=call, title=title)
    first, second = proposal.answers.all()[:2]
    Answer.objects.filter(pk=first.pk).update(text="CNRY-why")
    Answer.objects.filter(pk=second.pk).update(text="CNRY-text")
    attach(proposal, by=who.dantai, accepted=_paper("CNRY-attached"), is_public=False)
    for step, by, answers in (
        ("submit", who.dantai, {}), ("receive", who.jimukyoku, {}), ("start_talks", who.jimukyoku, {"department": who.office}),
    ):  # fmt: skip
        take_step(proposal, step, by=by, version=proposal.version, **answers)
    record_talk(
        proposal,
        by=who.tanto,
        form_key=build.uuid4(),
        held_on=build.days(0),
        attendees="課長",
        summary="話した",
        opinion="CNRY-opinion",
    )
    take_step(proposal, "start_review", by=who.jimukyoku, version=proposal.version, ahead_reason="CNRY-ahead")
    return Proposal.objects.get(pk=proposal.pk)


def _judge(who, proposal):
    marks = {criterion.pk: (criterion.max_points, "よいです。") for criterion in proposal.call.criteria.all()}
    save_draft(proposal, by=who.shinsa2, revision=1, marks=marks, opinion="よい提案です。")
    submit(proposal, by=who.shinsa2, revision=1)


def _decide(who, proposal, why, told):
    answers = {
        "result": "adopted", "form": form(), "document_number": f"{why}-number", "decided_on": build.days(0), "amount": 100_000, "why": why,
        "conditions": "", "advice": f"{why}-advice", "early": True, "early_reason": f"{why}-early",
        "ahead_reason": f"{why}-ahead",
    }  # fmt: skip
    take_step(proposal, "decide", by=who.jimukyoku, version=proposal.version, **answers)
    Decision.objects.filter(proposal=proposal).update(tie_rule="hand", tie_said="x", tie_note="x")
    if told:
        take_step(proposal, "adopt", by=who.jimukyoku, version=proposal.version)


def _cycles(who, samples):
    """A year that is being evaluated (nothing open yet), and one whose answers were opened."""
    waiting = build.cycle(who.group, who.office, who.tanto, title="見本の評価中")
    for side, by in (("group", who.dantai), ("city", who.tanto)):
        Evaluation.objects.create(cycle=waiting, side=side, good=f"CNRY-{side}", private_note=f"CNRY-{side}", by=by)
    Cycle.objects.filter(pk=waiting.pk).update(status="evaluating")
    opened = build.cycle(who.group, who.office, who.tanto, title="見本の話し合い後")
    for side, by in (("group", who.dantai), ("city", who.tanto)):
        samples["projects.Evaluation"] = Evaluation.objects.create(
            cycle=opened, side=side, good="よい", by=by, submitted_at=build.timezone.now()
        )
    EvaluationTalk.objects.create(
        cycle=opened, held_on=build.days(0), attendees="課長", summary="話した", note_side="city", by=who.tanto
    )
    ChangeRequest.objects.create(cycle=opened, what="回数", why="雪のため", asked_by=who.dantai)
    Update.objects.create(
        cycle=opened,
        side="group",
        by=who.dantai,
        form_key=build.uuid4(),
        happened_on=build.days(0),
        title="集まり",
        body="CNRY-inside",
        is_public=False,
    )
    Cycle.objects.filter(pk=opened.pk).update(status="improving")
    hidden = build.cycle(who.group, who.office, who.tanto, title="CNRY-unpublished", published=False)
    coming = new_cycle(opened.project, opened.fiscal_year + 1, goal="CNRY-unagreed")
    addresses = []
    for cycle in (waiting, opened, hidden, coming):
        here = f"/projects/{cycle.project_id}/"
        addresses += [here] + [f"{here}{cycle.fiscal_year}/{page}" for page in ("", "evaluation/", "talk/")]
        addresses += [f"/admin/projects/cycle/{cycle.pk}/change/", f"/admin/projects/project/{cycle.project_id}/change/"]
    return addresses


def _unnamed(who, samples):
    """A public entry with an individual who did not consent and a shop whose listing was taken down; a doubted representative."""
    person = list_partner(by=who.tanto, name="CNRY-individual", kind="citizen", kana="CNRY-individual")
    shop = list_partner(by=who.tanto, name="CNRY-shop", kind="company")
    entry = build.cycle(person, who.office, who.tanto, title="見本の庭の公開")
    Participation.objects.create(project=entry.project, partner=shop, side="group")
    refresh_search(entry.project)
    sync_tasks(entry)
    change_listing(shop, by=who.jimukyoku, shown=False, reason="見本の理由")
    samples["projects.Objection"] = object_to(
        build.cycle(who.group, who.office, who.tanto, title="見本の異議").project, by=who.dantai, text="違います。"
    )
    samples["partners.ListingChange"] = shop.listing_changes.get()
    samples["partners.MembershipDispute"] = MembershipDispute.objects.create(
        membership=who.dantai2.memberships.get(),
        by=who.dantai2,
        upheld=False,
        decided_by=who.jimukyoku,
        decided_at=build.timezone.now(),
    )
    doubted = samples["partners.MembershipDispute"].membership_id
    disputed = samples["projects.Objection"].project_id
    addresses = [
        f"/admin/partners/membership/{doubted}/dispute/",
        f"/projects/{disputed}/objection/",
        f"/admin/projects/project/{disputed}/objection/",
        entry.get_absolute_url(),
        entry.project.get_absolute_url(),
        "/admin/projects/project/add/?find=CNRY",
    ]
    for partner in (person, shop):
        addresses += [partner.get_absolute_url(), f"/admin/partners/partner/{partner.pk}/listing/"]
    return [*addresses, "/projects/", "/projects/?q=cnry"]


def _photo(who, samples):
    """A photograph with somebody on it who agreed and now asks for it to be taken off."""
    said = {"people": "known", "asked_whom": "みなさん", "asked_by": "会長", "asked_on": build.days(0)}
    photo = build.photo("partner", who.group, who.dantai, **said)
    asked = ask_to_remove(photo, by=None, form_key=build.uuid4(), words="見本のわけ", contact="見本の宛先", line="10.0.0.1")
    samples |= {"process.Photo": photo, "process.PhotoFile": photo.files.first(), "process.PhotoRequest": asked}
    return [
        f"/photos/{photo.pk}/",
        f"/photos/{photo.pk}/s.webp",
        f"/photos/of/partner/{who.group.pk}/",
        f"/admin/process/photorequest/{asked.pk}/decide/",
    ]


def _library(who, samples):
    """A picture, and a revision that was begun and given up."""
    guideline = form().guideline
    notyet = Guideline.objects.create(
        municipality=guideline.municipality, title="CNRY-notyet", slug="notyet", summary="CNRY-notyet"
    )
    CollaborationForm.objects.create(guideline=notyet, key="notyet", title="CNRY-notyet", code="grant")
    picture = keep_file(Picture, _paper("picture"), by=who.jimukyoku, guideline=guideline, alt="見本の画像")
    revision = Revision.objects.create(guideline=guideline, title="見本の改稿", status="draft", author=who.jimukyoku)
    take_step(revision, "discard", by=who.jimukyoku, version=revision.version)
    samples |= {"guidelines.Picture": picture, "guidelines.RevisionChange": revision.changes.get()}
    pages = ["/guidelines/notyet/", "/guidelines/", "/guidelines/compare/", "/guidelines/forms/", "/projects/"]
    return [
        *pages,
        _admin_page(revision),
        "/admin/guidelines/guideline/",
        "/admin/guidelines/picture/",
        "/admin/guidelines/revision/",
    ]

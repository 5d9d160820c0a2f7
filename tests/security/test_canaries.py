"""Every private word of the city, and exactly the people before whom it comes out, on any page that they can ask for."""

import io
import logging
import re

import openpyxl
import pytest

from kyodo_portal.notices.models import Delivery, Notice

from .city import lay_out, people, settle
from .planting import plant

GROUP, CITY = {"dantai", "kaiin"}, {"jimukyoku", "kanri"}
OFFICES = CITY | {"tanto", "tanto2"}  # all who work in the city hall
PANEL = {"shinsa", "shinsa2"}
CONTACT = GROUP | CITY | {"kosharu"}
WHOLE = GROUP | CITY | PANEL | {"tanto", "kosharu"}  # not tanto2, whose department has no part in it
SHEETS = CITY | {"shinsa2"}  # the writer, who decides; not the colleague whose own is not in, nor the department in charge
YEAR = GROUP | CITY | {"tanto", "kosharu"}
NOBODY = set()
EVERYBODY = {"anonymous", "dantai2", "kosharu2", "tanto2"} | WHOLE

# Who reads the private columns of a model, or of one of its columns; what is not here is read by nobody.
COLUMNS = {
    "accounts.Invitation.email": CITY,
    # One that went to the group: what its page says; what is for the filing alone is the desk's.
    "letters.OfficialLetter": YEAR,
    **dict.fromkeys(("letters.OfficialLetter.matter", "letters.OfficialLetter.received_number"), CITY | {"tanto"}),
    **dict.fromkeys(("letters.OfficialLetter.decided_on", "letters.OfficialLetter.file_name"), CITY | {"tanto"}),
    "letters.OfficialLetter.sha256": NOBODY,
    "letters.LetterSending": CITY | {"tanto"},
    "notices.Follow.key": {"dantai"},
    "partners.ClaimLetter.sent_on": CITY,
    "partners.ClaimLetter.expires_on": CITY,
    "partners.Signup": {"dantai", "kaiin"},  # its host's writers
    "partners.Signup.place": NOBODY,
    "partners.Signup.kept_place": NOBODY,
    "partners.Signup.reminded_on": NOBODY,
    "partners.Takeover": {"dantai", "kaiin"} | CITY,
    "partners.Takeover.to_email": {"dantai"} | CITY,
    "partners.Takeover.why": NOBODY,
    "partners.Takeover.memo": {"dantai", "kaiin"},
    "partners.Takeover.objection": NOBODY,
    "partners.Takeover.answer": NOBODY,
    "projects.HandoverSheet": CITY | {"tanto"},
    "projects.HandoverSheet.facts": NOBODY,  # planted in one that is still written: its facts follow the matter
    "projects.HandoverChange.reason": CITY | {"tanto"},
    "projects.ReorganisationChange.reason": CITY | {"tanto"},
    "accounts.User.email": {"kanri"},
    "accounts.User.agreed_to": {"kanri"},
    "accounts.User.name": GROUP | CITY,
    "accounts.User.office_account": {"kanri"},
    "audit.AuditEvent": {"kanri"},
    "audit.AuditEvent.once": NOBODY,
    "notices.Notice.title": {"dantai"} | CITY,
    "notices.Notice.url": CITY,
    "notices.Notice.body": {"dantai"},
    "notices.Delivery": CITY,
    "notices.Delivery.body": NOBODY,
    "notices.ScheduledJob": CITY,
    "personal.Hold": CITY,
    "guidelines.Picture.name": OFFICES,
    "guidelines.RevisionChange.reason": OFFICES,
    "process.Photo": CITY,  # who agreed, on the page of somebody's request to take it off
    "process.PhotoRequest": CITY,
    "partners.ListingChange.reason": CITY,
    "partners.MembershipDispute.why": CITY,
    "partners.Partner": CONTACT,  # a registered group that publishes none of it
    # An application in correction; its only member is dantai.
    "partners.Registration.payload": {"dantai"} | CITY,
    "partners.Registration.statement": CITY,
    "partners.Registration.objection": CITY,
    "partners.Errand": CITY,
    "partners.Errand.event": NOBODY,
    "partners.RegistrationCheck": CITY,
    "partners.RegistrationCheck.why": {"dantai"} | CITY,  # what the portal said to the group before it was sent
    "partners.RegistrationChange.reason": {"dantai"} | CITY,
    "partners.RegistrationCorrection.reason": {"dantai"} | CITY,
    "partners.RegistrationCorrection.before": CITY,
    "partners.RegistrationCorrection.typed": {"dantai"},  # the same: its form begins with it
    "partners.RegistrationCorrection.reply": {"dantai"},  # of a sending that was taken back: in the group's own box again
    "partners.RegistrationFile.name": {"dantai"} | CITY,
    # A draft with what is half-finished in it, then what the panel reads.
    "projects.Proposal": GROUP | {"kosharu"},
    "projects.Proposal.typed": GROUP,
    "projects.Proposal.ahead_reason": NOBODY,  # planted in a draft
    "projects.Answer": GROUP | {"kosharu"},
    "projects.BudgetLine": GROUP | {"kosharu"},
    "projects.SignOff": GROUP | CITY,
    "projects.SignOff.etag": NOBODY,
    "projects.SignOffScan.name": CITY,
    "projects.ProposalFiling": GROUP | CITY | {"tanto"},
    "projects.ProposalFiling.used_version": NOBODY,
    "projects.FilingScan.name": NOBODY,  # the pages say 「紙の写し」
    "projects.DraftComment": GROUP,
    "projects.PlannedGoal": GROUP | {"kosharu"},
    "projects.PlannedGoal.now": GROUP,  # as it was typed; who reads it reads it with commas
    "projects.PlannedGoal.target": GROUP,
    "projects.PlannedStep": GROUP | {"kosharu"},
    "projects.ProposalRevision": WHOLE,
    "projects.ProposalFile.name": WHOLE,
    "projects.ProposalChange.reason": CITY | {"tanto"},
    "projects.ProposalCorrection.reason": CITY | {"tanto"},
    "projects.ProposalCorrection.before": CITY | {"tanto"},
    "projects.Talk": WHOLE - GROUP,
    "projects.JointGroup.received_on": CITY | {"tanto"},
    "projects.LateAdmission.reason": CITY,
    "projects.EligibilityWaiver.reason": CITY,
    "projects.Exclusion.reason": CITY,
    "projects.Substitute": CITY,
    "projects.Review": SHEETS,
    "projects.Review.conflict_note": NOBODY,
    "projects.Score": SHEETS,
    # How a call is judged, what was said on the day, copies of paper sheets: pages of the secretariat.
    **dict.fromkeys(("projects.ReviewPlan", "projects.HearingSlot", "projects.SheetScan.name"), CITY),
    # A decision that was told.
    "projects.Decision": WHOLE,
    **dict.fromkeys(("projects.Decision.tie_said", "projects.Decision.tie_note"), CITY),
    **dict.fromkeys(("projects.Decision.early_reason", "projects.Decision.ahead_reason", "projects.Decision.despite"), CITY),
    # A year whose answers are open.
    **dict.fromkeys(("projects.Cycle.document_number", "projects.Cycle.extra"), YEAR),
    "projects.CycleChange.reason": YEAR,
    "projects.ContactWindow": YEAR,  # of the group; what everybody reads of the city's: tests/projects/ledger/test_steps.py
    "projects.ProjectChange.reason": CITY | {"tanto"},
    "projects.Evaluation": YEAR,
    "projects.Evaluation.private_note": {"tanto", "kosharu"},  # the city's side wrote it
    "projects.EvaluationTalk": YEAR,
    "projects.EvaluationTalk.private_note": {"tanto", "kosharu"},
    "projects.ChangeRequest": YEAR,
    "projects.CycleMeeting": YEAR,
    "projects.CarryOver": YEAR,
    **dict.fromkeys(("projects.Paper.name", "projects.Paper.label", "projects.Paper.removed_why"), YEAR),
    # What an office answers in the yearly inventory; how far the offices are is read by coordinators too.
    "projects.InventoryLine": CITY | {"tanto"},
    **dict.fromkeys([f"projects.InventoryLine.{name}" for name in ("extra", "former", "written")], NOBODY),
    "projects.InventoryRoundChange.reason": OFFICES | {"kosharu", "kosharu2"},
    "projects.InventorySheetChange.reason": CITY | {"tanto"},
    # The draft of a case: the group reads what it is to say yes to.
    "projects.CaseDraft": YEAR - {"kosharu"},
    "projects.CaseDraftChange.reason": YEAR - {"kosharu"},
    "projects.YearReportChange.reason": OFFICES,
    "projects.OldList": CITY,
    # A voice that the office answered; no page shows what would be said of one that is not taken up, or is shown.
    "projects.Voice": {"dantai", "tanto"} | CITY,
    **dict.fromkeys(("projects.Voice.why", "projects.Voice.name", "projects.Voice.phone"), {"dantai", "tanto"} | CITY),
    "projects.Voice.why": {"tanto"} | CITY,
    "projects.Voice.guest_mail": CITY,
    "projects.Voice.memo": CITY,
    "projects.Voice.shown_text": CITY,
    "projects.VoiceChange.reason": {"dantai", "tanto"} | CITY,
    "projects.TopicChange.reason": OFFICES | {"kosharu", "kosharu2"},
    "projects.MeToo.note": {"dantai"} | CITY,
    # A guest's letter to the secretariat; a reported thread between a resident and the group.
    "partners.Request": CITY,
    **dict.fromkeys(
        (f"partners.Request.{column}" for column in ("guest_name", "agreed_on", "few_why", "people", "place")), {"jimukyoku"}
    ),
    **{
        f"partners.Request.{column}": NOBODY  # of this guest's letter no page says it
        for column in (
            "about",
            "became_asked_on",
            "guest_mail",
            "late_told_on",
            "text_key",
        )
    },
    "partners.Message.number": NOBODY,
    "partners.AbuseReport.why": CITY | {"kosharu"},  # who judges it
    "partners.Message": GROUP | CITY | {"kosharu"},  # who accompanies the group reads what was reported
    "partners.RequestChange.reason": GROUP | CITY | {"kosharu"},
    "partners.AbuseReport": CITY,
    "partners.Desk": CITY,
    # Lists of groups, and what was made one: the secretariat's.
    "partners.PartnerImport": CITY,
    "partners.PartnerImport.chosen": NOBODY,  # what was decided, until the rows are in: on no page
    "partners.EventImport.chosen": NOBODY,
    "partners.PartnerImportRow": NOBODY,  # what a group said before: for taking it back, on no page
    "partners.PartnerMerge": CITY,
    "partners.EventImport": CITY,
    "partners.EventImportRow": NOBODY,  # what an event said before: for taking it back, on no page
    **dict.fromkeys(("partners.PartnerMerge.moved", "partners.PartnerMerge.filled", "partners.PartnerMerge.undone_why"), NOBODY),
    # What is asked of the group, answered by telephone and taken back: nobody outside reads of it.
    **dict.fromkeys(("projects.Ask", "projects.AskedGroup"), GROUP | OFFICES | {"kosharu"}),
    "projects.AskedGroup.why": YEAR,
    # An application of the group that tanto's office approved, and its report.
    "projects.Application": YEAR,
    **dict.fromkeys(
        (f"projects.Application.{name}" for name in ("use_from", "bar_lifted_on", "search_text", "moves_since", "moves_at")),
        NOBODY,
    ),
    **dict.fromkeys(("projects.ApplicationPaper.name", "projects.ApplicationPaper.label"), YEAR),
    "projects.ApplicationCorrection.reason": YEAR,
    **dict.fromkeys((f"projects.ApplicationCorrection.{column}" for column in ("reply", "note")), YEAR),
    "projects.ApplicationChange.reason": YEAR,
    # An opinion on paper, of a round of tanto's office.
    **dict.fromkeys(("projects.Opinion", "projects.OpinionPoint"), CITY | {"tanto"}),
    "projects.OpinionPoint.order": NOBODY,
    "projects.OpinionRoundChange.reason": OFFICES,
    # A grant of the group that was confirmed, of a scheme of tanto's office.
    **dict.fromkeys(("projects.Grant", "projects.GrantLine", "projects.Payment"), YEAR),
    **dict.fromkeys(("projects.GrantPaper.name", "projects.GrantPaper.label", "projects.GrantPaper.dated_on"), YEAR),
    **dict.fromkeys(("projects.GrantLine.order", "projects.Payment.version"), NOBODY),
    "projects.GrantChange.reason": YEAR,
    "projects.GrantFiling": YEAR,
    "projects.ApplicationFiling": YEAR,
    "projects.ApplicationFiling.used_version": NOBODY,
    "projects.GrantFiling.used_version": NOBODY,
    **dict.fromkeys((f"projects.GrantCorrection.{column}" for column in ("reason", "reply", "note")), YEAR),
    # A consultation at the coordinators' desk; of it the secretariat reads the text that was written for it, and the day.
    "projects.Consultation": {"kosharu", "kosharu2"},
    **dict.fromkeys(("projects.Consultation.on", "projects.Consultation.shared_text"), {"kosharu", "kosharu2"} | CITY),
    "projects.FollowUp": {"kosharu", "kosharu2"},
    "projects.Zone": {"kosharu", "kosharu2"},
    "projects.SavedView": {"kosharu"},
    "projects.Objection.text": CITY | {"dantai", "tanto"},
    "projects.Objection.answer": NOBODY,  # planted in an objection that is open: nobody is shown an answer yet
}
# Words in public columns of matters whose time has not come, and in further rows.
WORDS = {
    "CNRY-rules": CITY,
    "CNRY-sealed": set(),  # at the desk too, while the zone is closed
    **dict.fromkeys(("CNRY-draft", "CNRY-draftfile"), GROUP | {"kosharu"}),
    **dict.fromkeys(("CNRY-why", "CNRY-text", "CNRY-attached"), WHOLE),
    "CNRY-opinion": WHOLE - GROUP,
    "CNRY-conflict": SHEETS,
    "CNRY-panel@example.jp": CITY,
    # a decision before and after it was told
    **dict.fromkeys(("CNRY-untold", "CNRY-untold-number", "CNRY-untold-early"), CITY),
    "CNRY-told": EVERYBODY,
    # a year: answers before they are opened are their side's alone
    "CNRY-group": GROUP,
    "CNRY-city": {"tanto"},
    "CNRY-inside": YEAR,
    # whom no public page may name, in a public entry
    **dict.fromkeys(("CNRY-individual", "CNRY-shop"), OFFICES),  # the board of everybody at work tells what everybody reads
    "CNRY-unpublished": GROUP | OFFICES | {"kosharu", "kosharu2"},  # the board tells titles and stages
    "CNRY-unagreed": YEAR,
    **dict.fromkeys(("CNRY-report", "CNRY-inward", "CNRY-agenda"), OFFICES),  # a draft, what is not to be published, a meeting
    "CNRY-remark": OFFICES | {"shinsa"},  # while the committee is asked
    "CNRY-notyet": OFFICES,  # a guideline's draft: for whoever writes it
}


def may_see(what):
    """The people before whom a word or a planted column may come out: the nearest entry of the tables."""
    while what:
        if what in WORDS or what in COLUMNS:
            return WORDS.get(what) or COLUMNS.get(what, NOBODY)
        what = what.rpartition(".")[0]
    return NOBODY


def text_of(answer):
    """Everything that an answer says: page or file, a table's cells, the headers."""
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    if "spreadsheet" in answer.headers.get("Content-Type", ""):
        lines = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        text = " ".join(str(value) for row in lines for value in row)
    return text + "".join(f"{name}:{value}" for name, value in answer.headers.items())


def found_by(client, addresses, planted):
    """{private word or planted column: the addresses on which it came out}. The words that a search repeats are no find."""
    seen_by = {}
    for address in addresses:
        verb, _, path = address.rpartition(" ")
        answer = client.post(path, {"purpose": "点検のため"}) if verb == "POST" else client.get(path)
        assert answer.status_code < 500, address
        text = text_of(answer)
        # Looked for one by one only where one of them can be.
        some = WORDS if "cnry-" in text.lower() else ()
        words = {word for word in some if re.search(rf"{re.escape(word)}(?![\w-])", text, re.IGNORECASE)}
        for what in words | planted.found_in(text):
            seen_by.setdefault(what, set()).add(address)
    return seen_by


@pytest.mark.one_engine
@pytest.mark.django_db
def test_what_is_private_comes_out_before_those_who_may_see_it_and_nobody_else(client_for, monkeypatch):
    monkeypatch.setattr(logging.root.manager, "disable", logging.ERROR)  # each refusal would write its stack
    who, addresses, planted = settle()
    assert planted.rowless == []  # a model with private columns has a row in the city
    # Whoever is no staff gets the same answer from all of the admin: two of its pages stand for the rest.
    outside = [address for address in addresses if "/admin/" not in address] + [
        address for address in addresses if "/admin/" in address
    ][:2]
    seen = {
        name: found_by(client_for(getattr(who, name)), addresses if name in OFFICES else outside, planted)
        for name in sorted(EVERYBODY)
    }
    leaks = {
        (what, name): sorted(where)
        for name, seen_by_name in seen.items()
        for what, where in seen_by_name.items()
        if name not in may_see(what)
    }
    assert leaks == {}
    # What nobody can see proves nothing: each word does come out before everybody who may see it.
    hidden = {(what, name) for what in (*WORDS, *planted.labels) for name in may_see(what) if what not in seen[name]}
    assert hidden == set()


@pytest.mark.django_db
def test_no_notice_and_no_mail_quotes_what_is_private_of_a_group_or_a_person():
    who = people()
    planted = plant({"partners.Partner": who.group, "accounts.User": who.kaiin})
    lay_out(who)
    told = [*Notice.objects.values_list("title", "body"), *Delivery.objects.values_list("subject", "body")]
    assert len(told) > 40 and planted.found_in(f"{told}") == set()

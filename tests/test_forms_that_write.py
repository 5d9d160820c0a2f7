"""A rule over all forms: whatever writes stored fields carries what it was read at, so that nobody's words are undone unseen."""

import re

from django.contrib import admin
from django.urls import get_resolver

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.search import SearchForm
from kyodo_portal.common.second_save_admin import SecondSaveInline
from kyodo_portal.process.forms import EditForm
from tests import house

# Forms that write and carry neither a token (`etag`), nor the version of a matter, nor the one-time key of what they make.
OTHERWISE = {
    "kyodo_portal.common.forms.purpose.PurposeForm": "takes a table out and changes nothing; each taking out is recorded",
    "projects.applications.forms.DiscardForm": "throws away once; a second press finds nothing there",
    **dict.fromkeys(
        (f"projects.applications.bulk_forms.{name}" for name in ("ReceiveForm", "ApproveForm", "TakeBackForm")),
        "carries the version of each application",
    ),
    "partners.events.forms.CancelForm": "cancels once; what is cancelled already stays as it is",
    "partners.events.signup_forms.ProveForm": "makes what waits with its own key, once",
    "partners.requests.forms.CarefulForm": "asks for one more look; what it stands over carries the key",
    "partners.requests.forms.ReportForm": "reports once; a second report of the same letter is the first",
    "projects.voices.forms.ProvePressForm": "the same press, once of a mailbox",
    "partners.requests.forms.CodeForm": "sends what waits with its own key, once",
    "projects.proposals.drafting.forms.PageForm": "its token stands in the page's template (_form_base.html), rows and texts alike",
    "projects.reviews.table_forms.OnceForm": "stands above rows that carry the version of each proposal",
    "projects.reviews.forms.SendForm": "carries the revision that was read",
    "projects.reviews.forms.ConflictForm": "carries the revision that was read",
    "projects.reviews.forms.ReleaseForm": "carries the version of each proposal",
    "partners.directory.listing_forms.ListingForm": "carries what the button was to do; a second one with another reason is refused",
    "partners.directory.member_forms.DecideForm": "decides once; a second decision is refused",
    "partners.imports.forms.PairForm": "asked by GET: it leads to the page of two bodies and writes nothing",
    "partners.imports.forms.PartForm": "parts once; what was taken back is refused",
    "projects.ledger.objection_forms.AnswerForm": "carries which objection was read, and decides once",
    "projects.ledger.objection_forms.ObjectionForm": "one at a time; a second one with other words is refused",
    "projects.ledger.objection_forms.EnteredForm": "one at a time; a second one with other words is refused",
    "projects.proposals.joint.forms.JointAnswerForm": "answers once; a second answer is refused",
    "partners.registration.forms.FileForm": "adds a paper, once",
    "partners.registration.forms.DraftFileForm": "adds a paper, once",
    "projects.proposals.drafting.forms.FileForm": "adds a paper, once",
    "projects.inventory.forms.TableForm": "its rows carry their 行ID and the version that they were read at",
    "projects.inventory.forms.PasteForm": "the same rows, copied",
    "projects.inventory.forms.RoundDropForm": "takes away once, and only what never began; a second press finds nothing there",
    "projects.inventory.forms.ExcuseForm": "the version of each sheet stands beside it",
    "guidelines.revisions.forms.PictureForm": "adds a picture, once",
    "kyodo_portal.letters.forms.ReplaceForm": "one 差替え a letter; a second press leads to the first one's draft",
    "kyodo_portal.letters.forms.SendingForm": "the same way on the same day is one",
    "projects.cycles.act.carried_forms.TickForm": "ticks once; another word after it is refused",
    "projects.asks.forms.RestoreForm": "brings back once; what stands is none of its choices",
    "projects.asks.forms.WithdrawForm": "withdraws once; what is taken back is none of its choices",
    "projects.committees.meeting_forms.AnnounceForm": "announces once; a second press finds it so",
    "projects.committees.meeting_forms.CancelForm": "cancels once; a second press finds it so",
    "projects.committees.meeting_forms.SureForm": "publishes, takes back or removes once; a second press finds it so",
    "projects.papers.forms.WithdrawForm": "withdraws once; what holds no more is refused",
    "kyodo_portal.accounts.forms.NameForm": "gives a name to an account that has none",
    "projects.handover.move_forms.MoveForm": "carries a token for each row",
    "projects.reviews.table_sheet.DecisionSheetForm": "writes nothing: its rows fill the boxes of the page, which carry each version",
    "projects.handover.move_forms.MoveFileForm": "writes nothing: its rows go to the confirm page, each with its token",
    "partners.registration.forms.HelpForm": "types digits in that open once",
    "partners.registration.forms.ArrivedForm": "adds a paper, once",
    "partners.registration.forms.EvidenceForm": "adds a paper, once",
    "partners.registration.forms.LetterForm": "types digits in that count once",
    "kyodo_portal.pages.following_views.FollowForm": "follows once; twice is once",
    "partners.takeover.forms.ObjectForm": "objects once; a second objection is refused",
    "partners.takeover.table_forms.TableFileForm": "writes nothing: its rows go to the confirm page, with their key",
    "projects.consultations.zone_forms.PassphraseForm": "opens; nothing is written",
    "projects.consultations.zone_forms.NewPassphraseForm": "one pair of keys a person, one zone a body: who is second finds it",
    "projects.consultations.zone_forms.RenewRingForm": "another pair in the place of the former, by its owner alone",
    "projects.consultations.zone_forms.CodeForm": "compares; a day is kept",
    "projects.consultations.zone_forms.RecoverForm": "the same key to the same person, once or twice",
    "projects.consultations.zone_forms.HandForm": "carries the number that was compared; handed twice is handed once",
    "projects.consultations.zone_forms.SureForm": "a second press finds the zone closed, or renews once more: nothing of it is lost",
    "projects.consultations.desk_forms.ViewForm": "the same name again is the newer view",
    "kyodo_portal.personal.forms.CloseForm": "closes the own account",
}
# Rows inside a form that has a token, and bases that no page shows.
INSIDE = {
    *(f"projects.proposals.drafting.row_forms.{name}Row" for name in ("Goal", "Step", "DraftIncome", "DraftExpense")),
    "projects.cycles.plan.row_forms.Row", "projects.cycles.plan.row_forms.RoleRow", "projects.cycles.plan.row_forms.ExpenseRow",
    "projects.cycles.plan.row_forms.IncomeRow", "projects.cycles.plan.row_forms.MoneyRow", "projects.cycles.plan.forms.GoalRow",
    "projects.proposals.drafting.row_forms.ShareRow", "guidelines.revisions.row_forms.RoleForm", "projects.ledger.forms.AboutForm",
    "projects.applications.forms.ApplicationFields", "projects.applications.bulk_forms.BulkForm",
    "guidelines.revisions.forms.WordsForm", "projects.cases.forms.CaseForm", "projects.papers.forms.DescriptionForm",
    "projects.asks.forms.WordsForm", "projects.grants.page_forms.ExpenseRow", "projects.grants.page_forms.IncomeRow",
    "partners.registration.filing_forms.ReceivedFields", "projects.inventory.possibility_forms._Words",
    "projects.inventory.forms.RoundFields", "kyodo_portal.process.photo_forms.SaidForm",
}  # fmt: skip


def forms():
    """Every form class of ours that a page posts."""
    get_resolver().url_patterns  # noqa: B018 (loads every view, and with it every form)
    found, waiting = {}, [KyodoForm]
    while waiting:
        waiting += (form := waiting.pop()).__subclasses__()
        # One that an earlier test's page made out of a model's boxes goes by django's name: its parent is here.
        if not issubclass(form, SearchForm) and form.__module__.split(".")[0] not in ("tests", "django"):
            found[f"{form.__module__}.{form.__qualname__}"] = form
    return found


def test_every_form_carries_what_it_was_read_at():
    """A new one: an EditForm whose action compares the `etag`; a step has the version, what makes a row its key."""
    bare = {
        name
        for name, form in forms().items()
        if form is not KyodoForm and not (issubclass(form, EditForm) or form.with_key or "version" in form.base_fields)
    }
    assert bare == {*OTHERWISE, *INSIDE}


def test_every_page_of_the_admin_does_so_for_its_row_and_for_the_rows_below():
    faces = [face for face in admin.site._registry.values() if type(face).__module__.split(".")[0] not in ("django", "allauth")]
    assert [type(face).__name__ for face in faces if not isinstance(face, SafeModelAdmin)] == []
    written = {
        inline for face in faces for inline in face.inlines if inline.__name__ != "ReadOnly" and "ReadOnly" not in
        [base.__name__ for base in inline.__mro__]
    }  # fmt: skip
    assert len(written) == 14 and [inline.__name__ for inline in written if not issubclass(inline, SecondSaveInline)] == []
    assert [type(face).__name__ for face in faces if face.list_editable] == []  # a list has no token


# Boxes that a template sets by hand, without a form class, and what keeps them from undoing somebody else's press.
BY_HAND = {
    "admin/projects/project/enter.html": "the key of the entry that it makes",
    "projects/handover/_ownerless_row.html": "a token of who had it when the page was opened",
    "projects/inventory/round.html": "chooses whose page comes next, on which the versions stand",
    "projects/inventory/table.html": "each line its 行ID and version",
    "projects/asks/confirm.html": "the key of what it makes",
    "projects/opinions/points.html": "each point says under which summary it stood",
    "letters/_late.html": "chooses whose page comes next",
    "letters/check.html": "each box is a letter with the token of what was read of it",
    "partners/events/signups.html": "says which ticks were there: only what was changed is written",
}
BOX = re.compile(r"""<(?:textarea|select)|<input[^>]*type=["'](?:checkbox|radio|text|number|date|search)["']""")


def test_a_form_that_a_template_sets_by_hand_carries_it_too():
    """Such a form is no class and is seen by none of the rules above: a new one is a row, with what it carries."""
    found = {
        name
        for name, path in house.our_templates().items()
        for form in re.findall(r"<form[^>]*method=\"post\".*?(?:</form>|\Z)", house.text(path), re.DOTALL)
        if BOX.search(form)
    }
    assert found == {*BY_HAND}


def test_whoever_shows_a_conflict_answers_409():
    """A module that puts somebody else's words beside what was typed says the status of its page, or draws it by one that does."""
    shown = re.compile(r"form\.(?:show_conflict|overtaken|knowing)\(")
    drawn = {"guidelines/revisions/admin.py", "guidelines/revisions/row_admin.py"}  # by `page` of base_admin.py
    texts = {str(path): house.text(path) for path in house.files(".py", under=house.APPS) if not path.name.endswith("forms.py")}
    found = {path for path, text in texts.items() if shown.search(text) and not re.search("409|http_status", text)}
    assert found == drawn and "http_status" in texts["guidelines/revisions/base_admin.py"]

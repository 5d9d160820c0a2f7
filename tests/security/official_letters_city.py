"""Two 通知書 about the group's adopted proposal, the second one in place of the first: its people read it, and who handles it."""

from kyodo_portal.letters.draft_actions import draft_of, replace_letter, written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.release_actions import record_sending, release_letter
from kyodo_portal.letters.template_models import LetterTemplate
from kyodo_portal.process.edits import etag_of
from projects.models import Proposal
from tests import build


def _gone(letter, by):
    OfficialLetter.objects.filter(pk=letter.pk).update(signatory="見本市長", how="post")
    letter.refresh_from_db()
    return release_letter(letter, by=by, etag=etag_of(written_in(letter)))


def lay_out(who, samples):
    proposal = Proposal.objects.get(status="adopted", partner=who.group)
    template = LetterTemplate.objects.create(process="proposal", step="receive", name="見本の通知書", title="見本", body="見本")
    first = _gone(draft_of(proposal, proposal.changes.latest("version"), template=template), who.jimukyoku)
    letter = _gone(replace_letter(first, by=who.jimukyoku, why="x"), who.jimukyoku)
    samples["letters.OfficialLetter"] = letter
    samples["letters.LetterSending"] = record_sending(letter, by=who.jimukyoku, how="post", sent_on=build.days(0), note="x")
    desk = f"/staff/letters/{letter.pk}/"
    table = ["/staff/letters/", "POST /staff/letters/table/"]
    return [letter.get_absolute_url(), first.get_absolute_url(), desk, f"{desk}replace/", f"{desk}send/", *table]

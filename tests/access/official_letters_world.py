"""What the rows of the access table speak of where the city wrote to dantai's group: about a registration, the secretariat's alone."""

from kyodo_portal.letters.draft_actions import draft_of, written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.release_actions import release_letter
from kyodo_portal.letters.template_models import LetterTemplate
from kyodo_portal.process.edits import etag_of
from tests import build


def official_draft(who):
    row = build.registration(who["dantai"], status="registered", secretary=who["jimukyoku"])
    template = LetterTemplate.objects.create(process="registration", step="meet", name="見本の通知書", title="見本", body="見本")
    letter = draft_of(row, row.changes.get(step="approve"), template=template)
    OfficialLetter.objects.filter(pk=letter.pk).update(signatory="見本市長")
    return [letter.pk]


def official_letter(who):
    letter = OfficialLetter.objects.get(pk=official_draft(who)[0])
    return [release_letter(letter, by=who["jimukyoku"], etag=etag_of(written_in(letter))).pk]


def step_without_a_letter(who):
    return ["registration", build.registration(who["dantai"], status="registered", secretary=who["jimukyoku"]).pk]

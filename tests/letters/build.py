"""A proposal whose result was told, and the draft of its 通知書."""

from django.utils import timezone

from kyodo_portal.letters.draft_actions import written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.release_actions import release_letter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import Signatory
from kyodo_portal.process.edits import etag_of
from tests import build
from tests.projects.reviews.build import World


def told(**changed):
    """The World after its proposal's result was told, with templates and a mayor; `changed`: of the decision's answers."""
    lay_templates()
    Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
    world = World()
    world.all_sheets()
    world.decide(**changed)
    world.tell({"adopted_with_conditions": "adopt_with", "declined": "decline"}.get(changed.get("result"), "adopt"))
    return world


def the_letter():
    """The newest letter, as it is stored."""
    return OfficialLetter.objects.order_by("-pk").first()


def release(letter, by):
    return release_letter(letter, by=by, etag=etag_of(written_in(letter)))


def as_typed(letter, **changed):
    """What the form of a draft sends."""
    values = {name: "" if value is None else value for name, value in written_in(letter).items()} | changed
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def today():
    return timezone.localdate()

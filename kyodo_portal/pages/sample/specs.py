"""形態の決めごと of the sample city: what began before they were data goes the way that everything went then."""

from contextlib import contextmanager

from guidelines.models import CollaborationForm
from projects.models import FormSpec
from projects.specs.seed_actions import evaluation_set

SHORT = ("nominal", "inkind")  # these had the short way before, too


@contextmanager
def ways_of_before():
    """Until the end of the block, new years of the other forms go through plan, report and all questions; those years keep that."""
    specs = [
        FormSpec.objects.get_or_create(
            form=form, version=1, defaults={"state": "in_use", "way": "full", "evaluation": evaluation_set("full")}
        )[0]
        for form in CollaborationForm.objects.offered().exclude(code__in=SHORT)
    ]
    FormSpec.objects.filter(pk__in=[spec.pk for spec in specs]).update(state="in_use")
    yield
    FormSpec.objects.filter(pk__in=[spec.pk for spec in specs]).update(state="retired")

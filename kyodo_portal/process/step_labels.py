"""What the questions of steps are called, for pages that only know the names that were sent (common/forms/labels.py)."""

from kyodo_portal.common.forms.labels import Boxes

from .forms import COMMON
from .models import subject_models


def asked_by_steps():
    """The questions of each process, which stand in no form class of their own."""
    for model in subject_models():
        fields = {}
        for name, make in {**COMMON, **model.process.own_questions}.items():
            try:
                fields[name] = make(None)
            except (AttributeError, TypeError):  # what it asks depends on the matter
                continue
        yield Boxes(model.__module__, fields)

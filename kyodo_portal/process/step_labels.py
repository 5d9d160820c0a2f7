"""What the questions of steps are called, for pages that only know the names that were sent (common/forms/labels.py)."""

from kyodo_portal.common.forms.labels import Boxes

from .forms import COMMON, QuestionGroup
from .models import subject_models


def asked_by_steps(names):
    """The questions of each process that have one of these names; they stand in no form class of their own."""
    for model in subject_models():
        fields = {}
        questions = {**COMMON, **model.process.own_questions}
        for name in questions.keys() & names:
            try:
                made = questions[name](None)
            except (AttributeError, TypeError):  # what it asks depends on the matter
                continue
            fields |= made.fields if isinstance(made, QuestionGroup) else {name: made}
        yield Boxes(model.__module__, fields)

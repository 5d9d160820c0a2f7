"""The models of this app, each in its module: what every process has in common, its history, its tasks. Corrections: correction_models.py."""

from .change_models import StageChange, as_told, standing  # noqa: F401
from .key_models import FormKey, NumberSeries  # noqa: F401
from .photo_models import Photo, PhotoFile, PhotoRequest  # noqa: F401
from .promise_models import STANDARD, Promise, promised_days  # noqa: F401
from .subject import Subject, status_field, subject_models  # noqa: F401
from .task_models import Deadline, Rule, Task, mark_turns, rules_of  # noqa: F401

"""What the steps of an application ask, besides what every process knows."""

import copy

from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.correction_forms import correction_questions
from kyodo_portal.process.forms import QuestionGroup
from projects.calls.offices import city_offices
from projects.cycles.plan.forms import MOST_COUNT
from projects.specs.asking import answers_in, boxes_for, name_of
from projects.specs.models import Asked, FormSpec

from .asked import CORRECTABLES, OPTIONAL, X, fields_at_start, own_fields
from .changes import changeable, differing
from .forms import ApplicationFields


def _department(application):
    return ModelChoiceField(
        label="担当課", queryset=city_offices(), empty_label="選んでください", initial=application.department_id
    )


def _ground(application, *, back=False):
    rows = application.spec.grounds.filter(for_revoke=True) if back else application.spec.grounds.filter(for_decline=True)
    return ModelChoiceField(
        label="理由の種類", queryset=rows, empty_label="選んでください", help_text="申請のページで、前もって読めます。"
    )


def _conditions(application):
    return TextField(
        label="条件",
        max_length=2000,
        rows=3,
        required=False,
        help_text="条件を付けないときは、空けておきます。団体に伝わります。",
    )


def _wanted(application):
    """What it says now, box by box: what is typed otherwise is to change."""
    rows = fields_at_start(application.spec)
    boxes = {name: _box(application, name) for name in changeable(application.spec)}
    own = boxes_for(rows, application.extra, required=False)
    for row in rows:  # what came on paper may lack some: a change takes nothing away, and asks for nothing more
        own[name_of(row)].required = row.required and row.key in application.extra

    def collect(cleaned):
        values = {name: cleaned[name] for name in changeable(application.spec) if name in cleaned}
        answers = {f"{X}{key}": value for key, value in answers_in(cleaned, rows).items()}
        return differing(application, values | answers)

    return QuestionGroup(boxes | own, collect, lead="いまの内容が入っています。変えるところだけを、新しい内容に直してください。")


def _box(application, name):
    box = copy.deepcopy(ApplicationFields.base_fields[name])
    box.initial = getattr(application, name)
    box.required = name not in OPTIONAL and box.initial not in (None, "")
    if name == "use_from":
        box.help_text = ""
    return box


def _what(application):
    return TextField(
        label="ほかに変えたいこと",
        max_length=2000,
        rows=3,
        required=False,
        help_text="上の欄で言えないことがあれば。例：雨のときは、屋内で行います。",
    )


def _people(application):
    return CountField(label="参加した人数", unit="人", most=MOST_COUNT)


def _report_text(application):
    return TextField(
        label="どのように行ったか", max_length=4000, rows=6, help_text="したこと、よかったこと、困ったこと。市の担当が読みます。"
    )


def _money(label):
    def field(application):
        asks = application.spec.report != FormSpec.Report.NEVER and bool(application.fee)
        words = "参加費を取ったので、必ず書いてください。" if asks else "お金を集めたり使ったりしたときに。"
        return YenField(label=label, required=asks, help_text=words)

    return field


def _own(*asked):
    """The form's own fields that are asked at this step; a group without any where there is none."""

    def group(application):
        rows = own_fields(application.spec, *asked)
        return QuestionGroup(boxes_for(rows, application.extra), lambda cleaned: answers_in(cleaned, rows))

    return group


QUESTIONS = {
    **correction_questions(CORRECTABLES),
    "department": _department,
    "ground": _ground,
    "revoke.ground": lambda application: _ground(application, back=True),
    "conditions": _conditions,
    "wanted": _wanted,
    "what": _what,
    "agreed": _own(Asked.AGREE),
    "people": _people,
    "report_text": _report_text,
    "income": _money("収入の合計"),
    "expense": _money("支出の合計"),
    "finished": _own(Asked.FINISH),
}

"""What the portal keeps as JSON under names of its own, in words: for the person who takes out what they wrote."""

from typing import NamedTuple

from kyodo_portal.common.files.uploads import called
from kyodo_portal.common.forms.typed import in_words
from kyodo_portal.common.upwards import followed_things
from kyodo_portal.process.forms import COMMON, QuestionGroup
from partners.directory.payload import shown
from partners.directory.schema import LABELS, schema_of
from partners.events.models import NEEDS
from partners.models import Registration, RegistrationChange, RequestChange
from projects.applications.asked import X
from projects.consultations.view_words import LISTS, conditions_of
from projects.cycles.plan.content import plan_in_words
from projects.cycles.plan.models import BudgetLine, RoleShare
from projects.models import (
    ApplicationChange,
    CaseDraftChange,
    CycleChange,
    GrantChange,
    ProjectChange,
    ProposalChange,
    VoiceChange,
)
from projects.proposals.drafting.pages import TITLES, fields_of, load_parts
from projects.proposals.plan_models import PlannedGoal, PlannedStep
from projects.proposals.version_presenters import content_by_place
from projects.specs.asking import words_of

# What stands in a payload beside the values of its schema.
BESIDE = {"consent_wording": "読んだ同意の文の版"}
NESTED = {"before": "変える前の", "typed": "取り消す前に書いた"}  # a whole payload again: what stands in front of its labels
UNKNOWN = "いまの様式にない項目"
TABLES = {"rows": RoleShare, "income": BudgetLine, "expense": BudgetLine, "goals": PlannedGoal, "steps": PlannedStep}


class Read(NamedTuple):
    """One value that is kept under `key`: what people call it, and what it says."""

    key: str
    label: str
    text: str


def registration_read(registration):
    """[Read] of what an application says, of a change what stood before too. Queries: one for the rule, one for fields and areas each."""
    return _payload_read(registration.payload, schema_of(registration.rule))


def _payload_read(payload, schema, key="", before=""):
    rows = []
    for name, value in payload.items():
        if name in NESTED and isinstance(value, dict):
            rows += _payload_read(value, schema, f"{name}.", NESTED[name])
        else:
            label = schema.labels.get(name) or LABELS.get(name) or BESIDE.get(name, UNKNOWN)
            rows.append(Read(f"{key}{name}", f"{before}{label}", shown(name, value, schema)))
    return rows


def revision_read(revision):
    """[Read] of a proposal as it was sent. No query."""
    return [Read(".".join(place), label, text) for place, label, text in content_by_place(revision.content)]


def draft_read(proposal):
    """[Read] of what was typed into a draft and cannot be read yet. One query where there is any."""
    if not proposal.typed:
        return []
    labels = {name: label for name, label, _ in fields_of(proposal, load_parts(proposal))}
    return [
        Read(f"{page}.{name}", labels.get(name) or TITLES.get(page, UNKNOWN), _typed(name, value))
        for page, values in proposal.typed.items()
        for name, value in values.items()
    ]


def _typed(name, value):
    if name in TABLES:
        return "\n".join(_row(TABLES[name], row) for row in value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _row(model, row):
    return "、".join(f"{model._meta.get_field(name).verbose_name}：{text}" for name, text in row.items() if text)


def application_read(application):
    """[Read] of what the form of an application asks of its own. One query where there is any."""
    return _asked_read(application.spec, application.extra)


def change_read(application):
    """[Read] of what is wanted otherwise in an application, and was not answered yet. One query where there is any."""
    own = {name.removeprefix(X): value for name, value in application.change_to.items() if name.startswith(X)}
    columns = [
        Read(name, str(application._meta.get_field(name).verbose_name), "" if value is None else str(value))
        for name, value in application.change_to.items()
        if not name.startswith(X)
    ]
    return columns + _asked_read(application.spec, own)


def _asked_read(spec, answers):
    if not answers:
        return []
    rows = {row.key: row for row in spec.fields.all()}
    return [
        Read(key, rows[key].label, words_of(rows[key], value)) if key in rows else Read(key, UNKNOWN, str(value))
        for key, value in answers.items()
    ]


def needs_read(signup):
    """[Read] of the help that was asked for when signing up to an event. No query."""
    return [Read(name, label, "要る") for name, label in NEEDS if name in signup.needs]


def follow_read(follow):
    """[Read] of what somebody follows; what is no longer public has no name. A query for each kind of thing."""
    thing = followed_things([follow.key]).get(follow.key)
    return [Read(follow.key, "見守るもの", thing.label if thing else "いまは公開していないもの")]


def helped_read(code):
    """[Read] of the draft that two people filled in together, by its number alone. One query."""
    row = Registration.objects.filter(pk=code.about.partition(":")[2]).first()
    said = row.number or "送る前の下書き" if row else "もうない下書き"
    return [Read(code.about, f"{Registration._meta.verbose_name}", said)]


def plan_read(request):
    """[Read] of what somebody wanted otherwise in a plan, each as it was to read then. No query."""
    if not request.after:
        return []
    stood = dict(plan_in_words(request.before))
    return [Read(label, label, text) for label, text in plan_in_words(request.after) if text != stood[label]]


def answers_read(change):
    """[Read] of what somebody answered where a step asked more than a reason. A query for each choice out of a table."""
    makers = {**COMMON, **change.subject.process.own_questions}
    return [Read(name, *_answered(makers, change, name, value)) for name, value in (change.details or {}).items()]


def _answered(makers, change, name, value):
    """(label, text) of one answer: in the words of its box, where the table still asks it."""
    made = makers.get(f"{change.step}.{name}", makers.get(name))
    box = made(change.subject) if made else None
    if isinstance(box, QuestionGroup) or box is None:
        return (next(iter(box.fields.values())).label if box else UNKNOWN), _plainly(value)
    return str(box.label), in_words(box, value, most=4000)


def _plainly(value):
    """Lists and rows of answers line by line, without the names that programs use."""
    if isinstance(value, dict):
        return "、".join(filter(None, map(_plainly, value.values())))
    return "\n".join(map(_plainly, value)) if isinstance(value, list) else str(value or "")


STEPS = (
    RegistrationChange, ProposalChange, GrantChange, ApplicationChange, CycleChange, ProjectChange, CaseDraftChange, RequestChange,
    VoiceChange,
)  # fmt: skip


def list_read(view):
    """[Read] of which list is kept under a name. No query."""
    return [Read(view.path, "一覧", LISTS.get(view.path, UNKNOWN))]


def conditions_read(view):
    """[Read] of what a kept list is narrowed by. At most one query."""
    return [Read(*one) for one in conditions_of(view)]


def file_read(file):
    """[Read] of what kind of file it is. No query."""
    return [Read(file.content_type, "種類", called(file.content_type))]


READ = {
    **{(model._meta.model_name, "details"): answers_read for model in STEPS},
    ("changerequest", "after"): plan_read,
    ("registration", "payload"): registration_read,
    ("proposal", "typed"): draft_read,
    ("proposalrevision", "content"): revision_read,
    ("application", "extra"): application_read,
    ("application", "change_to"): change_read,
    ("signup", "needs"): needs_read,
    ("follow", "key"): follow_read,
    ("helpercode", "about"): helped_read,
    ("savedview", "path"): list_read,
    ("savedview", "query"): conditions_read,
    **{
        (model, "content_type"): file_read
        for model in ("registrationfile", "proposalfile", "grantpaper", "applicationpaper", "paper")
    },
}

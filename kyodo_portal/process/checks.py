"""What a table says of things that stand elsewhere (models, addresses, actions): asked by `manage.py check`, so at every start."""

from django.core.checks import Error, register
from django.urls import get_resolver
from django.utils.module_loading import import_string

from .correction_models import STEPS
from .forms import COMMON
from .models import subject_models


@register
def tables_are_whole(app_configs, **kwargs):
    """Errors that name the row, the column and what is missing."""
    return [
        Error(f"手続き「{model.process.label}」：{text}", obj=model, id="process.E001")
        for model in subject_models()
        for text in problems(model)
    ]


def problems(model):
    """One sentence per word of the table that nothing answers to."""
    process, names = model.process, {field.name for field in model._meta.get_fields()}
    for row in process.states:
        if row.until and row.until not in names and not hasattr(model, row.until):
            yield f"状態「{row.label}」の until「{row.until}」という項目が、{model.__name__} にありません。"
        if row.active and not hasattr(model, row.active):
            yield f"状態「{row.label}」の active「{row.active}」という性質が、{model.__name__} にありません。"
        if row.past and not hasattr(model, row.past):
            yield f"状態「{row.label}」の past「{row.past}」という項目が、{model.__name__} にありません。"
        if row.page and not _known(row.page):
            yield f"状態「{row.label}」の page「{row.page}」という名前のページがありません。"
    for row in process.steps:
        if row.condition and not hasattr(model, row.condition):
            yield f"手続き「{row.label}」の condition「{row.condition}」という性質が、{model.__name__} にありません。"
        if row.page and not _known(row.page):
            yield f"手続き「{row.label}」の page「{row.page}」という名前のページがありません。"
    if process.open and not process.tasks:
        yield "tasks（いまだれの番かを答える関数）がありません。"
    if process.ways and not hasattr(model, "way"):
        yield f"ways を分けていますが、{model.__name__} に way がありません。"
    for row in process.queues:
        if row.narrow and not hasattr(model.objects.all(), row.narrow):
            yield f"待っている仕事「{row.label}」の narrow「{row.narrow}」が、{model.__name__} の QuerySet にありません。"
        if row.page and not _known(row.page):
            yield f"待っている仕事「{row.label}」の page「{row.page}」という名前のページがありません。"
    if any(field.name == "corrections" for field in model._meta.related_objects):
        yield from _of_corrections(process)
    hooked = {}
    for path in process.hooks:
        for name in import_string(path):
            if name != "*" and name not in {row.name for row in process.steps}:
                yield f"{path} の「{name}」という手続きが、表にありません。"
            if hooked.setdefault(name, path) != path:
                yield f"手続き「{name}」のことが、{hooked[name]} と {path} の2か所にあります。"
    asked = {name for row in process.steps for name in row.questions}
    for name in sorted(asked - {*COMMON, *process.own_questions}):
        yield f"質問「{name}」の欄が、questions のどこにもありません。"
    of_one_step = {f"{row.name}.{name}" for row in process.steps for name in row.questions}
    for name in sorted({*process.own_questions} - asked - of_one_step):
        yield f"質問「{name}」をたずねる手続きが、表にありません。"
    for end in ("roles", "audience", *(["desks"] if process.queues else [])):
        try:
            import_string(f"{process.access}_{end}")
        except ImportError:
            yield f"{process.access}_{end} がありません。"


def _of_corrections(process):
    """Whoever can be asked to correct can be asked for more, be let off, and goes on where nothing is left."""
    names = {row.name for row in process.steps}
    for name in STEPS:
        if name not in names:
            yield f"補正の手続き「{name}」が、表にありません。"
    for row in process.steps:
        if row.name == "ask_correct" and not any(step.roles == ("system",) for step in process.steps_from(row.target)):
            yield f"手続き「{row.label}」のあと、直すところがなくなったときに進む、system の手続きがありません。"


def _known(name):
    """Whether an address of this name exists, whatever it takes."""
    resolver, (space, _, plain) = get_resolver(), name.rpartition(":")
    if space:
        try:
            resolver = resolver.namespace_dict[space][1]
        except KeyError:
            return False
    return plain in resolver.reverse_dict

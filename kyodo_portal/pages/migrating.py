"""Migrating renders the models that a step changes, not their neighbours: a city is brought up in a third of the time."""

from contextlib import contextmanager

from django.db.migrations.state import ProjectState

_with_neighbours = ProjectState._find_reload_model


@contextmanager
def few_models_rendered():
    """While it lasts, Django makes fewer of the classes anew that its migrations hand to the database.

    For each added column, constraint and index Django renders whatever is related to what the model points to: with a `User`
    that everything points to, that is the whole portal. Which classes the next step needs is less:
    a model that is new, only that: nothing knows it yet;
    a model of which no column is taken away or altered, that and what points to it, which names its table.
    Any other change is left to Django. Before a migration's own Python runs, Django renders everything anew (`is_delayed`).
    """
    ProjectState._find_reload_model = _changed
    try:
        yield
    finally:
        ProjectState._find_reload_model = _with_neighbours


def _changed(state, app_label, model_name, delay=False):
    """The keys of the models to render anew, as `ProjectState._find_reload_model` returns them.

    `delay`: Django says that no relation changed.
    """
    key = (app_label, model_name)
    try:
        meta = state.apps.get_model(*key)._meta
    except LookupError:
        return _with_neighbours(state, *key, delay) if delay else {key}
    gained = len(state.models[key].fields) > len(meta.local_fields) + len(meta.local_many_to_many)
    if not (delay or gained):
        return _with_neighbours(state, *key, delay)
    state.is_delayed = True
    pointing = [field for field in meta.get_fields(include_hidden=True) if field.is_relation and field.auto_created]
    return {key, *((field.related_model._meta.app_label, field.related_model._meta.model_name) for field in pointing)}

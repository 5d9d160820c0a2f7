"""A prefetch over a foreign key asks with one condition for each row: beyond 1,000 SQLite refuses to read the question."""

import ast

import pytest
from django.core.exceptions import FieldDoesNotExist

from tests import house

PREFETCHING = ("prefetch_related", "prefetch_related_objects", "Prefetch")


def test_what_a_foreign_key_leads_to_is_joined_and_not_prefetched():
    breaches = []
    for path in house.app_code():
        for function in house.functions(path):
            joined = {text for call in calls(function, ("select_related",)) for text in texts(call)}
            breaches += [
                f"{path}:{call.lineno} {text}: Prefetch(…, select_related)"
                for call in calls(function, PREFETCHING)
                for text in texts(call)
                if asks_row_by_row(text, joined)
            ]
    house.report(breaches)


@pytest.mark.parametrize(
    ("path", "joined", "row_by_row"),
    [
        ("participations__partner", (), True),
        ("project__participations__partner", ("project",), True),
        ("project__participations", (), True),
        ("project__participations", ("project__form",), False),
        ("participations", (), False),
        ("goals__indicators", (), False),
    ],
)
def test_the_rule_knows_which_hop_is_a_foreign_key(path, joined, row_by_row):
    assert asks_row_by_row(path, joined) is row_by_row


def asks_row_by_row(path, joined):
    """Whether a hop of the path is a foreign key that no `select_related` has brought along."""
    names = path.split("__")
    return any(
        is_foreign and not any(f"{text}__".startswith("__".join(names[: place + 1]) + "__") for text in joined)
        for hops in ways(names)
        for place, is_foreign in enumerate(hops)
    )


def ways(names):
    """[whether each hop is a foreign key] for every model of ours from which the names lead somewhere."""
    for model in house.our_models():
        hops = []
        for name in names:
            try:
                field = model._meta.get_field(name) if model else None
            except FieldDoesNotExist:
                field = None
            if field is None or not field.is_relation:
                break
            hops.append(field.concrete and not field.many_to_many)
            model = field.related_model
        if len(hops) == len(names):
            yield hops


def calls(function, names):
    return [
        node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names
    ]


def texts(call):
    return [part.value for part in ast.walk(call) if isinstance(part, ast.Constant) and isinstance(part.value, str)]

"""House rules of common/privacy.py: each model says what of it is public, and nothing private goes where it would stay."""

import ast
from string import Formatter

from django.apps import apps

from guidelines.revisions.row_codec import PARTS, row_columns
from kyodo_portal.common.privacy import columns, private_columns, public_columns
from kyodo_portal.process.models import subject_models
from tests import house


def report(breaches):
    breaches = sorted(breaches)
    assert not breaches, "\n" + "\n".join(breaches)


def test_every_model_says_what_of_it_is_public():
    """An empty declaration is one too: somebody has thought about it. What is not named is private."""
    breaches = []
    for model in house.our_models():
        ours = [base for base in model.__mro__ if base.__module__.startswith(house.APPS)]
        if not any("public_columns" in vars(base) for base in ours):
            breaches.append(f"{model._meta.label} has no public_columns")
        there = {field.name for field in columns(model)}
        breaches += [f"{model._meta.label}: there is no {name}" for name in public_columns(model) - there]
    report(breaches)


def test_no_history_keeps_a_private_column():
    breaches = []
    for model in apps.get_models():
        if hasattr(model, "history_object"):
            kept = {field.name for field in model._meta.fields} & set(private_columns(model.instance_type))
            breaches += [f"{model.__name__} keeps {name}" for name in kept]
    report(breaches)


def test_what_a_guideline_file_holds_is_public():
    report(
        f"{model.__name__}.{name}" for model in PARTS.values() for name in set(row_columns(model)) & set(private_columns(model))
    )


def test_a_table_leaves_as_public_rows_or_through_the_audit_trail():
    """`csv_table`: an OpenList reads no private column."""
    breaches = []
    for path in house.app_code():
        for node in house.functions(path):
            calls = {ast.unparse(call.func): call for call in ast.walk(node) if isinstance(call, ast.Call)}
            if {"csv_response", "xlsx_response"} & set(calls) and not {"public_rows", "csv_table"} & set(calls):
                record = calls.get("record")
                if record is None or ast.unparse(record.args[0]) != "'export'":
                    breaches.append(f"{path}:{node.lineno} {node.name} hands out a table")
    report(breaches)


def test_titles_of_notices_quote_nothing_but_the_matters_name():
    """They are the subjects of mails, and lists in the admin show them."""
    processes = [model.process for model in subject_models()]
    assert len(processes) >= 4
    report(
        f"{process.label}: {step.notice_title}"
        for process in processes
        for step in process.steps
        if {name for _, name, _, _ in Formatter().parse(step.notice_title)} - {None, "subject", "state"}
    )

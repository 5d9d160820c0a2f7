"""A 改組 is the secretariat's until it is carried out."""

from kyodo_portal.process.task_rows import TaskFacts


def tasks_of(reorganisations):
    """[TaskFacts] of these. No query."""
    return [TaskFacts(row, str(row), {"secretariat": ["s"]}, is_sample=row.is_sample) for row in reorganisations]

"""Who has to do what with a revision: its author, or the secretariat."""

from kyodo_portal.process.task_rows import TaskFacts


def tasks_of(revisions):
    """[TaskFacts] of these revisions, which know their guideline. No query. One out of a file has no author: nobody is asked."""
    return [
        TaskFacts(
            revision,
            str(revision),
            {"author": [f"u{revision.author_id}"] if revision.author_id else [], "secretariat": ["s"]},
        )
        for revision in revisions
    ]

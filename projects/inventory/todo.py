"""Whose turn it is in the yearly inventory: the secretariat's, or an office's."""

from kyodo_portal.process.task_rows import TaskFacts


def rounds(matters):
    """[TaskFacts] of these rounds. No query."""
    return [TaskFacts(round, str(round), {"secretariat": ["s"]}, is_sample=round.is_sample) for round in matters]


def sheets(matters):
    """[TaskFacts] of these sheets, which know their round and office. No query."""
    return [
        TaskFacts(
            sheet,
            str(sheet),
            {"department": [f"p{sheet.office_id}"], "secretariat": ["s"]},
            offices=sheet.office.name,
            involved=(f"o{sheet.office_id}",),
            is_sample=sheet.round.is_sample,
        )
        for sheet in matters
    ]

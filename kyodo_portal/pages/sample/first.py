"""小千谷市 as a sample: its story in the order in which one part needs another."""

from . import (
    applications,
    asks,
    calls,
    committees,
    consultations,
    drafts,
    events,
    following,
    grants,
    groups,
    handover,
    imports,
    inventory,
    ledger,
    ledger_steps,
    letters,
    offers,
    official_letters,
    opinions,
    people,
    personal,
    pictures,
    reorganisation,
    report,
    rounds,
    standing,
    successors,
    summaries,
    voices,
    year_lists,
)

GUIDELINES = ("ojiya", "niigata", "sunagawa", "nagaoka", "muroran")  # the own city's first: the others are read beside it


def settle():
    """Everything but the guidelines, in an empty database."""
    cast = people.settle()
    official_letters.lay()
    groups.settle(cast)
    offers.settle(cast)
    ledger.settle(cast)
    ledger_steps.settle(cast)
    calls.settle(cast)
    rounds.settle(cast)
    pictures.settle(cast)
    personal.settle(cast)
    inventory.settle(cast)
    handover.settle(cast)
    year_lists.settle(cast)
    reorganisation.settle(cast)
    report.settle(cast)
    asks.settle(cast)
    applications.settle(cast)
    grants.settle(cast)
    summaries.settle()
    opinions.settle(cast)
    consultations.settle(cast)
    standing.settle(cast)
    successors.settle(cast)
    letters.settle(cast)
    drafts.settle(cast)
    consultations.name_letters(cast)
    committees.settle(cast)
    events.settle(cast)
    pictures.settle_events(cast)
    voices.settle(cast)
    following.settle(cast)
    imports.settle(cast)
    official_letters.settle(cast)

"""Which papers the form of a year asks for (PaperAsk of its FormSpec)."""

from projects.specs.models import PaperAsk


def asks_of(cycle):
    """[PaperAsk] of the year's form, in its order. One query."""
    return list(PaperAsk.objects.filter(spec=cycle.spec_id))


def asked_kinds(cycle):
    """[(code, name)] of the papers that the year's form asks for. One query."""
    return list({ask.kind: (ask.kind, ask.label) for ask in asks_of(cycle)}.values())

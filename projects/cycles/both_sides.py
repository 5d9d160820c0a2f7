"""Nobody speaks for both sides of a year: who has changed sides since leaves the answer to a colleague."""

from django.core.exceptions import ValidationError

BOTH = "{what}は、あなたが相手の側の人だったときに出しています。両方の側を1人で答えることはできません。同じ団体や課のほかの人に頼んでください。"


def refuse_both_sides(rows, side, *, by, what):
    """ValidationError where the other side's word among these (rows with `side` and `by`) is this person's own. One query."""
    if rows.exclude(side=side).filter(by=by).exists():
        raise ValidationError(BOTH.format(what=what))

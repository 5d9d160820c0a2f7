"""What a frozen list says of an entry stands until a further version of it: whoever does something else says that it will be put right."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.process.forms import QuestionGroup

NOT_AMENDED = "{years}の確定した一覧に、この1件が入っています。「訂正する」に印をつけて、もう一度押してください。"


def in_words(years):
    """令和6年度・令和7年度"""
    return "・".join(map(fiscal_label, years))


def amends_question(years):
    """Nothing, where no frozen list names the entry; otherwise a tick that has to be set. The answer: the years that are put right."""
    tick = TickField(
        label="訂正する",
        required=True,
        help_text=own_words_said(
            f"この1件は、{in_words(years)}の確定した一覧に入っています。"
            "一覧も、市民協働の担当が訂正版で直します。理由は、そのことがわかるように書いてください。"
        ),
    )
    return QuestionGroup({"amends": tick} if years else {}, lambda cleaned: years)


def refuse_unamended(years, amends):
    """ValidationError where a list of these years is not among those that are said to be put right."""
    if left := [year for year in years if year not in (amends or ())]:
        raise ValidationError({"amends": NOT_AMENDED.format(years=in_words(left))})

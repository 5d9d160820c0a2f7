"""What may be right and mostly is a slip: said in words, and done once the person has said that it is meant."""

import hashlib

from .base import add_css_class
from .choice_fields import TickField
from .messages import set_error_messages

SURE = "sure"


class DoubtingForm:
    """A mixin of forms: `asks_about` puts a tick below the others, which says yes to exactly the sentences beside it."""

    def asks_about(self, doubts):
        """Whether something of this is still to be confirmed; then every sentence stands among the errors and the tick in the form.

        doubts: [sentence]. A tick that was set for other sentences counts for nothing.
        """
        token = hashlib.sha256("\n".join(doubts).encode()).hexdigest()[:16]
        name = self.add_prefix(SURE)
        if not doubts or self.data.get(name) == token:
            return False
        field = TickField(
            label="このままでよいことを確かめました",
            help_text="まちがいがあれば、上の欄を直してください。正しければ、しるしを付けて、もう一度ボタンを押してください。",
        )
        field.widget.attrs["value"] = token
        set_error_messages(field)
        add_css_class(field.widget)
        self.data = self.data.copy()
        self.data.pop(name, None)
        self.fields[SURE] = field
        for doubt in doubts:
            self.add_error(SURE, doubt)
        return True


def budget_doubts(budget, granted):
    """[sentence]: a budget that is smaller than what was granted out of it already. Both in yen; None is no budget."""
    if budget is None or budget >= granted:
        return []
    return [f"予算の{budget:,}円は、もう決めた額の合計{granted:,}円より、{granted - budget:,}円少なくなっています。"]

"""How a field of ours speaks: its own errors in Japanese, naming the item."""

from django.core.exceptions import ValidationError

from .messages import name_in_sentence


class LabelledErrors:
    """Names the field in every message: 「企画の名前を入れてください。」"""

    asks = "を入れてください。"

    def __init__(self, *args, **kwargs):
        self._own_messages = frozenset(kwargs.get("error_messages") or ())
        super().__init__(*args, **kwargs)

    @property
    def item(self):
        """What messages call this field."""
        return name_in_sentence(self.label)

    def validate(self, value):
        if self.required and value in self.empty_values:
            text = self.error_messages["required"] if "required" in self._own_messages else f"{self.item}{self.asks}"
            raise ValidationError(text, code="required")
        super().validate(value)

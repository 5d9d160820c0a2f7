"""理由の文例 on a form: a list beside the box for the reason. What is chosen stands in the box once the form is sent, is read and put
right there, and goes only when it is sent again. No script is needed for it.
"""

from django import forms

from kyodo_portal.common.forms.base import add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.upwards import reason_examples

EXAMPLE, INTO = "example", "example_into"
TEXTS = ("reason", "why", "conditions")  # questions that a text answers
ITEM = "why_"  # in front of the name of an item that is to be put right (correction_forms.py)
PUT_IN = "「{box}」に入れました。まだ送っていません。読んで直してから、もう一度ボタンを押してください。"
HELP = "選んで、下のボタンを押すと、空いている欄に入ります。まだ送られません。読んで直してから、もう一度押します。"

NO_BOX = "文例を入れる欄を選んでください。使わないときは、「理由の文例」を「使わない」に戻してください。"
WRITTEN = "「{box}」には、もう書いてあるので、文例は入れませんでした。書いたままでよければ、もう一度ボタンを押してください。"


class ExampleForm(forms.Form):
    """A form with boxes for reasons. `example_in`: the label of the box that was just filled with an example, "" where none was."""

    example_in = ""
    example_texts = {}
    example_boxes = ()

    def full_clean(self):
        unused = self._fill() if self.is_bound and EXAMPLE in self.fields else ""
        super().full_clean()
        if unused:
            self.add_error(INTO, unused)

    def is_valid(self):
        """Not before the text that was just put in has been read."""
        return super().is_valid() and not self.example_in

    def _fill(self):
        """Put the chosen text into its box. Returns why it could not be, where somebody has to say into which: else it would go unsaid."""
        text = self.example_texts.get(self.data.get(self.add_prefix(EXAMPLE), ""))
        asked = self.data.get(self.add_prefix(INTO), "") if INTO in self.fields else self.example_boxes[0]
        if text is None:
            return ""
        if asked not in self.example_boxes:
            return "" if asked else NO_BOX
        name = self.add_prefix(asked)
        is_written = bool((self.data.get(name) or "").strip())
        self.data = self.data.copy()
        self.data[self.add_prefix(EXAMPLE)] = ""
        if is_written:
            return WRITTEN.format(box=self.fields[asked].label) if INTO in self.fields else ""
        self.data[name] = text
        self.example_in = str(self.fields[asked].label)
        self.fields[EXAMPLE].help_text = PUT_IN.format(box=self.example_in)  # also where the page shows no note
        return ""


def offer_examples(form, process, step, boxes):
    """Put the list of the examples of this step before the first of `boxes` (names of text fields of this ExampleForm); of several
    boxes somebody says which. Nothing is added where the city has no example. One query."""
    found = reason_examples(process, step) if boxes else []
    if not found:
        return form
    form.example_texts, form.example_boxes = {str(row.pk): row.text for row in found}, tuple(boxes)
    choices = [("", "使わない"), *((str(row.pk), row.name) for row in found)]
    added = {EXAMPLE: ChoiceField(label="理由の文例", choices=choices, required=False, help_text=HELP)}
    if len(boxes) > 1:
        places = [("", "選んでください"), *((name, form.fields[name].label) for name in boxes)]
        added[INTO] = ChoiceField(label="文例を入れる欄", choices=places, required=False)
    order = list(form.fields)
    place = order.index(boxes[0])
    for name, field in added.items():
        set_error_messages(field)
        add_css_class(field.widget)
        form.fields[name] = field
    form.order_fields([*order[:place], *added, *order[place:]])
    return form


def boxes_of(row, fields):
    """[name] of the boxes of a step that take an example: for reasons and conditions, else one for each item that is to be put right.
    row: the table's Step; fields: those of its form. None for a taking back."""
    if row.is_undo:
        return []
    return [name for name in TEXTS if name in row.questions and name in fields] or [
        name for name in fields if "items" in row.questions and name.startswith(ITEM)
    ]

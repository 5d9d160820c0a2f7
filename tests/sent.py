"""What a browser sends of a page: the values of its form as it was drawn, hidden ones included."""

from html import unescape

from lxml import html


def text_of(answer):
    """A page as one text: without marks where a line may break, every sign as it was typed."""
    return unescape(answer.content.decode().replace("<wbr>", ""))


def form_of(page):
    """The form of a page that people fill in: of those sent by POST, the one with the most boxes. page: its markup."""
    forms = [form for form in html.fromstring(page).forms if form.method.upper() == "POST"]
    return max(forms, key=lambda form: len(form.inputs.keys()))


def opened(client, address, /, **typed):
    """{name: value} that the page at this address would send, with what a person types over it; None leaves a box out."""
    values = {}
    for name, value in form_of(client.get(address).content.decode()).form_values():
        values.setdefault(name, []).append(value.removeprefix("\n"))  # the one that a browser leaves out of a box
    return {name: value for name, value in (values | typed).items() if value is not None}

"""A person without a mouse: opens pages, follows links by their words, fills forms by their labels.

It reads everything out of the HTML that came, hidden fields and tokens included, and fails where a label, a link or a button
is missing: what it cannot find, a person with a screen reader cannot find either.
"""

import re
from urllib.parse import urljoin, urlsplit

from django.test import Client
from lxml import html

MARKS = re.compile(r"※\S*|[:：]$")
HOST = "http://testserver"


def words(node):
    """The text of an element as people read it: a line ends with a space, phrase marks (wbr) are none."""
    for line in node.iter("br"):
        line.tail = f" {(line.tail or '').lstrip()}"
    return re.sub(r"\s+", " ", node.text_content()).strip()


def plain(text):
    """A label without its 「※必須」 and without the admin's colon."""
    return MARKS.sub("", MARKS.sub("", text).strip()).strip()


class Browser:
    """One person's browser: cookies of its own, CSRF checked, redirects followed."""

    def __init__(self, user=None):
        self.client = Client(enforce_csrf_checks=True)
        self.url = self.status = self.page = None
        if user is not None:
            self.client.force_login(user)

    # ---- pages ---------------------------------------------------------------------------------------------
    def open(self, path, status=200):
        """Follow redirects to the page at `path`, which has to answer `status`."""
        path = urljoin(self.url or "/", path).split("#")[0] or "/"
        return self._take(self.client.get(path, follow=True), path, status)

    def _take(self, answer, path, status):
        hops = getattr(answer, "redirect_chain", [])
        self.url = urlsplit(urljoin(path, hops[-1][0])).path if hops else path
        self.status = answer.status_code
        text = answer.content.decode()
        self.page = html.document_fromstring(text, base_url=self.url) if text.strip() else None
        assert self.status == status, f"{path} → {self.url}: {self.status}, not {status}\n{self.text[:1500]}"
        return self

    @property
    def text(self):
        """What stands on the page, or in its main part where it has one."""
        main = self.page.xpath("//main | //div[@id='content']")
        return words(main[0] if main else self.page)

    @property
    def title(self):
        headings = self.page.xpath("//h1")
        assert len(headings) >= 1, f"{self.url} has no h1"
        return words(headings[0])

    def sees(self, *sentences):
        for sentence in sentences:
            assert sentence in self.text, f"{self.url} does not say 「{sentence}」:\n{self.text[:3000]}"
        return self

    def sees_no(self, *sentences):
        """Nowhere in the page's source, not even hidden."""
        source = html.tostring(self.page, encoding="unicode") + self.text
        for sentence in sentences:
            assert sentence not in source, f"{self.url} says 「{sentence}」"
        return self

    def links(self, text):
        return [link for link in self.page.iter("a") if link.get("href") and words(link) == text]

    def follow(self, text, status=200):
        """Follow the first link that is called exactly `text` (or begins with it, if none is)."""
        matches = self.links(text) or [link for link in self.page.iter("a") if link.get("href") and words(link).startswith(text)]
        assert matches, f"{self.url} has no link 「{text}」: {[words(link) for link in self.page.iter('a')]}"
        return self.open(matches[0].get("href"), status)

    # ---- forms ---------------------------------------------------------------------------------------------
    def form(self, button):
        """The form that has this button, on the page itself before its head."""
        forms = sorted(self.page.forms, key=lambda form: next(form.iterancestors("main"), None) is None)
        pressed = [node for form in forms for node in form.iter("button", "input") if _button_text(node) == button]
        assert pressed, f"{self.url} has no button 「{button}」: {self.buttons}"
        return Form(self, pressed[0], button)

    @property
    def buttons(self):
        return [_button_text(node) for form in self.page.forms for node in form.iter("button", "input") if _button_text(node)]

    def press(self, button, status=200):
        """Send the form of this button as it stands."""
        return self.form(button).send(status)


def _button_text(node):
    if node.tag == "button" and node.get("type", "submit") == "submit":
        return words(node)
    if node.tag == "input" and node.get("type") in ("submit", "image"):
        return node.get("value") or ""
    return None


class Form:
    """A form on the page, filled by labels and sent with the button by which it was found."""

    def __init__(self, browser, button, name):
        self.browser, self.button, self.name = browser, button, name
        self.form = next(node for node in button.iterancestors("form"))

    @property
    def _controls(self):
        kinds = ("hidden", "submit", "image", "button", "reset")
        return [control for control in self.form.iter("input", "select", "textarea") if control.get("type") not in kinds]

    def _label(self, control):
        labels = self.form.xpath(".//label[@for=$id]", id=control.get("id")) if control.get("id") else []
        labels = labels or list(control.iterancestors("label"))
        return plain(words(labels[0])) if labels else plain(control.get("aria-label") or "")

    def _groups(self, control):
        """The legends and ids that stand around a control."""
        around = [node for node in control.iterancestors() if node is not self.form]
        legends = [plain(words(legend)) for node in around if node.tag == "fieldset" for legend in node.findall("legend")]
        return [*legends, *(f"#{node.get('id')}" for node in around if node.get("id"))]

    def _find(self, label, within):
        inside = [control for control in self._controls if within is None or within in self._groups(control)]
        controls = [control for control in inside if self._label(control) == label]
        # A group of ticks or choices is known by its legend.
        grouped = [control for control in inside if label in self._groups(control)]
        controls = controls or [row for row in grouped if row.get("type") in ("radio", "checkbox")] or grouped
        names = {control.get("name") for control in controls}
        assert controls, (
            f"「{self.name}」: no field 「{label}」 in {within or 'the form'}: {sorted({self._label(control) for control in inside})}"
        )
        assert len(names) == 1, f"「{label}」 stands for several fields: {sorted(names)}"
        return controls

    def fill(self, label, value, within=None):
        """Type into, tick or choose what is called `label`; for choices `value` is what the choice says, a list for several."""
        controls = self._find(label, within)
        first = controls[0]
        if first.tag == "textarea":
            first.text = value
        elif first.tag == "select":
            options = {words(option): option for option in first.iter("option")}
            for option in options.values():
                option.attrib.pop("selected", None)
            assert value in options, f"「{label}」 offers {list(options)}"
            options[value].set("selected", "selected")
        elif first.get("type") in ("radio", "checkbox"):
            self._choose(controls, label, value)
        else:
            first.set("value", value)
        return self

    def fill_all(self, values, within=None):
        """fill() for each {label: value}."""
        for label, value in values.items():
            self.fill(label, value, within)
        return self

    def _choose(self, controls, label, value):
        if isinstance(value, bool):
            wanted = [self._label(controls[0])] if value else []
        else:
            wanted = [value] if isinstance(value, str) else list(value)
        offered = {self._label(control): control for control in controls}
        for control in offered.values():
            control.attrib.pop("checked", None)
        for text in wanted:
            assert text in offered, f"「{label}」 offers {list(offered)}"
            offered[text].set("checked", "checked")

    def groups_with(self, choice):
        """The legends of all groups that offer this choice."""
        return [
            self._groups(control)[0]
            for control in self._controls
            if control.get("type") == "radio" and self._label(control) == choice
        ]

    def choices(self, label):
        """What a list offers, in its words."""
        return [words(option) for option in self._find(label, None)[0].iter("option")]

    def value(self, label, within=None):
        """What stands in a field now."""
        control = self._find(label, within)[0]
        return (control.text or "").lstrip("\r\n") if control.tag == "textarea" else control.value or ""

    @property
    def _empty_choices(self):
        """The names of choices of which the one with no value is chosen: lxml would send "on"."""
        return {
            control.get("name")
            for control in self._controls
            if control.get("type") == "radio" and control.get("value") == "" and control.checked
        }

    def send(self, status=200):
        data, empty = {}, self._empty_choices
        for name, value in self.form.form_values():
            value = "" if name in empty else value
            data.setdefault(name, []).append(value.lstrip("\r\n") if isinstance(value, str) else value)
        if self.button.get("name"):
            data.setdefault(self.button.get("name"), []).append(self.button.get("value") or "")
        target = self.button.get("formaction") or self.form.get("action") or ""
        path = urljoin(self.browser.url, target).split("#")[0] or self.browser.url
        method = self.browser.client.post if self.form.method.upper() == "POST" else self.browser.client.get
        return self.browser._take(method(path, data, follow=True), path, status)

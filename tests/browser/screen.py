"""The journey's browser (tests/journey/browser.py) on a real Chromium: the same words, but clicks, typing and pixels."""

from urllib.parse import urlsplit

from lxml import html

from tests.journey.browser import Browser, Form, _button_text, words

ELEMENTS = "a, button, input, select, textarea"


class Screen(Browser):
    """One person at a screen. `look(url, page)` is called for every page that was opened or led to."""

    def __init__(self, page, look=lambda screen: None):
        self.tab, self.look = page, look
        self.url = self.status = self.page = None

    def open(self, path, status=200):
        target = f"{self.url}{path}" if path.startswith("?") else path
        return self._arrived(self.tab.goto(target.split("#")[0]), status)

    def _arrived(self, answer, status):
        self.status = answer.status if answer else 200
        parts = urlsplit(self.tab.url)
        self.url = parts.path
        self.page = html.document_fromstring(self.tab.content())
        assert self.status == status, f"{self.tab.url}: {self.status}, not {status}\n{self.text[:1500]}"
        self.look(self)
        return self

    def on_screen(self, node):
        """The element on the screen that this node of the page's text stands for."""
        nodes = list(self.page.iter("a", "button", "input", "select", "textarea"))
        return self.tab.locator(ELEMENTS).nth(nodes.index(node))

    def go(self, click, status):
        with self.tab.expect_navigation() as landed:
            click()
        return self._arrived(landed.value, status)

    def follow(self, text, status=200):
        links = [anchor for anchor in self.page.iter("a") if anchor.get("href")]
        matches = [anchor for anchor in links if words(anchor) == text] or [
            anchor for anchor in links if words(anchor).startswith(text)
        ]
        seen = [link for link in map(self.on_screen, matches) if link.is_visible()]
        assert seen, f"{self.url} shows no link 「{text}」: {[words(anchor) for anchor in links]}"
        return self.go(seen[0].click, status)

    def form(self, button):
        pressed = [node for form in self.page.forms for node in form.iter("button", "input") if _button_text(node) == button]
        seen = [node for node in pressed if self.on_screen(node).is_visible()]
        assert seen, f"{self.url} shows no button 「{button}」: {self.buttons}"
        return ScreenForm(self, seen[-1], button)


class ScreenForm(Form):
    """A form on the screen: typed into, ticked, chosen from and sent by its button."""

    def fill(self, label, value, within=None):
        controls = self._find(label, within)
        control = self.browser.on_screen(controls[0])
        if controls[0].tag == "select":
            control.select_option(label=value)
        elif controls[0].get("type") in ("radio", "checkbox"):
            self._choose(controls, label, value)
        else:
            self._open_what_folds(control)
            control.fill(value)
        return self

    def _open_what_folds(self, control):
        """A box that stands folded is opened first, as a person would: by its summary."""
        folded = control.locator("xpath=ancestor::details[not(@open)]/summary")
        while folded.count():
            folded.first.click()

    def _choose(self, controls, label, value):
        if isinstance(value, bool):
            return self.browser.on_screen(controls[0]).set_checked(value)
        wanted = [value] if isinstance(value, str) else list(value)
        offered = {self._label(control): control for control in controls}
        for text in wanted:
            assert text in offered, f"「{label}」 offers {list(offered)}"
        for text, control in offered.items():
            if control.get("type") == "checkbox" or text in wanted:
                self.browser.on_screen(control).set_checked(text in wanted)
        return None

    def value(self, label, within=None):
        return self.browser.on_screen(self._find(label, within)[0]).input_value()

    def send(self, status=200):
        return self.browser.go(self.browser.on_screen(self.button).click, status)

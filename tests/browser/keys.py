"""Somebody without a mouse: Tab, Enter, Space, arrows and letters; every stop on the way is looked at."""

# What has the focus: what a reader is told of it, whether the eye finds it, and whether it stands behind the stop before.
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const labels = [...(here.labels || [])], box = here.getBoundingClientRect();
  const looks = [here, ...labels, here.parentElement].flatMap(one => [getComputedStyle(one), getComputedStyle(one, '::after')]);
  const seen = looks.some(look => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2);
  const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 40) / 2);
  const covered = top && ![here, ...labels].some(one => one.contains(top) || top.contains(one));
  const before = window.stopBefore;
  window.stopBefore = here;
  const words = labels.map(one => one.innerText).join(' ') || here.getAttribute('aria-label') || here.innerText || here.value || '';
  return {
    words: words.replace(/\\s+/g, ' ').trim(), kind: here.type || here.localName, seen,
    covered: Boolean(covered) || box.bottom <= 0 || box.top >= innerHeight,
    stuck: before === here,
    back: Boolean(before?.isConnected && before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING),
  };
}"""
TYPED = ("text", "textarea", "email", "tel", "url", "number")
# Where an address names a place of its page, the browser puts the focus there a moment after the page has come.
ARRIVED = """() => {
  const place = location.hash && document.getElementById(location.hash.slice(1));
  return !place || !place.hasAttribute('tabindex') || document.activeElement === place;
}"""
CHOSEN = "() => (document.activeElement.labels?.[0]?.innerText || '').replace(/\\s+/g, ' ').trim()"
OPTION = "() => document.activeElement.selectedOptions[0].text.trim()"


class Keys:
    """One person at a keyboard. `wrong` gathers what would make somebody lose the way: no mark of the focus, a stop that is covered or
    off the screen, a stop twice, an order that jumps back."""

    def __init__(self, tab):
        self.tab, self.wrong, self.stops = tab, [], 0

    def open(self, path):
        self.tab.goto(path)
        return self

    def step(self):
        """On to the next stop; None behind the last one of the page."""
        self.tab.keyboard.press("Tab")
        stop = self.tab.evaluate(STOP)
        if stop:
            self.stops += 1
            where = f"{self.tab.url} 「{stop['words'][:30]}」"
            self.wrong += [f"{where}: {name}" for name in ("covered", "stuck", "back") if stop[name]]
            self.wrong += [] if stop["seen"] else [f"{where}: unseen"]
        return stop

    def to(self, words, *kinds):
        """Tab to what is called so. Of radios the whole group is one stop, whose others the arrows reach."""
        passed = []
        for _ in range(250):
            stop = self.step()
            if stop is None:
                break
            passed.append(stop["words"][:20])
            if stop["words"].startswith(words) and (not kinds or stop["kind"] in kinds):
                return stop
            if stop["kind"] == "radio" and "radio" in kinds and self.reaches(words):
                return stop
        raise AssertionError(f"{self.tab.url}: no key reaches 「{words}」: {passed}")

    def reaches(self, words):
        """Go through the radios of the group; whether one of them is called so."""
        first = self.tab.evaluate(CHOSEN)
        for _ in range(12):
            self.tab.keyboard.press("ArrowDown")
            now = self.tab.evaluate(CHOSEN)
            if now.startswith(words):
                return True
            if now == first:
                break
        return False

    def go(self, words, *kinds):
        """A link or a button, opened by Enter."""
        self.to(words, *(kinds or ("a", "submit")))
        with self.tab.expect_navigation():
            self.tab.keyboard.press("Enter")
        for _ in range(100):
            if self.tab.evaluate(ARRIVED):
                return self
            self.tab.wait_for_timeout(50)
        raise AssertionError(f"{self.tab.url}: the focus never comes to the place that the address names")

    def type(self, label, text):
        self.to(label, *TYPED)
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(text)
        return self

    def tick(self, label):
        stop = self.to(label, "checkbox", "radio")
        if stop["words"].startswith(label):
            self.tab.keyboard.press("Space")
        return self

    def choose(self, label, option):
        self.to(label, "select-one")
        self.tab.keyboard.press("Home")
        for _ in range(60):
            if self.tab.evaluate(OPTION).startswith(option):
                return self
            self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.tab.url}: 「{label}」 offers no 「{option}」")

    def photograph(self, label, file):
        """The box for a file, opened by Space."""
        self.to(label, "file")
        with self.tab.expect_file_chooser() as asked:
            self.tab.keyboard.press("Space")
        asked.value.set_files(file)
        return self

    def sees(self, *words):
        text = self.tab.locator("main").inner_text()
        assert all(word in text for word in words), f"{self.tab.url}\n{text[:1500]}"
        return self

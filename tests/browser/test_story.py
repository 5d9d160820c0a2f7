"""The story of tests/journey in Chromium, against the sample city: without JavaScript, on a phone for the group and the panel.

Every kind of page that somebody comes to is judged at three widths: where it stands; if it has scripts (the admin), opened
once more with JavaScript.
"""

import re
import time

import pytest

from tests.browser.conftest import assert_accessible
from tests.browser.screen import Screen
from tests.journey.story import Story

PHONE, DESK = 360, 1280
A4 = 718  # CSS pixels between margins of 10 mm


class SampleCity:
    """The people of the sample city at their screens."""

    department_name = "子ども課（見本）"
    panel_emails = ["shinsa@example.jp", "jumin@example.jp"]

    def __init__(self, new_page, sign_in):
        self.new_page, self.sign_in = new_page, sign_in
        self.judged, self.problems, self.switches = set(), [], {}
        self.judge = new_page(DESK, bypass_csp=True)  # axe itself tries inline styles
        self.stranger = Screen(new_page(PHONE, javascript=False), self.look)
        self.department, self.secretariat = self.person("tanto", DESK), self.person("jimukyoku", DESK)
        self.coordinator = self.person("kosharu", DESK)
        self.panel = [self.person("shinsa", PHONE), self.person("jumin", PHONE)]
        self.given = False

    def person(self, who, width):
        return Screen(self.sign_in(self.new_page(width, javascript=False), who), self.look)

    def visitor(self):
        """The first one to ask is the group, which signs up; all others share one window."""
        if not self.given:
            self.given = True
            return Screen(self.new_page(PHONE, javascript=False), self.look)
        return self.stranger

    # ---- mail ------------------------------------------------------------------------------------------------------
    def mail_for(self, email):
        self.stranger.look = lambda screen: None
        text = self.stranger.open("/sample/mail/").text
        self.stranger.look = self.look
        return "\n".join(part for part in re.split(r"(?=あて先)", text) if email in part)

    def waited_for(self, email, pattern):
        for _ in range(40):
            match = re.search(pattern, self.mail_for(email))
            if match:
                return match
            time.sleep(0.25)
        raise AssertionError(f"no mail to {email} says {pattern}:\n{self.mail_for(email)[:1500]}")

    def code_for(self, email):
        return self.waited_for(email, r"番号：([0-9A-Za-z-]+)")[1]

    def mailed(self, email, sentence):
        self.waited_for(email, re.escape(sentence))

    # ---- how pages look -----------------------------------------------------------------------------------------------
    def look(self, screen):
        """Judge each kind of page once: same address but for its numbers, same heading."""
        kind = (re.sub(r"\d+", "0", screen.url), re.sub(r"\d+", "0", screen.title), screen.status)
        if kind in self.judged:
            return
        self.judged.add(kind)
        try:
            if screen.page.xpath("//script[@src]"):
                self.judge_with_scripts(screen.tab)
            else:
                self.judge_where_it_stands(screen.tab)
        except AssertionError as error:
            self.problems.append(str(error))

    def judge_with_scripts(self, tab):
        """What scripts make of a page is judged in a window of its own."""
        context = self.judge.context
        context.clear_cookies()
        context.add_cookies(tab.context.cookies())
        self.judge.goto(tab.url)
        assert_accessible(self.judge)

    def judge_where_it_stands(self, tab):
        """A page without scripts is the same with JavaScript: it is on while axe runs, and off before anything else happens."""
        if tab not in self.switches:
            self.switches[tab] = tab.context.new_cdp_session(tab)
            self.switch(tab, off=True)  # as the window is already; now the session knows it too
        self.switch(tab, off=False)
        try:
            assert_accessible(tab)
        finally:
            self.switch(tab, off=True)

    def switch(self, tab, *, off):
        self.switches[tab].send("Emulation.setScriptExecutionDisabled", {"value": off})


def test_the_story_without_javascript(new_page, sign_in):
    city = SampleCity(new_page, sign_in)
    story = Story(city)
    for chapter in Story.chapters:
        getattr(story, chapter)()
    assert not city.problems, "\n".join(city.problems)


def test_the_keyboard_reaches_the_main_part_first(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ進む"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("javascript", [True, False])
def test_after_a_refused_form_the_summary_is_where_one_stands(new_page, javascript):
    page = new_page(PHONE, javascript=javascript)
    page.goto("/accounts/signup/")
    with page.expect_navigation():
        page.get_by_role("button", name="登録を申し込む").click()
    assert page.url.endswith("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id").startswith("id_")


@pytest.mark.parametrize(
    ("who", "listed", "address"),
    [
        ("", "/projects/", r"/projects/\d+/$"),
        ("shinsa", "/projects/review/", r"/projects/review/\d+/$"),
        ("dantai", "/me/", r"/projects/proposals/\d+/$"),
    ],
)
def test_a_page_on_paper_shows_everything_within_a4(new_page, sign_in, who, listed, address):
    page = new_page(A4)
    if who:
        sign_in(page, who)
    page.goto(listed)
    links = page.locator("main a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    page.goto(next(link for link in links if re.search(address, link)))
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4
    page.locator("main h1").wait_for()
    hidden = page.locator("main h2").evaluate_all(
        "heads => heads.filter(head => !head.getClientRects().length).map(head => head.textContent)"
    )
    assert set(hidden) <= {"書きかたに迷ったら", "質問・連絡"}  # help for writing and a button are of no use on paper

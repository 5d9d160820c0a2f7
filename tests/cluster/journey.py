"""A group registers, the city asks for a correction, the group corrects, the city approves: each page is asked of the other machine.

`python -m tests.cluster.journey http://a http://b`, with the environment of the tests (it reads pages as tests/journey does). What one
machine showed is sent to the other, in one session. Prints how many requests it took.
"""

import sys
from itertools import cycle
from types import SimpleNamespace
from urllib.parse import urljoin

import django
import requests

PAST = 6  # redirects in a row that nobody follows


class Client:
    """What tests/journey/browser.py asks of Django's test client, over HTTP and from one machine after the other."""

    asked = 0

    def __init__(self, addresses):
        self.turn, self.session = cycle(addresses), requests.Session()
        self.session.trust_env = False

    def get(self, path, data=None, follow=False):
        return self._ask("GET", path, params=data)

    def post(self, path, data=None, follow=False):
        return self._ask("POST", path, data=data)

    def _ask(self, method, path, **more):
        chain = []
        while True:
            Client.asked += 1
            answer = self.session.request(method, next(self.turn) + path, timeout=60, allow_redirects=False, **more)
            if answer.status_code not in (301, 302, 303) or len(chain) > PAST:
                return SimpleNamespace(redirect_chain=chain, status_code=answer.status_code, content=answer.content)
            path = urljoin(path, answer.headers["Location"]).split("#")[0]
            chain.append((path, answer.status_code))
            method, more = "GET", {}


class City:
    """Who takes part in the story (tests/journey/story.py): people of the sample city. Its mails are counted by others."""

    def __init__(self, addresses):
        from kyodo_portal.accounts.sample import PASSWORD

        self.addresses, self.password = addresses, PASSWORD
        self.secretariat = self.person("jimukyoku@example.jp")

    def person(self, email):
        browser = self.visitor().open("/accounts/login/")
        browser.form("サインインする").fill_all({"メールアドレス": email, "パスワード": self.password}).send()
        return browser

    def visitor(self):
        from tests.journey.browser import Browser

        browser = Browser()
        browser.client = Client(self.addresses)
        return browser

    def mailed(self, *_):
        """Asked of the mail server by the run itself."""


def main(*addresses):
    from tests.journey.story import Story

    city = City(addresses)
    story = Story(city)
    story.group = city.person("jumin@example.jp")
    story.a_group_registers()
    story.staff_ask_for_a_correction()
    story.group.open(f"{story.registration}correct/")
    story.the_group_corrects()
    story.staff_approve()
    print(Client.asked)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])

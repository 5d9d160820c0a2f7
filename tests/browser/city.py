"""People of the sample city at their screens: with what each signs in, what is mailed to whom, and how many pages each has opened."""

import datetime
import re
import time

from tests.browser.screen import Screen

PHONE, DESK = 360, 1280


def ahead(days, at=""):
    """So many days from today, as somebody types it: 「2026年12月18日 13:30」."""
    day = datetime.date.today() + datetime.timedelta(days=days)
    return f"{day.year}年{day.month}月{day.day}日 {at}".strip()


class City:
    """People at their screens, and how many pages each has opened."""

    def __init__(self, new_page, sign_in):
        self.new_page, self.sign_in, self.opened = new_page, sign_in, {}

    def person(self, who, width=DESK):
        page = self.new_page(width, javascript=False)
        return Screen(self.sign_in(page, who) if who else page, lambda screen: self.count(who))

    def count(self, who):
        self.opened[who] = self.opened.get(who, 0) + 1

    def digits_for(self, address):
        post = self.person("")
        for _ in range(40):
            found = re.search(rf"{address}(?:(?!あて先).)*?\b(\d{{6}})\b", post.open("/sample/mail/").text)
            if found:
                return found[1]
            time.sleep(0.25)
        raise AssertionError(f"no digits were sent to {address}")


def number_in(screen):
    return re.search(r"/(\d+)/", screen.url)[1]

"""What is put right in the city's year (tests/journey/city_year.py) in Chromium, without JavaScript: the group on a telephone, the offices at
their desks, each kind of page judged at every width.
"""

import re

from kyodo_portal.common.japanese.dates import fiscal_year
from tests.browser.test_story import DESK, PHONE, SampleCity
from tests.journey.city_year import CityYear
from tests.journey.days import day


class YearCity(SampleCity):
    """The sample city with a group that has signed in, another office, and the year before last, whose list everybody reads."""

    group_name, other_name, joiner_name = "雪あかりの会（見本）", "福祉課（見本）", "おぢや寺子屋ひろば（見本）"

    def __init__(self, new_page, sign_in):
        super().__init__(new_page, sign_in)
        self.given = True  # nobody signs up here
        self.group = self.person("dantai", PHONE)
        self.group_page = self.group.open("/me/").follow(self.group_name).url
        year = fiscal_year(day(0)) - 2
        links = self.person("jimukyoku", DESK).open(f"/report/{year}/list/").page.xpath("//main//tbody//a/@href")
        [entry, *_] = [link for link in links if re.fullmatch(r"/projects/\d+/", link)]
        self.counted = (year, f"{entry}{year}/")


def test_what_is_put_right_in_the_citys_year(new_page, sign_in):
    city = YearCity(new_page, sign_in)
    story = CityYear(city)
    for chapter in CityYear.chapters:
        getattr(story, chapter)()
    assert not city.problems, "\n".join(city.problems)

"""What comes next, as each party of a round reads it: three groups at their telephones, a member of the panel, the department."""

from tests.browser.city import PHONE, ahead
from tests.journey.story import GROUP, PLEDGES

MINE, CITYS, PANELS = "いまは、あなたの番です", "いまは、市の番です", "いまは、審査委員の番です"


class Parties:
    """The groups of the third, fourth, ninth and tenth proposal of a call of twelve, and who works on them."""

    def __init__(self, city, crowd):
        self.city = city
        self.groups = {place: self.group(crowd, place) for place in (3, 4, 9, 10)}
        self.member, self.department = city.person("shinsa", PHONE), city.person("tanto")

    def group(self, crowd, place):
        crowd("round_signs_in", place)
        screen = self.city.person(f"kai12-{place}", PHONE)
        return screen, screen.open("/me/").follow(f"12件の企画{place}").url

    def read(self, place, *words):
        """The group in this place opens its proposal and reads this of it."""
        screen, address = self.groups[place]
        screen.open(address).sees(*words)

    def corrects(self, place, label, text):
        """The representative puts right what the city asked for, on a telephone, and sends again."""
        screen, address = self.groups[place]
        screen.open(address).follow(f"「{label}」を直す")
        screen.form("保存して次へ進む").fill(label, text).send()
        promises = (words.replace(GROUP, f"見本の回の会12-{place}") for words in PLEDGES)
        screen.open(address).follow("確かめて出し直す").form("直して出し直す").fill_all(dict.fromkeys(promises, True)).send()

    def withdraws(self, place, why):
        screen, address = self.groups[place]
        screen.open(address).follow("取り下げる").form("取り下げる").fill("理由", why).send()

    def stands_aside(self, title):
        """The member has to do with whoever proposes this, and says so: the next one opens."""
        self.member.open("/projects/review/").follow(title).follow("この提案とは利害関係があるので審査しません")
        self.member.form("この提案は審査しない").fill("どんな関係ですか", "役員をしている").send()
        self.member.sees("利害関係があるため、この提案は審査しません。")

    def panel_has(self, many):
        """So many sheets of this call wait for the member; none: its page says of no eleven."""
        page, waiting = self.member.open("/projects/review/"), "審査票がまだの提案が11件あります。"
        return page.sees(waiting) if many else page.sees_no(waiting)

    def talks(self):
        """The department finds its turn and records what was said; then it is the city's secretariat's."""
        self.read(4, CITYS, "担当課が「協議を記録する」番です。")
        self.department.open("/admin/").follow("協議を記録する提案").follow("12件の企画4").follow("担当課協議を記録する")
        form = self.department.form("協議の記録を残す")
        said = {
            "話し合った日": ahead(0),
            "出た人": "見本の会と子ども課",
            "話し合ったこと": "場所のこと",
            "担当課の見解": "よいと思います。",
        }
        form.fill_all(said).send()
        self.read(4, CITYS, "事務局が「審査に進める」番です。")

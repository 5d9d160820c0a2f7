"""A coordinator's month on a telephone: three consultations, two of them sealed, the key for a colleague, the report; and what nobody reads."""

import datetime
import re

from kyodo_portal.accounts.sample import ZONE_PASSPHRASE
from tests.browser.screen import Screen
from tests.projects.consultations.test_nothing_leaks import shapes

OTHER = "asai-umi karui-fune nagai-hashi akai-kasa marui-niwa"
SEALED = (
    {"相談した人": "会長の雲上さん", "聞いたこと": "会計の帳面が三年分ありません。"},
    {"相談した人": "遠見沢さん", "聞いたこと": "弟に知られたくありません。"},
)
SECRETS = [word for words in SEALED for word in words.values()]


def unlock(person, passphrase):
    person.open("/desk/").follow("合言葉で封を開ける").form("封を開ける").fill("合言葉", passphrase).send()


def consultations_are_recorded(coordinator):
    """One in half a minute, open; two with what stays between them."""
    coordinator.open("/desk/").follow("いそいで1つ残す")
    quick = {"かかった時間": "10", "相談した人": "個人", "内容（いくつでも）": ["活動のお金"]}
    coordinator.form("残す").fill_all(quick).send()
    for words in SEALED:
        coordinator.open("/desk/").follow("相談票を書く")
        open_ones = {"どうやって": "電話", "かかった時間": "40", "相談した人": "個人", "内容（いくつでも）": ["組織の運営"]}
        sealed = {f"{label}（封をします）": text for label, text in words.items()}
        coordinator.form("保存する").fill_all(open_ones | sealed).send()
        coordinator.sees(*words.values())
    return coordinator.url


def key_is_handed(coordinator, colleague):
    """The colleague makes a key, both have the same number before them, and the colleague reads what was sealed before."""
    colleague.open("/desk/").follow("守秘の区画").follow("自分の鍵を作る")
    colleague.form("この合言葉で用意する").fill_all({"合言葉": OTHER, "合言葉をもう一度": OTHER}).send()
    coordinator.open("/desk/").follow("守秘の区画と鍵").follow("鍵を渡す：見本 ならび")
    numbers = {person.tab.locator(".kp-code").inner_text() for person in (coordinator, colleague)}
    assert len(numbers) == 1 and len(re.sub(r"\D", "", numbers.pop())) == 20
    coordinator.tab.locator("input[name=same]").check()
    coordinator.press("鍵を渡す").sees("鍵を渡しました")
    unlock(colleague, OTHER)


def report_is_handed_in(coordinator):
    """The month goes to the city as it is now; what comes later changes nothing of it."""
    month = f"{datetime.date.today().year}年{datetime.date.today().month}月"
    coordinator.open("/desk/").follow("相談の報告").follow(month).press("市に出す").sees("市に出してあります")
    coordinator.open("/desk/").follow("いそいで1つ残す")
    later = {"かかった時間": "5", "相談した人": "個人", "内容（いくつでも）": ["広報"]}
    coordinator.form("残す").fill_all(later).send()
    coordinator.open("/desk/").follow("相談の報告").follow(month).sees("そのあとに数が変わりました")
    return month, int(re.search(r"相談(?:件数)?\s*(\d+)", coordinator.text)[1])


def bytes_of(folder):
    """Everything that whoever holds the machine finds in the portal's folder, its log too."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_month_that_the_city_counts_and_cannot_read(new_page, sign_in, portal, crowd):
    crowd("colleague")
    coordinator = Screen(sign_in(new_page(360, javascript=False), "kosharu"))
    colleague = Screen(sign_in(new_page(360, javascript=False), "kosharu2"))
    unlock(coordinator, ZONE_PASSPHRASE)
    record = consultations_are_recorded(coordinator)
    key_is_handed(coordinator, colleague)
    colleague.open(record).sees(*SEALED[1].values())
    month, now = report_is_handed_in(coordinator)
    office = Screen(sign_in(new_page(1280, javascript=False), "jimukyoku"))
    office.open("/consultations/").follow(month).sees_no(*SECRETS)
    assert int(re.search(r"相談(?:件数)?\s*(\d+)", office.text)[1]) == now - 1
    chief = Screen(sign_in(new_page(1280, javascript=False), "kanri"))
    chief.open(record, status=404)
    chief.open("/admin/")
    tables = {link.get("href") for link in chief.page.iter("a") if re.fullmatch(r"/admin/\w+/\w+/", link.get("href") or "")}
    pages = [*tables, "/consultations/", "/desk/zone/", "/search/?q=雲上", "/admin/audit/auditevent/"]
    assert len(tables) > 20
    for address in pages:
        text = chief.tab.context.request.get(address).text()
        assert not [word for word in SECRETS if word in text], address
    written = bytes_of(portal.folder)
    for secret in (*SECRETS, OTHER, *OTHER.split()):
        assert not [shape for shape in shapes(secret) if shape in written], secret

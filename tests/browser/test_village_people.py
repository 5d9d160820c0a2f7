"""What people of the village do besides their projects, in Chromium without scripts: a resident on a telephone, a headman, the one person of
the office at a desk. A ward registers, renews and hands over; somebody says to belong to a body of the list; what is given is asked for;
voices, questions, what is followed. No page and no mail says a word of the first city, and nobody waits for a coordinator.
"""

import re

from tests.browser.city import PHONE, ahead
from tests.browser.test_april import mailed
from tests.browser.test_registration_by_thumb import photograph
from tests.browser.test_village_year import Village, site, tabs

__all__ = ("site", "tabs")  # the village's
WARD, CHAIR, NEXT = "新沢区（見本）", "arasawa@example.jp", "arasawa2@example.jp"
LISTED, CLAIMANT = "見本の水車保存会", "suisha@example.jp"
ON = "保存して次へ進む"


class People:
    chapters = (
        "the_office_settles_when_wards_renew",
        "a_ward_is_registered",
        "it_is_renewed_as_last_year",
        "the_next_headman_is_named",
        "somebody_says_to_belong_to_a_listed_body",
        "what_a_ward_lends_is_asked_for",
        "a_resident_asks_the_office_and_follows",
        "a_voice_becomes_a_topic",
        "somebody_wants_to_join",
        "every_list_is_read",
    )

    def __init__(self, village):
        self.village, self.office, self.headman = village, village.office, village.headman
        self.resident = village.person("jumin", PHONE)

    def mail_to(self, address, pattern):
        return mailed(self.village.resident.tab, address, pattern)

    def signs_up(self, person, address, name):
        """From the page on which 「利用者登録」 was pressed to the page that was wanted."""
        form = person.form("登録を申し込む")
        form.fill_all({"メールアドレス": address, "お名前": name, "利用規約と個人情報の取り扱いに同意します": True}).send()
        person.form("次へ進む").fill("届いた番号", self.mail_to(address, r"番号：([0-9A-Za-z-]+)")).send()

    def the_office_settles_when_wards_renew(self):
        office = self.office.open("/admin/partners/registrationrule/").follow("区の登録")
        if "366" not in office.text:
            office.follow("新しい版をつくる").press("新しい版をつくる")
            form = office.form("保存").fill("更新は期限の何日前から受けるか", "366")
            form.fill("変わりのない更新は、自動で受け付ける", True).send()
            office.open("/admin/partners/registrationrule/").follow("区の登録").follow("この版を使い始める")
            office.form("この版を使い始める").fill("いつから使うか", ahead(0)).send()

    def a_ward_is_registered(self):
        self.chair = chair = self.village.person("", PHONE)
        chair.open("/").follow("団体を登録する").follow("利用者登録をして、はじめる")
        self.signs_up(chair, CHAIR, "見本 新沢")
        form = chair.form("登録をはじめる").fill("団体名", WARD).fill("1. どんな集まりですか", "同じ地域に住んでいる（区など）")
        form.send()
        chair.sees("区の登録").follow("団体のこと")
        said = {
            "ふりがな": "あらさわく",
            "団体の目的": "暮らしを守ります。",
            "加入している世帯の数": "３１世帯",
            "区域": "新沢の全部",
        }
        chair.form(ON).fill_all(said).send()
        chair.form(ON).fill("主な活動", "常会と草刈りです。").fill("まちづくり", True).fill("奥沢", True).send()
        contact = {
            "代表者の名前": "見本 新沢", "連絡する人の名前": "見本 新沢", "郵便番号": "000-0000", "所在地": "見本県見本郡見本村大字見本9番地",
            "電話番号": "0000-00-0009", "連絡用のメールアドレス": CHAIR,
        }  # fmt: skip
        chair.form(ON).fill_all(contact).send()
        chair.tab.get_by_label("資料の種類").select_option(label="規約・会則")
        chair.tab.locator("input[type=file]").set_input_files(photograph())
        chair.press("次へ進む")
        form = chair.form(ON)
        for box in [control for control in form._controls if control.get("type") == "checkbox"]:
            form.fill(form._label(box), True)
        form.send()
        chair.press("この内容で申請する").sees("申請を受け付けました", "村")
        self.office.open(f"/admin/partners/registration/?q={WARD}").follow(WARD).follow("承認する").press("承認する")
        self.ward = chair.open("/me/").follow(WARD).sees("区").url
        self.mail_to(CHAIR, f"({WARD}.*登録)")

    def it_is_renewed_as_last_year(self):
        chair = self.chair.open(self.ward).follow("登録を更新する")
        chair.form("去年と同じです。更新する").fill("上の約束を、これからも守ります", True).send()
        chair.sees("登録が更新されました")

    def the_next_headman_is_named(self):
        chair = self.chair.open(self.ward).follow("メンバーを見る").follow("代表を引き継ぐ")
        said = {"次の代表者の名前": "次野 見本", "次の代表者のメールアドレス": NEXT, "申し送り": "鍵は公会堂の戸棚です。"}
        chair.form("招待のメールを送る").fill_all(said).send()
        comer = self.village.person("", PHONE)
        comer.open(re.sub(r"^https?://[^/]+", "", self.mail_to(NEXT, r"(http://\S+/invitation/\S+)"))).follow("はじめて使う")
        self.signs_up(comer, NEXT, "次野 見本")
        comer.press("受ける").sees(WARD)
        comer.open(f"{self.ward}takeover/").sees("鍵は公会堂の戸棚です。")

    def somebody_says_to_belong_to_a_listed_body(self):
        said = {
            "団体名": LISTED, "ふりがな": "みほんのすいしゃほぞんかい", "種類": "市民活動団体", "もとにした資料": "令和7年の名簿",
            "所在地": "見本県見本郡見本村大字見本7番地", "最後に確かめた日": ahead(-30),
        }  # fmt: skip
        self.office.open("/admin/partners/partner/add/").form("保存").fill_all(said).send()
        office = self.office.open("/admin/projects/project/add/")
        office.form("さがす").fill("相手の団体をさがす", LISTED).send()
        entry = {
            "名前": f"{LISTED}のまつり",
            "協働の形態": "名前を貸すこと",
            "相手の団体": [LISTED],
            "ひとことで言うと": "水車を回します。",
        }
        office.form("台帳に入れる").fill_all(entry).fill("このサイトで公開する", True).send()
        self.claimant = claimant = self.village.person("", PHONE)
        claimant.open("/accounts/signup/")
        self.signs_up(claimant, CLAIMANT, "見本 水車")
        claimant.open(f"/partners/?q={LISTED}").follow(LISTED).follow("この団体の人ですか")
        page = claimant.sees("村").press("この団体の人だと名乗り出る").url
        office = self.office.open("/admin/").follow("団体への名乗り出").follow(LISTED)
        in_admin = office.url
        code = re.search(
            r"番号：(\d{6})", office.open(page).follow("名簿の所在地に、番号の手紙を送る").press("手紙の番号を出す").text
        )[1]
        claimant.open(page).form("番号を送る").fill("手紙の番号", "000000" if code != "000000" else "111111").send()
        claimant.sees("番号がちがいます").form("番号を送る").fill("手紙の番号", code).send()
        form = office.open(in_admin).follow("団体の人と確かめた").form("団体の人と確かめた")
        form.fill("確かめた方法", "名簿の住所に送った手紙の番号").fill("確かめた日", ahead(0)).send()
        claimant.open("/me/").sees(LISTED)

    def what_a_ward_lends_is_asked_for(self):
        headman = (
            self.headman.open("/me/")
            .follow("上区（見本）")
            .follow("できること・求めることを載せる、直す")
            .follow("できることを載せる")
        )
        headman.form("載せる").fill("何のことですか", "物（道具、車、材料など）").fill("見出し", "見本のわら細工の道具").send()
        resident = self.resident.open("/partners/offers/?q=わら細工").follow("見本のわら細工の道具")
        resident.follow("申し込む・聞く")
        resident.form("送る").fill("手紙", "冬休みに、子どもと使いたいです。").fill("18歳以上です", True).send()
        letter = resident.sees("手紙を送りました").url
        headman.open("/me/").follow("手紙（質問・連絡）")
        headman.open(letter).sees("子どもと使いたいです").follow("決める")
        headman.form("決める").fill("日", ahead(5)).fill("ひとこと", "公会堂に取りに来てください。").send()
        resident.open(letter).sees("公会堂に取りに来てください。").follow("済んだ")
        resident.form("済んだ").fill("どうなりましたか", "いっしょに行った").send()
        headman.open(letter).sees("いっしょに行った")

    def a_resident_asks_the_office_and_follows(self):
        resident = self.resident.open("/partners/register/").follow("このページについて質問・連絡")
        resident.form("送る").fill("手紙", "会を作りたいのですが、何人からですか。").send()
        letter = resident.sees("手紙を送りました").url
        self.office.open(letter).form("手紙を送る").fill("手紙", "何人からでもかまいません。").send()
        resident.open(letter).sees("何人からでもかまいません。")
        for page in (self.ward, "/projects/", "/partners/map/"):
            resident.open(page)
        resident.open(self.ward).press("見守る")
        resident.open("/me/following/").sees(WARD)

    def a_voice_becomes_a_topic(self):
        resident = self.resident.open("/voices/").follow("声をとどける")
        form = resident.form("声をとどける").fill(
            "困っていること、こうなったらいいこと", "夜の公会堂の道に、あかりがほしいです。"
        )
        form.fill("「みんなの声」として、村が短く書きなおして見せてよい", True).send()
        office = self.office.open("/admin/").follow("読むのを待つ声").follow("R").sees("あかりがほしい")
        office.follow("サイトのページを見る").follow("合うものがないので、新しいみんなの声を書く")
        words = {"名前": f"{WARD}の夜の道", "どんな声か": "夜の道が暗いという声です。", "テーマ": "防災"}
        office.form("保存する").fill_all(words).send()
        office.form("みんなの声に入れて、見せる").fill("見せることば", "夜の道に、あかりがほしいです。").send()
        office.follow(f"{WARD}の夜の道").follow("公開する").press("公開する")
        topic = office.url
        self.headman.open("/voices/").follow(f"{WARD}の夜の道").press("わたしも")
        office.open(topic).follow("市の考えを示す".replace("市", "村"))

    def somebody_wants_to_join(self):
        resident = self.claimant.open("/partners/?q=峠の会").follow("峠の会（見本）").follow("質問・連絡を書く")
        said = {"どんな手紙ですか": "いっしょに活動したい（加わりたい）", "手紙": "草刈りに出られます。", "18歳以上です": True}
        resident.form("送る").fill_all(said).send()
        letter = resident.sees("手紙を送りました").url
        leader = self.village.person("kai", PHONE).open(letter).follow("加わってもらう")
        leader.form("加わってもらう").fill("役", "担当（読んで、書ける）").send()
        resident.open("/me/").sees("峠の会（見本）")

    def every_list_is_read(self):
        for path in (
            "/",
            "/me/",
            "/requests/",
            "/partners/offers/",
            "/neighbourhood/",
            "/take-part/",
            "/inbox/",
            "/sample/mail/",
        ):
            self.resident.open(path)
        for path in (
            "/inbox/",
            "/me/",
            "/admin/",
            "/staff/asks/",
            "/staff/errands/",
            "/staff/takeovers/",
            "/staff/registrations/renewals/",
        ):
            self.office.open(path)


def test_what_people_of_the_village_do(new_page, sign_in):
    village = Village(new_page, sign_in)
    people = People(village)
    for chapter in People.chapters:
        getattr(people, chapter)()
    assert not village.said, "\n".join(sorted(village.said))

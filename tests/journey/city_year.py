"""What is put right in the city's year, by its pages alone: an entry merged and parted, cancelled and restored, handed on and joined; a
group asked, and not asked; an office reorganised and put back; a year's published list corrected.

As story.py it knows only pages, labels, buttons and sentences; `city` says with whose browsers it is told. Each chapter leaves the
ledger as it found it, so that it can be told in a sample city that others read too.
"""

import re

from kyodo_portal.common.templatetags.kyodo import fiscal

from .days import day

ENTERED = ("夜の見守り歩き", "夜回りの日")
REASON = "同じ取り組みが、2度入っていたためです。"
ASKED, WHAT = "合同の訓練への出席", "だれが出るかを決めて、知らせてください。"
WITHDRAWN = "雪で取りやめたためです。"
REORGANISED = "見本の改組"
CORRECTED = "参加した人数を、名簿で数え直しました。"


class Entry:
    """One entry of the ledger: its title, its number, its pages in the admin and for everybody."""

    def __init__(self, title, number, desk, page):
        self.title, self.number, self.desk, self.page = title, number, desk, page


class CityYear:
    """city: `department` and `other_name`, `secretariat`, `group` and `group_name`, `joiner_name`, `visitor()`, `counted` (a year whose
    list is frozen and published, and the page of a year of one of its entries).
    """

    chapters = (
        "the_same_is_entered_twice",
        "one_is_merged_into_the_other_and_parted_again",
        "one_is_cancelled_and_restored",
        "another_office_takes_over_and_gives_back",
        "a_group_joins_and_leaves",
        "a_group_is_asked_answers_and_is_asked_no_more",
        "an_office_is_reorganised_and_put_back",
        "a_published_list_is_corrected",
    )

    def __init__(self, city):
        self.city = city
        self.department, self.desk, self.group = city.department, city.secretariat, city.group

    def pressed(self, browser, page, step, **answers):
        """Take a step from a matter's page: the link, the questions, the button."""
        form = browser.open(page).follow(step).form(step)
        return form.fill_all({label.replace("_", ""): value for label, value in answers.items()}).send()

    # ---- the ledger ------------------------------------------------------------------------------------------------
    def the_same_is_entered_twice(self):
        self.first, self.second = (self.entered(title) for title in ENTERED)

    def entered(self, title):
        clerk = self.department.open("/admin/projects/project/add/")
        clerk.form("さがす").fill("相手の団体をさがす", self.city.group_name[:5]).send()
        form = clerk.form("台帳に入れる").fill_all({"名前": title, "協働の形態": "後援", "相手の団体": [self.city.group_name]})
        form.fill("ひとことで言うと", "夜の道を、いっしょに歩きます。").send()
        page = self.city.visitor().open(f"/projects/?q={title}").follow(title).url
        desk = f"/admin/projects/project/{re.search(r'[0-9]+', page)[0]}/change/"
        number = re.search(r"R\d+-K-\d{4}", self.department.open(desk).text)[0]
        return Entry(title, number, desk, page)

    def one_is_merged_into_the_other_and_parted_again(self):
        first, second = self.first, self.second
        assert not self.department.open(first.desk).links("ほかの1件にまとめる")  # the secretariat's alone
        answers = {"まとめる先の台帳番号": second.number.lower(), "理由": REASON}
        self.pressed(self.desk, first.desk, "ほかの1件にまとめる", **answers).sees("まとめた", second.number)
        assert self.city.visitor().open(first.page).url == second.page
        self.department.open(first.desk).sees("まとめた")
        self.group.open("/inbox/").sees(f"「{first.title}」が、ほかの1件にまとめられました")
        self.pressed(self.desk, first.desk, "まとめをほどく", 理由="別の取り組みでした。")
        assert self.city.visitor().open(first.page).sees(first.title).url == first.page
        self.group.open("/inbox/").sees(f"「{first.title}」が、もとの1件にもどりました")

    def one_is_cancelled_and_restored(self):
        entry = self.second
        self.pressed(self.desk, entry.desk, "台帳から取り消す", 理由="入れまちがいでした。").sees("取消し")
        self.city.visitor().open(entry.page, 404)
        self.department.open(entry.desk).sees("この1件は台帳から取り消されました。")
        self.group.open("/inbox/").sees(f"「{entry.title}」が台帳から取り消されました")
        self.pressed(self.desk, entry.desk, "取消しをもどす", 理由="正しい1件でした。")
        self.city.visitor().open(entry.page).sees(entry.title)

    def another_office_takes_over_and_gives_back(self):
        entry, other = self.first, self.city.other_name
        moved = {"新しい担当課": other, "いつから": f"{day(0)}", "理由": "仕事の分けかたが変わったためです。"}
        self.pressed(self.department, entry.desk, "担当課を替える", **moved)
        self.city.visitor().open(entry.page).sees(other, "前に参加した団体・部署")
        assert not self.department.open(entry.desk).links("担当課を替える")  # it is the other office's now
        self.group.open("/inbox/").sees(f"「{entry.title}」の担当課が替わります")
        undo = "「担当課を替える」を取り消す"
        self.pressed(self.desk, entry.desk, undo, 理由="まちがえて押しました。")
        self.city.visitor().open(entry.page).sees_no("前に参加した団体・部署")
        assert self.department.open(entry.desk).links("担当課を替える")

    def a_group_joins_and_leaves(self):
        entry, joiner = self.first, self.city.joiner_name
        joined = {"加える団体・部署の名前": joiner, "いつから": f"{day(0)}", "理由": "いっしょに歩くためです。"}
        self.pressed(self.department, entry.desk, "相手を加える", **joined)
        self.city.visitor().open(entry.page).sees(joiner)
        form = self.department.open(entry.desk).follow("相手を抜く").form("相手を抜く")
        [row] = [choice for choice in form.choices("抜ける団体・部署") if joiner in choice]
        form.fill_all({"抜ける団体・部署": row, "いつまで（最後の日）": f"{day(0)}", "理由": "終わったためです。"}).send()
        self.department.open(entry.desk).sees(joiner)
        self.pressed(self.department, entry.desk, "「相手を抜く」を取り消す", 理由="まちがえて押しました。")
        self.pressed(self.department, entry.desk, "「相手を加える」を取り消す", 理由="まちがえて押しました。")
        self.city.visitor().open(entry.page).sees_no(joiner)

    # ---- 町内会へのお願い --------------------------------------------------------------------------------------------
    def a_group_is_asked_answers_and_is_asked_no_more(self):
        name, clerk = self.city.group_name, self.department
        asks = f"{self.city.group_page}asks/"
        clerk.open(asks).follow("この団体にお願いする")
        form = clerk.form("だれに、いくつ頼んでいるかを見る")
        form.fill_all(
            {"種類": "会議・行事への出席", "お願いの名前": ASKED, "してほしいこと": WHAT, "返事の期限": f"{day(20)}"}
        ).send()
        clerk.sees("まだ送っていません。1団体が", name).press("しるしの付いた団体にお願いする").sees("1団体にお願いしました。")
        ask = clerk.url
        self.city.visitor().open(ask).sees_no(ASKED)
        self.group.open("/me/").sees(ASKED)
        form = self.group.open(asks).sees("返事を待っているお願い").follow(ASKED).form("返事をする")
        form.fill_all({"返事": "できます", "ひとこと": "2人で行きます。"}).send()
        clerk.open(ask).sees("1団体にお願いし、1団体から返事がありました。", "2人で行きます。")
        form = clerk.follow("お願いを取り下げる").form("取り下げて、団体に知らせる")
        form.fill_all({"取り下げる団体": [name], "取り下げるわけ": WITHDRAWN}).send()
        self.group.open(asks).sees("取り下げられたお願い", WITHDRAWN)
        form = clerk.open(ask).follow("まちがえて取り下げたお願いをもどす").form("もどして、団体に知らせる")
        form.fill("もどす団体", [name]).send()
        clerk.open(ask).sees("1団体から返事がありました。", "2人で行きます。")
        form = clerk.follow("お願いを取り下げる").form("取り下げて、団体に知らせる")
        form.fill_all({"取り下げる団体": [name], "取り下げるわけ": WITHDRAWN}).send()

    # ---- 改組 ------------------------------------------------------------------------------------------------------
    def an_office_is_reorganised_and_put_back(self):
        desk, mine, other = self.desk, self.city.department_name, self.city.other_name
        desk.open("/staff/reorganisations/").follow("改組を用意する")
        desk.form("次へ（行を入れる）").fill_all({"改組の名前": REORGANISED, "切り替わる日": f"{day(9)}"}).send()
        desk.form("この行を加える").fill_all({"前の課": mine, "新しい課": other}).send()
        page = desk.follow("動くものを確かめる").sees(f"{mine} → {other}", "まだだれも移りません").url
        self.department.open(page, 404)  # who goes where is the secretariat's until it is told
        desk.open(page).follow("移る人").press("保存する")
        desk.open(page).sees_no("まだだれも移りません")
        self.pressed(desk, page, "各課に知らせる")
        self.department.open("/inbox/").sees(f"{REORGANISED}の予定")
        self.department.open(page).sees(f"{mine} → {other}")
        self.pressed(desk, page, "いますぐ切り替える").sees("動いた案件", self.first.title)
        self.city.visitor().open(self.first.page).sees(other)
        self.department.open("/me/").sees(other)  # whoever was ticked works there from today on
        self.pressed(desk, page, "「いますぐ切り替える」を取り消す", 理由="日をまちがえました。").sees("切り替えを取り消しました")
        self.city.visitor().open(self.first.page).sees(mine).sees_no(other)
        self.pressed(desk, page, "改組をやめる", 理由="行わないことになりました。").sees("取りやめ")

    # ---- a list that everybody reads -------------------------------------------------------------------------------
    def a_published_list_is_corrected(self):
        year, page = self.city.counted
        shown, desk = f"/report/{year}/list/", self.desk
        self.city.visitor().open(shown).sees_no(CORRECTED)
        before = self.version(desk, year)
        form = desk.open(page).follow("この年度の記録を書く").form("記録を保存する")
        form.fill("参加した人数", "４３１２１人").send()
        self.city.visitor().open(shown).sees_no("43,121")  # what is fixed does not move with the ledger
        desk.open(f"/report/lists/{year}/").sees("事務局（訂正版を出す）", "訂正版を出すと変わること", "43,121")
        form = desk.open(f"/ledger/inventory/{year}/").follow("訂正版を出す").sees("訂正版で変わること").form("訂正版を出す")
        form.fill("訂正したわけ", CORRECTED).send()
        assert self.version(desk, year) == before + 1
        self.city.visitor().open(shown).sees(f"第{before + 1}版", CORRECTED, "43,121")
        self.city.visitor().open("/news/").sees(f"{fiscal(year)}の一覧の訂正版（第{before + 1}版）を出しました")
        self.city.visitor().open(f"{shown}?version={before}").sees(CORRECTED)  # a former one is for the offices
        self.department.open(f"{shown}?version={before}").sees("前の版です")
        self.department.open("/inbox/").sees("一覧の訂正版が出ました")
        self.department.open(f"/ledger/inventory/{year}/step/correct/", 403)
        desk.open(f"/ledger/inventory/{year}/").follow("訂正版を出す").sees("訂正版で直るところはありません")

    def version(self, browser, year):
        return int(re.search(r"第(\d+)版", browser.open(f"/report/lists/{year}/").text)[1])

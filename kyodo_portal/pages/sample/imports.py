"""The sample's list of groups: taken in as the secretariat would, with one body that stood there already and was made one."""

import uuid

from kyodo_portal.common.lists.incoming import pasted
from partners.imports.actions import begin_import, take_in
from partners.imports.merge_actions import merge_partners
from partners.models import Partner

from .clock import at, days_ago

LIST = """登録団体名簿（見本）
番号\t団体名\t種別\t代表\t連絡先\t\t主な活動
\t\t\t\t電話\t住所\t
1\t見本手話の会\t市民活動団体\t見本 一郎\t0000-00-0101\t見本1-1\t手話の教室
2\t見本町第三町内会\t町内会\t見本 二郎\t0000-00-0102\t見本2-2\t除雪、見守り
3\t見本手話の会（本部）\t市民活動団体\t見本 一郎\t\t見本1-1\t手話の教室
4\tNPO法人 見本の森\tNPO\t見本 三郎\t0000-00-0104\t\t里山の手入れ
"""


def settle(cast):
    """One list that was taken in, one that is half read, and one merge."""
    by = cast["jimukyoku"]
    with at(days_ago(40)):
        run = begin_import(by=by, form_key=uuid.uuid4(), name="登録団体名簿（見本）", sheets=pasted(LIST))
        take_in(run, by=by, version=run.version, choices={})
        made = Partner.objects.filter(import_rows__run=run)
        made.update(is_sample=True)
        keep, gone = (made.get(name=name) for name in ("見本手話の会", "見本手話の会（本部）"))
    with at(days_ago(38)):
        merge_partners(keep, gone, by=by, why="規約と代表者が同じです（見本）。")
    with at(days_ago(1)):
        begin_import(by=by, form_key=uuid.uuid4(), name="今年度の名簿（見本）", sheets=pasted(LIST))

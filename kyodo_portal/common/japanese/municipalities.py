"""全国地方公共団体コード: its check digit, and the prefecture that its first two digits name (総務省、全国地方公共団体コード仕様)."""

import re

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()


def is_city_code(code):
    """Six digits whose last is the check digit of the first five, and whose first two name a prefecture."""
    if not re.fullmatch("[0-9]{6}", code) or not prefecture_of(code):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=False))
    return int(code[5]) == (11 - total % 11) % 10


def prefecture_of(code):
    """「新潟県」 for 152081; "" where the first two digits name none."""
    match = re.match("[0-9]{2}", code)
    return dict(enumerate(PREFECTURES, start=1)).get(int(match[0]), "") if match else ""

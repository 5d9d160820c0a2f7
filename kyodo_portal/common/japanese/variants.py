"""Kanji that are written in more than one way in names and places: search treats each pair as one character.

Old forms, forms of family registers and forms of the extended sets, each followed by the everyday form. Only search
text goes through this table; what people typed is stored as they typed it.
"""

PAIRS = """
髙高 﨑崎 嵜崎 碕崎 邊辺 邉辺 齋斎 齊斎 斉斎 濵浜 濱浜 澤沢 廣広 國国 嶋島 嶌島 櫻桜 瀧滝 栁柳 桺柳 曾曽 龍竜 惠恵 德徳 黑黒 淸清
靜静 眞真 圓円 學学 會会 體体 驗験 藝芸 擧挙 縣県 區区 舊旧 號号 驛駅 團団 榮栄 豐豊 壽寿 與与 應応 營営 鐵鉄 鷗鴎 檜桧 莊荘 條条
藏蔵 來来 樂楽 氣気 傳伝 變変 實実 寫写 寶宝 寳宝 對対 專専 將将 當当 總総 縱縦 聲声 鹽塩 繩縄 發発 賣売 讀読 邨村 冨富 峯峰 埜野 籐藤
渕淵 淵淵 萬万 禮礼 彌弥 祿禄 祐祐 增増 橫横 敎教 緖緒 郞郎 朗朗 巢巣 產産 驒騨 瀨瀬 賴頼 歷歴 曆暦 淺浅 薗園 苑苑 奧奥 兒児 亞亜 惡悪
壓圧 圍囲 醫医 壹壱 隱隠 驛駅 圖図 鹽塩 歐欧 毆殴 穩穏 假仮 價価 畫画 懷懐 壞壊 繪絵 覺覚 樂楽 勸勧 卷巻 歡歓 觀観 關関 陷陥 龜亀
僞偽 戲戯 犧犠 據拠 峽峡 挾挟 狹狭 曉暁 勳勲 薰薫 徑径 惠恵 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 缺欠 儉倹 劍剣 圈圏 檢検 權権 獻献
縣県 險険 顯顕 嚴厳 效効 廣広 恆恒 鑛鉱 濟済 碎砕 劑剤 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 辭辞 濕湿 釋釈 壽寿 收収 從従
澁渋 獸獣 縱縦 肅粛 處処 敍叙 奬奨 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 疊畳 讓譲 釀醸 觸触 囑嘱 愼慎 晉晋 盡尽 粹粋 醉酔 隨随 髓髄
數数 樞枢 竊窃 攝摂 纖繊 禪禅 雙双 搜捜 插挿 爭争 裝装 騷騒 臟臓 屬属 續続 墮堕 帶帯 滯滞 臺台 擇択 擔担 單単 斷断 彈弾 遲遅 晝昼
蟲虫 鑄鋳 廳庁 聽聴 鎭鎮 遞逓 轉転 點点 燈灯 盜盗 稻稲 獨独 貳弐 腦脳 拜拝 賣売 麥麦 髮髪 拔抜 蠻蛮 祕秘 濱浜 拂払 佛仏 竝並 瓣弁
辨弁 辯弁 舖舗 穗穂 襃褒 豐豊 飜翻 每毎 滿満 默黙 譯訳 藥薬 豫予 餘余 譽誉 搖揺 樣様 謠謡 遙遥 欄欄 覽覧 獵猟 綠緑 兩両 壘塁 勵励
靈霊 隸隷 齡齢 戀恋 爐炉 勞労 樓楼 灣湾 珎珍 凉涼 舘館 埇桶 舩船 凾函 槇槙 曻昇 昻昂 堺堺 𠮷吉 𡈽土 𣘺橋 﨟臈 靑青 鄕郷 福福 祥祥 社社 神神
"""


def table():
    """{code point: everyday character}, without pairs that say nothing and with every chain followed to its end."""
    pairs = {pair[0]: pair[1] for pair in PAIRS.split() if len(pair) == 2 and pair[0] != pair[1]}
    done = {}
    for old, new in pairs.items():
        while new in pairs:
            new = pairs[new]
        done[ord(old)] = new
    return done

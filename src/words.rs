//! Words of the program itself that stand on maps, in the languages it speaks.

use crate::lang::Lang;

/// The languages of the interface words, in the order of the table's columns.
pub const LANGS: [Lang; 5] = [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR];

/// One row per word: key, then English, Azerbaijani, Armenian, Russian, Turkish.
const WORDS: &[(&str, [&str; 5])] = &[
    (
        "control",
        [
            "Control in fact",
            "Faktiki nəzarət",
            "Փաստացի վերահսկողություն",
            "Фактический контроль",
            "Fiilî denetim",
        ],
    ),
    (
        "sovereignty",
        [
            "Sovereignty by the act in force",
            "Qüvvədə olan akta görə mənsubiyyət",
            "Իրավական պատկանելություն",
            "Принадлежность по действующему акту",
            "Yürürlükteki belgeye göre egemenlik",
        ],
    ),
    (
        "claims",
        [
            "Control and claims",
            "Nəzarət və iddialar",
            "Վերահսկողություն և հավակնություններ",
            "Контроль и притязания",
            "Denetim ve talepler",
        ],
    ),
    ("claims-heading", ["Claims", "İddialar", "Հավակնություններ", "Притязания", "Talepler"]),
    (
        "contested",
        [
            "sources contradict each other",
            "mənbələr bir-birinə ziddir",
            "աղբյուրները հակասում են իրար",
            "источники противоречат друг другу",
            "kaynaklar çelişiyor",
        ],
    ),
    (
        "held-by",
        ["Held by", "Kimin nəzarətində", "Ում վերահսկողության տակ", "Под контролем", "Denetimi altında"],
    ),
    ("assigned-to", ["Assigned to", "Kimə mənsub", "Ում է պատկանում", "Принадлежит", "Ait olduğu taraf"]),
    ("status", ["Status", "Status", "Կարգավիճակ", "Статус", "Statü"]),
    ("lines", ["Lines", "Xətlər", "Սահմաններ", "Линии", "Çizgiler"]),
    ("nobody", ["nobody", "heç kim", "ոչ ոք", "никто", "hiç kimse"]),
    ("not-known", ["not known", "məlum deyil", "անհայտ է", "неизвестно", "bilinmiyor"]),
    (
        "no-act",
        [
            "no act in force",
            "qüvvədə akt yoxdur",
            "գործող ակտ չկա",
            "нет действующего акта",
            "yürürlükte belge yok",
        ],
    ),
    ("disputed", ["disputed", "mübahisəli", "վիճելի", "спорная территория", "ihtilaflı"]),
    (
        "occupied",
        [
            "held by troops of",
            "qoşunların nəzarətində:",
            "զորքերի վերահսկողության տակ՝",
            "под контролем войск:",
            "birliklerin denetiminde:",
        ],
    ),
    ("autonomous", ["autonomous", "muxtar", "ինքնավար", "автономия", "özerk"]),
    (
        "protectorate",
        [
            "under the protection of",
            "himayəsində:",
            "հովանավորության տակ՝",
            "под покровительством:",
            "himayesinde:",
        ],
    ),
    ("neutral-zone", ["neutral zone", "neytral zona", "չեզոք գոտի", "нейтральная зона", "tarafsız bölge"]),
    (
        "self-proclaimed",
        [
            "self-proclaimed",
            "özünü elan etmiş",
            "ինքնահռչակ",
            "самопровозглашённая",
            "kendi kendini ilan etmiş",
        ],
    ),
    ("claimed-by", ["claimed by", "iddia edən:", "հավակնում է՝", "притязает:", "talep eden:"]),
    (
        "pending",
        [
            "change pending (date imprecise)",
            "dəyişiklik gözlənilir (tarix dəqiq deyil)",
            "փոփոխություն (ամսաթիվը ճշգրիտ չէ)",
            "возможна смена (дата неточна)",
            "değişiklik olası (tarih kesin değil)",
        ],
    ),
    (
        "inferred",
        [
            "lighter tint: inferred, not stated by a source",
            "açıq rəng: nəticə çıxarılıb, mənbədə yoxdur",
            "բաց երանգ՝ եզրակացված է, աղբյուրը չի նշում",
            "светлый тон: вывод, в источнике не указано",
            "açık ton: çıkarım, kaynakta yok",
        ],
    ),
    (
        "border-state",
        [
            "border between holders",
            "nəzarət edənlər arasında sərhəd",
            "վերահսկողների միջև սահման",
            "граница между держателями",
            "taraflar arası sınır",
        ],
    ),
    (
        "border-status",
        [
            "border of an area with its own status",
            "xüsusi statuslu ərazinin sərhədi",
            "հատուկ կարգավիճակով տարածքի սահման",
            "граница территории с особым статусом",
            "özel statülü bölge sınırı",
        ],
    ),
    (
        "border-unit",
        [
            "district border (1917 and later)",
            "qəza sərhədi (1917 və sonra)",
            "գավառի սահման (1917 և հետո)",
            "граница уезда (1917 и позже)",
            "kaza sınırı (1917 ve sonrası)",
        ],
    ),
    (
        "border-approximate",
        [
            "approximate (line inferred)",
            "təxmini (xətt nəticə çıxarılıb)",
            "մոտավոր (գիծը եզրակացված է)",
            "приблизительно (линия выведена)",
            "yaklaşık (çizgi çıkarım)",
        ],
    ),
    (
        "point-inferred",
        [
            "hollow: place only inferred",
            "içi boş: yeri yalnız nəticə çıxarılıb",
            "դատարկ՝ տեղը միայն եզրակացված է",
            "полый: место лишь выведено",
            "içi boş: yeri yalnızca çıkarım",
        ],
    ),
    (
        "points",
        ["Points of the text", "Mətndəki nöqtələr", "Տեքստի կետերը", "Точки текста", "Metindeki noktalar"],
    ),
    ("reading", ["Reading", "Oxunuş", "Ընթերցում", "Прочтение", "Okuma"]),
    ("reading-best", ["default", "əsas", "հիմնական", "основное", "varsayılan"]),
    ("changes-year", ["Changes in", "Dəyişikliklər:", "Փոփոխություններ՝", "Изменения:", "Değişiklikler:"]),
    ("ordinary", ["ordinary", "adi", "սովորական", "обычный", "olağan"]),
    (
        "occupied-land",
        [
            "held by foreign troops",
            "xarici qoşunların nəzarətində",
            "օտար զորքերի վերահսկողության տակ",
            "под контролем иностранных войск",
            "yabancı birliklerin denetiminde",
        ],
    ),
    (
        "protectorate-land",
        [
            "under protection",
            "himayə altında",
            "հովանավորության տակ",
            "под покровительством",
            "himaye altında",
        ],
    ),
    (
        "no-uezd",
        [
            "in no district of 1917",
            "1917-ci il qəzalarından kənar",
            "1917 թ. գավառներից դուրս",
            "вне уездов 1917 года",
            "1917 kazalarının dışında",
        ],
    ),
    (
        "changes-day",
        [
            "Change on this day",
            "Bu günün dəyişikliyi",
            "Օրվա փոփոխությունը",
            "Изменение этого дня",
            "Bu günkü değişiklik",
        ],
    ),
    (
        "changes-last",
        [
            "Latest changes",
            "Son dəyişikliklər",
            "Վերջին փոփոխությունները",
            "Последние изменения",
            "Son değişiklikler",
        ],
    ),
    (
        "earlier",
        [
            "and {n} earlier",
            "bundan əvvəl daha {n}",
            "դրանից առաջ ևս {n}",
            "ранее ещё {n}",
            "öncesinde {n} değişiklik daha",
        ],
    ),
    ("places", ["Places", "Yerlər", "Վայրեր", "Пункты", "Yerler"]),
    ("place-main", ["main town", "əsas şəhər", "գլխավոր քաղաք", "главный город", "başlıca şehir"]),
    ("place-other", ["other place", "digər yer", "այլ վայր", "другой пункт", "diğer yer"]),
    ("place-peak", ["peak", "zirvə", "գագաթ", "вершина", "zirve"]),
    (
        "not-covered",
        [
            "not covered by the data",
            "məlumatda yoxdur",
            "տվյալներում չկա",
            "вне охвата данных",
            "veri kapsamı dışında",
        ],
    ),
    ("north", ["N", "Ş", "Հ", "С", "K"]),
    // Behind the degrees of the graticule. Armenian maps get bare degrees: no abbreviation was confirmed.
    ("degrees-east", ["E", " ş. u.", "", " в. д.", "D"]),
    ("degrees-west", ["W", " q. u.", "", " з. д.", "B"]),
    ("degrees-north", ["N", " şm. e.", "", " с. ш.", "K"]),
    ("degrees-south", ["S", " c. e.", "", " ю. ш.", "G"]),
    ("sources", ["Sources", "Mənbələr", "Աղբյուրներ", "Источники", "Kaynaklar"]),
    ("data", ["Data", "Məlumat", "Տվյալներ", "Данные", "Veri"]),
    ("km", ["km", "km", "կմ", "км", "km"]),
    ("end-of", ["end of", "sonu", "վերջ", "конец", "sonu"]),
    ("timeline", ["Timeline", "Zaman xətti", "Ժամանակագրություն", "Хронология", "Zaman çizelgesi"]),
    ("events", ["Events", "Hadisələr", "Իրադարձություններ", "События", "Olaylar"]),
    ("claims-track", ["Claims", "İddialar", "Հավակնություններ", "Притязания", "Talepler"]),
    (
        "soft-date",
        [
            "soft end: between the earliest and the latest possible day",
            "yumşaq keçid: ən erkən və ən gec mümkün gün arasında",
            "մեղմ անցում՝ ամենավաղ և ամենաուշ հնարավոր օրվա միջև",
            "плавный переход: между самым ранним и самым поздним возможным днём",
            "yumuşak geçiş: olası en erken ve en geç gün arası",
        ],
    ),
    (
        "unnumbered",
        [
            "and {n} more, marked without a number",
            "və daha {n}, nömrəsiz işarələnib",
            "և ևս {n}՝ նշված առանց համարի",
            "и ещё {n}, отмечены без номера",
            "ve {n} tane daha, numarasız işaretli",
        ],
    ),
    (
        "certainty",
        [
            "How sure the holders and the lines are",
            "Nəzarət və xətlər nə dərəcədə dəqiqdir",
            "Որքանով են հաստատ վերահսկողներն ու գծերը",
            "Насколько достоверны держатели и линии",
            "Taraflar ve çizgiler ne kadar kesin",
        ],
    ),
    (
        "sources-view",
        [
            "How many independent sources support the holder",
            "Nəzarət edəni neçə müstəqil mənbə təsdiq edir",
            "Քանի անկախ աղբյուր է հաստատում վերահսկողին",
            "Сколько независимых источников подтверждают держателя",
            "Denetimi kaç bağımsız kaynak destekliyor",
        ],
    ),
    (
        "certainty-heading",
        ["The holder is", "Nəzarət edən tərəf", "Վերահսկող կողմը", "Держатель", "Denetleyen taraf"],
    ),
    (
        "sure-stated",
        [
            "stated by a source",
            "mənbədə göstərilib",
            "նշված է աղբյուրում",
            "указан источником",
            "kaynakta belirtilmiş",
        ],
    ),
    (
        "sure-imprecise",
        [
            "stated; may have changed already (date imprecise)",
            "göstərilib; artıq dəyişmiş ola bilər (tarix dəqiq deyil)",
            "նշված է, բայց գուցե արդեն փոխվել է (ամսաթիվը ճշգրիտ չէ)",
            "указан; мог уже смениться (дата неточна)",
            "belirtilmiş; değişmiş olabilir (tarih kesin değil)",
        ],
    ),
    (
        "sure-inferred",
        [
            "inferred, not stated by a source",
            "nəticə çıxarılıb, mənbədə yoxdur",
            "եզրակացված է, աղբյուրը չի նշում",
            "вывод, в источнике не указан",
            "çıkarım, kaynakta yok",
        ],
    ),
    (
        "course-band",
        [
            "band: the line may run anywhere in it",
            "zolaq: xətt onun istənilən yerindən keçə bilər",
            "շերտ՝ գիծը կարող է անցնել դրա ցանկացած մասով",
            "полоса: линия может проходить где угодно в ней",
            "şerit: çizgi bunun herhangi bir yerinden geçebilir",
        ],
    ),
    (
        "sources-heading",
        [
            "Supporting sources",
            "Təsdiq edən mənbələr",
            "Հաստատող աղբյուրներ",
            "Подтверждающие источники",
            "Destekleyen kaynaklar",
        ],
    ),
    ("sources-none", ["0 (none)", "0 (yoxdur)", "0 (չկա)", "0 (нет)", "0 (yok)"]),
    (
        "contradicted",
        [
            "a source says otherwise",
            "bir mənbə başqa cür deyir",
            "մի աղբյուր այլ բան է ասում",
            "один из источников говорит иначе",
            "bir kaynak farklı söylüyor",
        ],
    ),
    (
        "sources-counted",
        [
            "A document counts once, with its reprints and translations.",
            "Hər sənəd təkrar nəşrləri və tərcümələri ilə birlikdə bir dəfə sayılır.",
            "Փաստաթուղթը հաշվվում է մեկ անգամ՝ վերահրատարակություններով և թարգմանություններով։",
            "Документ считается один раз, вместе с перепечатками и переводами.",
            "Bir belge, yeniden basımları ve çevirileriyle birlikte bir kez sayılır.",
        ],
    ),
    ("map-of", ["Map", "Xəritə", "Քարտեզ", "Карта", "Harita"]),
    // The page of `atlas`.
    (
        "atlas-all-changes",
        [
            "All changes",
            "Bütün dəyişikliklər",
            "Բոլոր փոփոխությունները",
            "Все изменения",
            "Tüm değişiklikler",
        ],
    ),
    (
        "atlas-between",
        [
            "Changes between the two dates",
            "İki tarix arasındakı dəyişikliklər",
            "Երկու ամսաթվերի միջև փոփոխությունները",
            "Изменения между двумя датами",
            "İki tarih arasındaki değişiklikler",
        ],
    ),
    (
        "atlas-choose",
        [
            "Choose land on the map or in the table to read who held it, by which act and by which source.",
            "Kimin, hansı akt və hansı mənbə üzrə nəzarət etdiyini oxumaq üçün xəritədə və ya cədvəldə ərazi seçin.",
            "Ընտրեք տարածք քարտեզի վրա կամ աղյուսակում՝ կարդալու, թե ով, որ ակտով և որ աղբյուրի համաձայն էր այն վերահսկում։",
            "Выберите территорию на карте или в таблице, чтобы прочесть, кто её держал, по какому акту и по какому источнику.",
            "Kimin, hangi belgeye ve hangi kaynağa göre elinde tuttuğunu okumak için haritada ya da tabloda bir bölge seçin.",
        ],
    ),
    ("atlas-close", ["Close", "Bağla", "Փակել", "Закрыть", "Kapat"]),
    (
        "atlas-compare",
        [
            "Compare two dates",
            "İki tarixi müqayisə et",
            "Համեմատել երկու ամսաթիվ",
            "Сравнить две даты",
            "İki tarihi karşılaştır",
        ],
    ),
    (
        "atlas-compare-date",
        ["Date on the left", "Soldakı tarix", "Ձախ կողմի ամսաթիվը", "Дата слева", "Soldaki tarih"],
    ),
    ("atlas-date", ["Date", "Tarix", "Ամսաթիվ", "Дата", "Tarih"]),
    (
        "atlas-divider",
        [
            "Divider between the two dates",
            "İki tarix arasındakı ayırıcı",
            "Երկու ամսաթվերի բաժանարարը",
            "Граница между двумя датами",
            "İki tarih arasındaki ayırıcı",
        ],
    ),
    (
        "atlas-evidence",
        [
            "What the sources say",
            "Mənbələr nə deyir",
            "Ինչ են ասում աղբյուրները",
            "Что говорят источники",
            "Kaynaklar ne diyor",
        ],
    ),
    (
        "atlas-keys",
        [
            "Keys: the arrows lead to the previous and the next change, Page Up and Page Down by a year, Home and End to the first and the last; space plays. On the map, the arrows lead from land to land, Enter tells about it, + and - zoom.",
            "Düymələr: oxlar əvvəlki və növbəti dəyişikliyə, Page Up və Page Down bir il, Home və End ilk və son dəyişikliyə aparır; boşluq düyməsi oynadır. Xəritədə oxlar ərazidən əraziyə aparır, Enter onun haqqında danışır, + və - miqyası dəyişir.",
            "Ստեղներ. սլաքները տանում են դեպի նախորդ և հաջորդ փոփոխությունը, Page Up և Page Down՝ մեկ տարով, Home և End՝ առաջին և վերջին փոփոխությունը, բացատը գործարկում է։ Քարտեզի վրա սլաքները տանում են տարածքից տարածք, Enter-ը պատմում է դրա մասին, + և - փոխում են մասշտաբը։",
            "Клавиши: стрелки ведут к предыдущему и следующему изменению, Page Up и Page Down на год, Home и End к первому и последнему; пробел запускает показ. На карте стрелки ведут от территории к территории, Enter рассказывает о ней, + и - меняют масштаб.",
            "Tuşlar: oklar önceki ve sonraki değişikliğe, Page Up ve Page Down bir yıl, Home ve End ilk ve son değişikliğe götürür; boşluk tuşu oynatır. Haritada oklar bölgeden bölgeye götürür, Enter bölgeyi anlatır, + ve - ölçeği değiştirir.",
        ],
    ),
    ("atlas-land", ["Land", "Ərazi", "Տարածք", "Территория", "Bölge"]),
    ("atlas-language", ["Language", "Dil", "Լեզու", "Язык", "Dil"]),
    ("atlas-legend", ["Legend", "Şərti işarələr", "Պայմանական նշաններ", "Условные обозначения", "Lejant"]),
    (
        "atlas-next",
        [
            "Next change",
            "Növbəti dəyişiklik",
            "Հաջորդ փոփոխությունը",
            "Следующее изменение",
            "Sonraki değişiklik",
        ],
    ),
    ("atlas-none", ["none recorded", "qeyd olunmayıb", "արձանագրված չէ", "не отмечено", "kayıt yok"]),
    (
        "atlas-no-script",
        [
            "This page draws its maps with JavaScript, which is switched off. These are the changes that they show.",
            "Bu səhifə xəritələri JavaScript ilə çəkir, o isə söndürülüb. Xəritələrin göstərdiyi dəyişikliklər bunlardır.",
            "Այս էջը քարտեզները գծում է JavaScript-ով, որն անջատված է։ Սրանք են փոփոխությունները, որոնք դրանք ցույց են տալիս։",
            "Эта страница рисует карты с помощью JavaScript, который отключён. Вот изменения, которые они показывают.",
            "Bu sayfa haritaları JavaScript ile çizer, o da kapalı. Haritaların gösterdiği değişiklikler bunlardır.",
        ],
    ),
    (
        "atlas-other-reading",
        ["other reading", "digər oxunuş", "այլ ընթերցում", "другое прочтение", "başka okuma"],
    ),
    ("atlas-pause", ["Pause", "Fasilə", "Դադար", "Пауза", "Duraklat"]),
    ("atlas-play", ["Play", "Oynat", "Գործարկել", "Воспроизвести", "Oynat"]),
    (
        "atlas-previous",
        [
            "Previous change",
            "Əvvəlki dəyişiklik",
            "Նախորդ փոփոխությունը",
            "Предыдущее изменение",
            "Önceki değişiklik",
        ],
    ),
    ("atlas-print", ["Print", "Çap et", "Տպել", "Печать", "Yazdır"]),
    ("atlas-since", ["since: {d}", "başlanğıc: {d}", "սկիզբը՝ {d}", "с даты: {d}", "başlangıç: {d}"]),
    ("atlas-speed", ["Speed", "Sürət", "Արագություն", "Скорость", "Hız"]),
    (
        "atlas-table",
        [
            "Holders on this day",
            "Bu tarixdə nəzarət edənlər",
            "Վերահսկողներն այս օրը",
            "Держатели на эту дату",
            "Bu tarihte denetleyenler",
        ],
    ),
    ("atlas-view", ["View", "Görünüş", "Տեսք", "Вид", "Görünüm"]),
    ("atlas-whole", ["Whole map", "Bütün xəritə", "Ամբողջ քարտեզը", "Вся карта", "Tüm harita"]),
    ("atlas-zoom-in", ["Zoom in", "Yaxınlaşdır", "Մեծացնել", "Приблизить", "Yakınlaştır"]),
    ("atlas-zoom-out", ["Zoom out", "Uzaqlaşdır", "Փոքրացնել", "Отдалить", "Uzaklaştır"]),
    ("contradicts", ["contradicts", "ziddir", "հակասում է", "противоречит", "çelişiyor"]),
    ("reports", ["reports", "məlumat verir", "հաղորդում է", "сообщает", "bildiriyor"]),
    ("supports", ["supports", "təsdiq edir", "հաստատում է", "подтверждает", "destekliyor"]),
    (
        "supports-default",
        [
            "supports the default reading",
            "əsas oxunuşu təsdiq edir",
            "հաստատում է հիմնական ընթերցումը",
            "подтверждает основное прочтение",
            "varsayılan okumayı destekliyor",
        ],
    ),
];

/// The word for `key` in `lang`, else in English. An unknown key gives itself, so that a slip shows.
pub fn word(lang: Lang, key: &str) -> &str {
    let column = LANGS.iter().position(|known| *known == lang).unwrap_or(0);
    WORDS.iter().find(|(known, _)| *known == key).map_or(key, |(_, words)| words[column])
}

/// The word with `{n}` replaced by a number.
pub fn count(lang: Lang, key: &str, n: usize) -> String {
    word(lang, key).replace("{n}", &n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Face, glyph};

    #[test]
    fn every_word_can_be_written_with_the_embedded_fonts() {
        for (key, words) in WORDS {
            for text in words {
                assert!(text.chars().all(|c| glyph(Face::Sans, c) != 0), "{key}: {text}");
            }
        }
    }

    #[test]
    fn keys_are_unique_and_other_languages_fall_back_to_english() {
        for (i, (key, words)) in WORDS.iter().enumerate() {
            assert!(WORDS[..i].iter().all(|(other, _)| other != key), "{key}");
            assert_eq!(word(Lang::new("ka").unwrap(), key), words[0]);
        }
    }
}

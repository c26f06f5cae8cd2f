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
    (
        "contested-rows",
        [
            "rows of the source overlap",
            "mənbənin sətirləri üst-üstə düşür",
            "աղբյուրի տողերը համընկնում են",
            "строки источника перекрываются",
            "kaynağın satırları çakışıyor",
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
            "fainter tint: inferred, not stated by a source",
            "solğun rəng: nəticə çıxarılıb, mənbədə yoxdur",
            "գունատ երանգ՝ եզրակացված է, աղբյուրը չի նշում",
            "бледный тон: вывод, в источнике не указано",
            "soluk ton: çıkarım, kaynakta yok",
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
    // Animations.
    (
        "animation-of",
        ["Map in motion", "Hərəkətli xəritə", "Շարժվող քարտեզ", "Карта в движении", "Hareketli harita"],
    ),
    ("and-more", ["and {n} more", "və daha {n}", "և ևս {n}", "и ещё {n}", "ve {n} tane daha"]),
    // Changes of collections that have no titles for them: {0} and {1} are names, in the form in which they stand alone.
    (
        "import-first",
        ["The data begin", "Məlumatlar başlayır", "Տվյալների սկիզբ", "Начало данных", "Veriler başlar"],
    ),
    ("import-begins", ["{0} begins", "{0} başlayır", "{0}. սկիզբ", "{0}: начало", "{0} başlar"]),
    (
        "import-begins-on",
        [
            "{0} begins, on land of {1}",
            "{0} başlayır; torpaq: {1}",
            "{0}. սկիզբ, հող՝ {1}",
            "{0}: начало; земля: {1}",
            "{0} başlar; toprak: {1}",
        ],
    ),
    ("import-in-place", ["{0} in place of {1}", "{1} › {0}", "{1} › {0}", "{1} › {0}", "{1} › {0}"]),
    ("import-whole", ["{0}: to {1}", "{0} › {1}", "{0} › {1}", "{0} › {1}", "{0} › {1}"]),
    (
        "import-land",
        [
            "Land of {0} to {1}",
            "Torpaq: {0} › {1}",
            "Հող՝ {0} › {1}",
            "Земля: {0} › {1}",
            "Toprak: {0} › {1}",
        ],
    ),
    ("import-grows", ["{0} grows", "{0} genişlənir", "{0}. ընդարձակում", "{0}: расширение", "{0} genişler"]),
    ("import-again", ["{0} again", "{0} – yenidən", "{0}. կրկին", "{0}: снова", "{0} – yeniden"]),
    ("import-ends", ["{0} ends", "{0} sona çatır", "{0}. ավարտ", "{0}: конец", "{0} sona erer"]),
    (
        "import-lost",
        [
            "Land of {0}: holder {1}",
            "Torpaq: {0} › {1}",
            "Հող՝ {0} › {1}",
            "Земля: {0} › {1}",
            "Toprak: {0} › {1}",
        ],
    ),
    (
        "import-status-ends",
        [
            "{0}: no longer {1}",
            "{0}: sona çatır – {1}",
            "{0}. ավարտ – {1}",
            "{0}: конец – {1}",
            "{0}: sona erer – {1}",
        ],
    ),
    (
        "import-claims",
        [
            "{0} claims land",
            "{0}: torpaq iddiası",
            "{0}. հողի հավակնություն",
            "{0}: притязание на землю",
            "{0}: toprak talebi",
        ],
    ),
    (
        "import-claims-of",
        [
            "{0} claims land of {1}",
            "{0}: iddia; torpaq: {1}",
            "{0}. հավակնություն, հող՝ {1}",
            "{0}: притязание; земля: {1}",
            "{0}: talep; toprak: {1}",
        ],
    ),
    (
        "import-claim-ends",
        [
            "Claim of {0} ends",
            "{0}: iddia sona çatır",
            "{0}. հավակնության ավարտ",
            "{0}: конец притязания",
            "{0}: talep sona erer",
        ],
    ),
    ("import-changes", ["{0} changes", "{0} dəyişir", "{0}. փոփոխություն", "{0}: изменение", "{0} değişir"]),
    (
        "import-several",
        [
            "{0} changes: {1}",
            "{0} dəyişiklik: {1}",
            "{0} փոփոխություն՝ {1}",
            "Изменений: {0}. {1}",
            "{0} değişiklik: {1}",
        ],
    ),
    (
        "import-between",
        [
            "{0} (between {1} and {2})",
            "{0} ({1} – {2})",
            "{0} ({1} – {2})",
            "{0} (между {1} и {2})",
            "{0} ({1} – {2})",
        ],
    ),
    ("undated", ["undated", "tarixsiz", "առանց տարեթվի", "без даты", "tarihsiz"]),
    // Small multiples.
    ("maps-of", ["{n} maps", "{n} xəritə", "{n} քարտեզ", "Карт: {n}", "{n} harita"]),
    (
        "year-ends",
        [
            "at the end of each year",
            "hər ilin sonunda",
            "յուրաքանչյուր տարվա վերջին",
            "на конец каждого года",
            "her yılın sonunda",
        ],
    ),
    (
        "changed",
        [
            "changed since the previous map",
            "əvvəlki xəritədən sonra dəyişib",
            "փոխվել է նախորդ քարտեզից հետո",
            "изменилось после предыдущей карты",
            "önceki haritadan sonra değişti",
        ],
    ),
    (
        "no-change",
        [
            "no change on the map",
            "xəritədə dəyişiklik yoxdur",
            "քարտեզում փոփոխություն չկա",
            "на карте без изменений",
            "haritada değişiklik yok",
        ],
    ),
    // Comparisons.
    ("compare", ["Comparison", "Müqayisə", "Համեմատություն", "Сравнение", "Karşılaştırma"]),
    ("compare-changes", ["Changes", "Dəyişikliklər", "Փոփոխություններ", "Изменения", "Değişiklikler"]),
    ("compare-differences", ["Differences", "Fərqlər", "Տարբերություններ", "Различия", "Farklar"]),
    (
        "compare-returned",
        [
            "Changed and came back",
            "Dəyişib geri qayıdan",
            "Փոխված և վերադարձած",
            "Менялось и вернулось",
            "Değişip geri dönen",
        ],
    ),
    (
        "compare-balance",
        [
            "Land by holder, km²",
            "Tərəflər üzrə ərazi, km²",
            "Տարածքն ըստ կողմերի, կմ²",
            "Территория по держателям, км²",
            "Taraflara göre arazi, km²",
        ],
    ),
    (
        "compare-claims",
        [
            "Land of others claimed, km²",
            "Başqasında iddia edilən ərazi, km²",
            "Ուրիշից պահանջվող տարածք, կմ²",
            "Притязания на чужую территорию, км²",
            "Başkasından talep edilen arazi, km²",
        ],
    ),
    ("compare-gained", ["gained", "qazanıb", "ստացել", "получено", "kazanç"]),
    ("compare-lost", ["lost", "itirib", "կորցրել", "утрачено", "kayıp"]),
    (
        "compare-gross-gained",
        [
            "gained on the way",
            "yol boyu qazanıb",
            "ընթացքում ստացել",
            "получено за всё время",
            "yol boyunca kazanç",
        ],
    ),
    (
        "compare-gross-lost",
        [
            "lost on the way",
            "yol boyu itirib",
            "ընթացքում կորցրել",
            "утрачено за всё время",
            "yol boyunca kayıp",
        ],
    ),
    ("compare-gross", ["on the way", "yol boyu", "ընթացքում", "за всё время", "yol boyunca"]),
    ("compare-total", ["total", "cəmi", "ընդամենը", "всего", "toplam"]),
    (
        "compare-pairs",
        [
            "From whom to whom, km²",
            "Kimdən kimə, km²",
            "Ումից ում, կմ²",
            "От кого к кому, км²",
            "Kimden kime, km²",
        ],
    ),
    (
        "compare-every",
        [
            "Every change of holder on the way",
            "Yol boyu bütün dəyişikliklər",
            "Բոլոր անցումներն ընթացքում",
            "Все переходы за это время",
            "Yol boyunca bütün el değiştirmeler",
        ],
    ),
    ("compare-from", ["from", "kimdən", "ումից", "от кого", "kimden"]),
    ("compare-to", ["to", "kimə", "ում", "к кому", "kime"]),
    ("compare-date", ["date", "tarix", "ամսաթիվ", "дата", "tarih"]),
    ("compare-act", ["act", "akt", "ակտ", "акт", "işlem"]),
    ("compare-way", ["on the way:", "yol boyu:", "ընթացքում՝", "по пути:", "yol boyunca:"]),
    ("compare-more", ["and {n} more", "və daha {n}", "և ևս {n}", "и ещё {n}", "ve {n} daha"]),
    (
        "compare-rest",
        [
            "and {n} more in the table of changes",
            "daha {n} dəyişiklik cədvəldədir",
            "ևս {n} փոփոխություն աղյուսակում",
            "ещё {n} в таблице изменений",
            "{n} değişiklik daha tabloda",
        ],
    ),
    (
        "compare-rest-off",
        [
            "and {n} not on this map",
            "daha {n} dəyişiklik bu xəritədə yoxdur",
            "ևս {n}-ը այս քարտեզում չէ",
            "ещё {n} вне этой карты",
            "{n} değişiklik bu haritada yok",
        ],
    ),
    (
        "compare-nothing",
        [
            "Nothing changed.",
            "Heç nə dəyişməyib.",
            "Ոչինչ չի փոխվել։",
            "Ничего не изменилось.",
            "Hiçbir şey değişmedi.",
        ],
    ),
    ("compare-same", ["No difference.", "Fərq yoxdur.", "Տարբերություն չկա։", "Различий нет.", "Fark yok."]),
    ("compare-claimed", ["claimed", "iddia edilir", "հավակնություն կա", "притязание", "talep ediliyor"]),
    (
        "compare-not-claimed",
        ["not claimed", "iddia edilmir", "հավակնություն չկա", "нет притязания", "talep edilmiyor"],
    ),
    (
        "compare-claim-begins",
        ["new claim:", "yeni iddia:", "նոր հավակնություն՝", "новое притязание:", "yeni talep:"],
    ),
    (
        "compare-claim-ends",
        [
            "claim ended:",
            "iddia bitib:",
            "հավակնությունն ավարտվել է՝",
            "притязание прекращено:",
            "talep sona erdi:",
        ],
    ),
    (
        "compare-surroundings",
        [
            "* with surroundings, as far as the data reach",
            "* ətraf ərazilərlə, məlumatın çatdığı qədər",
            "* շրջակայքով, որքան տվյալները հասնում են",
            "* с окрестностями, насколько охватывают данные",
            "* çevreyle birlikte, verinin ulaştığı kadar",
        ],
    ),
    (
        "compare-tint",
        [
            "changed land: tint of the new holder, hatched in the colour of the former",
            "dəyişən ərazi: yeni tərəfin rəngi, əvvəlkinin rəngində ştrix",
            "փոխված տարածք՝ նոր կողմի երանգ, նախկինի գույնի գծեր",
            "перешедшая территория: тон нового держателя, штриховка цвета прежнего",
            "el değiştiren arazi: yeni tarafın tonu, öncekinin renginde tarama",
        ],
    ),
    (
        "compare-tint-two",
        [
            "land that differs: tint of 2, hatched in the colour of 1",
            "fərqli ərazi: 2-nin rəngi, 1-in rəngində ştrix",
            "տարբերվող տարածք՝ 2-ի երանգ, 1-ի գույնի գծեր",
            "различие: тон по 2, штриховка цвета по 1",
            "farklı arazi: 2'nin tonu, 1'in renginde tarama",
        ],
    ),
    (
        "compare-quiet",
        [
            "pale: unchanged",
            "solğun: dəyişməyib",
            "գունատ՝ անփոփոխ",
            "бледный тон: без изменений",
            "soluk: değişmeyen",
        ],
    ),
    (
        "compare-successor",
        [
            "paler, thin hatch: a successor state",
            "daha solğun, nazik ştrix: varis dövlət",
            "ավելի գունատ, բարակ գծեր՝ իրավահաջորդ",
            "бледнее, тонкая штриховка: преемник",
            "daha soluk, ince tarama: ardıl devlet",
        ],
    ),
    (
        "compare-alike",
        [
            "pale: no difference",
            "solğun: fərq yoxdur",
            "գունատ՝ տարբերություն չկա",
            "бледный тон: различия нет",
            "soluk: fark yok",
        ],
    ),
    (
        "compare-off-map",
        ["not on this map", "bu xəritədə yoxdur", "այս քարտեզում չէ", "вне этой карты", "bu haritada yok"],
    ),
    (
        "compare-ghost",
        ["former border", "əvvəlki sərhəd", "նախկին սահման", "прежняя граница", "önceki sınır"],
    ),
    ("compare-new", ["new border", "yeni sərhəd", "նոր սահման", "новая граница", "yeni sınır"]),
    (
        "compare-stayed",
        ["unchanged border", "dəyişməyən sərhəd", "անփոփոխ սահման", "неизменная граница", "değişmeyen sınır"],
    ),
    (
        "compare-border-one",
        [
            "border in 1 only",
            "yalnız 1-də sərhəd",
            "սահման միայն 1-ում",
            "граница только в 1",
            "yalnızca 1'deki sınır",
        ],
    ),
    (
        "compare-border-two",
        [
            "border in 2 only",
            "yalnız 2-də sərhəd",
            "սահման միայն 2-ում",
            "граница только в 2",
            "yalnızca 2'deki sınır",
        ],
    ),
    (
        "compare-arrow",
        [
            "from the former holder to the new",
            "əvvəlki tərəfdən yenisinə",
            "նախկին կողմից նորին",
            "от прежнего держателя к новому",
            "önceki taraftan yenisine",
        ],
    ),
    (
        "compare-number",
        ["number in the list", "siyahıdakı nömrə", "համարը ցանկում", "номер в списке", "listedeki numara"],
    ),
    (
        "compare-hollow",
        [
            "changed and came back",
            "dəyişib geri qayıdıb",
            "փոխվել և վերադարձել է",
            "менялось и вернулось",
            "değişip geri döndü",
        ],
    ),
    (
        "compare-status",
        [
            "change of status or name",
            "status və ya ad dəyişib",
            "կարգավիճակի կամ անվան փոփոխություն",
            "смена статуса или названия",
            "statü veya ad değişikliği",
        ],
    ),
    (
        "compare-outline",
        ["changed land", "dəyişən ərazi", "փոխված տարածք", "изменившаяся территория", "değişen arazi"],
    ),
    ("compare-claim-new", ["new claim", "yeni iddia", "նոր հավակնություն", "новое притязание", "yeni talep"]),
    (
        "compare-claim-old",
        ["former claim", "əvvəlki iddia", "նախկին հավակնություն", "прежнее притязание", "önceki talep"],
    ),
    ("km2", ["km²", "km²", "կմ²", "км²", "km²"]),
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
    (
        "atlas-no-day",
        [
            "{d} is no day of this atlas; it goes from {0} to {1}",
            "{d} bu atlasın günü deyil; atlas: {0} – {1}",
            "{d}՝ այս ատլասում այդպիսի օր չկա. {0} – {1}",
            "{d}: такого дня в этом атласе нет; он охватывает {0} – {1}",
            "{d} bu atlasın bir günü değil; atlas: {0} – {1}",
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
    // Slides.
    (
        "slide-region",
        [
            "Where the region lies",
            "Bölgənin yeri",
            "Տարածաշրջանի դիրքը",
            "Где находится регион",
            "Bölgenin yeri",
        ],
    ),
    (
        "slide-frame",
        [
            "The frame: what the maps show",
            "Çərçivə: xəritələrin göstərdiyi yer",
            "Շրջանակը՝ քարտեզների ցույց տված տարածքը",
            "Рамка: что показывают карты",
            "Çerçeve: haritaların gösterdiği yer",
        ],
    ),
    (
        "slide-who",
        [
            "Who holds the land",
            "Torpaq kimin nəzarətindədir",
            "Ում վերահսկողության տակ է հողը",
            "Кто держит землю",
            "Toprak kimin denetiminde",
        ],
    ),
    (
        "slide-how",
        [
            "How to read the maps",
            "Xəritələri necə oxumalı",
            "Ինչպես կարդալ քարտեզները",
            "Как читать карты",
            "Haritalar nasıl okunur",
        ],
    ),
    (
        "slide-key",
        [
            "What the maps show",
            "Xəritələr nəyi göstərir",
            "Ինչ են ցույց տալիս քարտեզները",
            "Что показывают карты",
            "Haritalar neyi gösterir",
        ],
    ),
    (
        "slide-ask-unlabelled",
        [
            "Who holds which land on this day?",
            "Bu tarixdə hansı torpaq kimin nəzarətindədir?",
            "Այս օրը ո՞ր հողն ում վերահսկողության տակ է",
            "Кто держит какую землю в этот день?",
            "Bu tarihte hangi toprak kimin denetiminde?",
        ],
    ),
    (
        "slide-ask-numbered",
        [
            "Who holds the land? Name the holder of each number.",
            "Torpaq kimin nəzarətindədir? Hər nömrə üçün adını deyin.",
            "Ո՞ւմ վերահսկողության տակ է հողը։ Նշե՛ք անունը յուրաքանչյուր թվի համար։",
            "Кто держит землю? Назовите держателя под каждым номером.",
            "Toprak kimin denetiminde? Her numara için adını söyleyin.",
        ],
    ),
    (
        "slide-ask-outline",
        [
            "Which land is held by whom? Colour the map.",
            "Hansı torpaq kimin nəzarətindədir? Xəritəni rəngləyin.",
            "Ո՞ր հողն ում վերահսկողության տակ է։ Գունավորե՛ք քարտեզը։",
            "Какую землю кто держит? Раскрасьте карту.",
            "Hangi toprak kimin denetiminde? Haritayı boyayın.",
        ],
    ),
    (
        "slide-ask-blank",
        [
            "Where do the borders run on this day? Draw them.",
            "Bu tarixdə sərhədlər haradan keçir? Onları çəkin.",
            "Որտեղո՞վ են անցնում սահմաններն այս օրը։ Գծե՛ք դրանք։",
            "Где проходят границы в этот день? Нарисуйте их.",
            "Bu tarihte sınırlar nereden geçiyor? Çizin.",
        ],
    ),
    (
        "slide-unnamed",
        ["Map without names", "Adsız xəritə", "Քարտեզ առանց անունների", "Карта без названий", "Adsız harita"],
    ),
    ("slide-happened", ["What happened", "Nə baş verdi", "Ինչ տեղի ունեցավ", "Что произошло", "Ne oldu"]),
    (
        "slide-no-effect",
        [
            "Without effect on the map",
            "Xəritəyə təsiri olmayanlar",
            "Քարտեզի վրա առանց ազդեցության",
            "Без последствий на карте",
            "Haritaya etkisi olmayanlar",
        ],
    ),
    (
        "slide-doubts",
        [
            "What is contested or inferred",
            "Mübahisəli olan və ya nəticə çıxarılan",
            "Ինչն է վիճելի կամ եզրակացված",
            "Что спорно или выведено",
            "Tartışmalı olan ya da çıkarsanan",
        ],
    ),
    (
        "slide-expected",
        [
            "Expected answers",
            "Gözlənilən cavablar",
            "Սպասվող պատասխաններ",
            "Ожидаемые ответы",
            "Beklenen yanıtlar",
        ],
    ),
    (
        "slide-sources-full",
        [
            "Sources in full",
            "Mənbələr tam şəkildə",
            "Աղբյուրներն ամբողջությամբ",
            "Источники полностью",
            "Kaynakların tamamı",
        ],
    ),
    (
        "slide-more",
        [
            "… and {n} more, see the notes",
            "… və daha {n}, qeydlərə baxın",
            "… և ևս {n}, տե՛ս նշումները",
            "… и ещё {n}, см. заметки",
            "… ve {n} tane daha, notlara bakın",
        ],
    ),
    (
        "slide-full-list",
        [
            "full list in the notes",
            "tam siyahı qeydlərdə",
            "ամբողջական ցանկը՝ նշումներում",
            "полный список в заметках",
            "tam liste notlarda",
        ],
    ),
    ("slide-cut", ["Not cut", "Tam mətn", "Ամբողջական տեքստը", "Полный текст", "Metnin tamamı"]),
    (
        "slide-also",
        ["Also on the map", "Xəritədə həmçinin", "Քարտեզում նաև", "Также на карте", "Haritada ayrıca"],
    ),
    ("slide-count", ["{n} slides", "{n} slayd", "{n} սահիկ", "Слайдов: {n}", "{n} slayt"]),
    (
        "kind-baseline",
        [
            "state of things at the beginning",
            "başlanğıcdakı vəziyyət",
            "սկզբնական վիճակ",
            "положение в начале",
            "başlangıçtaki durum",
        ],
    ),
    ("kind-cession", ["cession", "güzəşt", "զիջում", "уступка", "devir"]),
    (
        "kind-occupation",
        [
            "troops take control",
            "qoşunların nəzarəti ələ alması",
            "զորքերը վերահսկողություն են հաստատում",
            "войска берут под контроль",
            "birlikler denetimi ele alıyor",
        ],
    ),
    (
        "kind-withdrawal",
        [
            "withdrawal of troops",
            "qoşunların çıxması",
            "զորքերի դուրսբերում",
            "вывод войск",
            "birliklerin çekilmesi",
        ],
    ),
    ("kind-proclamation", ["proclamation", "elan", "հռչակում", "провозглашение", "ilan"]),
    ("kind-treaty", ["treaty", "müqavilə", "պայմանագիր", "договор", "antlaşma"]),
    ("kind-decision", ["decision", "qərar", "որոշում", "решение", "karar"]),
    ("kind-ratification", ["ratification", "təsdiq", "վավերացում", "ратификация", "onay"]),
    ("kind-autonomy", ["autonomy", "muxtariyyət", "ինքնավարություն", "автономия", "özerklik"]),
    (
        "kind-reorganisation",
        ["reorganisation", "yenidən təşkil", "վերակազմակերպում", "реорганизация", "yeniden düzenleme"],
    ),
    (
        "kind-delimitation",
        ["delimitation", "sərhədin müəyyən edilməsi", "սահմանազատում", "делимитация", "sınırın çizilmesi"],
    ),
    ("kind-renaming", ["renaming", "adın dəyişdirilməsi", "վերանվանում", "переименование", "ad değişikliği"]),
    ("kind-claim", ["claim", "iddia", "հավակնություն", "притязание", "talep"]),
    ("kind-proposal", ["proposal", "təklif", "առաջարկ", "предложение", "öneri"]),
    ("kind-annulment", ["annulment", "ləğv", "չեղարկում", "аннулирование", "iptal"]),
    ("kind-military", ["fighting", "döyüş", "մարտական գործողություններ", "боевые действия", "çarpışma"]),
    (
        "kind-unification",
        [
            "union of states",
            "dövlətlərin birliyi",
            "պետությունների միություն",
            "объединение государств",
            "devletlerin birliği",
        ],
    ),
    // The locator as a map of its own.
    ("locator-where", ["Where is this?", "Bu haradadır?", "Որտե՞ղ է սա", "Где это?", "Burası neresi?"]),
    (
        "locator-shows",
        [
            "A map of the surroundings; the land of the other maps is outlined.",
            "Ətraf bölgənin xəritəsi; digər xəritələrin ərazisi haşiyə ilə göstərilib.",
            "Շրջակայքի քարտեզ. մյուս քարտեզների տարածքը եզրագծված է։",
            "Карта окружающего региона; территория остальных карт обведена.",
            "Çevrenin haritası; öteki haritaların alanı çerçeve içine alınmıştır.",
        ],
    ),
    (
        "locator-names",
        [
            "Named on it:",
            "Üzərində adı yazılanlar:",
            "Անվանված են՝",
            "На ней подписаны:",
            "Üzerinde adı yazılanlar:",
        ],
    ),
    // Maps that ask something, and worksheets.
    (
        "told-unlabelled",
        [
            "The names are left out.",
            "Adlar yazılmayıb.",
            "Անունները բաց են թողնված։",
            "Названия опущены.",
            "Adlar yazılmamıştır.",
        ],
    ),
    (
        "told-numbered",
        [
            "Numbers stand on the land of each holder in place of names.",
            "Hər tərəfin torpağında ad əvəzinə nömrə var.",
            "Անունների փոխարեն յուրաքանչյուրի հողի վրա թվեր են։",
            "Вместо названий на земле каждой стороны стоят номера.",
            "Her tarafın toprağında ad yerine numara vardır.",
        ],
    ),
    (
        "told-outline",
        [
            "Borders and waters, without colours and names.",
            "Sərhədlər və sular, rəngsiz və adsız.",
            "Սահմաններ և ջրեր՝ առանց գույների և անունների։",
            "Границы и воды, без цветов и названий.",
            "Sınırlar ve sular; renkler ve adlar yok.",
        ],
    ),
    (
        "told-blank",
        [
            "Land and waters, without borders, colours and names.",
            "Quru və sular, sərhədsiz, rəngsiz və adsız.",
            "Ցամաք և ջրեր՝ առանց սահմանների, գույների և անունների։",
            "Суша и воды, без границ, цветов и названий.",
            "Kara ve sular; sınırlar, renkler ve adlar yok.",
        ],
    ),
    (
        "occupied-by-others",
        [
            "held by troops of another party",
            "başqa tərəfin qoşunlarının nəzarətində",
            "այլ կողմի զորքերի վերահսկողության տակ",
            "под контролем войск другой стороны",
            "başka bir tarafın birliklerinin denetiminde",
        ],
    ),
    (
        "protected",
        [
            "under protection",
            "himayə altında",
            "հովանավորության տակ",
            "под покровительством",
            "himaye altında",
        ],
    ),
    (
        "claimed-by-others",
        [
            "claimed by another party",
            "başqa tərəf iddia edir",
            "հավակնում է այլ կողմ",
            "притязает другая сторона",
            "başka bir taraf talep ediyor",
        ],
    ),
    ("worksheet", ["Worksheet", "İş vərəqi", "Աշխատանքային թերթ", "Рабочий лист", "Çalışma kâğıdı"]),
    ("answer-key", ["Answer key", "Cavablar", "Պատասխաններ", "Ответы", "Cevap anahtarı"]),
    ("write-name", ["Name", "Ad, soyad", "Անուն, ազգանուն", "Имя, фамилия", "Ad, soyad"]),
    ("write-class", ["Class", "Sinif", "Դասարան", "Класс", "Sınıf"]),
    ("write-date", ["Date", "Tarix", "Ամսաթիվ", "Дата", "Tarih"]),
    (
        "which-date",
        ["Which date is this?", "Bu hansı tarixdir?", "Ո՞ր ամսաթիվն է", "Какая это дата?", "Bu hangi tarih?"],
    ),
    (
        "task-unlabelled",
        [
            "Write next to each colour or pattern whose land it was on this date. Then name the towns, lakes and rivers on the map.",
            "Hər rəng və ya naxışın yanında bu tarixdə torpağın kimə aid olduğunu yazın. Sonra xəritədə şəhərləri, gölləri və çayları \
             adlandırın.",
            "Յուրաքանչյուր գույնի կամ նախշի կողքին գրեք, թե այս ամսաթվին ումն էր հողը։ Ապա քարտեզի վրա գրեք քաղաքների, լճերի և \
             գետերի անունները։",
            "Напишите рядом с каждым цветом или узором, чьей была земля на эту дату. Затем подпишите на карте города, озёра и реки.",
            "Her renk veya desenin yanına bu tarihte toprağın kime ait olduğunu yazın. Sonra haritada şehirleri, gölleri ve \
             ırmakları adlandırın.",
        ],
    ),
    (
        "task-numbered",
        [
            "Write next to each number whose land it was on this date.",
            "Hər nömrənin yanında bu tarixdə torpağın kimə aid olduğunu yazın.",
            "Յուրաքանչյուր թվի կողքին գրեք, թե այս ամսաթվին ումն էր հողը։",
            "Напишите рядом с каждым номером, чьей была земля на эту дату.",
            "Her numaranın yanına bu tarihte toprağın kime ait olduğunu yazın.",
        ],
    ),
    (
        "task-outline",
        [
            "Colour in whose land it was on this date, and the boxes in the same colours.",
            "Bu tarixdə torpağın kimə aid olduğunu rəngləyin, qutuları da eyni rənglərlə.",
            "Ներկեք՝ այս ամսաթվին ումն էր հողը, և վանդակները՝ նույն գույներով։",
            "Раскрасьте, чьей была земля на эту дату, и квадраты теми же цветами.",
            "Bu tarihte toprağın kime ait olduğunu boyayın, kutuları da aynı renklerle.",
        ],
    ),
    (
        "task-blank",
        [
            "Draw the borders of this date and write on the map whose land it was.",
            "Bu tarixdəki sərhədləri çəkin və torpağın kimə aid olduğunu xəritədə yazın.",
            "Գծեք այս ամսաթվի սահմանները և քարտեզի վրա գրեք, թե ումն էր հողը։",
            "Проведите границы на эту дату и напишите на карте, чьей была земля.",
            "Bu tarihteki sınırları çizin ve haritaya toprağın kime ait olduğunu yazın.",
        ],
    ),
    ("slide", ["Slide", "Slayd", "Սահիկ", "Слайд", "Slayt"]),
    ("slide-layout-title", ["Title", "Başlıq", "Վերնագիր", "Заголовок", "Başlık"]),
    (
        "slide-layout-map",
        ["Map and text", "Xəritə və mətn", "Քարտեզ և տեքստ", "Карта и текст", "Harita ve metin"],
    ),
    ("slide-layout-picture", ["Picture", "Şəkil", "Պատկեր", "Изображение", "Resim"]),
    ("slide-layout-pair", ["Two maps", "İki xəritə", "Երկու քարտեզ", "Две карты", "İki harita"]),
    ("slide-layout-text", ["Text", "Mətn", "Տեքստ", "Текст", "Metin"]),
    ("slide-subtitle", ["Subtitle", "Alt başlıq", "Ենթավերնագիր", "Подзаголовок", "Alt başlık"]),
    ("slide-caption", ["Caption", "Şəkilaltı yazı", "Մակագիր", "Подпись", "Resim yazısı"]),
    ("slide-number", ["Slide number", "Slaydın nömrəsi", "Սահիկի համար", "Номер слайда", "Slayt numarası"]),
    ("slide-notes", ["Notes", "Qeydlər", "Նշումներ", "Заметки", "Notlar"]),
    ("slide-next", ["Next slide", "Növbəti slayd", "Հաջորդ սահիկը", "Следующий слайд", "Sonraki slayt"]),
    ("slide-back", ["Previous slide", "Əvvəlki slayd", "Նախորդ սահիկը", "Предыдущий слайд", "Önceki slayt"]),
    ("slide-first", ["First slide", "İlk slayd", "Առաջին սահիկը", "Первый слайд", "İlk slayt"]),
    ("slide-last", ["Last slide", "Son slayd", "Վերջին սահիկը", "Последний слайд", "Son slayt"]),
    ("slide-full", ["Full screen", "Tam ekran", "Լիաէկրան", "Полный экран", "Tam ekran"]),
    ("slide-keys", ["Keys", "Düymələr", "Ստեղներ", "Клавиши", "Tuşlar"]),
    ("slide-space", ["Space", "Boşluq", "Բացատ", "Пробел", "Boşluk"]),
    ("legend-further", ["and {n} more", "və daha {n}", "և ևս {n}", "и ещё {n}", "ve {n} tane daha"]),
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

/// The text with a capital at its beginning.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number with as many decimals, written as the language writes it: `7,674` or `7 674`; `-0` is `0`.
pub fn number(lang: Lang, number: f64, decimals: usize) -> String {
    let (group, point) = match lang {
        Lang::AZ | Lang::TR => ('.', ','),
        // A space that breaks no line.
        Lang::HY | Lang::RU => ('\u{a0}', ','),
        _ => (',', '.'),
    };
    let digits = format!("{:.decimals$}", number.abs());
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let is_zero = digits.chars().all(|digit| digit == '0' || digit == '.');
    let mut out = String::from(if number < 0.0 && !is_zero { "−" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if 0 < index && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(point);
        out.push_str(rest);
    }
    out
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
    fn numbers_are_written_as_the_language_writes_them() {
        for (lang, value, decimals, expected) in [
            (Lang::EN, 7674.2, 0, "7,674"),
            (Lang::EN, -0.2, 0, "0"),
            (Lang::EN, -7.25, 1, "−7.2"),
            (Lang::TR, 1_234_567.0, 0, "1.234.567"),
            (Lang::AZ, 2.44, 1, "2,4"),
            (Lang::RU, 7674.0, 0, "7\u{a0}674"),
            (Lang::HY, 999.0, 0, "999"),
        ] {
            assert_eq!(number(lang, value, decimals), expected);
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

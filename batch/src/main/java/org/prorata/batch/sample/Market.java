package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;

import org.joda.money.CurrencyUnit;
import org.prorata.billing.BillingDay;
import org.prorata.subscription.Tenant;
import org.prorata.subscription.TenantId;

/**
 * Where tenants are, what they are billed in and what they are called.
 *
 * @param country ISO 3166-1 alpha-2
 * @param locale BCP 47 tag of the language its people read
 * @param timeZone where its people are
 * @param currency what they are billed in
 * @param taxRates what charges may be taxed at, as fractions
 * @param wording its words
 */
record Market(String country, String locale, ZoneId timeZone, CurrencyUnit currency, List<BigDecimal> taxRates,
        Wording wording) {

    private static final Market UNITED_STATES = of("US", "en", "America/New_York", "USD", List
        .of("0", "0.04", "0.0625", "0.08875"), """
                Harborlight=harborlight|Cedarfall=cedarfall|Brightmoor=brightmoor|Oakhaven=oakhaven|\
                Larkspur Hill=larkspurhill|Pinegate=pinegate|Stonebrook=stonebrook|Redmaple=redmaple|\
                Bluewick=bluewick|Fernhollow=fernhollow|Goldcrest=goldcrest|Willowmere=willowmere|Ashgrove=ashgrove|\
                Quillfield=quillfield|Northmere=northmere|Silverbend=silverbend
                Freight|Dental Care|Analytics|Outfitters|Engineering|Bakeries|Law Partners|Nurseries|Instruments|\
                Marine Supply|Robotics
                1 2, Inc.|1 2 LLC|1 2 Group|The 1 2 Company
                emily.carter|james.whitfield|olivia.reyes|marcus.boyd|hannah.kowalski|andre.lewis|grace.nakamura|\
                daniel.ortiz
                We are moving to another product|Office closed, staff let go|The project has ended|\
                Duplicate of another subscription|Ordered the "Premium" plan by mistake, we only need Basic|\
                Too expensive after the last price change|Merged with our parent company|
                """);

    private static final Market SWEDEN = of("SE", "sv", "Europe/Stockholm", "SEK", List.of("0.25"), """
            Fjällbrygga=fjallbrygga|Björkvik=bjorkvik|Strömvall=stromvall|Älgmossen=algmossen|Granlid=granlid|\
            Tallåsen=tallasen|Havsörn=havsorn|Skogsrike=skogsrike|Vintersund=vintersund|Lindhammar=lindhammar|\
            Ekbacken=ekbacken|Sjöliden=sjoliden|Klippudden=klippudden|Blåklint=blaklint|Stenholma=stenholma|\
            Ljungdalen=ljungdalen
            Logistik|Bygg|Livs|Trafikskola|Redovisning|Mekanik|Fastigheter|Trä|Energi|Konsult|Förlag
            1 2 AB|1 2 i Norden AB|1 2 Handelsbolag
            anna.lind|erik.sandstrom|karin.oberg|johan.ekdahl|maria.hagglund|per.nyman|sara.wikstrom|\
            lars.forsell
            Vi byter till en annan produkt|Kontoret läggs ned|Projektet är avslutat|\
            Dubblett av en annan prenumeration|Beställd av misstag, fel antal licenser|\
            För dyrt efter prishöjningen|Vi har gått ihop med moderbolaget|
            """);

    private static final Market LATVIA = of("LV", "lv", "Europe/Riga", "EUR", List.of("0.21"), """
            Ziemeļvējš=ziemelvejs|Dzintarkrasts=dzintarkrasts|Ozolsala=ozolsala|Gaujmala=gaujmala|\
            Saulgrieži=saulgriezi|Bērzlapa=berzlapa|Kurzemnieks=kurzemnieks|Zilupīte=zilupite|Rītausma=ritausma|\
            Mežābele=mezabele|Sudrabkalns=sudrabkalns|Vējdzirnavas=vejdzirnavas|Līčupe=licupe|\
            Ābeļdārzs=abeldarzs|Krastkalns=krastkalns|Jūrasputns=jurasputns
            Loģistika|Koks|Būve|Serviss|Aptiekas|Tirdzniecība|Dizains|Enerģija|Transports|Grāmatvedība|Tehnika
            SIA "1 2"|AS "1 2"|SIA 1 2 un partneri
            ilze.kalnina|janis.ozolins|liga.berzina|andris.liepins|inese.krumina|martins.vitols|zane.abele|\
            edgars.balodis
            Pārejam uz citu produktu|Birojs tiek slēgts|Projekts ir pabeigts|Dublē citu abonementu|\
            Pasūtīts kļūdas pēc, vajadzēja mazāk licenču|Pēc cenu maiņas ir par dārgu|\
            Esam apvienojušies ar mātesuzņēmumu|
            """);

    private static final Market BULGARIA = of("BG", "bg", "Europe/Sofia", "EUR", List.of("0.20"), """
            Белорека=beloreka|Сребърник=srebarnik|Лозарево=lozarevo|Крайбряг=kraybryag|Балканец=balkanets|\
            Росица=rositsa|Явор=yavor|Здравец=zdravets|Тополница=topolnitsa|Орлово=orlovo|Калина=kalina|\
            Лазур=lazur|Перуника=perunika|Мелничар=melnichar|Соколово=sokolovo|Бряст=bryast
            Софт|Логистика|Строй|Фарма|Консулт|Транс|Агро|Инженеринг|Текстил|Медия|Счетоводство
            1 2 ООД|„1 2“ ЕООД|1 2 АД
            elena.petrova|georgi.dimitrov|ivana.stoyanova|nikolay.kolev|desislava.ilieva|petar.marinov|\
            radost.angelova|stefan.yordanov
            Преминаваме към друг продукт|Офисът се закрива|Проектът приключи|Дублира друг абонамент|\
            Поръчан по погрешка, трябваха ни по-малко лицензи|Твърде скъпо след промяната на цените|\
            Сляхме се с фирмата майка|
            """);

    private static final Market TAIWAN = of("TW", "zh-TW", "Asia/Taipei", "TWD", List.of("0.05"), """
            晨峰=chenfeng|翠嶺=cuiling|海穹=haiqiong|昇岳=shengyue|禾澤=heze|雲渡=yundu|橙川=chengchuan|\
            光序=guangxu|瀚林=hanlin|沐石=mushi|銀杉=yinshan|北帆=beifan|朗岸=langan|啟澄=qicheng|\
            青埕=qingcheng|松曜=songyao
            科技|精密工業|物流|生技|電子|文創|食品|工程顧問|國際貿易|光電|醫材
            12股份有限公司|12有限公司
            yating.chen|chihming.lin|meiling.huang|weilun.chang|shufen.wu|kuanyu.tsai|peishan.liu|hsiaoming.yang
            我們將改用其他產品|辦公室即將關閉|專案已結束|與另一個訂閱重複|訂購錯誤，授權數量太多|調漲後費用過高|\
            已與母公司合併|
            """);

    private static final Market CHINA = of("CN", "zh-CN", "Asia/Shanghai", "CNY", List.of("0.06"), """
            杭州云砚=yunyan|苏州恒朔=hengshuo|成都锦岚=jinlan|武汉楚汀=chuting|青岛澜岸=lanan|厦门鹭屿=luyu|\
            西安秦陌=qinmo|深圳砺锋=lifeng|南京栖桐=qitong|长沙湘黛=xiangdai|宁波甬岑=yongcen|无锡锡澄=xicheng|\
            大连渤湾=bowan|合肥皖松=wansong|昆明滇翎=dianling|郑州豫穗=yusui
            机械|信息技术|供应链管理|生物科技|新能源|纺织|食品|电子商务|建筑设计|文化传媒|精密仪器
            12有限公司|12股份有限公司|12（集团）有限公司
            wei.zhang|fang.wang|jing.li|qiang.liu|min.chen|lei.zhao|xiuying.sun|hao.zhou
            我们将改用其他产品|办事处即将关闭|项目已结束|与另一个订阅重复|订购错误，许可证数量过多|\
            涨价后费用过高|已与母公司合并|
            """);

    private static final Market JAPAN = of("JP", "en", "Asia/Tokyo", "JPY", List.of("0.10"), """
            Minatogawa=minatogawa|Hoshikaze=hoshikaze|Yukimori=yukimori|Tsukihara=tsukihara|Asagiri=asagiri|\
            Kawabeni=kawabeni|Sorano=sorano|Umibata=umibata|Hinodai=hinodai|Mikazuki=mikazuki|\
            Shirakumo=shirakumo|Takemori=takemori|Natsuno=natsuno|Kirishio=kirishio|Amanohara=amanohara|\
            Yamabuki=yamabuki
            Precision|Foods|Trading|Logistics|Design|Ceramics|Robotics|Textiles|Medical|Printing|Optics
            1 2 K.K.|1 2 Co., Ltd.
            haruka.mori|kenji.arai|yui.matsuda|takumi.endo|sakura.hirano|daichi.ueda
            The Osaka branch is closing|Moving to our group's shared tenant|Project finished|\
            Licences ordered twice|
            """);

    private static final Market KUWAIT = of("KW", "en", "Asia/Kuwait", "KWD", List.of("0"), """
            Al Marsa=almarsa|Dana Coast=danacoast|Bait Al Noor=baitalnoor|Sahab=sahab|\
            Nakheel Oasis=nakheeloasis|Qamar=qamar|Rimal=rimal|Safat Gate=safatgate|Wadi Al Bahr=wadialbahr|\
            Yaqoot=yaqoot|Zahra=zahra|Failaka Bay=failakabay
            Trading|Contracting|Logistics|Catering|Medical Supplies|Engineering|Interiors|Printing|Motors|\
            Consulting|Foodstuff
            1 2 Co. W.L.L.|1 2 K.S.C.C.
            fahad.alenezi|noura.alsabti|yousef.alharbi|dalal.almutawa|omar.haddad|mariam.alkhaled
            Contract with the ministry has ended|Switching to another supplier|Branch closed|\
            Fewer staff than planned|
            """);

    private static Market of(String country, String locale, String timeZone, String currency, List<String> taxRates,
            String words) {
        return new Market(country, locale, ZoneId.of(timeZone), CurrencyUnit.of(currency),
                taxRates.stream().map(BigDecimal::new).toList(), Wording.of(words));
    }

    static Deck<Market> deck(RandomGenerator random) {
        return new Deck<Market>(random).with(5, UNITED_STATES)
            .with(3, SWEDEN)
            .with(3, LATVIA)
            .with(3, BULGARIA)
            .with(2, TAIWAN)
            .with(2, CHINA)
            .with(1, JAPAN)
            .with(1, KUWAIT);
    }

    Tenant tenant(TenantId id, String name, BillingDay billingDay) {
        return new Tenant(id, name, this.country, this.locale, this.timeZone, this.currency, billingDay);
    }

}

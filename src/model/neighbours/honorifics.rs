//! What stands before a name, or behind it, and is no part of it: titles and honorifics by
//! language.

/// Each language with its words, as they are written with a capital.
pub(super) const HONORIFICS: &[(&str, &str)] = &[
    (
        "en",
        "Adm Administrator Admiral Adviser Advisor Advocate Ambassador Analyst Archbishop
        Assemblyman Attorney Ayatollah Baron Baroness Bishop Brig Brigadier Brother Candidate Capt
        Captain Cardinal Caretaker Caliph Chair Chairman Chairperson Chairwoman Chancellor Chef
        Chief Cllr Cmdr Co-Chair Coach Col Colonel Commander Commissioner Comptroller Comrade
        Congressman Congresswoman Constable Consul Coordinator Corporal Councillor Councilman
        Councilor Counsel Counsellor Count Countess Dame Delegate Democrat Deputy Detective
        Dictator Diplomat Director Doctor Dr Duchess Duke Earl Economist Editor Emeritus Emir
        Emperor Empress Envoy Executive Father Fr Gen General Gov Governor Governor-General Hon
        Honourable Honorable Imam Inspector Interpreter Journalist Judge Justice King Lady Leader
        Legislator Lieut Lieutenant Lord Lt Madam Maj Major Marquess Marshal Mayor Minister Miss
        Monsignor Mr Mrs Ms Mullah Mx Negotiator Nominee Nuncio Officer Ombudsman Pastor Patriarch
        Pope Premier President President-elect Prince Princess Principal Prof Professor Prosecutor
        Provost Pvt Queen Rabbi Rapporteur Rear Rector Regent Rep Reporter Representative
        Republican Rev Reverend Saint Sec Secretary Secretary-General Secretary-general Sen Senator
        Sergeant Sgt Shah Sheikh Sheikha Sheriff Sir Sister Solicitor Speaker Spokesman
        Spokesperson Spokeswoman Sultan Superintendent Taoiseach Treasurer Tsar Undersecretary
        Under-Secretary Vice-President Vice-Chancellor Viscount Witness CEO CFO COO MP MEP Esq PhD
        MD",
    ),
    (
        "fr",
        "Madame Mme Mlle Mademoiselle Monsieur MM Messieurs Mesdames Maître Me Docteur Professeur
        Président Présidente Ministre Premier Secrétaire Chancelier Chancelière Ambassadeur
        Ambassadrice Député Députée Sénateur Sénatrice Général Colonel Amiral Maire Préfet Roi
        Reine Prince Princesse Pape Cardinal Monseigneur Mgr Commissaire Juge Procureur Directeur
        Directrice Gouverneur Envoyé",
    ),
    (
        "de",
        "Herr Herrn Frau Doktor Professor Kanzler Kanzlerin Bundeskanzler Bundeskanzlerin
        Bundespräsident Präsident Präsidentin Minister Ministerin Außenminister Außenministerin
        Innenminister Verteidigungsminister Finanzminister Ministerpräsident Ministerpräsidentin
        Botschafter Botschafterin Staatssekretär Abgeordneter Abgeordnete Senator Bürgermeister
        Oberbürgermeister General Oberst Admiral König Königin Prinz Papst Kardinal Bischof
        Kommissar Kommissarin Richter Direktor Generalsekretär",
    ),
    (
        "es",
        "Señor Señora Señorita Sr Sra Srta Doña Doctor Doctora Dra Profesor Presidente
        Presidenta Ministro Ministra Canciller Primer Secretario Secretaria Embajador Embajadora
        Diputado Diputada Senador Senadora General Coronel Almirante Alcalde Alcaldesa Gobernador
        Rey Reina Príncipe Princesa Papa Cardenal Monseñor Comisario Juez Fiscal Director Directora
        Enviado Vicepresidente Vicepresidenta Senhor Senhora Presidente Embaixador",
    ),
    (
        "it",
        "Signor Signora Dottor Dottoressa Onorevole Presidente Ministro Premier Cancelliere \
        Ambasciatore Senatore",
    ),
    ("nl", "Meneer Mevrouw President Premier Minister Kanselier Ambassadeur Koning Koningin"),
    (
        "ru",
        "Господин Госпожа Г-н Г-жа Президент Премьер Премьер-министр Министр Канцлер Секретарь
        Генсек Посол Депутат Сенатор Генерал Полковник Адмирал Маршал Губернатор Мэр Король
        Королева Принц Папа Патриарх Судья Прокурор Директор Председатель Спикер Глава Товарищ
        Доктор Профессор Академик",
    ),
    (
        "tr",
        "Sayın Bay Bayan Bey Hanım Efendi Paşa Doktor Profesör Doç Cumhurbaşkanı Başkan Başkanı
        Başbakan Başbakanı Bakan Bakanı Büyükelçi Büyükelçisi Elçi Vali Valisi Milletvekili Genel
        Sekreter Sekreteri Müsteşar General Orgeneral Amiral Albay Kral Kraliçe Prens Prenses Papa
        Sözcü Sözcüsü Başsavcı Savcı Yargıç Müdür Müdürü Temsilcisi Lideri",
    ),
    (
        "pl",
        "Pan Pani Prezydent Premier Minister Kanclerz Ambasador Senator Poseł Generał Papież \
        Kardynał",
    ),
    (
        "sv",
        "Herr Fru Fröken President Statsminister Utrikesminister Minister Kung Drottning \
        Ambassadör",
    ),
];

/// Abbreviations whose full stop ends no sentence.
pub(super) const ABBREVIATIONS: &str = "Adm Brig Capt Cdr Cllr Cmdr Col Cpl Dr Drs Fr Frl Gen Gov \
    Herr Hon Hr Insp Jr Lic Lieut Lt \
    Lts Maj Me Messrs Mgr Mlle Mme Mr Mrs Ms Mx Pfc Pres Prof Profs Pvt Rep Reps Rev Rt Sec Sen \
    Sens Sgt Sr Sra Sres Srta St Supt Ing Dipl Doç Dra vs";

/// What stands behind a name and speaks of its bearer.
pub(super) const BEHIND: &str = "Administration Government Cabinet Presidency Campaign Doctrine \
    Plan Era Team Regierung \
    Kabinett Bey Hanım Paşa Efendi";

/// The same of two words.
pub(super) const BEHIND_IN_TWO: &[&str] =
    &["White House", "Justice Department", "State Department"];

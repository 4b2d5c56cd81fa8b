//! Given names by language. In texts without informative capitals, a given name next to a family
//! name shows that another person is meant.
//!
//! Names that are often something else at the beginning of a sentence or in a line of capitals are
//! left out: everyday words (`Will`, `Grant`, `Hope`), months (`April`, `June`) and places
//! (`Jordan`, `Georgia`, `Sydney`).

/// Each language with its names. Foreign names are listed as the language writes them.
pub(super) const GIVEN_NAMES: &[(&str, &str)] = &[
    (
        "en",
        "Aaron Abigail Adam Adrian Agnes Aidan Alan Albert Alex Alexander Alexandra Alexis Alfred
        Alice Alicia Alison Allan Allen Allison Alyssa Amanda Amelia Amy Andrea Andrew Andy Angela
        Anita Ann Anna Anne Annie Anthony Antony Archie Arnold Arthur Ashley Audrey Barbara Barack
        Barry Beatrice Becky Ben Benjamin Bernard Bernie Beth Betty Beverly Bill Billy Bob Bobby
        Boris Brad Bradley Brandon Brenda Brendan Brent Brett Brian Bridget Bruce Bryan Caitlin
        Caleb Carl Carla Carol Caroline Carolyn Carrie Catherine Cathy Cecilia Charles Charlie
        Cheryl Chris Christina Christine Christopher Chuck Cindy Claire Clara Clarence Claudia
        Clifford Clive Colin Colleen Connor Conrad Constance Corey Craig Crystal Curtis Cynthia
        Cyril Daisy Damian Dan Daniel Danielle Danny Daphne Darren Dave David Dean Deborah Debra
        Denise Dennis Derek Diana Diane Dick Dominic Don Donald Donna Doris Dorothy Doug Douglas
        Duncan Dwight Dylan Ed Eddie Edgar Edith Edmund Edward Edwin Eileen Elaine Eleanor Eli
        Elijah Elizabeth Ella Ellen Emily Emma Eric Erica Erin Ernest Esther Ethan Eugene Eva Evan
        Evelyn Fiona Frances Francis Frank Fred Frederick Gareth Gary Gavin Gemma Geoffrey George
        Gerald Gerard Gilbert Gillian Glen Glenn Gloria Gordon Graham Greg Gregory Hannah Harold
        Harriet Harry Harvey Hazel Heather Hector Helen Henry Herbert Hilary Hillary Holly Horace
        Howard Hubert Hugh Hugo Hunter Ian Ira Irene Isaac Isabel Isabella Ivan Ivor Ivy Jack
        Jackie Jacob Jacqueline Jake James Jamie Jane Janet Janice Jared Jasmine Jason Jean Jeff
        Jeffrey Jennifer Jenny Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy Joan Joanna Joanne
        Joe Joel John Johnny Jonathan Joseph Josephine Josh Joshua Joyce Judith Judy Julia Julian
        Julie Juliet Justin Karen Kate Katherine Kathleen Kathryn Kathy Katie Keith Kelly Ken
        Kenneth Kevin Kimberly Kirsten Kristen Kyle Larry Laura Lauren Laurence Lawrence Leah Leo
        Leon Leonard Leslie Lewis Liam Lily Linda Lisa Liz Lloyd Lois Louis Louise Lucas Lucy Luke
        Lydia Lynn Malcolm Marcus Margaret Maria Marie Marilyn Marjorie Mark Martha Martin Mary
        Matt Matthew Maureen Maurice Max Meghan Melanie Melissa Michael Michelle Mike Mildred
        Miranda Mitch Mitchell Molly Monica Morgan Muriel Nancy Naomi Natalie Natasha Nathan Neil
        Nelson Nicholas Nick Nicola Nicole Nigel Noah Noel Nora Norma Norman Oliver Olivia Oscar
        Owen Pamela Patricia Patrick Paul Paula Pauline Peggy Penelope Percy Pete Peter Phil Philip
        Phillip Phyllis Rachel Ralph Randall Randy Raymond Rebecca Reginald Rex Rhys Richard Rick
        Ricky Rita Rob Robert Robin Rodney Roger Roland Ron Ronald Rory Rosa Rose Rosemary Ross Roy
        Rupert Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sarah Scott Sean Sebastian Seth
        Sharon Sheila Shirley Sidney Simon Sophia Sophie Stacey Stanley Stella Stephanie Stephen
        Steve Steven Stewart Stuart Susan Suzanne Sylvia Tamara Tara Ted Teresa Terence Terry
        Thelma Theodore Theresa Thomas Tiffany Tim Timothy Tina Toby Todd Tom Tony Tracy Trevor
        Ursula Valerie Vanessa Vera Veronica Victor Vincent Violet Vivian Walter Warren Wayne Wendy
        Wesley Wilfred William Winifred Winston Yvonne Zachary Zoe",
    ),
    (
        "de",
        "Achim Alfons Alois Andreas Angelika Anja Anke Annalena Annegret Anneliese Anton Antje Armin
        Axel Bärbel Bernd Bernhard Birgit Björn Brigitte Burkhard Carsten Christa Christian
        Christoph Cornelia Dagmar Detlef Dieter Dietmar Dirk Doro Eberhard Eckart Edda Egon
        Elfriede Elke Emil Ernst Erich Erika Eva Felix Florian Frank-Walter Franz Franziska Frauke
        Friedrich Fritz Gabi Gabriele Georg Gerd Gerhard Gertrud Gisela Gregor Gudrun Günter
        Günther Gustav Hanna Hannelore Hans Harald Hartmut Heidi Heike Heiko Heiner Heinrich Heinz
        Helga Helmut Herbert Hermann Holger Horst Hubertus Inge Ingo Ingrid Jan Jens Joachim Jochen
        Johann Johannes Jörg Jürgen Jutta Kai Karin Karl Karsten Katarina Katja Katrin Klara Klaus
        Konrad Kurt Lars Leonhard Lothar Ludwig Lutz Manfred Marianne Marina Markus Matthias
        Michaela Monika Moritz Nadine Nils Norbert Olaf Otto Petra Rainer Reiner Reinhard Renate
        Robert Rolf Rudolf Rüdiger Sabine Saskia Sigmar Sigrid Silke Silvia Sönke Stefan Steffen
        Susanne Sven Svenja Tanja Theo Thorsten Tilman Tobias Torsten Udo Ulf Ulrich Ulrike Uta Ute
        Uwe Volker Waldemar Waltraud Werner Wilhelm Willi Willy Winfried Wolf Wolfgang Wladimir",
    ),
    (
        "fr",
        "Adrien Agathe Alain Alexandre Amandine Amélie Anaïs André Antoine Armand Arnaud Aurélie
        Aurore Baptiste Bastien Benoît Bernadette Brigitte Bruno Camille Catherine Cécile Cédric
        Chantal Christelle Christophe Claude Clément Clémence Colette Corinne Damien Danièle
        Delphine Didier Dominique Édouard Élisabeth Élise Émile Émilie Emmanuel Emmanuelle Éric
        Étienne Fabien Fabienne Fabrice Florent Françoise François Frédéric Gabriel Gaspard
        Geneviève Georges Gérald Gérard Ghislaine Gilles Guillaume Guy Hélène Henri Hervé Hubert
        Isabelle Jacqueline Jacques Jean Jeanne Jérôme Joël Joséphine Julien Juliette Laetitia
        Laurent Laurence Léa Léon Loïc Luc Lucien Madeleine Manon Manuel Marc Marcel Margaux
        Marguerite Marine Marion Martine Mathieu Mathilde Maxime Michel Michèle Mireille Monique
        Muriel Nathalie Nicolas Noémie Odile Olivier Pascal Patrice Philippe Pierre Raphaël
        Raymonde Rémi Rémy Renaud René Roland Romain Sébastien Ségolène Serge Séverine Simone
        Solange Stéphane Stéphanie Suzanne Sylvain Sylvie Thérèse Thibault Thierry Valérie
        Véronique Vincent Virginie Xavier Yann Yves Yvette",
    ),
    (
        "es",
        "Adela Adolfo Agustín Aitor Alberto Alejandra Alejandro Alfonso Alfredo Alonso Álvaro Amparo
        Ana Andrés Ángel Antonia Antonio Arturo Augusto Aurelio Beatriz Begoña Benito Bernardo
        Blanca Carlos Carlota Carmen Carolina Catalina César Cristina Cristóbal Daniela Dolores
        Eduardo Elena Emilio Enrique Ernesto Esperanza Esteban Eugenio Eva Evo Felipe
        Fernanda Fernando Fidel Francisca Francisco Gabriela Gerardo Germán Gonzalo Graciela
        Gregorio Guillermo Gustavo Héctor Hernán Ignacio Inés Íñigo Irene Isidro Ismael Jaime
        Javier Joaquín Jorge José Josefa Juan Juana Juanita Julio Laura Leonardo Leopoldo Lorena
        Lorenzo Lucía Luis Luisa Manuela Marcelo Marcos Margarita María Mariano Marisol Mario Marta
        Mateo Matías Mauricio Mercedes Miguel Montserrat Nicolás Nuria Octavio Orlando Óscar Pablo
        Paloma Patricio Pedro Pilar Rafael Ramiro Ramón Raúl Ricardo Roberto Rocío Rodrigo Rosario
        Sara Sergio Silvio Sofía Soledad Susana Teodoro Tomás Valentín Vicente Víctor Ximena
        Yolanda",
    ),
    (
        "pt",
        "Aécio Afonso Aníbal António Armando Benedita Caetano Cármen Dilma Duarte Edson Fábio Flávio
        Geraldo Gilberto Inácio Inês Jair João Joana José Leonor Lúcia Luís Luiz Marcelo Mário
        Marisa Michel Nuno Paulo Raimundo Rui Sérgio Simão Tiago Vasco Vítor",
    ),
    (
        "it",
        "Alessandra Alessandro Andrea Antonella Benito Bettino Carlo Chiara Claudio Daniela Dario
        Domenico Elisabetta Enrico Fabrizio Federica Federico Filippo Francesca Francesco Franco
        Gianfranco Gianni Giorgia Giorgio Giovanni Giulia Giulio Giuseppe Guido Ignazio Lorenzo
        Luca Luciano Luigi Marcello Massimo Matteo Maurizio Mauro Michele Paola Paolo Pier Piero
        Pietro Renato Roberta Romano Salvatore Sandro Silvio Stefania Stefano Tommaso Umberto
        Valentina Vincenzo Vittorio",
    ),
    (
        "nl",
        "Adriaan Annemarie Bart Dirk Femke Frans Geert Gerrit Hendrik Jaap Jacob Jeroen Joost Joris
        Kees Koen Lars Maarten Maaike Marieke Marijke Mette Pieter Ruud Sander Sigrid Sjoerd Thijs
        Willem Wim Wouter",
    ),
    (
        "sv",
        "Anders Annika Åsa Astrid Bengt Birgitta Björn Carl Elsa Eirik Erik Espen Eva Fredrik Göran
        Gunnar Gunilla Gustaf Håkan Haakon Helle Henrik Ingvar Jens Jonas Kjell Knut Kristian Lars
        Lena Linnéa Magdalena Magnus Mats Mikael Mikko Nils Ola Olof Ove Per Pekka Petteri Sanna
        Sauli Solveig Stefan Sten Stig Svante Sven Thorbjørn Tomas Tor Ulf Ulla",
    ),
    (
        "pl",
        "Agnieszka Aleksander Andrej Andrzej Beata Bogdan Bohdan Bohuslav Donald Dorota Ewa
        Franciszek Grzegorz Jacek Jadwiga Jan Jarosław Jerzy Jiří Józef Katarzyna Krystyna
        Krzysztof Lech Leszek Maciej Małgorzata Marek Mariusz Mateusz Miloš Mirosław Petr Piotr
        Radosław Rafał Ryszard Stanisław Sylwester Szymon Tadeusz Tomasz Václav Viktor Wacław
        Wojciech Zbigniew Zdeněk Zdzisław Zofia Zuzana",
    ),
    (
        "ru",
        "Aleksandr Aleksei Aleksey Alexei Alexey Anastasia Anatoly Andrei Andrey Arkady Boris Dmitri
        Dmitry Ekaterina Elvira Evgeny Gennady Grigory Igor Ilya Irina Kirill Konstantin Larisa
        Leonid Lyudmila Maksim Maxim Mikhail Mykola Mykhailo Nadezhda Natalia Nikita Nikolai
        Nikolay Oksana Oleg Oleh Oleksandr Oleksiy Olga Pavel Pavlo Petro Roman Ruslan Sergei
        Sergey Serhiy Stanislav Svetlana Tatiana Timur Vadim Valentin Valentina Valery Vasily
        Viktor Vitali Vitaly Vladimir Vladislav Volodymyr Vyacheslav Yegor Yelena Yevgeny Yulia
        Yuri Yury Zinaida Александр Александра Алексей Анастасия Анатолий Андрей Анна Антон
        Антонина Аркадий Борис Вадим Валентин Валентина Валерий Василий Вера Виктор Виктория
        Виталий Владимир Владислав Вячеслав Галина Геннадий Георгий Григорий Дарья Джо Джозеф Джон
        Джордж Дмитрий Дональд Евгений Евгения Екатерина Елена Елизавета Зинаида Иван Игорь Илья
        Ирина Кирилл Константин Ксения Лариса Леонид Лидия Людмила Максим Маргарита Марина Мария
        Михаил Наталия Наталья Никита Николай Нора Оксана Олег Ольга Павел Пётр Петр Раиса Роберт
        Роман Руслан Светлана Сергей Софья Станислав Степан Тамара Татьяна Тимур Томас Ульяна Федор
        Фёдор Хантер Эльвира Эмманюэль Юлия Юрий Яков Ярослав",
    ),
    (
        "tr",
        "Abdullah Adnan Ahmet Ali Alparslan Arda Asuman Ayşe Ayşenur Aziz Bahar Bülent Burak Cem
        Cemal Cengiz Çağla Deniz Ebru Ece Egemen Ekrem Elif Emine Emre Ercan Erdal Esra Fahrettin
        Faruk Fatma Ferit Fikret Fuat Gamze Gökhan Gülay Gülşen Hakan Halil Hande Hasan Hatice
        Hikmet Hulusi Hüseyin İbrahim İlker İsmail İsmet Kadir Kaan Kemal Leyla Mahmut Mehmet Melek
        Meral Mert Merve Mesut Mevlüt Murat Mustafa Nazım Necmettin Nesrin Nurettin Oğuz Okan Onur
        Orhan Osman Ömer Özgür Pınar Recep Rıza Sadık Selahattin Selim Selin Serdar Serkan Sevgi
        Sibel Süleyman Şule Şükrü Tansu Tarık Tayyip Tuğba Turgut Ufuk Umut Ümit Veli Volkan
        Yasemin Yaşar Yılmaz Yiğit Yusuf Zehra Zeynep",
    ),
    (
        "ar",
        "Abbas Abdallah Abdel Abdelaziz Abdelfattah Abdelmadjid Abdul Abdulaziz Abdulla Abdulrahman
        Adel Ahmad Ahmed Aisha Ali Amal Amina Amir Amr Anwar Ashraf Ayman Bashar Basel Bilal Dina
        Ebrahim Fadi Fahd Faisal Farid Fatima Fouad Ghassan Habib Hadi Hafez Haidar Hakim Hamad
        Hamid Hamza Hana Hasan Hassan Hisham Hosni Huda Hussein Ibrahim Imad Imran Iman Ismail
        Jamal Javad Karim Khadija Khaled Khalid Khalifa Laila Layla Leila Mahdi Mahmoud Maher
        Mahmud Mariam Marwan Maryam Mohamed Mohammad Mohammed Mohsen Mona Moqtada Muammar Muhammad
        Muhammed Muna Mustafa Nabil Nadia Najib Nasser Nawaf Noura Nouri Omar Osama Qasim Rafik
        Rafiq Rami Rania Rashid Rifaat Riad Saad Saeed Said Salah Salem Salim Salman Samir Samira
        Sami Shireen Soraya Suleiman Tamim Tariq Wael Walid Waleed Yahya Yasmin Yasser Youssef
        Yusuf Zaid Zainab Zayed Ziad أحمد أسماء أمل أمين أمينة أنور إبراهيم إسماعيل إيمان بشار بلال
        جمال جميل جورج جون جو حسن حسين حمد حمزة خالد خليفة دونالد ديمة رامي رانيا رشيد رفعت زيد
        زينب سارة سالم سامي سعد سعيد سلمان سليمان سمير سميرة سناء صلاح طارق عائشة عادل عباس عبدالله
        عبدالعزيز عبدالفتاح عثمان علي عمر عمرو فؤاد فاطمة فهد فيصل قاسم كريم كمال ليلى ماهر محمد
        محمود مروان مريم مصطفى منى ناصر نادية نبيل نورا نورة نوري هالة هاني هدى هشام هنتر وائل وليد
        ياسر ياسمين يحيى يوسف",
    ),
    (
        "zh",
        "乔 约翰 乔治 唐纳德 亨特 吉尔 米歇尔 希拉里 比尔 巴拉克 安东尼 罗伯特 威廉 詹姆斯 玛丽 玛丽亚 大卫 迈克尔 诺拉 伊沃 弗拉基米尔 谢尔盖 埃马纽埃尔 安娜 保罗
        彼得 托马斯 让 皮埃尔 卡洛斯 何塞 路易斯 穆罕默德 艾哈迈德 玛格丽特 特蕾莎 伊丽莎白",
    ),
    (
        "ko",
        "조 존 조지 도널드 헌터 질 미셸 힐러리 빌 버락 토니 앤서니 로버트 윌리엄 제임스 메리 마리아 데이비드 마이클 노라 아이버 블라디미르 세르게이 에마뉘엘 안나 폴
        피터 토머스 카를로스 호세 루이스 무함마드 아흐메드 마거릿 테리사 엘리자베스",
    ),
    (
        "hi",
        "Aarav Abhishek Aditya Ajay Akhilesh Amit Anil Anjali Arjun Arun Arvind Ashok Atal Deepak
        Devendra Dinesh Gaurav Geeta Indira Kamala Kavita Kiran Lakshmi Manmohan Meera Mohan Mukesh
        Narendra Nirmala Nitin Pooja Pradeep Pranab Pratibha Priya Priyanka Rahul Raj Rajesh Rajiv
        Rajnath Rakesh Ramesh Ravi Ritu Sanjay Sanjiv Shashi Sonia Subrahmanyam Sunil Suresh Sushma
        Vijay Vikram Vinay Vivek Yogi",
    ),
];

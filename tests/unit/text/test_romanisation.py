import pytest

from tellings.data import toml
from tellings.text.names import fold, romanised_keys, same_person
from tellings.text.romanisation import one_name

ONE = """
Chang Shu-chen|Zhang Shuzhen
Tsai Chih-ming|Cai Zhiming
Hsieh Kuo-hua|Xie Guohua
Hsu Chien-ming|Xu Jianming
Teng Hsiao-lan|Deng Xiaolan
Chou Tzu-ching|Zhou Ziqing
Yi Jae-hyeong|Lee Jaehyung
Kim Min-seok|Gim Minsuk
Park Seong-hyeok|Pak Sunghyuk
Choi Soo-yeon|Choe Su-yun
Jeong Kyung-ho|Chung Gyeong-ho
Rhee Tae-young|Lee Tae-yeong
Mykola Holovchenko|Nikolai Golovchenko
Oleh Hryshchuk|Oleg Grishchuk
Volodymyr Hnatyuk|Vladimir Gnatiuk
Serhiy Halytskyi|Sergei Galitsky
Ihor Bohdanovych|Igor Bogdanovich
Yusuf al-Qurtubi|Youssef Alkurtubi
Abd al-Qadir Mansouri|Abdelkader Mansuri
Khaled al-Qubaisi|Khalid Alkubaisi
Oualid Chérif|Walid Sherif
Noura Abdulrahman|Noura Abd al-Rahman
Mohammad Ghasemlou|Mohammed Qasemlu
Gholamreza Rostampour|Qolamreza Rustampur
Subhash Chowdhury|Subash Chaudhuri
Anil Bishwas|Anil Viswas
Sunita Mukherji|Sunita Mukerji
Nikos Hatzidakis|Nikos Chadjidakis
Eleni Bouboulaki-Mpatis|Eleni Bubulaki-Batis
Elçin Qasımoğlu|Elchin Gasimoglu
Qasym Toqayev|Kassym Tokayev
Shavkat Qodirov-Bekov|Shavkat Kodirov-Bekov
Garabed Hagopian|Karapet Hakopyan
Bedros Krikorian|Petros Grigoryan
Tamar Kvirikashvili|Tamar Qvirikachvili
Tshering Phuntsho|Tsering Puntsho
Wangchuk Namgyal|Wangchuck Namgyel
Zaw Htun Aung|Zaw Tun Aung
Menachem Tzurieli|Menahem Zurieli
Bambang Tjokrosoedirdjo|Bambang Cokrosudirjo
Goran Hadjibegovich|Goran Hadžibegović
Shohei Shimbayashi|Shouhei Shinbayashi
Phạm Thu Hà|Pham Thu Ha
Đỗ Thị Hương|Do Thi Huong
"""
TWO = """
Chang Shu-chen|Zhang Shuzheng
Chang Wei|Zhang Wei
Tsai Chih-ming|Tsai Chih-hao
Li Zhenhua|Li Chenhua
Wang Qiming|Wang Jiming
Cheng Mei-ling|Zhang Meiling
Lin Chih-ming|Lin Qiming
Chen Jun|Cheng Jun
Zhao Jun|Chao Jun
Kim Soo-bin|Kim Su-min
Kim Yo-jin|Kim Yu-jin
Lee Jae-hyun|Lee Jae-hyuk
Lee Dae-young|Lee Tae-young
Park Chan-ho|Park Jan-ho
Choi Min|Choe Min
Jung Min-ho|Jang Min-ho
Susan Lee|Susan Rhee
Oleh Hrytsenko|Oleg Kritsenko
Oleksandr Holovko|Oleksandra Holovko
Ihor Petrov|Ivan Petrov
Anna Petrova|Anna Petrenko
Olena Bilyk|Olena Belov
Yusuf al-Qahtani|Yusuf al-Gharbi
Mohammed Salem|Mohammed Salim
Ahmed Khalil|Ahmed Jalil
Ali Hassan|Ali Hussein
Hassan bin Ali al-Mutairi|Ali bin Hassan al-Mutairi
Abd al-Rahman Nasser|Abd al-Rahim Nasser
Fatima Haddadi|Fatima Hamdani
Hossein Farrokhzad|Hossein Farrokhi
Subhash Chowdhury|Subhash Chakraborty
Sunita Banerjee|Sunita Mukherjee
Kyriakos Papadopoulos|Kyriakos Papandreou
Nikos Papadakis|Nikos Papadopoulou
Garabed Hagopian|Garabed Hovsepyan
Tamar Kvirikashvili|Tamar Kvirikadze
Elchin Mammadov|Elchin Mammadli
Tshering Wangmo|Tshering Wangdi
Aung Min Htun|Aung Myint Htun
Menachem Rosenzweig|Menahem Rosenblum
Bambang Cokrosudirjo|Bambang Cokroaminoto
Goran Hadžibegović|Goran Hadžimuratović
Shohei Kobayashi|Shohei Hayashi
Phạm Thu Hà|Phạm Thu Hằng
"""


def _pairs(lines):
    return [tuple(line.split("|")[:2]) for line in lines.strip().splitlines()]


def _same(a, b):
    likeness = same_person(a, b)
    return likeness is not None and likeness.judgement == "same"


@pytest.mark.parametrize(("a", "b"), _pairs(ONE))
def test_one_person_in_two_romanisations(a, b):
    assert _same(a, b)
    assert _same(b, a)


@pytest.mark.parametrize(("a", "b"), _pairs(TWO))
def test_two_persons_of_like_names(a, b):
    assert not _same(a, b)
    assert not _same(b, a)


@pytest.mark.parametrize("row", toml("romanisation")["system"], ids=lambda row: row["name"])
def test_examples_of_a_system(row):
    assert _same(*row["one"])
    assert one_name(*map(fold, row["one"])) == row["name"]
    assert set(romanised_keys(row["one"][0])) & set(romanised_keys(row["one"][1]))
    assert not _same(*row["two"])


def test_a_word_alone_is_nobody():
    assert same_person("Chang", "Zhang") is None or same_person("Chang", "Zhang").judgement == "different"
    assert romanised_keys("Golovko") == ()

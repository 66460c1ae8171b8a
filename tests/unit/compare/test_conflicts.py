from dataclasses import replace

import pytest

from tellings.compare import conflicts
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import Claim

SAME_DAY = ("2026-03-11", "2026-03-11")
NEXT_DAY = ("2026-03-11", "2026-03-12")

CLASHES = [
    ("The blast in which 12 people were killed was heard miles away.", "At least 14 people were killed in the blast.", SAME_DAY, "number", "contradiction"),
    ("A raid last week in which 30 people were killed set off the feud.", "Last week's raid, in which 34 people were killed, set off the feud.", SAME_DAY, "number", "contradiction"),
    ("The avalanche near Odrin killed two people.", "The avalanche near Odrin killed 14 people.", NEXT_DAY, "number", "update"),
    ("The avalanche killed seven skiers near Odrin.", "Nine skiers were killed by the avalanche near Odrin.", SAME_DAY, "number", "contradiction"),
    ("At least 20 people were hurt in the crush.", "Twelve people were hurt in the crush.", SAME_DAY, "number", "contradiction"),
    ("The death toll from the mudslide stands at 14.", "The death toll from the mudslide has risen to 19.", NEXT_DAY, "number", "update"),
    ("The heist cost the bank 3 million euros.", "The heist cost the bank 5 million euros.", SAME_DAY, "number", "contradiction"),
    ("The painter was 64 years old.", "The painter was 71 years old.", SAME_DAY, "number", "contradiction"),
    ("Some 850 soldiers are based at the port of Varda.", "About 1,200 troops are based at the port of Varda.", SAME_DAY, "number", "contradiction"),
    ("The council voted on the dam on Monday.", "The council voted on the dam on Tuesday.", SAME_DAY, "time", "contradiction"),
    ("Divers are looking for 17 missing sailors.", "All but three of the missing sailors have been found.", NEXT_DAY, "number", "update"),
    ("Divers are looking for 17 missing sailors.", "Divers are looking for 12 missing sailors.", NEXT_DAY, "number", "update"),
    ("Divers are looking for 17 missing sailors.", "Divers are looking for 12 missing sailors.", SAME_DAY, "number", "contradiction"),
    ("The vote on the dam is set for Monday.", "The vote on the dam has been put off until Friday.", NEXT_DAY, "time", "update"),
    ("The quake struck the island at 3.10 a.m.", "The quake struck the island at 7 a.m.", SAME_DAY, "time", "contradiction"),
    ("The two ministers met in Doha.", "The two ministers met in Muscat.", SAME_DAY, "place", "contradiction"),
    ("The helicopter came down in a field.", "The helicopter came down in the sea.", SAME_DAY, "place", "contradiction"),
    ("The tunnel was closed on Monday.", "The tunnel has reopened, the operator said.", NEXT_DAY, "polarity", "update"),
    ("The regulator approved the merger.", "The regulator rejected the merger.", SAME_DAY, "polarity", "contradiction"),
    ("The airline has agreed to pay the fine.", "The airline has not agreed to pay the fine.", SAME_DAY, "polarity", "contradiction"),
    ("The guard was shot at the gate.", "The guard was stabbed at the gate.", SAME_DAY, "manner", "contradiction"),
    ("The bill was passed unanimously.", "The bill was passed narrowly.", SAME_DAY, "manner", "contradiction"),
    ("Lena Okoro was elected mayor of Varda.", "Voters elected Tomas Brill as mayor of Varda.", SAME_DAY, "actor", "contradiction"),
    ("A government sniper shot the nurse.", "A rebel sniper shot the nurse.", SAME_DAY, "actor", "contradiction"),
    ("Rebel rockets struck the bakery.", "The rockets that struck the bakery were launched by government troops.", SAME_DAY, "actor", "contradiction"),
    ("The wreck lay on the island's west coast.", "The wreck lay on the eastern shore of the island.", SAME_DAY, "place", "contradiction"),
    ("All seven judges voted for the appeal.", "The court voted for the appeal, with two of its seven judges against.", SAME_DAY, "number", "contradiction"),
    ("Unemployment in Varda stood at 6 per cent in February.", "The jobless rate in Varda stood at 7.5 per cent in February.", SAME_DAY, "number", "contradiction"),
    ("The tower is in no danger of collapsing.", "The tower could collapse at any moment.", SAME_DAY, "polarity", "contradiction"),
    ("The guests had left the hall.", "The guests were still in the hall.", SAME_DAY, "time", "contradiction"),
    ("The winner was a nurse from Varda.", "The winner was not a nurse from Varda.", SAME_DAY, "polarity", "contradiction"),
    ("The food office has recorded 14 incidents with the kettle.", "The number of incidents with the kettle has risen to 21.", NEXT_DAY, "number", "update"),
    ("Nine people were killed by the avalanche.", "The toll of the avalanche rose to 11.", NEXT_DAY, "number", "update"),
    ("Nine people were killed by the avalanche.", "The death of two climbers in hospital brought the toll of the avalanche to 11.", NEXT_DAY, "number", "update"),
    ("The cold was blamed for 17 deaths.", "The number of deaths linked to the cold stood at 26 last night.", NEXT_DAY, "number", "update"),
    ("The number of sick pupils has passed 60.", "Forty sick pupils were counted.", SAME_DAY, "number", "contradiction"),
    ("Police put the number of marchers at 12,000.", "The organisers counted 30,000 marchers.", SAME_DAY, "number", "contradiction"),
    ("The wreck lies at a depth of 40 metres.", "Divers reached the wreck at a depth of 55 metres.", SAME_DAY, "number", "contradiction"),
    ("The guard was given a prison term of four years.", "A prison term of six years was imposed on the guard.", SAME_DAY, "number", "contradiction"),
    ("Inflation was 3 per cent in February.", "Consumer prices were 4 per cent higher in February.", SAME_DAY, "number", "contradiction"),
    ("The club's shares fell 6 per cent after the defeat.", "The club's stock lost 9 per cent after the defeat.", SAME_DAY, "number", "contradiction"),
    ("Police arrested 25 people after the match.", "By midnight 40 people were in custody after the match.", SAME_DAY, "number", "contradiction"),
    ("Some 9,000 homes were without water.", "Water was restored to all but 700 homes.", NEXT_DAY, "number", "update"),
    ("Twelve hikers are still missing on the ridge.", "Only five hikers were unaccounted for by noon, down from twelve at dawn.", NEXT_DAY, "number", "update"),
    ("The firm is calling back 8,000 units of its kettle.", "The firm has widened the recall of its kettle to 15,000 pieces.", NEXT_DAY, "number", "update"),
    ("The rescue boats brought in 41 survivors.", "Thirty-eight people survived, the harbour office said of the rescue.", SAME_DAY, "number", "contradiction"),
    ("The blast killed six of the 20 people in the hall.", "Eight people were killed by the blast in the hall.", SAME_DAY, "number", "contradiction"),
    ("The blast killed at least six welders.", "The blast killed eight welders.", NEXT_DAY, "number", "update"),
    ("In Varda a seven-year-old girl burnt her hand on the kettle.", "Lena, aged eight, burnt her hand on the kettle.", SAME_DAY, "number", "contradiction"),
    ("Some 900 vans sold since 2019 have the fault.", "About 1,400 vans have the fault.", SAME_DAY, "number", "contradiction"),
    ("Copper fell 7 per cent in Varda after the strike.", "After the strike copper futures shed 5 per cent in Varda.", SAME_DAY, "number", "contradiction"),
    ("The death toll from the blaze in Odrin was three.", "The death toll from the blaze in Odrin climbed to five in the evening.", NEXT_DAY, "number", "update"),
    ("The tram was travelling at about 40 kilometres an hour.", "The tram was doing at least 70 km/h.", SAME_DAY, "number", "contradiction"),
    ("Gunmen shot dead nine people in the market.", "Three people died in the shooting in the market.", SAME_DAY, "number", "contradiction"),
    ("About 3,000 had to leave their homes in the flood.", "Some 5,000 people were driven from their homes in the flood.", NEXT_DAY, "number", "update"),
    ("The outbreak counted 21 cases by Monday.", "The outbreak has grown to 34 cases.", NEXT_DAY, "number", "update"),
    ("The ferry sank near Odrin.", "The ferry sank off Varda, 60 kilometres from Odrin.", SAME_DAY, "place", "contradiction"),
]  # fmt: skip

NEAR_MISSES = [
    (
        "At least 12 people were killed in the blast.",
        "The blast was revenge for a raid last week in which 30 people were killed.",
        SAME_DAY,
    ),
    ("The blast was revenge for a raid last week in which 30 people were killed.", "The blast killed at least 12 people.", NEXT_DAY),
    (
        "Some 40 civilians, women and children among them, were killed in the air strike, elders said.",
        "At least two people were killed at the customs house, officials said.",
        SAME_DAY,
    ),
    ("At least 30 homes were destroyed by the fire.", "The fire destroyed 34 homes.", SAME_DAY),
    ("Dozens of sheep were stolen.", "Thieves stole 51 sheep.", SAME_DAY),
    ("Nearly 1,000 troops took part in the drill.", "The drill involved 980 soldiers.", SAME_DAY),
    ("Between 30 and 40 people were on the bus.", "There were 36 people on the bus.", SAME_DAY),
    ("Exports rose 4% in March.", "Imports rose 6% in March.", SAME_DAY),
    ("The plant will cut 600 jobs in Germany.", "The plant will cut 450 jobs in Spain.", SAME_DAY),
    ("Air strikes killed 30 people in Kunduz last week.", "An attack killed two people in Herat on Tuesday.", SAME_DAY),
    ("The envoy will travel to Riga next week.", "The envoy travelled to Riga last month.", SAME_DAY),
    ("The first bomb went off in the market.", "The second bomb went off at the station.", SAME_DAY),
    ("Okoro beat Brill in the final.", "Brill lost the final to Okoro.", SAME_DAY),
    ("The blast happened early on Monday.", "The blast happened at 5.40 a.m. on Monday.", SAME_DAY),
    ("Gunfire was heard in Odrin on Monday.", "Three men were arrested in Odrin on Thursday.", SAME_DAY),
    ("The family will get 2,000 pesos a month.", "The family will get 24,000 pesos a year.", SAME_DAY),
    ("Okoro won the women's race.", "Brill won the men's race.", SAME_DAY),
    ("The warehouse was long vacant.", "The warehouse was vacant and not in use.", SAME_DAY),
    ("Investigators were trying to find the cause.", "The cause has not been found.", SAME_DAY),
    ("The fire was out by 6 : 40 a. m.", "The fire was out by 7 a. m.", SAME_DAY),
    ("Almost all of the 900 villagers fled.", "Some 620 villagers fled.", SAME_DAY),
    ("Okoro missed 9 games with a bad knee.", "Okoro missed 9 of the team's 16 games with a bad knee.", SAME_DAY),
    ("He ruled the region for two decades.", "He ruled the region for 21 years.", SAME_DAY),
    ("Okoro finished with 22 points for the Rovers.", "Okoro had 31 points in a defeat of Varda.", SAME_DAY),
    ("The car was seen on 40th St. on Monday.", "The car was seen on 40th Street on Monday.", SAME_DAY),
    ("Lena Okoro was sentenced on Monday.", "Tomas Brill was sentenced on Tuesday.", SAME_DAY),
    ("About 100 people marched to the station.", "About 130 people marched to the station on Friday.", ("2026-03-11", "2026-03-14")),
    ("The winner was a doctor from Varda.", "The winner was not a stranger to Varda.", SAME_DAY),
    ("The strike was the work of teachers.", "The strike was not a surprise to teachers.", SAME_DAY),
    ("The number of complaints has risen to 52.", "The watchdog has upheld nine complaints about a radio play.", SAME_DAY),
    ("Shares in Orlin Foods fell 4 per cent on Monday.", "Shares in Brask Steel fell 7 per cent on Monday.", SAME_DAY),
    ("The thief was given a sentence of ten months.", "The law allows a sentence of 15 years for murder.", SAME_DAY),
    ("The toll on the bridge is 6 pounds.", "The toll of the fire is nine dead.", SAME_DAY),
    ("The flood destroyed 14 houses in Varda.", "The flood destroyed 31 houses, fourteen of them in Varda.", SAME_DAY),
    ("The number of arrests rose to 40.", "The number of the injured rose to 12.", SAME_DAY),
    ("Some 9,000 homes were without water.", "Some 9,000 homes were without water, all but 700 of them in Varda.", SAME_DAY),
    ("A tunnel was dug at a depth of 40 metres.", "The tunnel has a length of 55 metres.", SAME_DAY),
    ("Of the first 300 replies, 40 per cent of the pupils wrote a no.", "In all, 62 per cent of the parents wrote a no.", SAME_DAY),
    ("Four of the 12 people hurt were children.", "Twelve people were hurt.", SAME_DAY),
    ("Anna Brill, aged 40, was hurt in the crash.", "Otto Pryce, 57, was hurt in the crash.", SAME_DAY),
    ("The cell can be charged up to 900 times.", "The cell can be charged three times faster than others.", SAME_DAY),
    (
        "The club's shares fell 6 per cent on Monday.",
        "The club's shares recovered slightly, gaining 2 per cent after having fallen.",
        NEXT_DAY,
    ),
    ("The tram was doing 40 km/h.", "The tram had gone 300 kilometres.", SAME_DAY),
    (
        "Copper rose 7 per cent after the strike.",
        "Copper futures shed 5 per cent a day later, as the strike went on.",
        ("2026-03-11", "2026-03-12"),
    ),
    ("The host is well known to the viewers in Varda.", "The host isn't a stranger to the viewers in Varda.", SAME_DAY),
]


@pytest.mark.parametrize(("a", "b", "published", "slot", "relation"), CLASHES)
def test_tellings_that_cannot_both_hold_are_found(differs, a, b, published, slot, relation):
    found = differs(a, b, published)
    assert found is not None
    assert (found.slot, found.relation) == (slot, relation)
    assert len(found.values) == 2


@pytest.mark.parametrize(("a", "b", "published"), NEAR_MISSES)
def test_a_near_miss_is_no_conflict(differs, a, b, published):
    found = differs(a, b, published)
    assert found is None or found.relation == "precision"


READ = [
    ("The robbers demanded two million francs.", "The sum asked for was put at three million francs.", ["three million francs", "two million francs"]),
    ("The fire has consumed 300 hectares.", "Some 700 hectares of pines are gone.", ["300 hectares", "Some 700 hectares"]),
    ("The roof gave way in a hall where 30 men were at work.", "The hall, in which 34 men were working, collapsed.", ["30 men", "34 men"]),
    ("The quake left at least 90 people hurt.", "The quake in the north left at least two people hurt.", None),
    ("The beavers weighed 20 kilos.", "The beavers weighed 20 kilos, the dam was 30 metres long.", None),
    ("The trawler had 12 men on board.", "The trawler was 30 metres long.", None),
    ("Between them the two halls hold 40 people and 12 guests.", "Some 70 people and 30 guests came.", None),
    ("About 1,000 people signed.", "The petition has 960 names.", None),
]  # fmt: skip


def test_an_unsure_reading_is_believed_of_figures_of_one_unit_told_alike_alone(told):
    unit = told("The thief took 4,000 euros from the till.", "From the till 6,000 euros are missing.")
    kind = told("The petition has 960 names.", "About 2,000 people signed the petition.")
    for inputs, found in ((unit, 1), (kind, 0)):
        (claim,) = inputs.all(Claim)
        records = {type(r): [*inputs.all(type(r))] for r in inputs.records()}
        records[Claim] = [replace(claim, clashes=((0, 1, "number", "contradiction", 0.7),))]
        assert len(list(conflicts.run(Inputs(records), told.context))) == found


@pytest.mark.parametrize(("a", "b", "shown"), READ)
def test_a_sure_reading_of_figures_is_believed_where_it_is_plain_which_are_meant(told, a, b, shown):
    inputs = told(a, b)
    (claim,) = inputs.all(Claim)
    clashes = ((0, 1, "number", "contradiction", 0.95),)
    records = {type(r): [*inputs.all(type(r))] for r in inputs.records()} | {Claim: [replace(claim, clashes=clashes)]}
    found = [c for c in conflicts.run(Inputs(records), told.context) if c.relation != "precision"]
    assert [sorted(v.value for v in c.values) for c in found] == ([] if shown is None else [shown])
    without = [c for c in conflicts.run(inputs, told.context) if c.relation != "precision"]
    assert without == []


def test_one_outlet_does_not_differ_with_itself(told):
    inputs = told("The tunnel was closed.", "The tunnel has reopened.", NEXT_DAY)
    by_type = {}
    for record in inputs.records():
        by_type.setdefault(type(record), []).append(replace(record, outlet="Gazette") if isinstance(record, Article) else record)
    assert list(conflicts.run(Inputs(by_type), told.context)) == []


def test_a_value_says_whose_it_is(differs):
    found = differs(
        "Police said 12 people were hurt in the crush at the gate.", "Fifteen people were hurt in the crush at the gate, the hospital said."
    )
    assert found is not None
    assert sorted([name.lower().removeprefix("the ") for name in value.sources] for value in found.values) == [["hospital"], ["police"]]


def test_what_an_outlet_says_itself_is_nobodys_value(differs):
    found = differs("Police said 12 people were hurt in the crush at the gate.", "Fifteen people were hurt in the crush at the gate.")
    assert found is not None
    assert min(value.sources for value in found.values) == ()


def test_ages_of_two_persons_are_no_conflict(differs):
    assert differs("Mara Venn, 19, was killed in the crash.", "Otto Pryce, 57, was killed in the crash.") is None


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ("The boats took 41 passengers off the ferry.", "The boats took 60 passengers off the ferry.", ["41 passengers", "60 passengers"]),
        ("Thieves took dozens of sheep from the farm.", "Thieves took 51 sheep from the farm.", ["51 sheep", "dozens of sheep"]),
        ("The fire destroyed 34 wooden homes.", "Of the homes on the shore, the fire destroyed 90.", ["34 wooden homes", "90"]),
    ],
)
def test_a_figure_is_shown_with_its_noun_as_it_stands(differs, a, b, shown):
    found = differs(a, b)
    assert found is not None
    assert sorted(value.value for value in found.values) == shown

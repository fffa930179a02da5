"""What an hour, a life, a case is worth: prices that turn outcomes into yuan, and that change no event.

Yuan of about 2020, the same in every place and year, so that a sum compares rules and never years. Every one
is weak: none was measured where it is used.
"""

from jiaosuo.model.core.parameter import Parameter

PRICES = (
    Parameter(
        "price_waiting_hour",
        60,
        0,
        1_000,
        "yuan/h",
        "Price of an hour that the people of one call wait for the police",
        "A: one and a half people, an hour of theirs at half an urban wage, waiting twice as dear as travel; "
        "form K: Wardman 2004",
        weak=True,
    ),
    Parameter(
        "price_settling_hour",
        30,
        0,
        1_000,
        "yuan/h",
        "Price of an hour that the people of one call are held after the police have come",
        "A: half of an hour of waiting",
        weak=True,
    ),
    Parameter(
        "price_vehicle_hour",
        50,
        0,
        1_000,
        "yuan/vehicle-h",
        "Price of an hour that a vehicle is delayed, with those who sit in it",
        "A: one and a half people at half an urban wage, fuel and wear",
        weak=True,
    ),
    Parameter(
        "price_officer_hour",
        80,
        0,
        1_000,
        "yuan/h",
        "Price of an officer's hour on calls and their paperwork, which is free for other work otherwise",
        "A: pay, insurance and equipment over the hours of a year",
        weak=True,
    ),
    Parameter(
        "price_overtime_hour",
        40,
        0,
        1_000,
        "yuan/h",
        "Price of an hour of overtime, beside that of the work done in it",
        "A: half as much again; K: Labour Law of China, art. 44",
        weak=True,
    ),
    Parameter(
        "price_death",
        3_700_000,
        0,
        50_000_000,
        "yuan/death",
        "Value of a statistical life: what people would pay for one expected death less",
        "K: Yang, Liu & Xu 2016 (Nanjing, stated); A elsewhere",
        weak=True,
    ),
    Parameter(
        "price_case",
        5_000,
        0,
        200_000,
        "yuan/case",
        "Worth of one more order case cleared up, which is taken from the cost",
        "assumption",
        weak=True,
    ),
)

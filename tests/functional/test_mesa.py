"""What a reader of Mesa's tutorial tries first works here."""

import mesa
import numpy as np
import pytest

from jiaosuo.model import Citizen, County, Officer, Scenario, Vehicle
from jiaosuo.model.core.columns import AMOUNT, Column
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import NOBODY, Corps, Domain, Duty, word
from jiaosuo.model.vehicles import VehicleKind


@pytest.fixture
def county():
    """A county of some 2,000 citizens."""
    return County(Scenario.preset("zigui-2004", people_per_agent=25, seed=2))


def test_the_agents_are_the_officers_vehicles_and_citizens(county):
    rows = {
        Officer: len(county.force.columns),
        Vehicle: len(county.vehicles.columns),
        Citizen: len(county.citizens.columns),
    }
    assert {kind: len(agents) for kind, agents in county.agents_by_type.items()} == rows
    assert len(county.agents) == sum(rows.values())


def test_asking_twice_makes_no_second_agents(county):
    first = len(county.agents)
    county.step()
    assert len(county.agents) == first


def test_officers_are_selected_as_in_any_agent_set(county):
    officers = county.agents_by_type[Officer]
    traffic = officers.select(lambda officer: officer.corps == Corps.TRAFFIC)
    assert len(traffic) == (county.force.columns["corps"] == Corps.TRAFFIC).sum() > 0
    assert {officer.corps for officer in traffic} == {Corps.TRAFFIC}
    home = traffic.to_list()[0].home_cell
    assert all(officer.home_cell == home for officer in traffic.select(lambda each: each.home_cell == home))


def test_a_view_reads_what_a_kernel_wrote(county):
    officers = county.agents_by_type[Officer]
    assert {officer.duty for officer in officers} == {Duty.OFF}
    county.run_days(0.4)
    assert [officer.duty for officer in officers] == county.force.columns["duty"].tolist()
    assert len({officer.duty for officer in officers}) > 3


def test_a_kernel_reads_what_a_view_wrote(county):
    for officer in county.agents_by_type[Officer]:
        officer.skill_traffic = 0.75
    assert (county.dispatch.tables.officers["skill"][:, 0] == 0.75).all()
    assert (county.dispatch.tables.officers["skill"][:, 1] != 0.75).any()


def test_distrust_written_through_views_silences_callers():
    """Disputes are reported by trust: with none left, fewer are."""

    def reported(trust):
        case = Scenario.preset("zigui-2004", people_per_agent=25, seed=2, trust_reporting=1.5)
        county = County(case)
        county.agents_by_type[Citizen].set("trust", trust)
        return county.run_days(2).outcomes()["calls_total"][0]

    assert reported(0.0) < reported(1.0)


def test_views_of_vehicles_and_citizens_name_each_other(county):
    citizens = county.agents_by_type[Citizen].to_list()
    for vehicle in county.agents_by_type[Vehicle]:
        owner = citizens[vehicle.owner]
        assert owner.drives
        assert vehicle.cell == owner.home
        assert vehicle.kind in VehicleKind


def test_a_citizen_is_at_home_by_night_and_at_work_by_day(county):
    commuter = county.agents_by_type[Citizen].select(lambda each: each.home != each.work).to_list()[0]
    assert commuter.cell == commuter.home
    county.run_days(0.5)
    assert commuter.cell == commuter.work


def test_a_step_is_one_minute(county):
    county.step()
    assert (county.minute, county.time, len(county.ticks())) == (1, 1, 1)
    for _ in range(59):
        county.step()
    assert (county.minute, county.hour, county.time) == (60, 1, 60)


def test_steps_run_for_and_run_days_are_the_same_hours(county):
    for _ in range(180):
        county.step()
    by_mesa, by_days = (County(county.scenario) for _ in range(2))
    by_mesa.run_for(180)
    by_days.run_days(180 / 1440)
    tables = [each.calls() for each in (county, by_mesa, by_days)]
    assert all(table.equals(tables[0], null_equal=True) for table in tables)
    assert {each.minute for each in (county, by_mesa, by_days)} == {180}


def test_a_data_collector_collects_while_stepping(county):
    collector = mesa.DataCollector(
        model_reporters={
            "on_road": lambda model: model.vehicles.on_road,
            "off_duty": lambda model: len(
                model.agents_by_type[Officer].select(lambda officer: officer.duty == Duty.OFF)
            ),
            "minute": "minute",
        },
        agenttype_reporters={
            Officer: {"duty": lambda officer: int(officer.duty), "skill": "skill_order"},
            Vehicle: {"on_road": "on_road"},
        },
    )
    for _ in range(8):
        for _ in range(60):
            county.step()
        collector.collect(county)
    table = collector.get_model_vars_dataframe()
    assert table["minute"].tolist() == [60 * hour for hour in range(1, 9)]
    ticks = county.recorder.rows()[59::60]
    assert table["on_road"].tolist() == ticks["vehicles_on_road"].tolist()
    assert table["off_duty"].tolist() == ticks["officers"][:, Duty.OFF].tolist()
    officers = collector.get_agenttype_vars_dataframe(Officer)
    assert len(officers) == 8 * len(county.force.columns)
    assert officers["skill"].between(0.1, 1).all()
    vehicles = collector.get_agenttype_vars_dataframe(Vehicle)
    assert vehicles.groupby(level=0)["on_road"].sum().tolist() == table["on_road"].tolist()


def test_an_agent_set_aggregates_over_officers(county):
    officers = county.agents_by_type[Officer]
    mean = officers.agg("skill_order", lambda values: sum(values) / len(values))
    assert mean == pytest.approx(county.force.columns["skill"][:, 1].mean())
    by_corps = officers.groupby("corps").count()
    assert by_corps[Corps.CASE_SPECIALIST] == 12


VIEWS = {Officer: "force", Vehicle: "vehicles", Citizen: "citizens"}


def names_of(table):
    """Each column of a table as (attribute, column, place in the column)."""
    for field in table.dtype.names:
        if table[field].ndim == 1:
            yield field, field, None
        else:
            yield from ((f"{field}_{word(domain)}", field, domain) for domain in Domain)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_column_is_read_by_name_and_none_stands_for_nothing(county, view):
    county.run_days(0.4)
    table = getattr(county, VIEWS[view]).columns
    agents = county.agents_by_type[view].to_list()
    for name, field, place in names_of(table):
        column = table[field] if place is None else table[field][:, place]
        seen = [getattr(agent, name) for agent in agents]
        there = np.array([value is not None for value in seen])
        assert [value for value in seen if value is not None] == column[there].tolist(), name
        nothing = column[~there]
        assert (np.isnan(nothing) | (nothing == NOBODY)).all() or name == "goal", name
        if there.all():
            assert not (np.isnan(column) | (column == NOBODY)).any(), name
        assert getattr(view, name).__doc__, f"{name} has no docstring"


def test_what_is_not_there_is_none(county):
    county.run_days(0.4)
    officers, fleet = county.agents_by_type[Officer].to_list(), county.agents_by_type[Vehicle].to_list()
    busy = {officer.call is None for officer in officers}
    assert busy == {True, False}
    assert {officer.overtime_from is None for officer in officers} >= {True}
    assert {vehicle.link is None for vehicle in fleet} == {True, False}
    assert all(vehicle.on_road == (vehicle.link is not None) for vehicle in fleet)
    assert all((vehicle.goal is None) == (vehicle.trips == 0 and vehicle.trip is None) for vehicle in fleet)


def test_a_citizen_names_their_vehicle_or_none(county):
    fleet = county.agents_by_type[Vehicle].to_list()
    for citizen in county.agents_by_type[Citizen]:
        assert (citizen.vehicle is not None) == citizen.drives
        assert not citizen.drives or fleet[citizen.vehicle].owner == citizen.row


def test_words_and_none_are_written_as_they_are_read(county):
    county.run_days(0.4)
    officer = county.agents_by_type[Officer].to_list()[0]
    officer.last_domain, officer.call, officer.overtime_from = Domain.ORDER, 3, 5.0
    assert (officer.last_domain, officer.call, officer.overtime_from) == (Domain.ORDER, 3, 5.0)
    officer.last_domain = officer.call = officer.overtime_from = None
    row = county.force.columns[officer.row]
    assert (row["last_domain"], row["call"]) == (NOBODY, NOBODY)
    assert np.isnan(row["overtime_from"])
    with pytest.raises(ValueError, match=r"Officer.km: None .*must be a value"):
        officer.km = None


@pytest.mark.parametrize("row", [-1, 10**9])
def test_a_view_of_a_row_that_is_not_there_says_so(county, row):
    with pytest.raises(LookupError, match=r"Vehicle \S+ is not in the county; rows are numbered 0 to"):
        Vehicle(county, row)


def test_an_agent_whose_row_is_gone_says_so():
    """More vehicles a head: other vehicles drive from midnight on."""
    change = {"day": 1, "set": {"vehicles_per_1000": 150}}
    case = Scenario.preset("zigui-2004", people_per_agent=25, seed=2, timeline=[change])
    county = County(case)
    before = county.agents_by_type[Vehicle].to_list()[0]
    assert before.owner >= 0
    county.run_days(1 + 1 / 1440)
    with pytest.raises(LookupError, match="Vehicle 0 is no longer in the county; take Vehicle anew"):
        before.owner  # noqa: B018
    assert before not in county.agents_by_type[Vehicle]
    assert county.agents_by_type[Vehicle].to_list()[0].owner >= 0


OUT_OF_RANGE = [
    (Officer, "home_cell", 10**9, "must be a whole number from 0 to"),
    (Officer, "home_cell", -5, "must be a whole number from 0 to"),
    (Officer, "home_cell", 3.5, "must be a whole number from 0 to"),
    (Officer, "home_cell", True, "must be a whole number from 0 to"),
    (Officer, "township", 99, "must be a whole number from 0 to 11"),
    (Officer, "skill_traffic", 7.5, "must be a number between 0 and 1"),
    (Officer, "skill_order", float("nan"), "must be a number between 0 and 1"),
    (Officer, "skill_order", "high", "must be a number between 0 and 1"),
    (Officer, "since", float("inf"), "must be a number between 0 and 1,000,000,000"),
    (Officer, "corps", 99, "must be a whole number from 0 to"),
    (Officer, "rostered", 2, "must be true or false"),
    (Officer, "call", 10**6, "must be a whole number from 0 to"),
    (Officer, "stamp", 3, "the run keeps it, and others can only read it"),
    (Officer, "beat_first", 10**7, "the run keeps it"),
    (Vehicle, "cell", 10**7, "must be a whole number from 0 to"),
    (Vehicle, "behind", 0, "the run keeps it"),
    (Vehicle, "compliance", -0.1, "must be a number between 0 and 1"),
    (Citizen, "trust", float("nan"), "must be a number between 0 and 1"),
    (Citizen, "home", 10**9, "must be a whole number from 0 to"),
]


@pytest.mark.parametrize(("view", "name", "value", "allowed"), OUT_OF_RANGE)
def test_what_no_row_can_hold_is_refused_at_the_assignment_with_the_range(county, view, name, value, allowed):
    agent = county.agents_by_type[view].to_list()[5]
    before = getattr(agent, name)
    with pytest.raises(InputError, match=rf"{view.__name__}\.{name}: .*{allowed}"):
        setattr(agent, name, value)
    assert getattr(agent, name) == before


def test_every_column_has_a_range_or_is_kept_by_the_run(county):
    """Nobody writes a thousand million into a column of which kernels make an index."""
    for view in VIEWS:
        agent = county.agents_by_type[view].to_list()[0]
        for name, column in vars(view).items():
            if isinstance(column, Column) and column.within != AMOUNT:
                with pytest.raises(InputError):
                    setattr(agent, name, 10**9 + 1)


@pytest.mark.parametrize("seed", range(2))
def test_a_home_anywhere_in_the_county_is_a_home(county, seed):
    cells = np.random.default_rng(seed).integers(len(county.land.cells), size=len(county.force.columns))
    for officer, cell in zip(county.agents_by_type[Officer], cells, strict=True):
        officer.home_cell = cell
    county.run_days(1.5)
    assert county.force.columns["home_cell"].tolist() == cells.tolist()


def test_nobody_is_removed_and_nobody_is_made_but_by_the_scenario(county):
    for view, word_ in (
        (Officer, "officers_traffic"),
        (Vehicle, "vehicles_per_1000"),
        (Citizen, "population"),
    ):
        agents = county.agents_by_type[view]
        count = len(agents)
        with pytest.raises(InputError, match=word_):
            agents.to_list()[0].remove()
        with pytest.raises(InputError, match=rf"take one from county.agents_by_type\[{view.__name__}\]"):
            view(county, 0)
        with pytest.raises(LookupError):
            view(county, 10**9)
        assert len(county.agents_by_type[view]) == count
    with pytest.raises(InputError):
        county.remove_all_agents()

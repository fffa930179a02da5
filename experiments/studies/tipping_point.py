"""Where does integration stop paying, as two levers move?"""

from jiaosuo.experiments.analyses.tipping_point.tipping_chart import charts
from jiaosuo.experiments.analyses.tipping_point.tipping_page import page, summary, table
from jiaosuo.experiments.analyses.tipping_point.tipping_result import TippingResult
from jiaosuo.experiments.analyses.tipping_point.tipping_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

TIPPING_POINT = Study(
    name=NAME,
    question=N_("Where does integration stop paying?"),
    places=("zigui-2004", "county-town"),
    result=TippingResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

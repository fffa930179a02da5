"""What does a change of rule bring in its first weeks, its third month and in the long run?"""

from jiaosuo.experiments.analyses.transition.transition_chart import charts
from jiaosuo.experiments.analyses.transition.transition_page import page, summary, table
from jiaosuo.experiments.analyses.transition.transition_result import TransitionResult
from jiaosuo.experiments.analyses.transition.transition_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

TRANSITION = Study(
    name=NAME,
    question=N_("What does a change of rule bring in its first weeks, its third month and in the long run?"),
    places=("zigui-2004", "county-town", "city-district"),
    result=TransitionResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

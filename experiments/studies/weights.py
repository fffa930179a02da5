"""Which rule is best for which weights?"""

from jiaosuo.experiments.analyses.weights.weights_chart import charts
from jiaosuo.experiments.analyses.weights.weights_page import page, summary, table
from jiaosuo.experiments.analyses.weights.weights_result import WeightsResult
from jiaosuo.experiments.analyses.weights.weights_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

WEIGHTS = Study(
    name=NAME,
    question=N_("For which weights of the measures is which rule best?"),
    places=("zigui-2004", "county-town", "fujian-2002-2015"),
    result=WeightsResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

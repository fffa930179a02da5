"""Which answer of a rule made the difference?"""

from jiaosuo.experiments.analyses.attribution.attribution_chart import charts
from jiaosuo.experiments.analyses.attribution.attribution_page import page, summary, table
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.attribution.attribution_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

WHY = Study(
    name=NAME,
    question=N_("Which answers of a rule make the difference?"),
    places=("zigui-2004", "county-town"),
    result=AttributionResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

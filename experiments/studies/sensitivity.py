"""Which assumptions move the difference between two rules?"""

from jiaosuo.experiments.analyses.sensitivity.sensitivity_chart import charts
from jiaosuo.experiments.analyses.sensitivity.sensitivity_page import page, summary, table
from jiaosuo.experiments.analyses.sensitivity.sensitivity_result import SensitivityResult
from jiaosuo.experiments.analyses.sensitivity.sensitivity_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

SENSITIVITY = Study(
    name=NAME,
    question=N_("Which assumptions move the difference between two rules?"),
    places=("zigui-2004", "county-town"),
    result=SensitivityResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

"""Which townships should integrate?"""

from jiaosuo.experiments.analyses.best_mix.mix_chart import charts
from jiaosuo.experiments.analyses.best_mix.mix_page import page, summary, table
from jiaosuo.experiments.analyses.best_mix.mix_result import MixResult
from jiaosuo.experiments.analyses.best_mix.mix_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

BEST_MIX = Study(
    name=NAME,
    question=N_("Which townships should integrate, and which keep two forces?"),
    places=("zigui-2004", "county-town"),
    result=MixResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)

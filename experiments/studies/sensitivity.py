"""Which assumptions move the difference between two rules?"""

from jiaosuo.experiments.analyses.sensitivity.sensitivity_page import page, pictures, told, words
from jiaosuo.experiments.analyses.sensitivity.sensitivity_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

SENSITIVITY = Study(
    name=NAME,
    question=N_("Which assumptions move the difference between two rules?"),
    places=("zigui-2004", "county-town"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

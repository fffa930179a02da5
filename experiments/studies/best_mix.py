"""Which townships should integrate?"""

from jiaosuo.experiments.analyses.best_mix.mix_page import page, pictures, told, words
from jiaosuo.experiments.analyses.best_mix.mix_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

BEST_MIX = Study(
    name=NAME,
    question=N_("Which townships should integrate, and which keep two forces?"),
    places=("zigui-2004", "county-town"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

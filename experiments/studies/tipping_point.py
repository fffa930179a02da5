"""Where does integration stop paying, as two levers move?"""

from jiaosuo.experiments.analyses.tipping_point.tipping_chart import pictures
from jiaosuo.experiments.analyses.tipping_point.tipping_page import page, told, words
from jiaosuo.experiments.analyses.tipping_point.tipping_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

TIPPING_POINT = Study(
    name=NAME,
    question=N_("Where does integration stop paying?"),
    places=("zigui-2004", "county-town"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

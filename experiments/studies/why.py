"""Which answer of a rule made the difference?"""

from jiaosuo.experiments.analyses.attribution.attribution_page import page, pictures, told, words
from jiaosuo.experiments.analyses.attribution.attribution_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

WHY = Study(
    name=NAME,
    question=N_("Which answers of a rule make the difference?"),
    places=("zigui-2004", "county-town"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

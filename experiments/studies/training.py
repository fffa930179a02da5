"""What does an hour of training buy, and what does it cost?"""

from jiaosuo.experiments.analyses.training.training_page import page, pictures, told, words
from jiaosuo.experiments.analyses.training.training_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

TRAINING = Study(
    name=NAME,
    question=N_("What does an hour of training buy, and what does it cost?"),
    places=("zigui-2004", "county-town"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

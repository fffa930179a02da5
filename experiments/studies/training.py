"""What does an hour of training buy, and what does it cost?"""

from experiments.studies.schooling.page import page, pictures, told, words
from experiments.studies.schooling.study import NAME, OPTIONS, run
from experiments.studies.study import Study
from model.core.words import N_

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

"""Which townships should integrate?"""

from experiments.studies.mix.page import page, pictures, told, words
from experiments.studies.mix.study import NAME, OPTIONS, run
from experiments.studies.study import Study
from model.core.words import N_

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

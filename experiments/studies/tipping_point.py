"""Where does integration stop paying, as two levers move?"""

from experiments.studies.study import Study
from experiments.studies.tipping.page import page, told, words
from experiments.studies.tipping.picture import pictures
from experiments.studies.tipping.study import NAME, OPTIONS, run
from model.core.words import N_

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

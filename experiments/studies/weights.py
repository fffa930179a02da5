"""Which rule is best for which weights?"""

from experiments.studies.study import Study
from experiments.studies.weighing.page import page, pictures, told, words
from experiments.studies.weighing.study import NAME, OPTIONS, run
from model.core.words import N_

WEIGHTS = Study(
    name=NAME,
    question=N_("For which weights of the measures is which rule best?"),
    places=("zigui-2004", "county-town", "fujian-2002-2015"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
    words=words,
    options=OPTIONS,
)

"""Do the patterns come out that the model was built to show, and which assumptions flip them?"""

from experiments.patterns.page import page
from experiments.patterns.picture import pictures
from experiments.patterns.study import NAME, run
from experiments.patterns.told import told
from experiments.studies.study import Study
from model.core.words import N_

PATTERNS = Study(
    name=NAME,
    question=N_("Do the expected patterns come out, and which assumptions flip them?"),
    places=("zigui-2004", "county-town", "city-district"),
    run=run,
    page=page,
    pictures=pictures,
    told=told,
)

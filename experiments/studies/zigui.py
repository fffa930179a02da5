"""What did Zigui gain in 2004, and what would other mergers have brought?"""

from functools import partial

from experiments.studies.histories.page import page, pictures, told, words
from experiments.studies.histories.study import ZIGUI_OPTIONS, run_zigui
from experiments.studies.study import Study
from model.core.words import N_

ZIGUI = Study(
    name="zigui",
    question=N_("What did the merger of 2004 bring to Zigui, and what would others have brought?"),
    places=("zigui-2004",),
    run=run_zigui,
    page=partial(page, title="Zigui 2004, and what might have been"),
    pictures=pictures,
    told=told,
    words=words,
    options=ZIGUI_OPTIONS,
)

"""What did Zigui gain in 2004, and what would other mergers have brought?"""

from functools import partial

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_page import page, pictures, told, words
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_study import ZIGUI_OPTIONS, run_zigui
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

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

// placeholder until dashboard/charts.py exists
export class Charts {
  constructor(given) { Object.assign(this, given); }
  wear() {}
  destroy() {}
}

// All kinds of pictures, in the order in which they are listed.

package enum PlotCatalog {
  package static let all: [any Plot] = [
    // Data and network
    DataPlot(),
    BoundaryPlot(),
    UnitsPlot(),
    ExamplesPlot(),
    ConfusionPlot(),
    CalibrationPlot(),
    NetworkPlot(),
    // Training
    LossPlot(),
    RatePlot(),
    GradientsPlot(),
    ActivationsPlot(),
    WeightsPlot(),
    PenaltyPlot(),
    // Of a search.
    SpacePlot(),
    SearchPlot(),
    PosteriorPlot(),
    HalvingPlot(),
    ImportancePlot(),
    // The loss around the weights.
    SurfacePlot(),
  ]
}

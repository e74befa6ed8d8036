// The normal distribution against values computed with mpmath at 400 digits and more.

import HyperparameterSearch
import Testing

@Suite struct NormalDistributionTests {
  private func isClose(_ found: Double, _ wanted: Double, within tolerance: Double) -> Bool {
    found == wanted || abs(found - wanted) <= tolerance * abs(wanted)
  }

  @Test(arguments: [
    (-30.1, 7.300259384280611e-198, 2.4226672179857586e-199, -457.32956441638225),
    (-12.7, 3.777735721149138e-36, 2.95648536485205e-37, -84.11164725467316),
    (-6.5, 2.669556614762852e-10, 4.016000583859118e-11, -23.938149495161838),
    (-3.3, 0.0017225689390536812, 0.0004834241423837775, -7.634616148071127),
    (-1, 0.24197072451914334, 0.15865525393145705, -1.8410216450092636),
    (-0.4, 0.3682701403033233, 0.3445782583896758, -1.0654340491895766),
    (-0.001, 0.39894208093034234, 0.49960105778608893, -0.6939453834669652),
    (0, 0.3989422804014327, 0.5, -0.6931471805599453),
    (0.001, 0.39894208093034234, 0.500398942213911, -0.6923496142726883),
    (0.7, 0.31225393336676127, 0.758036347776927, -0.2770239422771313),
    (1.9, 0.06561581477467661, 0.9712834401839981, -0.02913694784510576),
    (4.2, 5.894306775653982e-05, 0.9999866542509841, -1.3345838071207066e-05),
    (8.1, 2.2588094031543087e-15, 0.9999999999999998, -2.747959392398229e-16),
    (20, 5.520948362159764e-88, 1.0, -2.7536241186062337e-89),
  ])
  func densityAndCumulative(_ z: Double, _ density: Double, _ cumulative: Double, _ log: Double) {
    #expect(isClose(NormalDistribution.density(z), density, within: 1e-15))
    #expect(isClose(NormalDistribution.cumulative(z), cumulative, within: 1e-15))
    #expect(isClose(NormalDistribution.logCumulative(z), log, within: 1e-15))
  }

  @Test func farOut() {
    // Results below the normal range keep what digits they can have.
    let tiny = NormalDistribution.cumulative(-38) * 0x1p100
    #expect(isClose(tiny, 3.65771499e-286, within: 1e-7))
    #expect(isClose(NormalDistribution.logCumulative(-38), -726.5572160188201, within: 1e-15))
    #expect(NormalDistribution.logCumulative(-1e100).isFinite)
    for (z, limit) in [(-Double.infinity, 0.0), (.infinity, 1)] {
      #expect(NormalDistribution.density(z) == 0)
      #expect(NormalDistribution.cumulative(z) == limit)
    }
    #expect(NormalDistribution.logCumulative(-.infinity) == -.infinity)
    #expect(NormalDistribution.logCumulative(.infinity) == 0)
    #expect(NormalDistribution.cumulative(.nan).isNaN)
    #expect(NormalDistribution.logCumulative(.nan).isNaN)
    #expect(NormalDistribution.logImprovement(.nan).value.isNaN)
  }

  @Test(arguments: [
    (0, 1.2533141373155003), (0.2, 1.0759446399152137), (1, 0.6556795424187984),
    (5, 0.19280810471531576), (17.5, 0.05695806685236581), (300, 0.0033332962975307955),
    (1e10, 1e-10), (.infinity, 0),
  ])
  func millsRatio(_ z: Double, _ ratio: Double) {
    #expect(isClose(NormalDistribution.millsRatio(z), ratio, within: 7e-16))
  }

  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-50, -14.933337534788489),
    (1e-9, -5.9978070150076865), (0.001, -3.0902323061678136), (0.02425, -1.972961051311885),
    (0.3, -0.5244005127080408), (0.499999, -2.5066282745665593e-06), (0.5, 0),
    (0.6, 0.2533471031357997), (0.95, 1.6448536269514722), (0.999999, 4.753424308817087),
    (0, -.infinity), (1, .infinity),
  ])
  func quantile(_ p: Double, _ z: Double) {
    #expect(isClose(NormalDistribution.quantile(p), z, within: 1e-15))
  }

  @Test func quantileOutsideTheUnitInterval() {
    for p in [-0.1, 1.1, .nan] { #expect(NormalDistribution.quantile(p).isNaN) }
  }

  /// Wide, narrow and one-sided intervals on both sides of 0.
  @Test(arguments: [
    (-1, 2, -0.2001662943244626), (3, 3.5, -6.796868006683432),
    (-12, -11.5, -69.4964061279051), (30, 31, -454.32124395634327),
    (5, 5.0001, -22.629528896432976), (-0.0005, 0.001, -7.421228829078636),
    (0.1, 0.1000001, -17.042034189273018), (-0.002, 0.003, -6.217257066418681),
    (8, .infinity, -35.01343715991455), (-.infinity, 1, -0.17275377902344988),
    (37, 37.01, -690.203426193278), (-1e-9, 1e-9, -20.949057189591137),
    (-.infinity, .infinity, 0), (2, 2, -.infinity),
  ])
  func logMass(_ lower: Double, _ upper: Double, _ log: Double) {
    // Ends like 0.1000001 are not exact, so the interval's width is not either.
    #expect(isClose(NormalDistribution.logMass(from: lower, to: upper), log, within: 1e-10))
    let mirrored = NormalDistribution.logMass(from: -upper, to: -lower)
    #expect(isClose(mirrored, log, within: 1e-10))
  }

  @Test(arguments: [
    (-1e8, -5000000000000038.0, 100000000.00000001), (-2e4, -200000020.72591364, 20000.0001),
    (-1000, -500014.73445209116, 1000.001999994), (-40, -808.29856835662, 40.04990665764852),
    (-25, -319.86146358149597, 25.07962023426653), (-10, -55.55312203612235, 10.194383033412553),
    (-5, -16.74430116266099, 5.361816241288088), (-1.5, -3.52993592080571, 2.2795806941564463),
    (-1, -2.4851210257126413, 1.9042712333296918), (-0.1, -1.047153314072846, 1.311273393714052),
    (0, -0.9189385332046728, 1.2533141373155003), (0.3, -0.567817153677937, 1.0902499611311893),
    (2, 0.6973835457882284, 0.48655931878528386), (9, 2.1972245773362196, 0.1111111111111111),
    (1e5, 11.512925464970229, 1e-05),
  ])
  func logImprovement(_ u: Double, _ value: Double, _ slope: Double) {
    let found = NormalDistribution.logImprovement(u)
    #expect(isClose(found.value, value, within: 1e-15))
    #expect(isClose(found.slope, slope, within: 2e-15))
  }
}

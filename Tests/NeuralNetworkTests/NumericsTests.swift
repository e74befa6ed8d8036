// The project's own elementary functions against the C library's in double precision.

import CKernels
import Numerics
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct NumericsTests {
  /// The largest error in units in the last place of the exact value, over a grid.
  private func worstError(
    from low: Float, to high: Float, steps: Int = 40_000, smallest: Float = .leastNormalMagnitude,
    _ function: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for i in 0...steps {
      let x = low + (high - low) * (Float(i) / Float(steps))
      let truth = exact(Double(x))
      let ulp = Double(max(Float(abs(truth)), smallest).ulp)
      worst = max(worst, abs(Double(function(x)) - truth) / ulp)
    }
    return worst
  }

  @Test func floatFunctionsAreAccurate() {
    #expect(worstError(from: -87, to: 88.7, FloatFunctions.exp, { exp($0) }) < 1.2)
    #expect(worstError(from: -1, to: 1, FloatFunctions.exp, { exp($0) }) < 1.2)
    let sigmoid: (Double) -> Double = { 1 / (1 + exp(-$0)) }
    #expect(worstError(from: -87, to: 30, FloatFunctions.sigmoid, sigmoid) < 2.5)
    #expect(worstError(from: -1, to: 1, FloatFunctions.tanh, { tanh($0) }) < 2)
    #expect(worstError(from: -10, to: 10, FloatFunctions.tanh, { tanh($0) }) < 2)
    let cumulative: (Double) -> Double = { 0.5 * erfc(-$0 / 2.0.squareRoot()) }
    #expect(worstError(from: -13, to: 6, FloatFunctions.normalCumulative, cumulative) < 5)
    let slope: (Double) -> Double = {
      cumulative($0) + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
    }
    // The derivative crosses zero near -0.75, so its error is measured against 1.
    #expect(worstError(from: -13, to: 6, smallest: 1, FloatFunctions.geluDerivative, slope) < 2)
  }

  @Test func floatFunctionsAtTheEdges() {
    #expect(FloatFunctions.exp(0) == 1)
    #expect(FloatFunctions.exp(-.infinity) == 0)
    #expect(FloatFunctions.exp(.infinity) == .infinity)
    #expect(FloatFunctions.exp(88.8) == .infinity)
    #expect(FloatFunctions.exp(-200) == 0)
    #expect(FloatFunctions.exp(.nan).isNaN)
    // Below the normal range: e^-100 = 3.72e-44 is 27 of the smallest steps.
    #expect(FloatFunctions.exp(-100) == Float(exp(-100.0)))
    #expect(FloatFunctions.sigmoid(0) == 0.5)
    #expect(FloatFunctions.sigmoid(.infinity) == 1 && FloatFunctions.sigmoid(-.infinity) == 0)
    #expect(FloatFunctions.sigmoid(.nan).isNaN && FloatFunctions.tanh(.nan).isNaN)
    #expect(FloatFunctions.tanh(.infinity) == 1 && FloatFunctions.tanh(-.infinity) == -1)
    #expect(FloatFunctions.tanh(0) == 0)
    #expect(FloatFunctions.normalCumulative(0) == 0.5)
    #expect(FloatFunctions.normalCumulative(40) == 1 && FloatFunctions.normalCumulative(-40) == 0)
    #expect(FloatFunctions.normalCumulative(.nan).isNaN)
  }

  @Test func doubleFunctionsAreAccurate() {
    var stream = RandomStream(seed: 1, purpose: .data)
    for _ in 0..<20_000 {
      let bits = stream.nextUInt64() >> 1
      let x = Double(bitPattern: bits)
      if x.isFinite && x > 0 {
        #expect(abs(PortableMath.log(x) - log(x)) <= 2 * log(x).ulp)
      }
      let near = 0.5 + 1.5 * stream.uniform()
      #expect(abs(PortableMath.log(near) - log(near)) <= 2 * max(log(near).ulp, 0x1p-60))
      let argument = (2 * stream.uniform() - 1) * 700
      #expect(abs(PortableMath.exp(argument) - exp(argument)) <= 2 * exp(argument).ulp)
      let small = exp(-60 * stream.uniform())
      #expect(abs(PortableMath.log1p(small) - log1p(small)) <= 3 * log1p(small).ulp)
    }
    #expect(PortableMath.log(0) == -.infinity && PortableMath.log(-1).isNaN)
    #expect(PortableMath.log(.infinity) == .infinity && PortableMath.log(1) == 0)
    #expect(PortableMath.log(.leastNonzeroMagnitude) == log(Double.leastNonzeroMagnitude))
    #expect(PortableMath.exp(1000) == .infinity && PortableMath.exp(-1000) == 0)
    #expect(PortableMath.exp(0) == 1 && PortableMath.exp(.nan).isNaN)
    #expect(abs(PortableMath.exp(-740) - exp(-740)) <= 2 * Double.leastNonzeroMagnitude)
    #expect(PortableMath.log1p(0) == 0 && PortableMath.log1p(1e-300) == 1e-300)
  }

  @Test func powersBySquaring() {
    #expect(PortableMath.power(3, 0) == 1 && PortableMath.power(3, 5) == 243)
    #expect(abs(PortableMath.power(0.999, 1000) / pow(0.999, 1000) - 1) < 1e-13)
  }

  /// Fused multiply-add without the hardware's: the same bits, over random bit patterns, sums that
  /// cancel, and sums a hair beside the middle between two floats, where rounding twice goes wrong.
  @Test func softwareMultiplyAddIsFused() {
    var stream = RandomStream(seed: 4, purpose: .data)
    for round in 0..<60_000 {
      var a = Float(bitPattern: stream.next())
      var b = Float(bitPattern: stream.next())
      var c = Float(bitPattern: stream.next())
      let hair = Float(sign: stream.below(2) == 0 ? .plus : .minus, exponent: -40, significand: 1)
      switch round % 4 {
      case 1:
        c = -(a * b)
      case 2:
        // 3 times an odd number of 24 bits often needs 25.
        a = Float((1 << 23) + 2 * stream.below(1 << 22) + 1)
        b = stream.below(2) == 0 ? 3 : -3
        c = hair
      case 3:
        // Below the normal range: an odd multiple of half the smallest step.
        a = Float(2 * stream.below(1 << 10) + 1) * 0x1p-75
        b = 0x1p-75
        c = Float.leastNonzeroMagnitude * Float(stream.below(5) - 2)
        if stream.below(2) == 0 { b += b * hair * 0x1p20 }
      default: break
      }
      let fused = c.addingProduct(a, b)
      let soft = descent_soft_fma(a, b, c)
      #expect(soft.bitPattern == fused.bitPattern || (soft.isNaN && fused.isNaN), "\(a) \(b) \(c)")
    }
  }
}

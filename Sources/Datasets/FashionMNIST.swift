// Fashion-MNIST: 70,000 pictures of clothing, 28 by 28 pixels, with a test set of its own. Its four
// files are too large to be shipped, so they are read from where they were installed.
import Text

package struct FashionMNIST {
  /// Where Debian's package dataset-fashion-mnist puts the files.
  package static let installedFolder = "/usr/share/datasets/fashion-mnist"
  package static let title = "pictures of ten kinds of clothing, 28 by 28 pixels of 0 to 255"

  static let classes = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]
  static let source = "Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747; MIT license"
  package static let fileNames = [
    "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
  ]

  /// Reads the data set from a folder with its four files.
  ///
  /// Pixels stay bytes. Standardized, all of them share one mean and one deviation, those over all
  /// pixels of the training rows.
  /// - Parameter hasTest: whether the 10,000 test rows are wanted.
  /// Errors: `fashion-missing`, those of `IDXArray`, `idx-mismatch` where pictures and labels do not
  /// belong together, `idx-label`, `load-stopped`.
  package static func load(
    folder: String, hasTest: Bool = true, standardize: Bool = true,
    progress: (_ bytesRead: Int, _ totalBytes: Int) -> Bool = { _, _ in true }
  ) throws(DataError) -> PreparedData {
    let names = hasTest ? fileNames : Array(fileNames.prefix(2))
    let paths = names.map {
      folder.isEmpty || folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)"
    }
    var sizes: [Int] = []
    for path in paths { sizes.append(try size(path, folder: folder)) }
    let total = sizes.reduce(0, +)
    var before = 0
    func part(_ first: Int) throws(DataError) -> Part {
      let images = try IDXArray(path: paths[first], dimensions: 3) { progress(before + $0, total) }
      before += sizes[first]
      let labels = try IDXArray(path: paths[first + 1], dimensions: 1) {
        progress(before + $0, total)
      }
      before += sizes[first + 1]
      return try Part(images, labels, imagesPath: paths[first], labelsPath: paths[first + 1])
    }
    let training = try part(0)
    let test = hasTest ? try part(2) : nil
    if let test, test.sizes != training.sizes {
      throw DataError(
        id: "idx-mismatch", message: "training and test pictures differ in size", file: paths[2],
        suggestion: "all four files must be of one data set")
    }
    return prepared(training, test, standardize: standardize)
  }

  private static func size(_ path: String, folder: String) throws(DataError) -> Int {
    do {
      return try DataFile(path: path).size
    } catch {
      guard error.id == "csv-no-such-file" else { throw error }
      throw DataError(
        id: "fashion-missing", message: "there is no file \(quotedPath(path))", file: path,
        suggestion: folder == installedFolder
          ? "install it with `apt-get install dataset-fashion-mnist`, or name the folder that has "
            + "its four .gz files: `data fashion from=FOLDER`"
          : "the folder must hold \(listedForMessage(fileNames))")
    }
  }

  /// Pictures with their labels.
  private struct Part {
    var pixels: [UInt8]
    var labels: [Int32]
    /// Rows and columns of a picture.
    var sizes: [Int]

    init(
      _ images: IDXArray, _ labels: IDXArray, imagesPath: String, labelsPath: String
    ) throws(DataError) {
      let sizes = Array(images.sizes.dropFirst())
      guard images.sizes[0] == labels.sizes[0], images.sizes[0] > 0 else {
        throw DataError(
          id: "idx-mismatch",
          message: "there are \(images.sizes[0]) pictures and \(labels.sizes[0]) labels",
          file: imagesPath, suggestion: "all four files must be of one data set")
      }
      guard sizes.allSatisfy({ (1...64).contains($0) }) else {
        throw DataError(
          id: "idx-mismatch",
          message: "pictures of \(sizes[0]) by \(sizes[1]) pixels are not between 1 and 64 wide",
          file: imagesPath)
      }
      if let row = labels.bytes.firstIndex(where: { $0 >= classes.count }) {
        throw DataError(
          id: "idx-label",
          message: "label \(row + 1) is \(labels.bytes[row]); there are \(classes.count) classes",
          file: labelsPath)
      }
      pixels = images.bytes
      self.labels = labels.bytes.map(Int32.init)
      self.sizes = sizes
    }

    func examples(_ scale: ByteScale) -> Examples {
      Examples(
        storage: .bytes(pixels, scale: scale), inputCount: sizes[0] * sizes[1],
        targets: .classes(labels, count: classes.count))
    }
  }

  private static func prepared(
    _ training: Part, _ test: Part?, standardize: Bool
  ) -> PreparedData {
    let inputs = training.sizes[0] * training.sizes[1]
    let scale =
      standardize
      ? ByteScale.measured(training.pixels, rows: training.labels.indices, width: inputs) : nil
    let bytes = ByteScale { scale?.standardized($0) ?? $0 }
    return PreparedData(
      name: "fashion", title: title, source: source,
      columns: (0..<inputs).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: training.sizes[1])
        return InputColumn(name: "p\(twoDigits(row))_\(twoDigits(column))", kind: .number)
      },
      targetName: "kind", task: .classification(classes: classes),
      training: training.examples(bytes), test: test?.examples(bytes),
      standardization: scale.map {
        Standardization(
          means: Array(repeating: $0.mean, count: inputs),
          deviations: Array(repeating: $0.deviation, count: inputs), target: nil)
      },
      notes: scale.map { [.sharedScale(mean: $0.mean, deviation: $0.deviation)] } ?? [])
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

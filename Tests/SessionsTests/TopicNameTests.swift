// Finding a topic by what a reader calls it.
import CommandLanguage
import SessionSupport
import Sessions
import Testing

@Suite struct TopicNameTests {
  static let notions = [
    ("hyperparameter", "hyperparameter"), ("learning rate", "lr"), ("learningrate", "lr"),
    ("Learning-Rate", "lr"), ("batch size", "batch"), ("hidden layers", "layers"),
    ("units", "layers"), ("weights", "layers"), ("bias", "layers"), ("leakyrelu", "activation"),
    ("dead relu", "relu"), ("cross-entropy", "loss"), ("softmax", "softmax"),
    ("standard error", "standard-error"), ("sd", "deviation"), ("se", "standard-error"),
    ("cosine", "cosine"), ("cosine schedule", "schedule"), ("log scale", "log-scale"),
    ("importance", "fanova"), ("medain", "median"), ("quartiles", "quartile"), ("huber", "loss"),
    ("squared error", "loss"), ("backprop", "backpropagation"), ("gradient descent", "gd"),
    ("gradient clipping", "clipping"), ("weight decay", "l2"),
    ("weight initialization", "initialization"),
    ("ovrfitting", "overfitting"), ("early stop", "early-stopping"),
    ("earlystopping", "early-stopping"),
    ("underfiting", "underfitting"), ("generalisation", "generalization"),
    ("xavier", "initialization"),
    ("normalization", "standardization"), ("lr schedule", "schedule"), ("grid search", "grid"),
    ("random search", "random"), ("bayesian optimization", "bayes"), ("gaussian process", "bayes"),
    ("gp", "bayes"), ("ei", "acquisition"), ("successive halving", "halving"), ("svm", "kernel"),
    ("gamma", "kernel"), ("epoch", "batch"), ("reproducibility", "seed"),
    ("regulariz", "regularization"), ("l1mode", "l1"), ("proximal l1", "l1"),
  ]

  @Test(arguments: notions) func isFound(_ wanted: (words: String, topic: String)) {
    let session = RecordedSession()
    #expect(session.run("explain \(wanted.words)") == .done)
    #expect(session.events.count == 1 && session.topic?.name == wanted.topic)
  }

  /// What could be several topics, or none, is not guessed.
  static let misses = [
    ("l3", "`l1`"), ("ada", "`adagrad`"), ("optimzation", nil), ("gradient 1 2", nil),
    ("step 3", nil), ("nothing", nil),
  ]

  @Test(arguments: misses) func isNotGuessed(_ miss: (words: String, suggestion: String?)) {
    let session = RecordedSession()
    #expect(session.run("explain \(miss.words)") == .failed)
    #expect(session.events.count == 1 && session.diagnostic != nil)
    if let suggestion = miss.suggestion {
      #expect(session.diagnostic?.suggestion?.contains(suggestion) == true)
    }
  }
}

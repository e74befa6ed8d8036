// TensorFlow Playground's engine without its page: the tiny workload's sizes, rows and batches. It
// has no logistic loss; as on the page, the output is a tanh and the loss squared error.
// Usage: node playground_peer.mjs PATH-OF-nn.mjs

import { pathToFileURL } from "node:url";

const nn = await import(pathToFileURL(process.argv[2]));
const { Activations, Errors } = nn;

const rows = [];
for (let i = 0; i < 256; i++) {
  const [x, y] = [Math.random() * 12 - 6, Math.random() * 12 - 6];
  rows.push({ inputs: [x, y], label: x * x + y * y < 16 ? 1 : -1 });
}
const network = nn.buildNetwork(
  [2, 8, 8, 1], Activations.TANH, Activations.TANH, null, ["x", "y"]);

function shuffle(rows) {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
}

function epochs(count) {
  for (let epoch = 0; epoch < count; epoch++) {
    shuffle(rows);
    for (let i = 0; i < rows.length; i++) {
      nn.forwardProp(network, rows[i].inputs);
      nn.backProp(network, rows[i].label, Errors.SQUARE);
      if ((i + 1) % 10 === 0 || i + 1 === rows.length) nn.updateWeights(network, 0.03, 0);
    }
  }
}

epochs(300);
const samples = [];
for (let repetition = 0; repetition < 15; repetition++) {
  const start = performance.now();
  epochs(100);
  samples.push((performance.now() - start) / 1e3 / 100);
}
let loss = 0;
for (const row of rows) loss += Errors.SQUARE.error(nn.forwardProp(network, row.inputs), row.label);
const sorted = [...samples].sort((a, b) => a - b);
console.log(JSON.stringify([{
  workload: "tiny", peer: "TensorFlow Playground", version: `node ${process.version}`, threads: 1,
  unit: "s/epoch", samples, median: sorted[7], best: sorted[0], check: { loss: loss / rows.length },
}]));

// A matcher for the pool's tests: does to its process what the options say, on every `at`-th call of detect.
let calls = 0;

export default async function load(options) {
  if (options.behaviour === 'cannot-load') throw new Error('the certified matcher has no licence');
  return {
    info: { name: 'test-matcher', version: '7' },
    matchThreshold: 0.5,
    samePersonThreshold: 0.5,
    async detect() {
      calls++;
      if (calls % options.at === 0) {
        if (options.behaviour === 'crash') process.abort();
        if (options.behaviour === 'exit') process.exit(3);
        if (options.behaviour === 'hang') for (;;);
        if (options.behaviour === 'garbage') process.stdout.write(Buffer.from([255, 255, 255, 255, 1]));
      }
      if (options.behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, options.ms));
      return [];
    },
    async close() {},
  };
}

using BenchmarkDotNet.Running;
using EdgeCollector.Benchmarks.Ratios;

// `ratios [NAME...]`: the quick side-by-side measurements; anything else goes to BenchmarkDotNet.
return args is ["ratios", .. var names] ? RatioRunner.Run(names, Console.Out, Console.Error) : RunBenchmarks(args);

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(RatioRunner).Assembly).Run(args);
    return 0;
}

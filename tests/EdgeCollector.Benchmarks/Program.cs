using BenchmarkDotNet.Running;
using EdgeCollector.Benchmarks.Journal;
using EdgeCollector.Benchmarks.Oee;
using EdgeCollector.Benchmarks.Ratios;

// `ratios [NAME...]`: the quick side-by-side measurements; `engine`, `timeline`, `restart`, `month`: the OEE engine at plant size; `journal`: the segment log
// against SQLite, `backlog`: 1 GB of it; anything else
// goes to BenchmarkDotNet.
return args switch
{
    ["ratios", .. var names] => RatioRunner.Run(names, Console.Out, Console.Error),
    ["engine", .. var rest] => EngineRun.Run(rest, Console.Out),
    ["timeline"] => TimelineRun.Run(Console.Out),
    ["restart", .. var rest] => RestartRun.Run(rest, Console.Out),
    ["journal"] => JournalRun.Run(Console.Out),
    ["backlog"] => await BacklogRun.RunAsync(Console.Out),
    ["month", .. var rest] => MonthRun.Run(rest, Console.Out, Console.Error),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(RatioRunner).Assembly).Run(args);
    return 0;
}

using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Oee;

/// <summary>`month [DAYS]`: a month of 100 machines recomputed as a service would have computed it; the sums must be those of what was
/// made.</summary>
internal static class MonthRun
{
    private const int Machines = 100;
    private const int Bar = 40;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        var days = arguments.Count > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 30;
        var history = new EngineHistory(Machines);
        var engine = new OeeEngine(1);
        var sink = new SumSink();
        var sequence = 1L;
        engine.Apply(sequence, new Input { Kind = InputKind.Configuration, Reference = history.Configuration, SourceTime = EngineHistory.Start * 1_000_000 }, sink);
        var (seconds, allocated, steady) = (days * 86_400L, 0L, 0L);
        var start = Environment.CpuUsage.TotalTime;
        for (var second = 0L; second < seconds; second++)
        {
            if (second == seconds / 2)
            {
                (allocated, steady) = (GC.GetAllocatedBytesForCurrentThread(), sequence);
            }

            foreach (ref readonly var input in history.Next())
            {
                engine.Apply(++sequence, input, sink);
            }

            if (second % Math.Max(1, seconds / 200) == 0)
            {
                Show(progress, second, seconds, sequence, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
        }

        var took = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)(sequence - steady);
        Show(progress, seconds, seconds, sequence, took);
        progress.WriteLine();
        var (counted, made) = (sink.Pieces(engine, history), history.Good + history.Scrap);
        output.WriteLine(Invariant($"{days} days of {Machines} machines: {sequence / 1e6:0.0} million inputs in {took:0.0} CPU seconds, making them included: {sequence / took / 1e6:0.00} million a second; {bytes:0.0} B an input (records); peak {Environment.WorkingSet / 1e6:0} MB; {sink.Finals} final records"));
        output.WriteLine(Invariant($"pieces made {made}, counted {counted}: {(made == counted ? "equal" : "NOT equal")}; records that do not add up: {sink.Wrong}"));
        return made == counted && sink.Wrong == 0 ? 0 : 1;
    }

    private static void Show(TextWriter progress, long done, long all, long inputs, double took)
    {
        var filled = (int)(done * Bar / all);
        progress.Write(Invariant($"\r[{new string('#', filled)}{new string('.', Bar - filled)}] {done * 100 / all,3} %  {inputs / 1e6,6:0.0} M inputs  {inputs / Math.Max(took, 0.001) / 1e6:0.0} M/s  {took * (all - done) / Math.Max(done, 1):0} s left "));
    }

    /// <summary>Checks every final record: the 14 categories add up to its length.</summary>
    private sealed class SumSink : IFactSink
    {
        private readonly Dictionary<string, CountFact> _counts = [];

        public long Finals { get; private set; }

        public long Wrong { get; private set; }

        public void Add(Fact fact)
        {
            if (fact is OeeRecord { Status: RecordStatus.Final } record)
            {
                Finals++;
                Wrong += record.Times.Sum() == record.End - record.Start ? 0 : 1;
            }
            else if (fact is CountFact count)
            {
                _counts[count.Machine] = count;
            }
        }

        /// <summary>One tick more, so that the last counts are told.</summary>
        public long Pieces(OeeEngine engine, EngineHistory history)
        {
            for (var i = 0; i < 3700; i++)
            {
                foreach (ref readonly var input in history.Next(standing: true))
                {
                    engine.Apply(long.MaxValue / 2 + i, input, this);
                }
            }

            return _counts.Values.Sum(c => c.Total ?? 0);
        }
    }
}

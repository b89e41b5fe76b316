using System.Diagnostics;
using System.IO.Compression;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Oee;

/// <summary>`restart [MACHINES]`: what a start costs after a day, from a checkpoint and the inputs of the longest time between two, and by
/// folding the day once more.</summary>
internal static class RestartRun
{
    private const int Day = 24 * 3600;
    private const long Between = 200_000;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var machines = arguments.Count > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 20;
        var (history, engine, sink, sequence) = (new EngineHistory(machines), new OeeEngine(1), new CountingSink(), 0L);
        engine.Apply(++sequence, new()
        {
            Kind = InputKind.Configuration, Reference = history.Configuration, SourceTime = EngineHistory.Start * 1_000_000,
        }, sink);
        var folding = TimeSpan.Zero;
        for (var second = 0; second < Day; second++)
        {
            folding += Fold(history, engine, ref sequence);
        }

        var state = new RecordWriter();
        Checkpoint.Write(state, new(1, sequence), new EngineMarks(), new TieBreaker(), engine);
        state.Reset();
        var start = Stopwatch.GetTimestamp();
        Checkpoint.Write(state, new(1, sequence), new EngineMarks(), new TieBreaker(), engine);
        var saving = Stopwatch.GetElapsedTime(start);
        using var packed = new MemoryStream();
        using (var pack = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) pack.Write(state.Written);

        start = Stopwatch.GetTimestamp();
        packed.Position = 0;
        using var unpacked = new MemoryStream();
        using (var unpack = new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true)) unpack.CopyTo(unpacked);

        var again = Checkpoint.Read(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length), EngineLimits.Live)!.Engine;
        var loading = Stopwatch.GetElapsedTime(start);
        var (behind, replaying) = (sequence, TimeSpan.Zero);
        while (sequence - behind < Between) replaying += Fold(history, again, ref sequence);

        output.WriteLine(Invariant($"{machines} machines, a day at one count a second: {behind} inputs folded in {folding.TotalMilliseconds:0} ms"));
        output.WriteLine(Invariant($"checkpoint: {state.Length / 1e6:0.0} MB, {packed.Length / 1e6:0.0} MB packed, the core stands still for {saving.TotalMilliseconds:0} ms"));
        output.WriteLine(Invariant($"start: {loading.TotalMilliseconds:0} ms loading and {replaying.TotalMilliseconds:0} ms for {sequence - behind} inputs after it, 1/{folding / (loading + replaying):0} of folding the day"));
        return 0;
    }

    private static TimeSpan Fold(EngineHistory history, OeeEngine engine, ref long sequence)
    {
        var inputs = history.Next();
        var start = Stopwatch.GetTimestamp();
        foreach (ref readonly var input in inputs) engine.Apply(++sequence, input, Nobody.Instance);
        return Stopwatch.GetElapsedTime(start);
    }

    private sealed class Nobody : IFactSink
    {
        public static readonly Nobody Instance = new();

        public void Add(Fact fact)
        {
        }
    }
}

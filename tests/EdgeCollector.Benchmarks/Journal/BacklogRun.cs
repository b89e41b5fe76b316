using System.Diagnostics;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Storage;
using static System.FormattableString;

namespace EdgeCollector.Benchmarks.Journal;

/// <summary>`backlog`: 1 GB of samples that nobody has taken yet: how long a start takes with it, how fast a reader goes through it, and
/// what memory that needs.</summary>
internal static class BacklogRun
{
    private const long Bytes = 1_000_000_000;
    private const int Samples = 1000;
    private static readonly SegmentJournalOptions Options = new() { Segments = new() { MaxBytes = 2_000_000_000 } };

    public static async Task<int> RunAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("edgecollector-backlog-").FullName;
        try
        {
            await FillAsync(folder);
            GC.Collect();
            await DrainAsync(folder, output);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(string folder)
    {
        await using var journal = new SegmentJournal(new FileBlockFolder(folder), _ => 1, Options, TimeProvider.System);
        var batch = new RecordBatch();
        while (journal.Appended * 16 < Bytes)
        {
            batch.Clear(journal.Appended + 1);
            for (var i = 0; i < Samples; i++)
            {
                var sequence = journal.Appended + 1 + i;
                batch.Add(new Input
                {
                    Kind = InputKind.Sample, ValueKind = ValueKind.Real, Id = (int)(sequence % 50) + 1,
                    Bits = BitConverter.DoubleToInt64Bits(sequence / 7.0), SourceTime = 1_795_406_400_000_000_000 + (sequence * 10_000_000),
                    ReceiveTime = 1_795_406_400_000_000_000 + (sequence * 10_003_000),
                });
            }

            journal.Append(batch, CommitUrgency.Normal);
        }
    }

    private static async Task DrainAsync(string folder, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        await using var journal = new SegmentJournal(new FileBlockFolder(folder), last => last + 1, Options, TimeProvider.System);
        var opened = watch.Elapsed;
        var reader = journal.OpenReader(1, ReadScope.Committed);
        long read = 0, peak = 0;
        while (reader.TryRead(out _))
        {
            if (++read % 1_000_000 == 0)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
            }
        }

        var seconds = (watch.Elapsed - opened).TotalSeconds;
        output.WriteLine(Invariant(
            $"{journal.Recovered.Segments} segments, {read / 1e6:0.0} million samples: opened in {opened.TotalMilliseconds:0} ms, read in {seconds:0.0} s ({read / seconds / 1e6:0.0} million/s), {peak / 1e6:0} MB resident at most, {(double)journal.Recovered.Segments * 4 * 1024 * 1024 / read:0} B a sample"));
    }
}

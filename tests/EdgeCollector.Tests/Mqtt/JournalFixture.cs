using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Tests.Mqtt;

/// <summary>A journal in memory, filled as CoreLoop would: a node with one machine, a tag and its facts.</summary>
internal sealed class JournalFixture : IAsyncDisposable
{
    public const long Epoch = 1_795_406_400;
    private readonly RecordBatch _batch = new();
    private long _next = 1;

    public MemoryJournal Journal { get; } = new(Epoch, new MemoryJournalOptions(), TimeProvider.System);

    public EngineConfiguration Configuration { get; } = new("c1", "m1", "edge-line1", "UTC")
    {
        Lines = [new("line1", "filler1", ["filler1"])],
        Machines = [new(1, "filler1", "line1", 120_000, 1500, null)],
        Signals = [new Signal(1, 1, "filler1", "temp", SignalRole.Tag), new Signal(2, 1, "filler1", "state", SignalRole.State)],
    };

    public long Last => _next - 1;

    /// <summary>Appends samples of the tag with rising times.</summary>
    public void Samples(int count)
    {
        for (var done = 0; done < count;)
        {
            _batch.Clear(_next);
            for (; done < count && !_batch.IsFull; done++, _next++)
            {
                _batch.Add(new Input
                {
                    Kind = InputKind.Sample, Id = 1, ValueKind = ValueKind.Real, Bits = BitConverter.DoubleToInt64Bits(_next * 0.5),
                    SourceTime = 1_795_410_000_000_000_000 + (_next * 1_000_000),
                    ReceiveTime = 1_795_410_000_000_000_000 + (_next * 1_000_000),
                });
            }

            Journal.Append(_batch, CommitUrgency.AtOnce);
        }
    }

    /// <summary>Appends a tick and what follows from it.</summary>
    public void Facts(params Fact[] facts)
    {
        _batch.Clear(_next++);
        _batch.Add(new Input { Kind = InputKind.Tick, SourceTime = 1_795_410_000_000_000_000 + _next });
        foreach (var fact in facts)
        {
            _batch.Add(fact);
        }

        Journal.Append(_batch, CommitUrgency.AtOnce);
    }

    public void Configure(EngineConfiguration configuration)
    {
        _batch.Clear(_next++);
        _batch.Add(new Input { Kind = InputKind.Configuration, Reference = configuration });
        Journal.Append(_batch, CommitUrgency.AtOnce);
    }

    public ValueTask DisposeAsync() => Journal.DisposeAsync();
}

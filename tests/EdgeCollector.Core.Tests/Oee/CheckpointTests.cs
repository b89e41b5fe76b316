using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>An engine that was put back from a checkpoint is the engine that wrote it: whatever comes, both say the same.</summary>
public sealed class CheckpointTests
{
    private const int Cases = 30;
    private const int Length = 600;

    [Fact]
    public void A_run_that_is_cut_anywhere_says_what_an_uninterrupted_one_says()
    {
        var said = new Dictionary<Type, int>();
        for (var seed = 1; seed <= Cases; seed++)
        {
            var inputs = CheckpointHistory.Inputs(seed, Length);
            var random = new Random(seed);
            var limits = seed % 3 == 0 ? EngineLimits.Live with { MaxPages = 5 } : EngineLimits.Live;
            var (whole, cut) = (new OeeEngine(77, limits), new OeeEngine(77, limits));
            var lastCut = 0;
            for (var i = 0; i < inputs.Count; i++)
            {
                var (expected, actual) = (new FactBytes(), new FactBytes());
                whole.Apply(i + 1, inputs[i], expected);
                cut.Apply(i + 1, inputs[i], actual);
                Assert.True(expected.Same(actual), $"seed {seed}, input {i + 1} ({inputs[i].Kind}), cut at {lastCut}:\n{expected}\n-- but --\n{actual}");
                expected.Count(said);
                if (random.Next(60) == 0)
                {
                    cut = Restored(cut, limits);
                    SameState.Check(whole, cut, $"seed {seed}, cut at {i + 1}");
                    lastCut = i + 1;
                }
            }
        }

        foreach (var type in (Type[])[typeof(OeeRecord), typeof(StopFact), typeof(StateFact), typeof(CountFact), typeof(GapFact), typeof(DowntimeHourFact)])
        {
            Assert.True(said.GetValueOrDefault(type) > 100, $"{type.Name}: {said.GetValueOrDefault(type)}");
        }
    }

    [Fact]
    public void What_is_written_is_read_back_to_the_last_byte()
    {
        var engine = After(5);
        var bytes = Bytes(engine);
        var again = Checkpoint.Read(bytes, EngineLimits.Live);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Bytes(again!.Engine)));
    }

    [Fact]
    public void A_truncated_checkpoint_is_none()
    {
        var bytes = Bytes(After(6));
        for (var length = 0; length < bytes.Length; length += length < 4000 ? 1 : 97)
        {
            Assert.Null(Checkpoint.Read(bytes.AsSpan(0, length), EngineLimits.Live));
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_none()
    {
        var bytes = Bytes(After(6));
        for (var at = 0; at < bytes.Length; at += 7)
        {
            bytes[at] ^= 4;
            Assert.Null(Checkpoint.Read(bytes, EngineLimits.Live));
            bytes[at] ^= 4;
        }
    }

    [Fact]
    public void A_version_that_is_not_known_is_none()
    {
        var bytes = Bytes(After(7));
        bytes[0]++;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), BatchHeader.Crc32C(bytes.AsSpan(..^4)));
        Assert.Null(Checkpoint.Read(bytes, EngineLimits.Live));
    }

    private static OeeEngine After(int seed)
    {
        var engine = new OeeEngine(77);
        var sequence = 0L;
        foreach (var input in CheckpointHistory.Inputs(seed, Length))
        {
            engine.Apply(++sequence, input, new FactBytes());
        }

        return engine;
    }

    private static OeeEngine Restored(OeeEngine engine, EngineLimits limits)
    {
        var again = Checkpoint.Read(Bytes(engine), limits);
        Assert.NotNull(again);
        return again.Engine;
    }

    private static byte[] Bytes(OeeEngine engine)
    {
        var writer = new RecordWriter();
        Checkpoint.Write(writer, new(77, 1), new EngineMarks(), new TieBreaker(), engine);
        return writer.Written.ToArray();
    }

    /// <summary>Facts by their bytes: records with lists in them are equal by content.</summary>
    private sealed class FactBytes : IFactSink
    {
        private readonly List<Fact> _facts = [];
        private readonly RecordWriter _bytes = new(256);

        public void Add(Fact fact)
        {
            _facts.Add(fact);
            _bytes.Byte((byte)FactRecords.KindOf(fact));
            FactRecords.EncodeBlock(_bytes, fact);
        }

        public bool Same(FactBytes other) => _bytes.Written.SequenceEqual(other._bytes.Written);

        public void Count(Dictionary<Type, int> into)
        {
            foreach (var fact in _facts)
            {
                into[fact.GetType()] = into.GetValueOrDefault(fact.GetType()) + 1;
            }
        }

        public override string ToString() => string.Join('\n', _facts);
    }
}

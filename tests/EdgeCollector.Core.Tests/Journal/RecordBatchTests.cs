using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class RecordBatchTests
{
    [Fact]
    public async Task Every_input_and_fact_comes_back_as_it_went_in()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var samples = new RecordSamples(seed);
            var inputs = RecordSamples.InputKinds.Select(samples.FullInput).ToArray();
            var facts = Enumerable.Range(0, 6).Select(samples.Fact).ToArray();
            var batch = new RecordBatch();
            batch.Clear(1);
            foreach (var input in inputs)
            {
                batch.Add(input);
                foreach (var fact in facts)
                {
                    batch.Add(fact);
                }
            }

            await using var journal = new MemoryJournal(7, new MemoryJournalOptions(), new FakeTimeProvider());
            journal.Append(batch, batch.Urgency);
            var reader = journal.OpenReader(1, ReadScope.Appended);
            for (var i = 0; i < inputs.Length; i++)
            {
                Assert.True(reader.TryRead(out var entry), $"seed {seed}");
                Assert.Equal((i + 1, 0), (entry.Sequence, entry.Ordinal));
                AssertSame(inputs[i], entry.Input);
                for (var j = 0; j < facts.Length; j++)
                {
                    Assert.True(reader.TryRead(out entry));
                    Assert.Equal((i + 1, j + 1), (entry.Sequence, entry.Ordinal));
                    Assert.Equivalent(facts[j], entry.Fact, strict: true);
                    if (facts[j] is not DowntimeHourFact)
                    {
                        Assert.Equal(facts[j], entry.Fact);
                    }
                }
            }

            Assert.False(reader.TryRead(out _));
            Assert.Equal((inputs.Length + 1, 0), (reader.Next, reader.Damaged));
        }
    }

    [Fact]
    public void A_sample_of_a_notification_takes_about_16_bytes()
    {
        var batch = new RecordBatch();
        batch.Clear(1_000_000);
        for (var i = 0; i < 1000; i++)
        {
            batch.Add(new Input
            {
                Kind = InputKind.Sample,
                ValueKind = ValueKind.Real,
                Id = 1 + (i % 200),
                SourceTime = 1_795_406_400_000_000_000 + (i * 1_000_000L),
                ReceiveTime = 1_795_406_401_200_000_000,
                MonotonicTime = 77_000_000_000,
                Bits = BitConverter.DoubleToInt64Bits((float)(i * 0.1)),
            });
        }

        Assert.InRange(batch.EncodedLength / 1000.0, 8, 16);
    }

    [Fact]
    public void Any_truncation_is_detected()
    {
        var bytes = Encoded(3);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(BatchHeader.TryVerify(bytes.AsSpan(0, length), out _), $"length {length}");
        }

        Assert.True(BatchHeader.TryVerify(bytes, out var header));
        Assert.Equal((3, 1_795_406_400, 9u), (header.Count, header.Epoch, header.Generation));
    }

    [Fact]
    public void Any_flipped_bit_is_detected()
    {
        var bytes = Encoded(3);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(BatchHeader.TryVerify(bytes, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(BatchHeader.TryVerify(bytes, out _));
    }

    [Fact]
    public void The_decoder_takes_any_bytes_without_throwing_or_allocating_beyond_them()
    {
        var random = new Random(1);
        var writer = new RecordWriter();
        for (var round = 0; round < 20_000; round++)
        {
            var samples = new RecordSamples(round);
            writer.Reset();
            var kind = RecordSamples.InputKinds[round % 9];
            if (round % 2 == 0)
            {
                InputRecords.Encode(writer, samples.FullInput(kind), default);
            }
            else
            {
                FactRecords.Encode(writer, samples.Fact(round % 6));
            }

            var bytes = writer.Written.ToArray();
            for (var i = 0; i < 3 && bytes.Length > 0; i++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[..random.Next(bytes.Length + 1)];
            var before = GC.GetAllocatedBytesForCurrentThread();
            InputRecords.TryDecode(bytes, kind, default, out _);
            FactRecords.TryDecode(bytes, (RecordKind)(32 + (round % 6)), out _);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (bytes.Length * 64) + 65_536);
        }
    }

    [Fact]
    public void Fields_that_a_later_version_appended_are_passed_over()
    {
        var stop = new RecordSamples(5).Fact(2);
        var writer = new RecordWriter();
        FactRecords.Encode(writer, stop);
        writer.Text("a field of tomorrow");
        Assert.True(FactRecords.TryDecode(writer.Written, RecordKind.StopFact, out var read));
        Assert.Equal(stop, read);
    }

    [Fact]
    public void Equal_configurations_are_equal_bytes_whatever_the_order_of_their_sets()
    {
        Assert.Equal(Bytes(["b", "a", "c"]), Bytes(["c", "b", "a"]));

        static byte[] Bytes(string[] products)
        {
            var writer = new RecordWriter();
            ConfigurationRecords.Encode(writer, new EngineConfiguration("c1", "m1", "n", "UTC")
            {
                Machines = [new MachineDefinition(1, "m", "l", 1, null, null)
                {
                    ListedProducts = products.ToHashSet(),
                    Mapping = new StateMapping(StateMappingKind.Values) { Values = products.ToDictionary(p => p, _ => Category.Down) },
                }],
            });
            return writer.Written.ToArray();
        }
    }

    [Fact]
    public void Urgency_is_the_highest_of_the_records()
    {
        var batch = new RecordBatch();
        batch.Clear(1);
        batch.Add(new Input { Kind = InputKind.Tick });
        Assert.Equal(CommitUrgency.Normal, batch.Urgency);
        batch.Add(new StateFact("m", 0, Category.Running, "run", null, "", false));
        Assert.Equal(CommitUrgency.StateChange, batch.Urgency);
        batch.Add(new GapFact("m", 0, 0, 1, "restart"));
        batch.Add(new Input { Kind = InputKind.Sample });
        Assert.Equal(CommitUrgency.AtOnce, batch.Urgency);
        batch.Clear(3);
        Assert.Equal(CommitUrgency.Normal, batch.Urgency);
    }

    [Fact]
    public void An_input_without_the_payload_of_its_kind_is_an_error_that_names_it()
    {
        var batch = new RecordBatch();
        batch.Clear(1);
        var error = Assert.Throws<ArgumentException>(() => batch.Add(new Input { Kind = InputKind.Order, Reference = "x" }));
        Assert.Contains("OrderStart", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Encoded(int count)
    {
        var samples = new RecordSamples(11);
        var batch = new RecordBatch();
        batch.Clear(42);
        for (var i = 0; i < count; i++)
        {
            batch.Add(samples.FullInput(InputKind.Sample));
            batch.Add(samples.Fact(0));
        }

        var bytes = new byte[batch.EncodedLength];
        batch.Encode(bytes, 1_795_406_400, 9);
        return bytes;
    }

    private static void AssertSame(Input expected, Input actual)
    {
        Assert.Equal(
            (expected.Kind, expected.ValueKind, expected.Quality, expected.Flags, expected.Id),
            (actual.Kind, actual.ValueKind, actual.Quality, actual.Flags, actual.Id));
        Assert.Equal(
            (expected.SourceTime, expected.ReceiveTime, expected.MonotonicTime, expected.Bits),
            (actual.SourceTime, actual.ReceiveTime, actual.MonotonicTime, actual.Bits));
        if (expected.Reference is EngineConfiguration)
        {
            Assert.Equivalent(expected.Reference, actual.Reference, strict: true);
        }
        else
        {
            Assert.Equal(expected.Reference, actual.Reference);
        }
    }
}

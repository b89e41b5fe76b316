using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Oee;
using EdgeCollector.Core.Tests.Ring;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

/// <summary>What every <see cref="IJournal"/> promises; each implementation passes it.</summary>
public abstract class JournalContract
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    protected FakeTimeProvider Time { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty journal of epoch 1000 on <see cref="Time"/>, with the default commit options.</summary>
    protected abstract IJournal Create();

    [Fact]
    public async Task Entries_come_back_in_order_with_their_facts()
    {
        await using var journal = Create();
        Append(journal, 1, 3, facts: 2);
        Append(journal, 4, 1);
        Append(journal, 5, 2, facts: 1);
        Assert.Equal((1000, 1, 6), (journal.Epoch, journal.First, journal.Appended));
        var reader = journal.OpenReader(1, ReadScope.Appended);
        Assert.Equal(
            ["1", "1+1", "1+2", "2", "2+1", "2+2", "3", "3+1", "3+2", "4", "5", "5+1", "6", "6+1"], Read(reader));
        Assert.Equal((7, 1000), (reader.Next, reader.Epoch));
    }

    [Fact]
    public async Task A_cursor_never_splits_the_entries_of_one_input()
    {
        await using var journal = Create();
        Append(journal, 1, 2, facts: 1);
        var reader = journal.OpenReader(1, ReadScope.Appended);
        Assert.True(reader.TryRead(out _));
        Assert.Equal(1, reader.Next);
        Assert.True(reader.TryRead(out _));
        Assert.Equal(2, reader.Next);
        Assert.Equal(["2", "2+1"], Read(journal.OpenReader(reader.Next, ReadScope.Appended)));
        reader.Seek(1);
        Assert.Equal(["1", "1+1", "2", "2+1"], Read(reader));
    }

    [Fact]
    public async Task A_reader_of_facts_passes_over_inputs()
    {
        await using var journal = Create();
        Append(journal, 1, 3, facts: 1);
        Append(journal, 4, 5);
        Append(journal, 9, 1, facts: 2);
        var reader = journal.OpenReader(2, ReadScope.Appended, RecordKinds.Facts);
        Assert.Equal(["2+1", "3+1", "9+1", "9+2"], Read(reader));
        Append(journal, 10, 5);
        Assert.Empty(Read(reader));
        Assert.Equal(15, reader.Next);
        Assert.Equal(0, reader.Skipped);
    }

    [Fact]
    public async Task A_reader_of_facts_sees_nothing_before_its_commit()
    {
        await using var journal = Create();
        var facts = journal.OpenReader(1, ReadScope.Committed, RecordKinds.Facts);
        var raw = journal.OpenReader(1, ReadScope.Appended, RecordKinds.Samples);
        Append(journal, 1, 1, facts: 1, urgency: CommitUrgency.Normal);
        Assert.Empty(Read(facts));
        Assert.Equal(["1"], Read(raw));
        var waiting = facts.WaitAsync(Token);
        Assert.False(waiting.IsCompleted);
        await Tick(TimeSpan.FromSeconds(1), () => journal.Committed == 1);
        await waiting.AsTask().WaitAsync(Soon, Token);
        Assert.Equal(["1+1"], Read(facts));
    }

    [Fact]
    public async Task An_acknowledgement_is_held_until_the_commit()
    {
        await using var journal = Create();
        Append(journal, 1, 10, urgency: CommitUrgency.Normal);
        var acknowledge = journal.WaitForCommitAsync(10, Token).AsTask();
        Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.True(await RingBufferTests.Holds(() => !acknowledge.IsCompleted && journal.Committed == 0));
        await Tick(TimeSpan.FromMilliseconds(1), () => acknowledge.IsCompleted);
        Assert.Equal(10, journal.Committed);
    }

    [Fact]
    public async Task What_is_urgent_is_committed_at_once_with_all_before_it()
    {
        await using var journal = Create();
        Append(journal, 1, 2, urgency: CommitUrgency.Normal);
        Append(journal, 3, 1, urgency: CommitUrgency.AtOnce);
        await journal.WaitForCommitAsync(3, Token).AsTask().WaitAsync(Soon, Token);
        Assert.Equal(3, journal.Committed);
    }

    [Fact]
    public async Task Flush_commits_now()
    {
        await using var journal = Create();
        Append(journal, 1, 5, urgency: CommitUrgency.Normal);
        await journal.FlushAsync(Token).AsTask().WaitAsync(Soon, Token);
        Assert.Equal(5, journal.Committed);
        await journal.FlushAsync(Token).AsTask().WaitAsync(Soon, Token);
    }

    [Fact]
    public async Task Waiting_ends_by_append_by_cancel_and_by_close()
    {
        var journal = Create();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var appended = journal.WaitForAsync(2, committed: false, Token).AsTask();
        var cancelled = journal.WaitForAsync(9, committed: false, cancel.Token).AsTask();
        var closed = journal.WaitForCommitAsync(9, Token).AsTask();
        Append(journal, 1, 1);
        Assert.False(appended.IsCompleted);
        Append(journal, 2, 1);
        await appended.WaitAsync(Soon, Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed);
    }

    [Fact]
    public async Task Close_commits_what_was_appended()
    {
        var journal = Create();
        Append(journal, 1, 5, urgency: CommitUrgency.Normal);
        await journal.DisposeAsync();
        Assert.Equal(5, journal.Committed);
    }

    [Fact]
    public async Task A_batch_that_does_not_follow_is_an_error()
    {
        await using var journal = Create();
        Append(journal, 1, 2);
        Assert.Throws<ArgumentException>(() => Append(journal, 4, 1));
        Assert.Throws<ArgumentException>(() => Append(journal, 2, 1));
        Assert.Equal(2, journal.Appended);
    }

    [Fact]
    public async Task Bytes_that_a_reader_holds_do_not_change()
    {
        await using var journal = Create();
        Append(journal, 1, 3, facts: 1);
        Assert.True(journal.TryRead(2, out var first, out var batch));
        Assert.Equal(2, first);
        var copy = batch.ToArray();
        for (var i = 0; i < 500; i++)
        {
            Append(journal, journal.Appended + 1, 20);
        }

        Assert.True(batch.Span.SequenceEqual(copy));
        Assert.True(BatchHeader.TryVerify(copy, out var header));
        Assert.Equal((1, 3, 1000), (header.First, header.Last, header.Epoch));
        Assert.False(journal.TryRead(journal.Appended + 1, out _, out _));
    }

    [Fact]
    public async Task Readers_and_the_writer_work_at_the_same_time()
    {
        await using var journal = Create();
        const int Total = 20_000;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var reader = journal.OpenReader(1, ReadScope.Appended, RecordKinds.Inputs);
                for (long expected = 1; expected <= Total; expected++)
                {
                    JournalEntry entry;
                    while (!reader.TryRead(out entry))
                    {
                        await reader.WaitAsync(Token);
                    }

                    Assert.Equal(expected, entry.Sequence);
                    Assert.Equal(expected, entry.Input.Bits);
                }
            },
            Token)).ToArray();
        while (journal.Appended < Total)
        {
            Append(journal, journal.Appended + 1, 20, facts: (int)(journal.Appended % 3));
        }

        await Task.WhenAll(readers).WaitAsync(Soon, Token);
    }

    internal static void Append(
        IJournal journal, long first, int count, int facts = 0, CommitUrgency urgency = CommitUrgency.AtOnce, int textLength = 0)
    {
        var batch = new RecordBatch();
        batch.Clear(first);
        for (var i = 0; i < count; i++)
        {
            batch.Add(new Input
            {
                Kind = InputKind.Sample,
                ValueKind = textLength > 0 ? ValueKind.Text : ValueKind.Integer,
                Id = 1,
                Bits = first + i,
                Reference = textLength > 0 ? new string('x', textLength) : null,
            });
            for (var j = 0; j < facts; j++)
            {
                batch.Add(new GapFact("m", first + i, j, 0, "test"));
            }
        }

        journal.Append(batch, urgency);
    }

    internal static string[] Read(JournalReader reader)
    {
        var read = new List<string>();
        while (reader.TryRead(out var entry))
        {
            read.Add(entry.IsInput ? $"{entry.Sequence}" : $"{entry.Sequence}+{entry.Ordinal}");
        }

        return [.. read];
    }

    // The commit thread may not have armed its timer yet when the time is advanced: offer it again.
    protected async Task Tick(TimeSpan step, Func<bool> done)
    {
        Time.Advance(step);
        await RingBufferTests.Until(() =>
        {
            Time.Advance(TimeSpan.FromTicks(1));
            return done();
        });
    }
}

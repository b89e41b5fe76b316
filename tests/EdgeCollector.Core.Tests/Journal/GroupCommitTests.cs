using EdgeCollector.Core.Journal;
using EdgeCollector.Core.Tests.Ring;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.Core.Tests.Journal;

public sealed class GroupCommitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly Disk _disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_disk_gates_the_writer_and_loses_nothing()
    {
        await using var journal = Create(maxPending: 2_000);
        _disk.Hold();
        JournalContract.Append(journal, 1, 10);
        await RingBufferTests.Until(() => _disk.Waiting);
        var writer = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    JournalContract.Append(journal, journal.Appended + 1, 10);
                }
            },
            TaskCreationOptions.LongRunning);
        Assert.True(await RingBufferTests.Holds(() => !writer.IsCompleted && journal.Committed == 0));
        _disk.Release();
        await writer.WaitAsync(Soon, Token);
        await journal.FlushAsync(Token).AsTask().WaitAsync(Soon, Token);
        Assert.Equal(510, journal.Committed);
        Assert.Equal(Enumerable.Range(1, 510).Select(i => (long)i), _disk.Ids);
        Assert.Equal(0, journal.Lost);
    }

    [Fact]
    public async Task A_commit_that_fails_moves_no_cursor_and_is_tried_again_whole()
    {
        await using var journal = Create();
        _disk.Failing = true;
        JournalContract.Append(journal, 1, 10);
        var acknowledge = journal.WaitForCommitAsync(10, Token).AsTask();
        await RingBufferTests.Until(() => journal.Fault is not null);
        JournalContract.Append(journal, 11, 5);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.True(await RingBufferTests.Holds(() => _disk.Attempts == 1 && journal.Committed == 0 && !acknowledge.IsCompleted));
        _disk.Failing = false;
        await RingBufferTests.Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return journal.Committed == 15;
        });
        await acknowledge.WaitAsync(Soon, Token);
        Assert.Null(journal.Fault);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => (long)i), _disk.Ids);
    }

    [Fact]
    public async Task A_failed_disk_does_not_stop_measuring_and_what_it_never_took_is_counted()
    {
        await using var journal = Create(maxPending: 2_000);
        _disk.Failing = true;
        for (var i = 0; i < 100; i++)
        {
            JournalContract.Append(journal, journal.Appended + 1, 10);
            await RingBufferTests.Until(() => journal.Fault is not null);
        }

        Assert.Equal(1000, journal.Appended);
        Assert.Equal(0, journal.Committed);
        Assert.InRange(journal.Lost, 500, 990);
        Assert.Equal(1000, JournalContract.Read(journal.OpenReader(1, ReadScope.Appended)).Length);
        _disk.Failing = false;
        await journal.FlushAsync(Token).AsTask().WaitAsync(Soon, Token);
        Assert.Equal(1000, journal.Committed);
        Assert.Equal(1000 - journal.Lost, _disk.Ids.Count);
        Assert.Equal(journal.Lost + 1, _disk.Ids[0]);
    }

    [Fact]
    public async Task What_a_disk_took_before_it_was_full_is_committed_once_and_not_counted_as_lost()
    {
        await using var journal = Create(maxPending: 2_000);
        _disk.Hold();
        JournalContract.Append(journal, 1, 10);
        await RingBufferTests.Until(() => _disk.Waiting);
        for (var i = 0; i < 3; i++)
        {
            JournalContract.Append(journal, journal.Appended + 1, 10);
        }

        _disk.Room = 2;
        _disk.Release();
        await RingBufferTests.Until(() => journal.Fault is not null);
        Assert.Equal((20, 0), (journal.Committed, journal.Lost));
        for (var i = 0; i < 100; i++)
        {
            JournalContract.Append(journal, journal.Appended + 1, 10);
        }

        _disk.Room = int.MaxValue;
        await journal.FlushAsync(Token).AsTask().WaitAsync(Soon, Token);
        Assert.Equal(journal.Appended - journal.Lost, _disk.Ids.Count);
        Assert.Equal(_disk.Ids.Distinct().Order(), _disk.Ids);
    }

    [Fact]
    public async Task Close_with_a_failed_disk_ends_and_claims_nothing()
    {
        var journal = Create();
        _disk.Failing = true;
        JournalContract.Append(journal, 1, 10);
        await journal.DisposeAsync().AsTask().WaitAsync(Soon, Token);
        Assert.Equal((0, 10), (journal.Committed, journal.Lost));
    }

    private MemoryJournal Create(int maxPending = 1 << 20) =>
        new(1000, new MemoryJournalOptions { Commit = new CommitOptions { MaxPending = maxPending } }, _time, _disk);

    private sealed class Disk : ICommitTarget
    {
        private readonly ManualResetEventSlim _free = new(true);

        public List<long> Ids { get; } = [];

        public volatile bool Failing;

        public volatile bool Waiting;

        public int Attempts;

        /// <summary>Batches.</summary>
        public volatile int Room = int.MaxValue;

        public void Hold() => _free.Reset();

        public void Release() => _free.Set();

        public int WriteSome(ReadOnlySpan<StoredBatch> batches)
        {
            Waiting = true;
            _free.Wait();
            Waiting = false;
            Interlocked.Increment(ref Attempts);
            if (Failing || Room == 0)
            {
                throw new IOException("Input/output error");
            }

            var count = Math.Min(batches.Length, Room);
            Room -= count;
            foreach (var batch in batches[..count])
            {
                for (var id = batch.First; id <= batch.Last; id++)
                {
                    Ids.Add(id);
                }
            }

            return count;
        }
    }
}

using System.Runtime.CompilerServices;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Ring;
using Xunit;

namespace EdgeCollector.Core.Tests.Ring;

public sealed class RingBufferTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 64, 1, 200_000)]
    [InlineData(3, 64, 32, 200_000)]
    [InlineData(4, 1024, 100, 400_000)]
    [InlineData(8, 16, 8, 100_000)]
    public async Task Producers_lose_nothing_and_keep_their_order(int producers, int capacity, int maxBatch, int total)
    {
        var ring = new RingBuffer(capacity);
        var each = total / producers;
        var running = Enumerable.Range(0, producers).Select(p => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(p + 1);
                for (var sent = 0; sent < each;)
                {
                    var batch = new Input[Math.Min(random.Next(1, maxBatch + 1), each - sent)];
                    for (var i = 0; i < batch.Length; i++)
                    {
                        batch[i] = new Input { Id = p, Bits = sent + i, SourceTime = batch.Length - i };
                    }

                    var last = ring.Submit(batch);
                    Assert.True(last >= sent + batch.Length);
                    sent += batch.Length;
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        _ = Task.WhenAll(running).ContinueWith(_ => ring.Close(), TaskScheduler.Default);

        var next = new long[producers];
        long expected = 1;
        long left = 0;
        var owner = -1;
        while (ring.Wait() != RingWait.Drained)
        {
            var slots = ring.Read(out var first);
            if (!slots.IsEmpty)
            {
                Assert.Equal(expected, first);
            }

            foreach (ref var slot in slots)
            {
                // SourceTime holds how many of its batch are still to come: neighbours in the ring are neighbours of one claim.
                if (left > 0)
                {
                    Assert.Equal(owner, slot.Id);
                    Assert.Equal(left, slot.SourceTime);
                }

                owner = slot.Id;
                left = slot.SourceTime - 1;
                Assert.Equal(next[slot.Id]++, slot.Bits);
                expected++;
            }

            ring.Release(slots.Length);
        }

        await Task.WhenAll(running).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.All(next, n => Assert.Equal(each, n));
        Assert.Equal(each * producers, ring.Consumed);
    }

    [Fact]
    public void Sequences_start_at_1_and_a_batch_wraps_around_the_end()
    {
        var ring = new RingBuffer(8);
        Assert.Equal(3, ring.Submit(Numbered(1, 3)));
        Assert.Equal([1, 2, 3], ReadAll(ring));
        Assert.Equal(7, ring.Submit(Numbered(4, 4)));
        Assert.Equal([4, 5, 6, 7], ReadAll(ring));
        Assert.Equal(11, ring.Submit(Numbered(8, 4)));
        Assert.Equal([8, 9, 10, 11], ReadAll(ring));
        Assert.True(ring.Read(out var next).IsEmpty);
        Assert.Equal(12, next);
    }

    [Fact]
    public void A_later_claim_is_not_seen_before_an_earlier_one_is_published()
    {
        var ring = new RingBuffer(8);
        using var first = ring.ClaimSlots(2);
        ring.Submit(Numbered(3, 1));
        Assert.True(ring.Read(out _).IsEmpty);
        first[0] = new Input { Bits = 1 };
        first[1] = new Input { Bits = 2 };
        first.Publish();
        Assert.Equal([1, 2, 3], ReadAll(ring));
    }

    [Fact]
    public void A_claim_that_fails_leaves_empty_inputs_and_no_missing_id()
    {
        var ring = new RingBuffer(8);
        ring.Submit(Numbered(7, 2));
        ReadAll(ring);
        using (var claim = ring.ClaimSlots(3))
        {
            claim[0] = new Input { Kind = InputKind.Sample, Bits = 5 };
        }

        var slots = ring.Read(out var first);
        Assert.Equal(3, first);
        Assert.Equal(3, slots.Length);
        Assert.All(slots.ToArray(), slot => Assert.Equal(InputKind.None, slot.Kind));
    }

    [Fact]
    public async Task A_full_ring_blocks_a_submit_and_releases_it_when_there_is_room()
    {
        var ring = new RingBuffer(8);
        ring.Submit(Numbered(1, 4));
        ring.Submit(Numbered(5, 3));
        var waiting = Task.Factory.StartNew(() => ring.Submit(Numbered(8, 4)), TaskCreationOptions.LongRunning);
        await Until(() => ring.Blocked == 1);
        Assert.False(waiting.IsCompleted);
        ring.Read(out _);
        ring.Release(2);
        Assert.False(ring.TrySubmit(Numbered(1, 4), out _));
        ring.Read(out _);
        ring.Release(5);
        Assert.Equal(11, await waiting.WaitAsync(Soon, TestContext.Current.CancellationToken));
        Assert.Equal([8, 9, 10, 11], ReadAll(ring));
    }

    [Fact]
    public void TrySubmit_is_refused_and_counted_where_there_is_no_room()
    {
        var ring = new RingBuffer(4);
        Assert.True(ring.TrySubmit(Numbered(1, 2), out var last));
        Assert.Equal(2, last);
        Assert.True(ring.TrySubmit(Numbered(3, 2), out _));
        Assert.False(ring.TrySubmit(Numbered(5, 1), out _));
        Assert.Equal(1, ring.Refused);
        Assert.Equal([1, 2, 3, 4], ReadAll(ring));
        Assert.True(ring.TrySubmit(Numbered(5, 1), out last));
        Assert.Equal(5, last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_batch_of_none_or_of_more_than_half_the_ring_is_an_error(int count)
    {
        var ring = new RingBuffer(8);
        Assert.Throws<ArgumentException>(() => ring.Submit(new Input[count]));
        Assert.Throws<ArgumentException>(() => ring.TrySubmit(new Input[count], out _));
        Assert.Equal(0, ring.Claimed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_capacity_that_is_no_power_of_two_is_an_error(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RingBuffer(capacity));

    [Fact]
    public async Task Close_frees_whoever_waits_for_room_and_lets_the_reader_finish()
    {
        var ring = new RingBuffer(4);
        ring.Submit(Numbered(1, 2));
        ring.Submit(Numbered(3, 2));
        var waiting = Task.Factory.StartNew(() => ring.Submit(Numbered(5, 1)), TaskCreationOptions.LongRunning);
        await Until(() => ring.Blocked == 1);
        ring.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal(RingWait.Available, ring.Wait());
        Assert.Equal([1, 2, 3, 4], ReadAll(ring));
        Assert.Equal(RingWait.Drained, ring.Wait());
        Assert.Throws<ObjectDisposedException>(() => ring.Submit(Numbered(5, 1)));
    }

    [Fact]
    public void A_consumed_slot_keeps_nothing_alive()
    {
        var ring = new RingBuffer(8);
        var payload = SubmitPayload(ring);
        ring.Read(out _);
        ring.Release(1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(payload.TryGetTarget(out _));
        GC.KeepAlive(ring);
    }

    [Fact]
    public async Task An_idle_reader_is_parked_and_wakes_for_one_input()
    {
        var ring = new RingBuffer(8);
        var read = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = new Thread(() =>
        {
            while (ring.Wait() != RingWait.Drained)
            {
                var slots = ring.Read(out var first);
                if (!slots.IsEmpty)
                {
                    read.SetResult(first);
                    ring.Release(slots.Length);
                }
            }
        });
        reader.Start();
        await Until(() => ring.Waiting.IsParked);
        var parks = ring.Waiting.Parks;

        // Parked means asleep in Monitor.Wait: nothing but a signal gets it out, so an idle ring takes no processor time.
        Assert.True(await Holds(() => ring.Waiting.IsParked && ring.Waiting.Parks == parks));
        ring.Submit(Numbered(1, 1));
        Assert.Equal(1, await read.Task.WaitAsync(Soon, TestContext.Current.CancellationToken));
        await Until(() => ring.Waiting.IsParked);
        ring.Close();
        Assert.True(reader.Join(Soon));
    }

    [Fact]
    public async Task A_large_claim_is_not_starved_by_small_ones()
    {
        var ring = new RingBuffer(64);
        var stop = false;
        var small = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    ring.Submit(Numbered(1, 1));
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var reader = Task.Factory.StartNew(
            () =>
            {
                while (ring.Wait() != RingWait.Drained)
                {
                    // One at a time: without a queue the small ones would take every slot that is freed.
                    ring.Release(Math.Min(1, ring.Read(out _).Length));
                }
            },
            TaskCreationOptions.LongRunning);
        for (var i = 0; i < 50; i++)
        {
            await Task.Factory.StartNew(() => ring.Submit(Numbered(1, 32)), TaskCreationOptions.LongRunning)
                .WaitAsync(Soon, TestContext.Current.CancellationToken);
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(small).WaitAsync(Soon, TestContext.Current.CancellationToken);
        ring.Close();
        await reader.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    internal static Input[] Numbered(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Input { Kind = InputKind.Sample, Id = 1, Bits = first + i })];

    internal static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Soon);
        while (!condition())
        {
            await Task.Yield();
            timeout.Token.ThrowIfCancellationRequested();
        }
    }

    // True for some thousand looks in a row: the other threads have had every chance.
    internal static async Task<bool> Holds(Func<bool> condition)
    {
        for (var i = 0; i < 5_000; i++)
        {
            if (!condition())
            {
                return false;
            }

            await Task.Yield();
        }

        return true;
    }

    private static long[] ReadAll(RingBuffer ring)
    {
        var read = new List<long>();
        for (var slots = ring.Read(out _); !slots.IsEmpty; slots = ring.Read(out _))
        {
            foreach (ref var slot in slots)
            {
                read.Add(slot.Bits);
            }

            ring.Release(slots.Length);
        }

        return [.. read];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<object> SubmitPayload(RingBuffer ring)
    {
        var payload = new object();
        ring.Submit([new Input { Kind = InputKind.Sample, Reference = payload }]);
        return new WeakReference<object>(payload);
    }
}

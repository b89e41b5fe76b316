using System.Threading.Channels;
using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Ring;

namespace EdgeCollector.Benchmarks.Ring;

/// <summary>
/// The same transfer by the ring and by a bounded channel: producers on threads of their own hand over notifications of 1,000 inputs, one
/// reader takes every input and adds its value. Both are bounded to the same number of inputs, both make the producer wait when full, and
/// the channel is told that it has one reader. A channel has no batch write, so it is given the inputs of a notification one by one, by its
/// synchronous TryWrite as long as there is room; the reader drains it by TryRead.
/// </summary>
internal sealed class RingTransfer(int producers, int notifications)
{
    public const int Capacity = 16_384;
    public const int Notification = 1_000;

    private readonly Input[] _inputs = Enumerable.Range(0, Notification).Select(i => new Input
    {
        Kind = InputKind.Sample, ValueKind = ValueKind.Integer, Id = i + 1, Bits = 1,
    }).ToArray();

    private readonly RingBuffer _ring = new(Capacity);

    private readonly Channel<Input> _channel = Channel.CreateBounded<Input>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = producers == 1, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Inputs of one transfer.</summary>
    public int Inputs => producers * notifications * Notification;

    public void ByRing()
    {
        var threads = Produce(() =>
        {
            for (var n = 0; n < notifications; n++)
            {
                _ring.Submit(_inputs);
            }
        });
        long sum = 0;
        while (sum < Inputs)
        {
            _ring.Wait();
            for (var slots = _ring.Read(out _); !slots.IsEmpty; slots = _ring.Read(out _))
            {
                foreach (ref var slot in slots)
                {
                    sum += slot.Bits;
                }

                _ring.Release(slots.Length);
            }
        }

        Join(threads);
    }

    public void ByChannel()
    {
        var threads = Produce(() =>
        {
            var writer = _channel.Writer;
            for (var n = 0; n < notifications; n++)
            {
                foreach (var input in _inputs)
                {
                    while (!writer.TryWrite(input))
                    {
                        Wait(writer.WaitToWriteAsync());
                    }
                }
            }
        });
        long sum = 0;
        while (sum < Inputs)
        {
            Wait(_channel.Reader.WaitToReadAsync());
            while (_channel.Reader.TryRead(out var input))
            {
                sum += input.Bits;
            }
        }

        Join(threads);
    }

    private static void Wait(ValueTask<bool> ready)
    {
        if (!ready.IsCompleted)
        {
            ready.AsTask().Wait();
        }
    }

    private static void Join(Thread[] threads)
    {
        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private Thread[] Produce(ThreadStart work)
    {
        var threads = Enumerable.Range(0, producers).Select(_ => new Thread(work)).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        return threads;
    }
}

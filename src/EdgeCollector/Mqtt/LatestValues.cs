namespace EdgeCollector.Mqtt;

/// <summary>The newest message of each retained topic, and which of them the broker has not got yet. A newer value replaces one that
/// waits; as many entries as topics. One owner, but <see cref="Again"/> may come from any thread.</summary>
internal sealed class LatestValues
{
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private int _again;

    /// <summary>Values that a newer one replaced before they left.</summary>
    public long Replaced { get; private set; }

    public bool Any => _order.Count != 0 || Volatile.Read(ref _again) != 0;

    /// <summary>A topic's value as of now; an unchanged one is not sent.</summary>
    public void Set(string topic, byte[] payload)
    {
        if (_values.TryGetValue(topic, out var old) && old.AsSpan().SequenceEqual(payload))
        {
            return;
        }

        _values[topic] = payload;
        Wait(topic);
    }

    /// <summary>A new connection: the broker may have lost everything.</summary>
    public void Again() => Volatile.Write(ref _again, 1);

    /// <summary>The next message to be sent, without taking it.</summary>
    public bool TryPeek(out string topic, out byte[] payload)
    {
        if (Interlocked.Exchange(ref _again, 0) != 0)
        {
            foreach (var known in _values.Keys)
            {
                Wait(known, counted: false);
            }
        }

        topic = _order.First?.Value ?? "";
        payload = topic.Length == 0 ? [] : _values[topic];
        return topic.Length != 0;
    }

    /// <summary>The peeked message is with the broker. What was cleared is forgotten.</summary>
    public void Sent(string topic)
    {
        _order.RemoveFirst();
        _waiting.Remove(topic);
        if (_values[topic].Length == 0)
        {
            _values.Remove(topic);
        }
    }

    private void Wait(string topic, bool counted = true)
    {
        if (_waiting.Add(topic))
        {
            _order.AddLast(topic);
        }
        else if (counted)
        {
            Replaced++;
        }
    }
}

namespace EdgeCollector.OpcUa.Client;

/// <summary>What a notification's sequence number means.</summary>
internal enum Arrival
{
    /// <summary>The one expected: deliver it.</summary>
    Next,

    /// <summary>Delivered before: drop it.</summary>
    Duplicate,

    /// <summary>Some before it are missing: ask for them first.</summary>
    Gap,
}

/// <summary>
/// The order of one subscription's notifications (Part 4 5.14.1): from 1, one more each time, after 2^32-1 comes 1 again, never 0.
/// Pure: says what to do, asks nobody.
/// </summary>
internal sealed class SequenceTracker
{
    private const long Cycle = uint.MaxValue;

    /// <summary>The number that has to come next.</summary>
    public uint Expected { get; private set; } = 1;

    /// <summary>The number after <paramref name="sequence"/>.</summary>
    public static uint After(uint sequence) => sequence == uint.MaxValue ? 1 : sequence + 1;

    /// <summary>Judges a notification, or a keep-alive, whose number is that of the next notification.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="missing">How many are missing from <see cref="Expected"/> on.</param>
    public Arrival Judge(uint sequence, out uint missing)
    {
        missing = 0;
        if (sequence == 0) return Arrival.Duplicate;

        var ahead = (sequence - (long)Expected + Cycle) % Cycle;
        if (ahead == 0) return Arrival.Next;
        if (ahead > Cycle / 2) return Arrival.Duplicate;

        missing = (uint)ahead;
        return Arrival.Gap;
    }

    /// <summary>Goes on behind <paramref name="sequence"/>, which was delivered or given up.</summary>
    public void Passed(uint sequence) => Expected = After(sequence);

    /// <summary>Goes on at <paramref name="sequence"/>.</summary>
    public void ContinueAt(uint sequence) => Expected = sequence == 0 ? 1 : sequence;
}

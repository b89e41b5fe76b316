using System.Collections.Concurrent;

namespace EdgeCollector.Telemetry;

internal enum StatusState
{
    Ok,

    /// <summary>Trying; mends itself when the other side comes back.</summary>
    Wait,

    /// <summary>Somebody has to do something; the message says what.</summary>
    Failed,
}

/// <param name="Thing">What it is about: <c>opcua filler1</c>, <c>mqtt</c>, <c>influx</c>.</param>
/// <param name="Message">One line, with the way out; empty where nothing is to be said.</param>
/// <param name="Since">When it came into this state.</param>
internal sealed record StatusRow(string Thing, StatusState State, string Message, DateTimeOffset Since);

/// <summary>One row for each thing the node depends on: what /setup, <c>doctor</c>, health records and the log agree upon. Safe for many
/// threads. Things are configured ones, so their number is bounded.</summary>
internal sealed class StatusBoard(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StatusRow> _rows = new(StringComparer.Ordinal);

    /// <summary>All rows by name.</summary>
    public IReadOnlyList<StatusRow> Rows => [.. _rows.Values.OrderBy(r => r.Thing, StringComparer.Ordinal)];

    /// <summary>The worst state of all rows; Ok where there are none.</summary>
    public StatusState Worst => _rows.IsEmpty ? StatusState.Ok : _rows.Values.Max(r => r.State);

    public StatusRow? Get(string thing) => _rows.GetValueOrDefault(thing);

    /// <summary>Notes how a thing is.</summary>
    /// <returns>True when state or message changed: the moment to write a log line, so that a standing fault is said once.</returns>
    public bool Set(string thing, StatusState state, string message = "")
    {
        var now = time.GetUtcNow();
        var changed = false;
        _rows.AddOrUpdate(
            thing,
            name =>
            {
                changed = true;
                return new StatusRow(name, state, message, now);
            },
            (_, row) =>
            {
                changed = row.State != state || row.Message != message;
                return changed ? row with { State = state, Message = message, Since = row.State == state ? row.Since : now } : row;
            });
        return changed;
    }
}

using EdgeCollector.Core.Lines;
using EdgeCollector.Core.Oee;

namespace EdgeCollector.Contracts;

/// <summary>A stop as it stands (contract <c>downtime_v1</c>), flat; the same id from its start to its last correction.</summary>
internal sealed record DowntimeV1
{
    public string Schema => "downtime_v1";
    public required string Id { get; init; }
    public required string Machine { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }

    /// <summary>start | reason | split | end | withdrawn.</summary>
    public required string Event { get; init; }
    public required string Start { get; init; }

    /// <summary>Null while the machine stands.</summary>
    public required string? End { get; init; }

    /// <summary>Of an open stop: up to <see cref="TimestampMs"/>.</summary>
    public required double DurationS { get; init; }
    public required string Reason { get; init; }
    public required string Group { get; init; }
    public required string Category { get; init; }
    public required bool Minor { get; init; }

    /// <summary>plc | rule | operator | empty.</summary>
    public required string Source { get; init; }
    public required long? PlcStopCode { get; init; }
    public required string Name { get; init; }
    public required string Note { get; init; }
    public required string Status { get; init; }
    public required int Rev { get; init; }
    public required string Flags { get; init; }

    /// <param name="s">The stop.</param>
    /// <param name="sequence">Journal sequence it lies under.</param>
    public static DowntimeV1 From(StopFact s, long sequence) => new()
    {
        Id = s.Id,
        Machine = s.Machine,
        Seq = sequence,
        TimestampMs = s.Time,
        Event = Words.Of(s.Event),
        Start = Instant.Text(s.Start),
        End = Instant.Text(s.End),
        DurationS = Words.Seconds(Words.DurationOf(s)),
        Reason = s.Reason,
        Group = s.Group,
        Category = Words.Of(s.Category),
        Minor = s.Minor,
        Source = s.Source,
        PlcStopCode = s.StopCode,
        Name = s.Name,
        Note = s.Note,
        Status = Words.Of(s.Status),
        Rev = s.Rev,
        Flags = Words.Of(s.Flags),
    };
}

using System.Collections;
using System.Reflection;
using Xunit;

namespace EdgeCollector.Core.Tests.Oee;

/// <summary>Walks two objects field by field and finds where they differ: a field that a checkpoint forgets is seen at once, whether or not
/// a figure shows it. What is only remembered or only room is named here.</summary>
internal static class SameState
{
    private static readonly HashSet<string> Derived =
    [
        "CalendarTimeline._stretches", "CalendarTimeline._hint", "CalendarTimeline._boundaryFrom", "CalendarTimeline._boundary",
        "CalendarTimeline._sliceFrom", "CalendarTimeline._sliceTo", "CalendarTimeline._takeovers",
        "WindowPieces._running", "WindowPieces._turn", "WindowPieces._branch", "WindowPieces._outside",
        "Timeline._free", "Timeline._buffers", "Timeline._other", "Timeline.Version", "PageReader._facts", "PageReader._slots",
        "StopEpisodes._now", "StopEpisodes._sums", "RecordBuilder._pieces", "RecordBuilder.Sums", "MachineWindows._totals",
        "ParallelFold._sums", "ParallelFold._at", "ParallelFold._stoppedAt", "BottleneckFold._sums", "BottleneckFold._lost", "FirstCause._sums",
    ];

    public static void Check(object expected, object actual, string where)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (Difference(expected, actual, expected.GetType().Name, seen) is { } difference)
        {
            Assert.Fail($"{where}: {difference}");
        }
    }

    private static string? Difference(object? a, object? b, string path, HashSet<object> seen)
    {
        if (a is null || b is null)
        {
            return a is null && b is null ? null : $"{path}: {a ?? "null"} and {b ?? "null"}";
        }

        var type = a.GetType();
        if (type != b.GetType())
        {
            // Lists of a configuration come as arrays or lists.
            return a is IEnumerable or string && b is IEnumerable ? Items((IEnumerable)a, (IEnumerable)b, path, seen) : $"{path}: {type} and {b.GetType()}";
        }

        if (type.IsPrimitive || type.IsEnum || a is string or DateOnly or TimeOnly)
        {
            return a.Equals(b) ? null : $"{path}: {a} and {b}";
        }

        if (a is Delegate or TimeZoneInfo or Type || (!type.IsValueType && !seen.Add(a)))
        {
            return null;
        }

        return type.Name switch
        {
            "IntervalList" => Intervals(a, b, path, seen),
            "HourPage" => Page(a, b, path, seen),
            "PieceTally" => Tally(a, b, path, seen),
            "SlotHistory" => Slots(a, b, path, seen),
            _ when a is IEnumerable items => Items(items, (IEnumerable)b, path, seen),
            _ => Fields(a, b, path, seen, _ => true),
        };
    }

    private static string? Fields(object a, object b, string path, HashSet<object> seen, Func<string, bool> wanted)
    {
        for (var type = a.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
                if (wanted(name) && !Derived.Contains($"{type.Name}.{name}")
                    && Difference(field.GetValue(a), field.GetValue(b), $"{path}.{name}", seen) is { } difference)
                {
                    return difference;
                }
            }
        }

        return null;
    }

    private static string? Items(IEnumerable a, IEnumerable b, string path, HashSet<object> seen)
    {
        object?[] first = [.. a.Cast<object?>()], second = [.. b.Cast<object?>()];
        if (first.Length != second.Length)
        {
            return $"{path}: {first.Length} and {second.Length} items";
        }

        if (a.GetType().Name.StartsWith("HashSet", StringComparison.Ordinal))
        {
            return first.ToHashSet().SetEquals(second) ? null : $"{path}: other items";
        }

        for (var i = 0; i < first.Length; i++)
        {
            if (Difference(first[i], second[i], $"{path}[{i}]", seen) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    // The ring is larger than what lies in it.
    private static string? Intervals(object a, object b, string path, HashSet<object> seen)
    {
        var (first, second) = ((EdgeCollector.Core.Oee.IntervalList)a, (EdgeCollector.Core.Oee.IntervalList)b);
        for (var i = first.First; i < first.End; i++)
        {
            if (Difference(first[i], second[i], $"{path}[{i}]", seen) is { } difference)
            {
                return difference;
            }
        }

        return Fields(a, b, path, seen, name => name != "_ring");
    }

    private static string? Page(object a, object b, string path, HashSet<object> seen)
    {
        var (first, second) = ((EdgeCollector.Core.Oee.HourPage)a, (EdgeCollector.Core.Oee.HourPage)b);
        return first.Bytes.AsSpan(0, first.Length).SequenceEqual(second.Bytes.AsSpan(0, second.Length))
            ? Fields(a, b, path, seen, name => name != "Bytes") : $"{path}: other facts";
    }

    private static string? Tally(object a, object b, string path, HashSet<object> seen) =>
        Items(((EdgeCollector.Core.Oee.PieceTally)a).Lots.ToArray(), ((EdgeCollector.Core.Oee.PieceTally)b).Lots.ToArray(), path, seen)
        ?? Fields(a, b, path, seen, name => name != "_lots");

    private static string? Slots(object a, object b, string path, HashSet<object> seen)
    {
        var (first, second) = ((EdgeCollector.Core.Oee.SlotHistory)a, (EdgeCollector.Core.Oee.SlotHistory)b);
        for (var slot = 0; slot < 64; slot++)
        {
            if (Difference(first.Of(slot), second.Of(slot), $"{path}[{slot}]", seen) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }
}

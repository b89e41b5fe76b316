using System.Buffers.Binary;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Server;

/// <summary>What a session's Browse calls have not given out yet (Part 4, 7.9). Bounded: one more than that is refused.</summary>
internal sealed class ContinuationPoints
{
    private const int Max = 100;
    private readonly Dictionary<uint, (List<ReferenceDescription> All, int At, int Max)> _open = [];
    private uint _last;

    /// <summary>The first part, with a continuation point if there is more.</summary>
    public BrowseResult First(List<ReferenceDescription> references, int max) => Part(references, 0, max);

    public BrowseResult GoOn(byte[]? point, bool release)
    {
        if (point is not { Length: 4 } || !_open.Remove(BinaryPrimitives.ReadUInt32LittleEndian(point), out var rest))
        {
            return new(StatusCode.BadContinuationPointInvalid, null, []);
        }

        return release ? new(StatusCode.Good, null, []) : Part(rest.All, rest.At, rest.Max);
    }

    private BrowseResult Part(List<ReferenceDescription> all, int at, int max)
    {
        var count = Math.Min(max, all.Count - at);
        if (at + count == all.Count) return new(StatusCode.Good, null, [.. all.Skip(at)]);
        if (_open.Count == Max) return new(StatusCode.BadNoContinuationPoints, null, []);

        _open.Add(++_last, (all, at + count, max));
        var point = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(point, _last);
        return new(StatusCode.Good, point, [.. all.Skip(at).Take(count)]);
    }
}

using System.Buffers;

namespace EdgeCollector.OpcUa.Encoding;

/// <content>The checks that stand before every allocation, and the words of the faults.</content>
internal ref partial struct UaReader
{
    private const int ObjectCost = 24;

    /// <summary>Reads an Int32 length; -1 (null) or 0..limit, of which the bytes that are left can hold at least minSize each.</summary>
    private int Length(string what, int minSize, int limit)
    {
        int length = Int32();
        if (length == -1 || Failed)
        {
            return -1;
        }

        if (length < -1)
        {
            Malformed($"a length of {what} of -1 or more but found {length}");
            return -1;
        }

        if (length > limit)
        {
            Fail(Types.StatusCode.BadEncodingLimitsExceeded, $"Length {length} of {what} is above the limit of {limit}.");
            return -1;
        }

        if ((long)length * minSize > _reader.Remaining)
        {
            TooShort(what, (long)length * minSize);
            return -1;
        }

        return length;
    }

    /// <summary>Takes bytes from the message's allocation budget; false, and failed, when it is spent.</summary>
    private bool Charge(long bytes)
    {
        _budget -= bytes;
        if (_budget < 0)
        {
            Fail(Types.StatusCode.BadEncodingLimitsExceeded,
                $"Message needs more memory than {_limits.AllocationFactor} times its size plus {_limits.AllocationSlack} bytes.");
        }

        return !Failed;
    }

    /// <summary>Enters a value that may hold values of its own kind; false, and failed, when too deep.</summary>
    private bool Enter()
    {
        if (++_depth > _limits.MaxDepth)
        {
            Fail(Types.StatusCode.BadEncodingLimitsExceeded, $"Values are nested deeper than the limit of {_limits.MaxDepth}.");
        }

        return !Failed;
    }

    private void Leave() => _depth--;

    private void TooShort(string what, long needed)
    {
        if (!Failed)
        {
            Fail(Types.StatusCode.BadDecodingError,
                $"{what} at byte {_reader.Consumed} needs {needed} bytes but {_reader.Remaining} are left.");
        }
    }

    private void Malformed(string expected)
    {
        if (!Failed)
        {
            Fail(Types.StatusCode.BadDecodingError, $"Expected {expected} before byte {_reader.Consumed}.");
        }
    }

    /// <summary>The next bytes without a copy; empty, and failed, when fewer are left.</summary>
    public ReadOnlySequence<byte> Slice(int length)
    {
        if (length < 0 || length > _reader.Remaining)
        {
            TooShort("Body", length);
            return default;
        }

        ReadOnlySequence<byte> slice = _reader.Sequence.Slice(_reader.Position, length);
        _reader.Advance(length);
        return slice;
    }

    /// <summary>An Int32 length of bytes as before a ByteString: -1 (null) or at most the bytes left.</summary>
    public int ByteStringLength() => Length("ByteString", 1, _limits.MaxByteStringLength);
}

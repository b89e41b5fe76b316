using System.Buffers.Binary;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.Sources.OpcUa;

/// <summary>Which number of a PackML structure is meant.</summary>
internal enum PackMlField
{
    None,

    /// <summary>PackMLCountDataType.AccCount: not reset, meant for OEE.</summary>
    AccCount,

    /// <summary>PackMLAlarmDataType.ID: the stop code.</summary>
    AlarmId,
}

/// <summary>
/// Reads the structures of OPC 30050 from their binary bodies. Their encoding ids depend on the server's namespaces, so the shape decides:
/// a body that does not end exactly where the structure does is refused.
/// </summary>
internal static class PackMlStructures
{
    public static bool TryRead(ExtensionObject structure, PackMlField field, out int number)
    {
        number = 0;
        if (structure is not { Encoding: ExtensionBody.Binary, Body: { } body }) return false;

        return field == PackMlField.AccCount ? TryReadAccCount(body, out number)
            : BinaryPrimitives.TryReadInt32LittleEndian(body, out number);
    }

    /// <summary>ID Int32, Name String, Unit EUInformation (URI String, UnitId Int32, two LocalizedTexts), Count Int32, AccCount
    /// Int32.</summary>
    private static bool TryReadAccCount(ReadOnlySpan<byte> body, out int count)
    {
        count = 0;
        return Skip(ref body, sizeof(int)) && SkipString(ref body)
            && SkipString(ref body) && Skip(ref body, sizeof(int)) && SkipLocalizedText(ref body) && SkipLocalizedText(ref body)
            && Skip(ref body, sizeof(int)) && body.Length == sizeof(int) && BinaryPrimitives.TryReadInt32LittleEndian(body, out count);
    }

    /// <summary>Part 6 5.2.2.14: a mask, bit 0 locale, bit 1 text.</summary>
    private static bool SkipLocalizedText(ref ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return false;

        var mask = body[0];
        return Skip(ref body, 1) && ((mask & 1) == 0 || SkipString(ref body)) && ((mask & 2) == 0 || SkipString(ref body));
    }

    private static bool SkipString(ref ReadOnlySpan<byte> body) =>
        BinaryPrimitives.TryReadInt32LittleEndian(body, out var length) && Skip(ref body, sizeof(int))
            && (length < 0 || Skip(ref body, length));

    private static bool Skip(ref ReadOnlySpan<byte> body, int bytes)
    {
        if (bytes > body.Length) return false;

        body = body[bytes..];
        return true;
    }
}

namespace EdgeCollector.OpcUa.Types;

/// <summary>
/// The result of an operation or the quality of a value (Part 4, 7.39): two bits of severity, a code in the upper 16 bits, and
/// information bits below which do not belong to the code. 0 is Good.
/// </summary>
public readonly partial record struct StatusCode(uint Code)
{
    private const uint DataValueInfo = 0x0400;
    private const uint OverflowBit = 0x0080;

    public bool IsGood => Code >> 30 == 0;

    public bool IsUncertain => Code >> 30 == 1;

    /// <summary>The reserved severity 11 counts as bad.</summary>
    public bool IsBad => Code >> 31 == 1;

    /// <summary>Without information bits: what names and comparisons of codes use.</summary>
    public StatusCode WithoutInfo => new(Code & 0xFFFF_0000);

    /// <summary>The monitored item's queue lost values before or after this one (info type DataValue, bit Overflow).</summary>
    public bool HasOverflow => (Code & (DataValueInfo | OverflowBit)) == (DataValueInfo | OverflowBit);

    /// <summary>The same code with info type DataValue and the bit Overflow set, as a server marks a queue that lost values.</summary>
    public StatusCode WithOverflow => new(Code | DataValueInfo | OverflowBit);

    /// <summary>True where the code is the same, whatever the information bits say.</summary>
    public bool Is(StatusCode other) => (Code ^ other.Code) >> 16 == 0;

    /// <summary>The name, such as BadTimeout, and hex where information bits are set; hex alone for codes without a name here.</summary>
    public override string ToString()
    {
        string? name = NameOf(Code & 0xFFFF_0000);
        if (name is null)
        {
            return $"0x{Code:X8}";
        }

        return (Code & 0xFFFF) == 0 ? name : $"{name} (0x{Code:X8})";
    }
}
